"""What could not be sealed, to those who can do something about it."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements import sealing, todo
from agreements.models import Agreement, State
from tenancy.viewer import Viewer
from tests.agreements.test_seals import again, everybody_signed, ring_for
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.agreements import AgreementFactory


def failed(cast: Cast) -> Agreement:
    """Sam's agreement, signed by all; the key is missing."""
    papers = everybody_signed(cast)
    with patch.object(sealing, "seal", side_effect=OSError):
        ring_for(cast, papers.agreement)
    return papers.agreement


def test_seal_list_says_which_and_lets_one_try_again(oak: Cast, elm: Cast) -> None:
    agreement, ana = failed(oak), DistrictClient(oak.ana)
    page = ana.get("documents/not-sealed/").content.decode()
    assert "Sam Haddad" in page and "Tried once (OSError)" in page
    assert "Sam Haddad" not in DistrictClient(elm.ana).get("documents/not-sealed/").content.decode()
    assert DistrictClient(oak.gil).get("documents/not-sealed/").status_code == 403
    assert DistrictClient(elm.ana).post(f"documents/{agreement.pk}/seal-again/").status_code == 404
    assert ana.post(f"documents/{agreement.pk}/seal-again/").status_code == 302
    assert again(oak, agreement).seal_lease_until is None
    ring_for(oak, agreement)
    assert again(oak, agreement).state == State.SEALED
    assert "Everything that is signed is sealed" in ana.get("documents/not-sealed/").content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_seal_list_asks_the_same_for_one_and_for_four(
    oak: Cast, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    ana = DistrictClient(oak.ana)
    with oak.open():
        AgreementFactory.create_batch(
            count, state=State.SEAL_FAILED, seal_fault="OSError", completed_at=datetime.now(UTC)
        )
    ana.get("documents/not-sealed/")
    with django_assert_num_queries(12):
        ana.get("documents/not-sealed/")


def test_those_who_send_documents_are_told(oak: Cast) -> None:
    failed(oak)
    with oak.open() as district:
        told = {
            person.given_name: [one.status for one in todo.todos(Viewer.of_person(district, person))]
            for person in (oak.ana, oak.gil, oak.mia)
        }
    assert told == {"Ana": ["Not sealed"], "Gil": [], "Mia": []}
