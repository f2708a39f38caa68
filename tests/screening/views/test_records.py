"""Recording what people have done: one, many, taking it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.models import Acknowledgement, Asked, BackgroundCheck, Reference, TrainingRecord
from tenancy.models import AuditEvent
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.crawl.walk import body
from tests.factories.screening import BackgroundCheckFactory, ReferenceFactory, TrainingRecordFactory
from tests.factories.tenancy import PersonFactory
from tests.screening.asked import ask, three_steps, today_in


def test_background_check_add_records_an_outcome(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia)
    today, client = today_in(oak), client_of(oak.ana)
    page = client.get(f"people/{oak.mia.pk}/clearance/check/?check_type=name&tier=2&outcome=clear")
    assert page.context["form"]["decided_on"].value() == today
    answers = {"check_type": "name", "tier": 2, "outcome": "clear", "decided_on": today, "vendor": "State police"}
    assert client.post(f"people/{oak.mia.pk}/clearance/check/", answers).status_code == 302
    with oak.open():
        check = BackgroundCheck.objects.get()
        assert (check.person_id, check.outcome, check.decided_by_id) == (oak.mia.pk, "clear", oak.ana.pk)
        assert wanted.check_step.pk not in Asked.objects.get().lacking
        noted = AuditEvent.objects.get(verb="background_check.record")
        assert (noted.target_id, noted.facts) == (oak.mia.pk, {"record": check.pk})


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"outcome": "clear"}, "On which day was it decided?"),
        ({"outcome": "clear", "decided_on": "2099-01-01"}, "This day is still to come."),
        ({"outcome": "clear", "decided_on": "1926-01-01"}, "Check the year."),
        (
            {"outcome": "pending", "disclosed_on": "2026-09-02", "consented_on": "2026-09-01"},
            "People are told of a check before they agree to it.",
        ),
        (
            {"outcome": "pending", "consented_on": "2026-09-02", "ordered_on": "2026-09-01"},
            "A check is ordered after the person agreed to it.",
        ),
        (
            {"outcome": "clear", "decided_on": "2026-09-02", "expires_on": "2026-09-01"},
            "It cannot run out before it was decided.",
        ),
        (
            {"outcome": "not_clear", "decided_on": "2026-09-02", "final_notice_on": "2026-09-03"},
            "The first notice, with a copy, goes out before the final one.",
        ),
    ],
)
def test_background_check_add_refuses(
    oak: Cast, client_of: type[DistrictClient], answers: dict[str, str], fault: str
) -> None:
    sent = {"check_type": "name", "tier": 2, **answers}
    response = client_of(oak.ana).post(f"people/{oak.mia.pk}/clearance/check/", sent)
    assert response.status_code == 422
    assert fault in body(response)


def test_a_second_running_check_of_a_kind_is_refused(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        BackgroundCheckFactory(person=oak.mia, outcome="pending")
    sent = {"check_type": "name", "tier": 2, "outcome": "pending"}
    response = client_of(oak.ana).post(f"people/{oak.mia.pk}/clearance/check/", sent)
    assert "is running for this person already" in body(response)


def test_background_check_edit_moves_it_along(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
        check = BackgroundCheckFactory(person=oak.mia, outcome="pending")
    today = today_in(oak)
    sent = {"check_type": "name", "tier": 2, "outcome": "not_clear", "decided_on": today}
    assert client_of(oak.ana).post(f"clearance/checks/{check.pk}/", sent).status_code == 302
    with oak.open():
        assert Asked.objects.get().state == "failed"
        noted = AuditEvent.objects.get(verb="background_check.change")
        assert set(noted.facts["changed"]) == {"outcome", "decided_on"}


def test_background_check_take_back_counts_no_more(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
        check = BackgroundCheckFactory(person=oak.mia, outcome="not_clear")
    client = client_of(oak.ana)
    assert "Take back" in body(client.get(f"clearance/checks/{check.pk}/take-back/"))
    client.post(f"clearance/checks/{check.pk}/take-back/")
    with oak.open():
        assert not BackgroundCheck.objects.live().exists()
        assert Asked.objects.get().state == "missing"
    assert client.get(f"clearance/checks/{check.pk}/").status_code == 404


def test_a_list_of_forty_in_four_clicks(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        people = [PersonFactory() for _number in range(40)]
        ask(oak, wanted, *people)
        TrainingRecordFactory(person=people[0], training=wanted.training, completed_on=timezone.localdate())
    client = client_of(oak.ana)
    page = client.get("clearance/record-training/", {"selected": [person.pk for person in people]})
    assert page.context["form"]["training"].value() == wanted.training.pk
    assert page.context["skipped"] == [(people[0].name, "is recorded already for this day")]
    sent = {name: [] for name, _value in page.context["selection"].hidden}
    for name, value in page.context["selection"].hidden:
        sent[name].append(value)
    response = client.post(
        "clearance/record-training/",
        {**sent, "training": wanted.training.pk, "completed_on": today_in(oak)},
        follow=True,
    )
    assert "Recorded for 39 people. 1 was left out." in body(response)
    with oak.open():
        assert TrainingRecord.objects.live().count() == 40
        assert AuditEvent.objects.filter(verb="training.record").count() == 39
        first = TrainingRecord.objects.exclude(batch=None).order_by("pk")[0]
    client.post(f"clearance/trainings-taken/{first.pk}/take-back/?together=1")
    with oak.open():
        assert TrainingRecord.objects.live().count() == 1


def test_checks_and_policies_for_many(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia, oak.tom)
    client, today = client_of(oak.ana), today_in(oak)
    both = {"selected": [oak.mia.pk, oak.tom.pk]}
    assert "Record check for 2 people" in body(client.get("clearance/record-check/", both))
    client.post("clearance/record-check/", {**both, "check_type": "name", "tier": 2, "outcome": "clear", "day": today})
    document = wanted.version.document_id
    assert "Record agreed policy for 2 people" in body(client.get("clearance/record-policy/", both))
    client.post("clearance/record-policy/", {**both, "document": document, "acknowledged_on": today})
    with oak.open():
        assert BackgroundCheck.objects.count() == 2
        assert Acknowledgement.objects.filter(how="paper").count() == 2
        assert {tuple(row.lacking) for row in Asked.objects.all()} == {(wanted.training_step.pk,)}


def test_nobody_selected_leads_back(oak: Cast, client_of: type[DistrictClient]) -> None:
    for path in ("clearance/record-training/", "clearance/record-check/", "clearance/record-policy/"):
        assert "Nobody is selected" in body(client_of(oak.ana).get(path))


def test_a_policy_signed_before_its_newest_version_is_another_one(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        version = three_steps().version
    day = version.published_on - timedelta(days=1)
    response = client_of(oak.ana).post(
        f"people/{oak.mia.pk}/clearance/policy/", {"document": version.document_id, "acknowledged_on": day}
    )
    assert "it was another one that was signed" in body(response)


def test_reference_edit_says_what_came_in(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        asked_for = ReferenceFactory(person=oak.mia, outcome="asked", received_on=None, referee_name="Rae Stone")
    client, today = client_of(oak.ana), today_in(oak)
    sent = {"referee_name": "Rae Stone", "outcome": "good"}
    assert "has a day" in body(client.post(f"clearance/references/{asked_for.pk}/", sent))
    client.post(f"clearance/references/{asked_for.pk}/", {**sent, "received_on": today})
    with oak.open():
        assert Reference.objects.get().received_on == today


def test_a_reference_says_whether_they_would_trust_the_person(oak: Cast, client_of: type[DistrictClient]) -> None:
    today, client = today_in(oak), client_of(oak.ana)
    said = {"referee_name": "Jo Marsh", "outcome": "good", "received_on": today, "trust": "no"}
    path = f"people/{oak.mia.pk}/clearance/reference/"
    assert "raises doubts. Choose that." in body(client.post(path, said))
    assert "is known once it came in" in body(client.post(path, {**said, "outcome": "asked", "received_on": ""}))
    assert client.post(path, {**said, "trust": "reserved"}).status_code == 302
    with oak.open():
        assert Reference.objects.get().trust == "reserved"
    page = body(client.get(f"people/{oak.mia.pk}/clearance/"))
    assert "would trust them with a student: with reservations" in page


def test_nobody_records_their_own(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia, oak.ana)
        check = BackgroundCheckFactory(person=oak.ana, outcome="pending", decided_on=None)
    today, client, mine = today_in(oak), client_of(oak.ana), f"people/{oak.ana.pk}/clearance"
    page = body(client.get(f"{mine}/"))
    assert "A colleague records your own checks and training." in page
    assert f"{mine}/check/" not in page and f"clearance/checks/{check.pk}/" not in page
    cleared = {"check_type": "driving", "tier": 2, "outcome": "clear", "decided_on": today}
    training, document = wanted.training.pk, wanted.version.document_id
    both = {"selected": [oak.mia.pk, oak.ana.pk]}
    for path, answers in {
        f"{mine}/check/": cleared,
        f"{mine}/training/": {"training": training, "completed_on": today},
        f"{mine}/policy/": {"document": document, "acknowledged_on": today},
        f"{mine}/reference/": {"referee_name": "Jo Marsh", "outcome": "asked"},
        "clearance/record-training/": {"selected": [oak.ana.pk], "training": training, "completed_on": today},
    }.items():
        answer = client.post(path, answers)
        assert (path, answer.status_code) == (path, 422)
        assert "Nobody records this of themselves. Ask a colleague." in body(answer)
    client.post("clearance/record-training/", {**both, "training": training, "completed_on": today})
    client.post("clearance/record-check/", {**both, **cleared, "day": today})
    with oak.open():
        assert [one.person_id for one in TrainingRecord.objects.all()] == [oak.mia.pk]
        assert [one.person_id for one in BackgroundCheck.objects.exclude(pk=check.pk)] == [oak.mia.pk]
        path = reverse("screening:background_check_take_back", args=[check.pk])
    assert "Nobody records this of themselves" in body(client.post(path, follow=True))
    with oak.open():
        assert BackgroundCheck.objects.live().filter(pk=check.pk).exists()


def test_recording_is_for_those_who_may(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        check = BackgroundCheckFactory(person=oak.tom)
    for path in (f"people/{oak.tom.pk}/clearance/check/", f"clearance/checks/{check.pk}/", "clearance/results/"):
        assert client_of(oak.fay).get(path).status_code == 403
        assert client_of(oak.mia).get(path).status_code == 403
    for path in (f"people/{oak.tom.pk}/clearance/check/", f"clearance/checks/{check.pk}/"):
        assert client_of(elm.ana).get(path).status_code == 404
