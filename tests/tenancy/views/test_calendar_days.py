"""The school calendar: see it, add days, paste many, take one out and put it back."""

import re
from datetime import date, time

import pytest

from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import AuditEvent, CalendarDay, Membership, Scope
from tests.factories.tenancy import CalendarDayFactory, SchoolFactory, SchoolYearFactory


def days_of(cast):
    with cast.open():
        found = CalendarDay.objects.order_by("day", "school_id")
        return [(str(one.day), one.kind, one.school_id, one.note) for one in found]


def of_one_school(cast, person, school):
    """The person works for this school alone."""
    with cast.open():
        role = Membership.objects.get(person=person)
        memberships.change(membership=role, scope=Scope.SCHOOLS, schools=[school], by=Actor.system("test"))


def thanksgiving(**changed):
    return {"kind": "closed", "first": "2026-11-26", "last": "", "note": "Thanksgiving", **changed}


def test_calendar_day_list_shows_a_month(oak, elm, client_of):
    with oak.open():
        CalendarDayFactory(note="Thanksgiving")
        CalendarDayFactory(day=date(2026, 12, 24), note="Christmas Eve")
    with elm.open():
        CalendarDayFactory(note="Elm Day")
    page = client_of(oak.tom).get("calendar/?month=2026-11")
    assert "November 2026" in page.text
    assert [(line.note, line.place, line.may_delete) for line in page.context["lines"]] == [
        ("Thanksgiving", "All schools", False)
    ]
    assert "Elm Day" not in page.text


CALENDAR_DAY_LIST_QUERIES = 13


@pytest.mark.parametrize("count", [1, 4])
def test_calendar_day_list_asks_as_many_queries_for_four_days_as_for_one(
    oak, client_of, django_assert_num_queries, count
):
    with oak.open():
        for number in range(count):
            CalendarDayFactory(day=date(2099, 11, 2 + number), school=oak.school)
    client = client_of(oak.ana)
    client.get("calendar/?view=list")
    with django_assert_num_queries(CALENDAR_DAY_LIST_QUERIES):
        assert len(client.get("calendar/?view=list").context["lines"]) == count
    with django_assert_num_queries(CALENDAR_DAY_LIST_QUERIES):
        assert len(client.get("calendar/?month=2099-11").context["lines"]) == count


def test_calendar_day_list_of_a_school_has_its_own_days_and_everybodys(oak, client_of):
    with oak.open():
        birch = SchoolFactory(name="Birch High")
        CalendarDayFactory(note="All")
        CalendarDayFactory(day=date(2026, 11, 3), school=birch, note="Birch")
        CalendarDayFactory(day=date(2026, 11, 4), school=oak.school, note="Oak")
    page = client_of(oak.ana).get(f"calendar/?month=2026-11&school={birch.pk}")
    assert [line.note for line in page.context["lines"]] == ["Birch", "All"]


def test_calendar_day_list_says_when_there_is_no_school_year(oak, client_of):
    client = client_of(oak.ada)
    assert "There is no school year yet" in client.get("calendar/").text
    with oak.open():
        SchoolYearFactory()
    assert "There is no school year yet" not in client.get("calendar/").text


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=9999-12", "month=0001-01", "month=x", "school=0", "view=other", "view=list&after=x"],
)
def test_calendar_day_list_copes_with_odd_addresses(oak, client_of, query):
    assert client_of(oak.ana).get(f"calendar/?{query}").status_code == 200


def test_calendar_day_add_closes_all_schools_for_a_day(oak, client_of):
    client_of(oak.ana).post("calendar/add/", thanksgiving())
    assert days_of(oak) == [("2026-11-26", "closed", None, "Thanksgiving")]
    with oak.open():
        event = AuditEvent.objects.get(verb="calendar_day.add")
    assert event.facts == {"days": ["2026-11-26"], "kind": "closed", "schools": []}


def test_calendar_day_add_leaves_weekends_out_of_a_range(oak, client_of):
    client_of(oak.ana).post("calendar/add/", thanksgiving(last="2026-11-30", schools=[oak.school.pk]))
    assert [day for day, *_rest in days_of(oak)] == ["2026-11-26", "2026-11-27", "2026-11-30"]


