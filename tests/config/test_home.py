"""The home page of each role."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actions import covers
from accounts.models import Seat
from tenancy.actor import Actor
from tenancy.models import District, Job, Membership
from tenancy.permissions import Role
from tests.factories.tenancy import CalendarDayFactory, MembershipFactory, PersonFactory, SchoolYearFactory


def needs(page):
    return [(todo.status, todo.sentence) for todo in page.context["todos"]]


@pytest.fixture
def all_is_well(oak):
    """A school year without end, somebody to ask, and a second coordinator who can sign in."""
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(contact_email="programs@oak.example")
        SchoolYearFactory(ends_on=date(2199, 6, 4))
        MembershipFactory(person=oak.tom, role=Role.COORDINATOR)


@pytest.mark.parametrize("who", ["ada", "ana", "pia", "tom", "cole", "fay", "mia", "gil", "sam"])
def test_home_greets_everybody_and_says_that_nothing_needs_them(oak, elm, all_is_well, client_of, who):
    page = client_of(getattr(oak, who)).get("")
    assert f"Hello, {getattr(oak, who).given_name}" in page.text
    assert needs(page) == []
    assert "Nothing needs you today" in page.text


def test_home_says_what_one_is_and_where(oak, client_of):
    assert client_of(oak.pia).get("").context["roles"] == ["Principal (The whole district)"]
    assert client_of(oak.gil).get("").context["roles"] == ["Parent or guardian"]


def test_home_names_the_next_closed_day(oak, elm, all_is_well, client_of):
    with elm.open():
        CalendarDayFactory(day=date(2190, 1, 1), note="Elm Day")
    with oak.open():
        CalendarDayFactory(day=date(2190, 11, 26), note="Thanksgiving")
    page = client_of(oak.tom).get("")
    assert "Next closed day: Nov. 26, 2190, Thanksgiving (All schools)" in page.text
    assert "/d/oak/calendar/?month=2190-11" in page.text
    assert "Thanksgiving" not in client_of(oak.gil).get("").text


def test_home_shows_an_administrator_what_the_district_lacks(oak, client_of):
    with oak.open():
        MembershipFactory(person=PersonFactory(), role=Role.TEACHER)
    assert needs(client_of(oak.ada).get("")) == [
        ("Missing", "There is no school year for the days to come, so deadlines cannot be counted."),
        ("Missing", "Families and mentors find nobody to ask: no email and no phone of a contact is set."),
        ("Not invited", "1 person of the staff cannot sign in and was not invited."),
        ("To plan", "There is only one coordinator. A second one keeps work going when the first is ill."),
    ]


def test_home_tells_who_covers_for_whom(oak, all_is_well, client_of):
    with oak.open():
        covers.name(
            memberships=[Membership.objects.get(person=oak.cole)],
            to=oak.tom,
            reason="Leave",
            starts_at=timezone.now() - timedelta(hours=1),
            expires_at=timezone.now() + timedelta(days=1),
            by=Actor.person(oak.cole, Seat.objects.get(person=oak.cole).user),
        )
    [(status, sentence)] = needs(client_of(oak.tom).get(""))
    assert status == "Cover"
    assert sentence.startswith("You cover for Cole Nguyen as Counselor until ")
    assert needs(client_of(oak.cole).get("")) == []


def test_home_tells_who_started_work_that_stopped(oak, all_is_well, client_of):
    with oak.open():
        Job.objects.create(kind="planted", state=Job.State.FAILED, created_by=oak.ana)
    assert [status for status, _sentence in needs(client_of(oak.ana).get(""))] == ["Stopped"]
    assert needs(client_of(oak.ada).get("")) == []


def test_home_is_not_for_strangers(oak, elm, visitor, client_of):
    assert client_of(elm.ana).get("/d/oak/").status_code == 404
    assert visitor.get("/d/oak/").url == "/accounts/login/?next=/d/oak/"
