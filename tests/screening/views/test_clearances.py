"""The board, and one person's clearance."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from screening.actions import standings
from screening.models import Asked
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.crawl.walk import body
from tests.factories.screening import BackgroundCheckFactory
from tests.factories.tenancy import PersonFactory
from tests.screening.asked import ask, everything, three_steps, today_in

ALL_COLUMNS = "?" + "&".join(
    f"column={key}" for key in ("state", "until", "missing", "asked_for", "since", "email", "phone")
)


def text_of(client: DistrictClient, path: str) -> str:
    return body(client.get(path))


def test_clearance_list_says_what_is_missing(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
    page = text_of(client_of(oak.ana), "clearance/")
    assert "Fischer, Mia" in page
    assert "Background check, Training, Guidelines" in page
    assert "Missing" in page


def test_clearance_list_shows_who_is_cleared_until_when(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        until = ask(oak, wanted, oak.mia).covers_until
    assert until is not None
    page = text_of(client_of(oak.ana), "clearance/")
    assert "Cleared" in page
    assert date_format(until) in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=clear", ["Mia"]),
        ("state=not", ["Sam", "Tom"]),
        ("state=failed", ["Tom"]),
        ("state=missing", ["Sam"]),
        ("state=soon", []),
        ("state=expired", []),
        ("state=pending", []),
        ("missing=training", ["Sam"]),
        ("missing=background_check", ["Sam", "Tom"]),
        ("missing=reference", []),
        ("q=fisch", ["Mia"]),
        ("state=nonsense", ["Mia", "Sam", "Tom"]),
    ],
)
def test_clearance_list_is_filtered(oak: Cast, client_of: type[DistrictClient], query: str, names: list[str]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        everything(wanted, oak.tom)
        BackgroundCheckFactory(person=oak.tom, outcome="not_clear", decided_on=timezone.localdate())
        ask(oak, wanted, oak.mia, oak.sam, oak.tom)
    response = client_of(oak.ana).get(f"clearance/?{query}")
    assert sorted(person.given_name for person in response.context["list"].current.rows) == names


def test_clearance_list_knows_that_a_day_has_passed(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
        yesterday = timezone.localdate() - timedelta(days=1)
        Asked.objects.update(state="clear", covers_until=yesterday)
    client = client_of(oak.ana)
    assert "Run out" in text_of(client, "clearance/")
    assert [row.pk for row in client.get("clearance/?state=expired").context["list"].current.rows] == [oak.mia.pk]
    assert client.get("clearance/?state=clear").context["list"].current.rows == []


def test_clearance_list_leaves_out_who_is_gone_or_asked_no_more(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia, oak.sam)
        Person.objects.filter(pk=oak.mia.pk).update(deactivated_at=timezone.now())
        Asked.objects.filter(person=oak.sam).update(ended_on=timezone.localdate())
    assert "Nobody has been asked" in text_of(client_of(oak.ana), "clearance/")


@pytest.mark.parametrize("number", [1, 4])
def test_clearance_list_asks_the_same_queries_for_one_and_four(
    oak: Cast, client_of: type[DistrictClient], number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with oak.open():
        people = [PersonFactory() for _number in range(number)]
        ask(oak, three_steps(), *people)
    client = client_of(oak.ana)
    client.get("clearance/")
    with django_assert_num_queries(14):  # type: ignore[operator]
        client.get(f"clearance/{ALL_COLUMNS}")


def test_clearance_list_is_for_those_who_read_outcomes(oak: Cast, client_of: type[DistrictClient]) -> None:
    people = (oak.ada, oak.ana, oak.tom, oak.cole, oak.fay, oak.pia, oak.mia, oak.sam, oak.gil)
    statuses = [client_of(person).get("clearance/").status_code for person in people]
    assert statuses == [200, 200, 403, 403, 403, 403, 403, 403, 403]


def test_clearance_list_shows_no_elm(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
    assert "Nobody has been asked" in text_of(client_of(elm.ana), "clearance/")


def test_clearance_export_holds_what_is_shown(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
    lines = text_of(client_of(oak.ana), "clearance/export/?format=csv&column=missing").lstrip("\ufeff").splitlines()
    assert lines == ["Name,What is missing", '"Fischer, Mia","Background check, Training, Guidelines"']
    with oak.open():
        assert AuditEvent.objects.get(verb="clearance.export").facts == {"columns": ["name", "missing"]}


def test_clearance_detail_shows_each_step_with_what_to_do(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        ask(oak, wanted, oak.mia)
    page = text_of(client_of(oak.ana), f"people/{oak.mia.pk}/clearance/")
    assert "0 of 3 steps done" in page
    assert f"clearance/training/?training={wanted.training.pk}" in page
    assert "outcome=clear" in page
    assert "Mia Fischer’s turn" in page


def test_clearance_detail_notes_who_read_outcomes_once_a_day(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        ask(oak, three_steps(), oak.mia)
    client = client_of(oak.ana)
    client.get(f"people/{oak.mia.pk}/clearance/")
    client.get(f"people/{oak.mia.pk}/clearance/")
    with oak.open():
        read = AuditEvent.objects.get(verb="clearance.read")
        assert (read.actor_person_id, read.target_id) == (oak.ana.pk, oak.mia.pk)


def test_clearance_detail_tells_others_until_when_alone(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.tom)
        BackgroundCheckFactory(person=oak.tom, check_type="driving", outcome="not_clear")
        ask(oak, wanted, oak.tom)
    page = text_of(client_of(oak.fay), f"people/{oak.tom.pk}/clearance/")
    assert "Not yet checked and trained" in page
    assert "Not clear" not in page
    assert "Driving" not in page
    with oak.open():
        assert not AuditEvent.objects.filter(verb="clearance.read").exists()


def test_clearance_detail_says_that_an_unasked_failure_counts(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.mia)
        BackgroundCheckFactory(person=oak.mia, check_type="driving", outcome="not_clear")
        ask(oak, wanted, oak.mia)
    page = text_of(client_of(oak.ana), f"people/{oak.mia.pk}/clearance/")
    assert "a check that was not clear counts everywhere" in page
    assert "Not yet checked and trained" in page


def test_clearance_detail_is_not_for_elm(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    assert client_of(elm.ana).get(f"people/{oak.mia.pk}/clearance/").status_code == 404


def test_a_persons_page_says_until_when_they_are_cleared(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        wanted = three_steps()
        everything(wanted, oak.tom)
        ask(oak, wanted, oak.tom)
    assert "Checked and trained until" in text_of(client_of(oak.fay), f"people/{oak.tom.pk}/")
    assert "clearance/" not in text_of(client_of(oak.fay), f"people/{oak.tom.pk}/")
    assert f"people/{oak.tom.pk}/clearance/" in text_of(client_of(oak.ana), f"people/{oak.tom.pk}/")


def test_expected_days_come_from_the_districts_own_history(oak: Cast, client_of: type[DistrictClient]) -> None:
    today = today_in(oak)
    with oak.open():
        ask(oak, three_steps(), oak.mia)
        BackgroundCheckFactory(person=oak.mia, outcome="pending", ordered_on=today - timedelta(days=2))
        standings.refresh(district=oak.district, person_ids=[oak.mia.pk], on=today, by=Actor.person(oak.ana))
    page = f"people/{oak.mia.pk}/clearance/"
    assert "not enough history" in text_of(client_of(oak.ana), page)
    with oak.open():
        for days in (4, 6, 7, 9, 30):
            BackgroundCheckFactory(ordered_on=today - timedelta(days=days + 40), decided_on=today - timedelta(days=40))
    assert "(usually 7 days)" in text_of(client_of(oak.ana), page)