def test_calendar_day_add_early_release_has_its_hour(oak, client_of):
    client = client_of(oak.ana)
    page = client.post("calendar/add/", thanksgiving(kind="early_release"))
    assert page.context["form"].errors == {"dismissed_at": ["Say when school ends that day."]}
    client.post("calendar/add/", thanksgiving(kind="early_release", dismissed_at="11:30"))
    with oak.open():
        assert CalendarDay.objects.get().dismissed_at == time(11, 30)


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"first": ""}, {"first": ["This field is required."]}),
        ({"last": "2026-11-20"}, {"last": ["The last day must not be before the first day."]}),
        ({"first": "9999-12-31"}, {"first": ["Check the year."]}),
        (
            {"first": "2026-11-28"},
            {"first": ["Nov. 28, 2026 is a Saturday. There is no school on weekends anyway."]},
        ),
        ({"last": "2028-11-20"}, {"last": ["These are more than 120 days. Add them in parts."]}),
    ],
)
def test_calendar_day_add_says_what_is_wrong_at_the_field(oak, client_of, changed, errors):
    page = client_of(oak.ana).post("calendar/add/", thanksgiving(**changed))
    assert page.status_code == 422
    assert page.context["form"].errors == errors
    assert "Thanksgiving" in page.text
    assert days_of(oak) == []


def test_calendar_day_add_refuses_what_is_there_already(oak, client_of):
    client = client_of(oak.ana)
    client.post("calendar/add/", thanksgiving())
    page = client.post("calendar/add/", thanksgiving())
    assert page.status_code == 422
    assert "All of these days are in the calendar already." in page.text


def test_a_principal_changes_the_calendar_of_the_own_school_alone(oak, client_of):
    with oak.open():
        birch = SchoolFactory(name="Birch High")
        everywhere = CalendarDayFactory()
        at_birch = CalendarDayFactory(school=birch)
    of_one_school(oak, oak.pia, oak.school)
    client = client_of(oak.pia)
    assert list(client.post("calendar/add/", thanksgiving(first="2026-12-01")).context["form"].errors) == ["schools"]
    other = client.post("calendar/add/", thanksgiving(first="2026-12-01", schools=[birch.pk]))
    assert list(other.context["form"].errors) == ["schools"]
    assert client.post("calendar/add/", thanksgiving(first="2026-12-01", schools=[oak.school.pk])).status_code == 302
    assert client.post(f"calendar/{everywhere.pk}/delete/").status_code == 403
    assert client.post(f"calendar/{at_birch.pk}/delete/").status_code == 403


def test_calendar_day_paste_reads_days_and_ranges(oak, client_of):
    lines = "2026-11-26 Thanksgiving\n\n12/24/2026: Christmas Eve\n2027-03-12 to 2027-03-15 Spring break\n"
    client_of(oak.ana).post("calendar/paste/", {"kind": "closed", "lines": lines})
    assert [(day, note) for day, _kind, _school, note in days_of(oak)] == [
        ("2026-11-26", "Thanksgiving"),
        ("2026-12-24", "Christmas Eve"),
        ("2027-03-12", "Spring break"),
        ("2027-03-15", "Spring break"),
    ]


def test_calendar_day_paste_saves_nothing_unless_every_line_can_be_read(oak, client_of):
    lines = "2026-11-26 Thanksgiving\nsometime Spring break\n2026-12-31 to 2026-12-24 Back in time\n2026-02-30 No day"
    page = client_of(oak.ana).post("calendar/paste/", {"kind": "closed", "lines": lines})
    assert page.status_code == 422
    assert page.context["form"].errors["lines"] == [
        "Line 2: “sometime” is not a day. Write it like 2026-11-26.",
        "Line 3: the last day comes before the first day.",
        "Line 4: “2026-02-30” is not a day. Write it like 2026-11-26.",
    ]
    assert "sometime Spring break" in page.text
    assert days_of(oak) == []


NO_YEAR = "is in no school year. Check it, or add the school year first: Settings, School years."


