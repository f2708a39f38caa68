"""What stands on the home of each role, and how often it asks the database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from classes.models import ClassTime
from journals.models import Entry
from mentoring.models import MatchObjective, Policy
from mentoring.models.policy import Format
from support.models import Referral, ReferralText
from tenancy.permissions import Role
from tests.config.homes.scene import in_the_year, meet, more_matches
from tests.factories.classes import ClassFocusFactory
from tests.factories.journals import EntryFactory, GradeFactory, OwedEntryFactory
from tests.factories.meetings import WorryFactory
from tests.factories.tenancy import CalendarDayFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(oak):
    return in_the_year(oak)


def parts_of(page):
    """By heading: the rows and facts of each part of a home."""
    found = {}
    for one in (*page.context["above"], *page.context["below"]):
        if section := one.part.get("section"):
            facts = [(str(words), str(value)) for words, value in section.facts]
            rows = [" · ".join(filter(None, [str(row.text), str(row.note), str(row.status)])) for row in section.rows]
            found[str(section.title)] = [*facts, *rows]
    return found


# Mentor


def test_a_mentor_reads_when_they_meet_next_and_what_the_class_works_on(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today - timedelta(days=7), "held")
        meet(scene.match, oak.today + timedelta(days=2), place_note="Room 104")
        ClassFocusFactory(class_group=scene.group, text="Reading a lab report")
    [row] = parts_of(client_of(oak.mia).get(""))["Your students"]
    assert row.startswith("Sam · Next meeting: ")
    assert "At school, Room 104 · The class works on: Reading a lab report · Met 1 time, last on" in row


def test_a_mentor_logs_in_one_tap_what_is_not_written_down(oak, client_of, scene):
    with oak.open():
        meeting = meet(scene.match, oak.today - timedelta(days=1))
    urls = [todo.url for todo in client_of(oak.mia).get("").context["todos"]]
    assert any(f"/meetings/{meeting.pk}/log/" in url for url in urls)


def test_a_mentor_on_hold_reads_of_no_student(oak, client_of, scene):
    from tests.factories.screening import SafetyHoldFactory  # noqa: PLC0415

    with oak.open():
        meet(scene.match, oak.today + timedelta(days=2))
        SafetyHoldFactory(person=oak.mia)
    assert parts_of(client_of(oak.mia).get(""))["Your students"] == []


# Student


def test_a_student_reads_whom_they_meet_and_what_is_due(oak, client_of, scene):
    row = scene.match.student_rows
    with oak.open():
        MatchObjective.objects.create(match=scene.match, position=1, text="See how a lab works")
        meet(scene.match, oak.today + timedelta(days=2))
        sam = row.get()
        OwedEntryFactory(match_student=sam, due_on=oak.today - timedelta(days=1))
        OwedEntryFactory(match_student=sam, due_on=oak.today + timedelta(days=5), prompt_text="What surprised you?")
        EntryFactory(match_student=sam)
    page = client_of(oak.sam).get("")
    found = parts_of(page)
    assert found["Goals with my mentor"] == ["See how a lab works"]
    assert "See how a lab works" in client_of(oak.sam).get("my-program/").text
    [mentor] = found["My mentor"]
    assert mentor.startswith("Mia Fischer")
    assert "Next meeting" in mentor
    groups = [todo.belongs_to for todo in page.context["todos"] if "/journal/" in todo.url]
    assert groups == ["overdue", "waiting"]


def test_a_student_without_a_match_reads_what_comes_next(oak, client_of):
    found = client_of(oak.sam).get("")
    assert parts_of(found) == {"My mentor": []}
    assert "You have no mentor yet." in found.text


# Names


def test_names_that_come_back_every_year_are_said_with_their_year(oak, client_of, scene):
    program = f"{scene.program.name} (2026–27)"
    group = f"{scene.group.name} (2026–27)"
    with oak.open():
        Policy.objects.filter(program=scene.program).update(formats=list(Format.values))
    tom, ana = client_of(oak.tom), client_of(oak.ana)
    [line] = parts_of(tom.get(""))["Your classes"]
    assert line.startswith(group)
    for path in ("journals/", "journals/entries/", "journals/late/"):
        assert f"{scene.group.name} (" in tom.get(path).text
    assert program in tom.get("journals/").text
    assert program in ana.get("").text
    assert program in ana.get("matches/students-without/").text


# Guardian


def test_a_parent_reads_of_each_child_mentor_meetings_and_the_newest_grade(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today - timedelta(days=7), "held")
        meet(scene.match, oak.today + timedelta(days=2))
        entry = EntryFactory(match_student=scene.match.student_rows.get())
        GradeFactory(entry=entry, points=9, out_of=12, released_at=timezone.now())
    facts = dict(parts_of(client_of(oak.gil).get(""))["Sam Haddad"])
    assert facts["Mentor"] == "Mia Fischer"
    assert set(facts) == {"School", "Program", "Mentor", "Next meeting", "Last met", "Newest grade"}
    assert facts["Newest grade"].startswith("Journal: 9 of 12 points")


def test_a_parent_reads_no_grade_that_is_not_visible_yet(oak, client_of, scene):
    with oak.open():
        GradeFactory(entry=EntryFactory(match_student=scene.match.student_rows.get()), points=9, out_of=12)
    assert "Newest grade" not in dict(parts_of(client_of(oak.gil).get(""))["Sam Haddad"])


# Teacher


def test_a_teacher_reads_classes_journals_and_who_has_not_met(oak, client_of, scene):
    with oak.open():
        for weekday in range(5):
            ClassTime.objects.create(class_group=scene.group, weekday=weekday)
        EntryFactory(match_student=scene.match.student_rows.get())
        OwedEntryFactory(match_student=scene.match.student_rows.get(), due_on=oak.today - timedelta(days=3))
    page = client_of(oak.tom).get("")
    found = parts_of(page)
    [group] = found["Your classes"]
    assert group.startswith("Period 2 (2026–27) · 1 student · Mentors do not know what the class works on.")
    assert group.endswith("Class today") == (oak.today.weekday() < 5)
    words = " ".join(todo.sentence for todo in page.context["todos"])
    assert "1 journal entry waits for you." in words
    [quiet] = found["Students without a meeting"]
    assert quiet.startswith("Sam Haddad and Mia Fischer")
    assert "not once yet" in quiet


def test_a_class_has_no_attendance_on_a_closed_day(oak, client_of, scene):
    with oak.open():
        ClassTime.objects.create(class_group=scene.group, weekday=min(oak.today.weekday(), 4))
        CalendarDayFactory(day=oak.today, school=None)
    [group] = parts_of(client_of(oak.tom).get(""))["Your classes"]
    assert "Class today" not in group


# Counselor


def test_a_counselor_reads_how_many_letters_wait_and_never_what_they_say(oak, client_of, scene):
    with oak.open():
        letter = Referral.objects.create(
            student=scene.sam, written_by=oak.mia, written_at=timezone.now(), counselor=oak.cole
        )
        ReferralText.objects.create(referral=letter, author=oak.mia, text="Sam cried.", at=timezone.now())
        WorryFactory(meeting=meet(scene.match, oak.today, "held"), said_by=oak.mia, text="Very tired.")
    page = client_of(oak.cole).get("")
    letters, worries = parts_of(page)["Written to you"]
    assert letters.startswith("1 letter about a student that you have not opened")
    assert worries.startswith("1 worry about a meeting")
    assert "Sam cried." not in page.text
    assert "Very tired." not in page.text


# Front office


def test_the_front_office_reads_first_who_comes_today(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today, place_note="Room 104", adult=oak.tom)
        meet(scene.match, oak.today + timedelta(days=1))
    page = client_of(oak.fay).get("")
    assert [str(one.part["section"].title) for one in page.context["above"]] == ["Who comes today"]
    [row] = parts_of(page)["Who comes today"]
    assert "Mia Fischer · meets Sam Haddad · Room 104 · Tom Whelan is there · Planned" in row


def test_the_front_office_reads_when_nobody_comes(oak, client_of):
    assert "Nobody comes to meet a student today." in client_of(oak.fay).get("").text


# Principal and coordinator


def test_a_principal_reads_of_each_school_matches_meetings_and_safety(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today, "held")
        meet(scene.match, oak.today, "canceled", cancel_cause="mentor")
    found = parts_of(client_of(oak.pia).get(""))
    school = found["Oak High School"]
    assert school[:3] == ["Running · 1", "Both said yes · 0", "Proposed · 0"]
    assert school[3] == "Meetings this month · 1 held · 1 not held (Mentor could not come 1) · 1 hours"
    assert found["Safety"] == ["People on hold · None", "Incidents to report to the authorities · None"]


def test_a_coordinator_reads_where_programs_are_and_how_it_is_going(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today, "held")
        meet(scene.match, oak.today, "canceled", cancel_cause="mentor")
    page = client_of(oak.ana).get("")
    [lines] = [one.part["lines"] for one in page.context["above"] if "lines" in one.part]
    assert [line.program.name for line in lines] == ["Career mentoring"]
    [found] = [one.part for one in page.context["below"] if "figures" in one.part]
    assert [(one.title, one.value, one.note) for one in found["figures"]][:2] == [
        ("Running matches", 1, ""),
        ("Meetings this week", 1, "of 2 planned"),
    ]
    assert [(bar.value, bar.plan) for bar in found["chart"].bars][-2:] == [(0, 0), (1, 2)]


# Everybody


def test_several_roles_stand_one_below_the_other(oak, client_of, scene):
    with oak.open():
        MembershipFactory(person=oak.tom, role=Role.MENTOR)
    assert list(parts_of(client_of(oak.tom).get(""))) == [
        "Your classes",
        "Students without a meeting",
        "Your students",
    ]


QUERIES = {
    "ana": 54,
    "pia": 34,
    "tom": 39,
    "cole": 19,
    "fay": 25,
    "mia": 33,
    "gil": 35,
    "sam": 32,
}


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize("who", sorted(QUERIES))
def test_home_asks_the_database_so_often(oak, client_of, scene, number, who, django_assert_num_queries):
    with oak.open():
        for match in [scene.match, *more_matches(scene, oak, number)]:
            seat = match.student_rows.get()
            for day in range(number):
                meet(match, oak.today - timedelta(days=day), "held")
                meet(match, oak.today + timedelta(days=day))
                OwedEntryFactory(match_student=seat, due_on=oak.today - timedelta(days=day + 1))
            EntryFactory(match_student=seat, state=Entry.State.HANDED_IN)
    client = client_of(getattr(oak, who))
    client.get("")
    with django_assert_num_queries(QUERIES[who]):
        client.get("")


@pytest.mark.parametrize("who", ["ada", "ana", "pia", "tom", "cole", "fay", "mia", "gil", "sam"])
def test_no_home_tells_anything_of_another_district(oak, elm, client_of, scene, who):
    with oak.open():
        meet(scene.match, oak.today)
        meet(scene.match, oak.today - timedelta(days=1), "held")
    page = client_of(getattr(elm, who)).get("")
    assert f"matches/{scene.match.pk}/" not in page.text
    rows = [line for lines in parts_of(page).values() for line in lines]
    assert not any("Next meeting" in str(line) or "Period 2" in str(line) for line in rows)
