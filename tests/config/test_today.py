"""Today: groups, what is put off and comes back, counts in the bar."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from config import tasks
from tenancy.models import AuditEvent, District, Job, Person, Snooze
from tenancy.permissions import Role
from tenancy.todo import Todo
from tests.factories.correspondence import MessageFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory, SchoolYearFactory

pytestmark = pytest.mark.django_db

SINGLE = "people.single_coordinator"


@pytest.fixture
def ada(oak, client_of):
    """Ada, who is asked for a second coordinator and nothing else."""
    with oak.open():
        SchoolYearFactory(starts_on=date(2020, 8, 17), ends_on=date(2199, 6, 4))
        District.objects.filter(pk=oak.district.pk).update(contact_phone="+13125550100")
    return client_of(oak.ada)


def keys(page):
    return [todo.key for todo in page.context["todos"]]


def line(harm, kind, group=""):
    return Todo(harm=harm, kind=kind, status="", sentence="", action="", url="", group=group)


def test_a_line_that_says_no_group_stands_where_harm_and_kind_put_it():
    assert line(1, "info").belongs_to == line(3, "bad").belongs_to == "overdue"
    assert line(2, "ok").belongs_to == "ready"
    assert line(2, "warn").belongs_to == "waiting"
    assert line(1, "bad", "ready").belongs_to == "ready"


def test_home_groups_lines_by_what_is_overdue_waits_or_is_ready(oak, client_of):
    with oak.open():
        MembershipFactory(person=PersonFactory(), role=Role.TEACHER)
    groups = client_of(oak.ada).get("").context["today"].groups
    assert [(group.name, [one.key for one in group.todos]) for group in groups] == [
        ("waiting", ["calendar.school_year", "district.contact"]),
        ("ready", ["sign_ins.not_invited", SINGLE]),
    ]


def test_today_put_off_hides_a_line_until_its_day_and_can_be_undone(oak, ada):
    until = oak.today + timedelta(days=7)
    page = ada.post("today/put-off/", {"key": SINGLE, "until_on": until.isoformat()}, follow=True)
    assert "Put off until" in page.text
    assert keys(page) == []
    assert "Nothing else needs you today" in page.text
    assert [(one.todo.key, one.snooze.until_on) for one in page.context["today"].put_off] == [(SINGLE, until)]
    with oak.open():
        [snooze] = Snooze.objects.filter(person=oak.ada)
    again = ada.post(f"today/{snooze.pk}/bring-back/", follow=True)
    assert keys(again) == [SINGLE]
    with oak.open():
        assert not Snooze.objects.exists()
        found = AuditEvent.objects.filter(verb__in=["today.put_off", "today.bring_back"]).order_by("pk")
        assert [one.verb for one in found] == ["today.put_off", "today.bring_back"]


def test_today_put_off_is_shown_again_on_its_day(oak, ada):
    ada.post("today/put-off/", {"key": SINGLE, "until_on": (oak.today + timedelta(days=1)).isoformat()})
    with oak.open():
        Snooze.objects.update(until_on=oak.today)
    assert keys(ada.get("")) == [SINGLE]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Choose a day after today."), (-3, "Choose a day after today."), (200, "within the next three months")],
)
def test_today_put_off_refuses_days_that_are_over_or_far(oak, ada, days, words):
    typed = {"key": SINGLE, "until_on": (oak.today + timedelta(days=days)).isoformat()}
    page = ada.post("today/put-off/", typed)
    assert (page.status_code, words in page.text) == (422, True)
    with oak.open():
        assert not Snooze.objects.exists()


def test_today_put_off_asks_for_another_day(ada):
    page = ada.get(f"today/put-off/?key={SINGLE}")
    assert "There is only one coordinator" in page.text
    assert ada.post("today/put-off/", {"key": SINGLE, "until_on": "soon"}).status_code == 422


def test_today_put_off_knows_ones_own_lines_alone(oak, elm, ada, client_of):
    until = (oak.today + timedelta(days=3)).isoformat()
    assert ada.post("today/put-off/", {"key": "matches.ready:1", "until_on": until}).status_code == 404
    assert client_of(oak.tom).post("today/put-off/", {"key": SINGLE, "until_on": until}).status_code == 404
    ada.post("today/put-off/", {"key": SINGLE, "until_on": until})
    with oak.open():
        snooze = Snooze.objects.get()
    assert client_of(elm.ada).post(f"/d/oak/today/{snooze.pk}/bring-back/").status_code == 404
    assert client_of(elm.ada).post(f"today/{snooze.pk}/bring-back/").status_code == 404
    assert client_of(oak.ana).post(f"today/{snooze.pk}/bring-back/").status_code == 404
    assert client_of(oak.mia).post("today/put-off/", {"key": SINGLE, "until_on": until}).status_code == 404


def counts_in_bar(client):
    links = client.get("people/").context["page"].places
    return {str(link.label): link.count for link in links if link.count}


@pytest.fixture
def renewals(monkeypatch):
    """What was asked to be worked out anew, to be done when the test says so."""
    asked = []

    def ring(task, *args):
        assert task.task == "config.tasks.renew_counts"
        asked.append(args)

    monkeypatch.setattr("config.renewals.ring", ring)
    return asked


def renew(oak, args):
    tasks.renew_counts.apply(args, headers={"waymark_district": oak.district.pk}).get()


def put_off(oak, client, days=1):
    typed = {"key": SINGLE, "until_on": (oak.today + timedelta(days=days)).isoformat()}
    return client.post("today/put-off/", typed)


def test_the_bar_counts_lines_and_after_a_deed_counts_anew(oak, ada, renewals):
    with oak.open():
        Job.objects.create(kind="planted", state=Job.State.FAILED, created_by=oak.ada)
    assert counts_in_bar(ada) == {}
    ada.get("")
    assert counts_in_bar(ada) == {"Today": 2}
    put_off(oak, ada)
    assert counts_in_bar(ada) == {}
    [asked] = renewals
    renew(oak, asked)
    assert counts_in_bar(ada) == {"Today": 1}


def test_of_two_deeds_the_later_one_counts_anew(oak, ada, renewals):
    with oak.open():
        Job.objects.create(kind="planted", state=Job.State.FAILED, created_by=oak.ada)
    ada.get("")
    put_off(oak, ada, 1)
    put_off(oak, ada, 2)
    first, second = renewals
    renew(oak, first)
    assert counts_in_bar(ada) == {}
    renew(oak, second)
    assert counts_in_bar(ada) == {"Today": 1}


def test_what_was_refused_leaves_the_counts(oak, ada, renewals):
    ada.get("")
    assert put_off(oak, ada, -1).status_code == 422
    assert (counts_in_bar(ada), renewals) == ({"Today": 1}, [])


def test_whoever_has_not_looked_at_today_asks_for_no_counts(oak, ada, renewals):
    put_off(oak, ada)
    assert (counts_in_bar(ada), renewals) == ({}, [])


def test_counts_of_somebody_who_left_are_not_renewed(oak, ada, renewals):
    ada.get("")
    put_off(oak, ada)
    with oak.open():
        Person.objects.filter(pk=oak.ada.pk).update(deactivated_at=timezone.now())
    renew(oak, renewals[0])
    with oak.open():
        Person.objects.filter(pk=oak.ada.pk).update(deactivated_at=None)
    assert counts_in_bar(ada) == {}


def test_the_bar_counts_what_is_overdue_below_a_page(oak, client_of):
    with oak.open():
        MessageFactory(person=oak.sam, state="failed", fault="no_address")
    client = client_of(oak.ana)
    client.get("")
    assert {str(link.label): link.count for link in client.get("people/").context["page"].more.links}["Sent mail"] == 1
