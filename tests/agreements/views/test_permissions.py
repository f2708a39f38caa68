"""What a parent allowed, and taking it back."""

import pytest
from django.utils import timezone

from agreements.actions.agreements import PartyWanted
from agreements.models import Agreement, Permission, Role
from tests.agreements import packets
from tests.agreements.packets import YES, Papers
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.tenancy import PersonFactory


def answered(cast: Cast, **more: object) -> Papers:
    """Sam's packet, signed by Gil: yes to all but photos."""
    papers = packets.sent(cast, **more)
    packets.sign(papers, cast.gil, answers={**YES, Permission.Kind.MEDIA: False})
    return papers


def outings_of(papers: Papers) -> Permission:
    return Permission.objects.get(kind="outings", party__agreement=papers.permissions)


@pytest.fixture
def papers(oak: Cast) -> Papers:
    with oak.open():
        return answered(oak)


def test_permission_list_says_every_yes_and_no(oak: Cast, papers: Papers) -> None:
    page = DistrictClient(oak.gil).get("documents/permissions/").content.decode()
    assert page.count("/withdraw/") == 3
    assert all(words in page for words in ("Sam Haddad", "Calls and messages", "Outings", "Photos and stories"))


def test_permission_list_is_empty_for_who_answered_nothing(oak: Cast, elm: Cast, papers: Papers) -> None:
    assert "No permissions yet" in DistrictClient(oak.sam).get("documents/permissions/").content.decode()
    assert "No permissions yet" in DistrictClient(elm.gil).get("documents/permissions/").content.decode()
    assert DistrictClient(oak.ana).get("documents/permissions/").status_code == 403


@pytest.mark.parametrize("rows", [1, 4])
def test_permission_list_queries(oak: Cast, papers: Papers, rows: int, django_assert_num_queries) -> None:
    with oak.open():
        for number in range(rows - 1):
            child = PersonFactory(given_name=f"Child{number}", family_name="Haddad", email="")
            family = [
                PartyWanted(oak.gil, Role.GUARDIAN, "Gil Haddad"),
                PartyWanted(oak.pia, Role.SCHOOL, "Pia Raman"),
            ]
            answered(oak, student=child, parties=family)
    client = DistrictClient(oak.gil)
    client.get("documents/permissions/")
    with django_assert_num_queries(14):
        client.get("documents/permissions/")


def test_permission_withdraw_counts_from_now_and_leaves_the_agreement(oak: Cast, papers: Papers) -> None:
    with oak.open():
        page = f"documents/permissions/{outings_of(papers).pk}/withdraw/"
    client = DistrictClient(oak.gil)
    assert "The mentorship agreement stays." in client.get(page).content.decode()
    before = timezone.now()
    assert client.post(page, {"note": "He broke his leg"}).headers["Location"] == "/d/oak/documents/permissions/"
    with oak.open():
        outings = outings_of(papers)
        assert outings.withdrawn_at is not None
        assert outings.withdrawn_at >= before
        assert (outings.withdrawn_by, outings.withdrawn_note) == (oak.gil, "He broke his leg")
        assert Agreement.objects.get(pk=papers.agreement.pk).state == "out"
    again = client.post(page, {})
    assert again.status_code == 422
    assert "nothing to withdraw" in again.content.decode()


def test_permission_withdraw_is_for_whoever_gave_it(oak: Cast, elm: Cast, papers: Papers) -> None:
    with oak.open():
        page = f"documents/permissions/{outings_of(papers).pk}/withdraw/"
    assert DistrictClient(oak.sam).get(page).status_code == 404
    assert DistrictClient(oak.mia).get(page).status_code == 403
    assert DistrictClient(elm.gil).get(page).status_code == 404
    assert DistrictClient(elm.gil).get(f"/d/oak/{page}").status_code == 404