def test_days_of_no_school_year_are_refused_where_they_stand(oak, client_of):
    with oak.open():
        SchoolYearFactory()
    client = client_of(oak.ana)
    page = client.post("calendar/add/", thanksgiving(first="2062-11-23"))
    assert page.context["form"].errors == {"first": [f"Nov. 23, 2062 {NO_YEAR}"]}
    assert 'min="2026-08-17"' in page.text
    assert 'max="2027-06-04"' in page.text
    lines = "2026-11-26 Thanksgiving\n2027-05-31 to 2027-06-07 Summer\n2026-11-28 Saturday\n2027-01-02 to 2027-01-03"
    page = client.post("calendar/paste/", {"kind": "closed", "lines": lines})
    assert page.context["form"].errors["lines"] == [
        f"Line 2: June 7, 2027 {NO_YEAR}",
        "Line 3: Nov. 28, 2026 is a Saturday. There is no school on weekends anyway.",
        "Line 4: Jan. 2, 2027 is a Saturday. There is no school on weekends anyway.",
    ]
    assert days_of(oak) == []


def undo_on(page):
    return re.search(r'action="(/d/oak/calendar/[^"]+)"', page.text)[1].replace("&amp;", "&")


def test_one_undo_takes_many_days_out_again_and_leaves_those_of_before(oak, client_of):
    with oak.open():
        CalendarDayFactory(day=date(2099, 11, 25))
    client = client_of(oak.ana)
    page = client.post("calendar/paste/", {"kind": "closed", "lines": "2099-11-25 to 2099-11-27 Break"}, follow=True)
    undo = undo_on(page)
    assert "2 days were added." in page.text
    page = client.post(undo, follow=True)
    assert "2 days were taken out again." in page.text
    assert [day for day, *_rest in days_of(oak)] == ["2099-11-25"]
    with oak.open():
        event = AuditEvent.objects.get(verb="calendar_day.delete")
    assert event.facts == {"days": ["2099-11-26", "2099-11-27"], "kind": "closed", "schools": []}
    assert "This can no longer be undone at once." in client.post(undo, follow=True).text


def test_an_undo_takes_out_only_what_it_was_offered_for(oak, client_of):
    client = client_of(oak.ana)
    first = undo_on(client.post("calendar/add/", thanksgiving(), follow=True))
    client.post("calendar/add/", thanksgiving(first="2026-12-24"))
    client.post(first)
    assert [day for day, *_rest in days_of(oak)] == ["2026-11-26", "2026-12-24"]
    assert client_of(oak.tom).post(first.removeprefix("/d/oak/")).status_code == 403


def test_calendar_day_list_has_earlier_days_too_the_latest_first(oak, client_of):
    with oak.open():
        for day in (date(2025, 11, 27), date(2026, 4, 3), date(2099, 11, 26)):
            CalendarDayFactory(day=day)
    client = client_of(oak.tom)
    assert [line.day.year for line in client.get("calendar/?view=list").context["lines"]] == [2099]
    page = client.get("calendar/?view=list&when=earlier")
    assert [line.day.year for line in page.context["lines"]] == [2026, 2025]
    assert "Earlier days" in page.text
    assert "Earlier days" not in client.get("calendar/").text


def test_calendar_day_delete_can_be_undone(oak, client_of):
    with oak.open():
        day = CalendarDayFactory(
            school=oak.school, kind=CalendarDay.Kind.EARLY_RELEASE, dismissed_at=time(11, 30), note="Snow & ice"
        )
    before = days_of(oak)
    client = client_of(oak.ana)
    page = client.post(f"calendar/{day.pk}/delete/", follow=True)
    assert days_of(oak) == []
    undo = re.search(r'action="(/d/oak/calendar/restore/[^"]+)"', page.text)[1].replace("&amp;", "&")
    assert "Nov. 26, 2026 is back in the calendar." in client.post(undo, follow=True).text
    assert days_of(oak) == before
    with oak.open():
        assert CalendarDay.objects.get().dismissed_at == time(11, 30)
        assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
            "calendar_day.delete",
            "calendar_day.add",
        ]


def test_elm_and_teachers_change_nothing_in_oak(oak, elm, client_of):
    with oak.open():
        day = CalendarDayFactory()
    assert client_of(elm.ada).post(f"calendar/{day.pk}/delete/").status_code == 404
    assert client_of(elm.ada).post("/d/oak/calendar/add/", thanksgiving()).status_code == 404
    assert client_of(oak.tom).post(f"calendar/{day.pk}/delete/").status_code == 403
    assert client_of(oak.tom).get("calendar/add/").status_code == 403
    assert len(days_of(oak)) == 1
