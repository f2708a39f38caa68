"""What is asked: lists, steps, trainings, policies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from screening.models import Asked, PolicyVersion, Requirement, RequirementSet, Training
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.crawl.walk import body
from tests.factories.screening import (
    PolicyDocumentFactory,
    PolicyVersionFactory,
    RequirementFactory,
    RequirementSetFactory,
    TrainingFactory,
)
from tests.screening.asked import ask, everything, three_steps


def test_requirement_set_add_starts_from_a_preset(oak: Cast, client_of: type[DistrictClient]) -> None:
    client = client_of(oak.ana)
    response = client.post("clearance/asked/add/", {"name": "Lunch groups", "start": "group"}, follow=True)
    assert "4 steps, about 40 minutes" in body(response)
    with oak.open():
        made = RequirementSet.objects.get()
        assert (made.name, made.preset, made.requirements.count()) == ("Lunch groups", "group", 4)


@pytest.mark.parametrize("number", [1, 4])
def test_requirement_set_list_asks_the_same_queries_for_one_and_four(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with oak.open():
        for _number in range(number):
            RequirementFactory()
    client = client_of(oak.ana)
    client.get("clearance/asked/")
    with django_assert_num_queries(12):  # type: ignore[operator]
        client.get("clearance/asked/")


@pytest.mark.parametrize("number", [1, 4])
def test_training_list_asks_the_same_queries_for_one_and_four(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with oak.open():
        TrainingFactory.create_batch(number)
    client = client_of(oak.ana)
    client.get("clearance/trainings/")
    with django_assert_num_queries(10):  # type: ignore[operator]
        client.get("clearance/trainings/")


@pytest.mark.parametrize("number", [1, 4])
def test_policy_document_list_asks_the_same_queries_for_one_and_four(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with oak.open():
        for _number in range(number):
            PolicyVersionFactory()
    client = client_of(oak.ana)
    client.get("clearance/policies/")
    with django_assert_num_queries(11):  # type: ignore[operator]
        client.get("clearance/policies/")


def test_lists_show_no_elm(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        RequirementSetFactory(name="Oak set"), TrainingFactory(title="Oak set"), PolicyDocumentFactory(title="Oak set")
    client = client_of(elm.ana)
    for path in ("clearance/asked/", "clearance/trainings/", "clearance/policies/"):
        assert "Oak set" not in body(client.get(path))


def test_changing_what_is_in_use_makes_a_new_version(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        ask(oak, wanted, oak.mia)
        step = wanted.check_step
    answers = {
        "kind": "background_check",
        "title": "Fingerprints",
        "check_type": "fingerprint",
        "tier": 1,
        "number": 1,
        "minutes": 30,
        "before_first_day": "on",
    }
    client = client_of(oak.ana)
    assert client.post(f"clearance/steps/{step.pk}/", answers).status_code == 302
    with oak.open():
        assert RequirementSet.objects.get().version == 2
        old, new = Requirement.objects.filter(position=1).order_by("pk")
        assert (old.title, old.from_version, old.until_version) == ("Background check", 1, 1)
        assert (new.title, new.from_version, new.until_version) == ("Fingerprints", 2, None)
        assert Asked.objects.get().lacking == [new.pk]
    assert client.post(f"clearance/steps/{step.pk}/", answers).status_code == 404


def test_a_new_step_is_announced_first(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        ask(oak, wanted, oak.mia)
    day = timezone.localdate() + timedelta(days=20)
    answers = {
        "kind": "reference",
        "title": "A reference",
        "tier": 1,
        "number": 1,
        "minutes": 5,
        "before_first_day": "on",
        "counts_from_on": day,
    }
    client_of(oak.ana).post(f"clearance/asked/{wanted.requirement_set.pk}/steps/add/", answers)
    with oak.open():
        row = Asked.objects.get()
        assert (row.state, row.covers_until) == ("clear", day - timedelta(days=1))


def test_a_draft_is_changed_in_place(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        step = RequirementFactory(requirement_set=RequirementSetFactory(state="draft"))
    client_of(oak.ana).post(f"clearance/steps/{step.pk}/remove/")
    with oak.open():
        assert not Requirement.objects.exists()
        assert RequirementSet.objects.get().version == 1


def test_the_only_step_of_what_is_in_use_stays(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        step = RequirementFactory()
    response = client_of(oak.ana).post(f"clearance/steps/{step.pk}/remove/")
    assert response.status_code == 422
    assert "This is the only step" in body(response)


def test_requirement_needs_what_it_is_about(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = RequirementSetFactory()
    answers = {"kind": "training", "title": "Training", "tier": 1, "number": 1, "minutes": 5}
    response = client_of(oak.ana).post(f"clearance/asked/{wanted.pk}/steps/add/", answers)
    assert response.context["form"].errors == {"training": ["Choose one."]}


def test_requirement_set_retire_waits_until_nobody_is_asked(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia)
    client, path = client_of(oak.ana), f"clearance/asked/{wanted.requirement_set.pk}/"
    assert "It is asked of people now" in body(client.post(f"{path}retire/", follow=True))
    with oak.open():
        Asked.objects.update(ended_on=timezone.localdate())
    client.post(f"{path}retire/")
    with oak.open():
        assert RequirementSet.objects.get().state == "retired"
    client.post(f"{path}bring-back/")
    with oak.open():
        assert RequirementSet.objects.get().state == "draft"


def test_training_retire_waits_until_nobody_asks_for_it(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        training = three_steps().training
    client = client_of(oak.ana)
    assert "still asked for by: One-to-one" in body(
        client.post(f"clearance/trainings/{training.pk}/retire/", follow=True)
    )
    with oak.open():
        assert Training.objects.get().is_active


def test_a_new_version_of_a_policy_is_asked_of_everybody_again(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        ask(oak, wanted, oak.mia)
    day = timezone.localdate() + timedelta(days=14)
    answers = {"title_en": "Guidelines", "body_en": "New words.", "takes_effect_on": day, "asks_again": "on"}
    path = f"clearance/policies/{wanted.version.document_id}/"
    client_of(oak.ana).post(f"{path}new-version/", answers)
    with oak.open():
        assert PolicyVersion.objects.count() == 2
        assert Asked.objects.get().covers_until == day - timedelta(days=1)
    page = body(client_of(oak.ana).get(path))
    assert "Version 2" in page
    assert "takes effect later" in page


def test_what_is_asked_is_changed_by_coordinators_alone(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        step = RequirementFactory()
    for path in ("clearance/asked/add/", f"clearance/steps/{step.pk}/", "clearance/trainings/add/"):
        assert client_of(oak.tom).get(path).status_code == 403
        assert client_of(oak.pia).get(path).status_code == 403
