"""A mentor's own steps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from screening.models import Acknowledgement, Asked
from tenancy.models import Person
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.crawl.walk import body
from tests.factories.screening import (
    BackgroundCheckFactory,
    PolicyTextFactory,
    PolicyVersionFactory,
    RequirementFactory,
)
from tests.screening.asked import ask, everything, three_steps


def test_step_list_says_what_is_left_and_for_how_long(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
    page = body(client_of(oak.mia).get("steps/"))
    assert "3 steps to go, about 37 minutes of your time." in page
    assert "Read and agree" in page


@pytest.mark.parametrize("number", [1, 4])
def test_step_list_asks_the_same_queries_for_one_and_four(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with oak.open():
        wanted = three_steps()
        for _number in range(number):
            RequirementFactory(
                requirement_set=wanted.requirement_set,
                kind="acknowledgement",
                document=PolicyTextFactory(version=PolicyVersionFactory()).version.document,
            )
        ask(oak, wanted, oak.mia)
    client = client_of(oak.mia)
    client.get("steps/")
    with django_assert_num_queries(22):  # type: ignore[operator]
        client.get("steps/")


def test_step_list_thanks_who_is_done(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        ask(oak, wanted, oak.mia)
    page = body(client_of(oak.mia).get("steps/"))
    assert "Everything is done. Thank you." in page
    assert "Checked and trained until" in page


def test_step_list_is_empty_for_whom_nothing_is_asked(oak: Cast, client_of: type[DistrictClient]) -> None:
    assert "Nothing is asked of you now" in body(client_of(oak.mia).get("steps/"))


@pytest.mark.parametrize("check_type", ["name", "driving"])
def test_step_list_tells_nothing_adverse(oak: Cast, client_of: type[DistrictClient], check_type: str) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        BackgroundCheckFactory(
            person=oak.mia, check_type=check_type, outcome="not_clear", decided_on=timezone.localdate()
        )
        ask(oak, wanted, oak.mia)
    page = body(client_of(oak.mia).get("steps/"))
    for word in ("Not clear", "not clear", "Driving", "Safety"):
        assert word not in page
    assert "Checked and trained until" not in page


def test_step_list_speaks_spanish(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        PolicyTextFactory(version=wanted.version, language="es", title="Normas")
        ask(oak, wanted, oak.mia)
    client = client_of(oak.mia)
    client.cookies["django_language"] = "es"
    page = body(client.get("steps/"))
    assert "Normas" in page


def test_steps_are_called_by_their_spanish_names(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        wanted.check_step.title = "Fingerprint background check"
        wanted.check_step.save()
        RequirementFactory(
            requirement_set=wanted.requirement_set, kind="reference", title="A walk round", title_es="Un recorrido"
        )
        ask(oak, wanted, oak.mia)
        Person.objects.filter(pk=oak.mia.pk).update(language="es")
    page = body(client_of(oak.mia).get("steps/"))
    assert "Verificación de antecedentes con huellas digitales" in page, "usual steps have a Spanish name"
    assert "Un recorrido" in page and "A walk round" not in page
    page = body(client_of(oak.ana).get(f"clearance/asked/{wanted.requirement_set.pk}/"))
    assert "Fingerprint background check" in page and "A walk round" in page


def test_step_list_is_for_mentors(oak: Cast, client_of: type[DistrictClient]) -> None:
    assert client_of(oak.ana).get("steps/").status_code == 403
    assert client_of(oak.sam).get("steps/").status_code == 403


def test_policy_version_agree_is_done_by_post_alone(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia)
    client, path = client_of(oak.mia), f"steps/policies/{wanted.version.pk}/"
    assert "Meetings are always supervised." in body(client.get(path))
    refused = client.post(path, {"agrees": ""})
    assert (refused.status_code, refused.context["form"].errors["agrees"]) == (422, ["Tick the box if you agree."])
    with oak.open():
        assert not Acknowledgement.objects.exists()
    for _time in range(2):
        assert client.post(path, {"agrees": "on"}).status_code == 302
    with oak.open():
        given = Acknowledgement.objects.get()
        assert (given.person_id, given.version_id, given.how, given.language) == (
            oak.mia.pk,
            wanted.version.pk,
            "online",
            "en",
        )
        assert wanted.policy_step.pk not in Asked.objects.get().lacking


def test_an_older_version_is_agreed_to_no_more(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia)
        PolicyVersionFactory(
            document=wanted.version.document, number=2, takes_effect_on=timezone.localdate() + timedelta(days=9)
        )
    response = client_of(oak.mia).post(f"steps/policies/{wanted.version.pk}/", {"agrees": "on"})
    assert response.status_code == 422
    assert "There is a newer version" in body(response)


def test_policy_version_agree_is_for_those_who_are_asked(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        version = three_steps().version
    assert client_of(oak.mia).get(f"steps/policies/{version.pk}/").status_code == 404
    assert client_of(elm.mia).get(f"steps/policies/{version.pk}/").status_code == 404
