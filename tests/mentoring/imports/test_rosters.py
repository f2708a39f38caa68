"""Rosters brought in: what comes of them, the second time, what ends, what stays as people typed it."""

from datetime import date
from pathlib import Path

import pytest

from mentoring.imports.archive import open_archive
from mentoring.models import Enrollment, Guardianship, ImportChange, ImportRun, RosterRecord, Section, Student
from tenancy.models import AuditEvent, Membership, Person, School, SchoolYear
from tests.mentoring.imports.rosters import ROSTER, USERS, brought_in, checked, counts, failures, without

CREATED = {
    "schools": {"created": 2},
    "school_years": {"created": 1},
    "students": {"created": 6},
    "guardians": {"created": 3},
    "guardianships": {"created": 4},
    "teachers": {"created": 1},
    "sections": {"created": 2},
    "enrollments": {"created": 4},
}
UNCHANGED = {entity: {"unchanged": found["created"]} for entity, found in CREATED.items()}
#: Public samples, beside a checkout where there are any.
SAMPLES = next(filter(Path.is_dir, (up / "shared/data/oneroster" for up in Path(__file__).parents)), None)


def test_a_roster_is_looked_through_without_changing_anything(oak):
    run = checked(oak, ROSTER)
    assert (run.state, run.refusal) == ("checked", "")
    assert counts(run) == CREATED
    assert failures(oak, run) == []
    assert run.samples["students"]["created"][0] == "Okafor, Amara · 09"
    with oak.open():
        assert not Student.objects.exists()
        assert not Person.objects.exclude(source="").exists()
        assert not School.objects.exclude(source="").exists()


def test_a_roster_is_brought_in(oak):
    run = brought_in(oak, ROSTER)
    assert (run.state, counts(run)) == ("done", CREATED)
    with oak.open():
        sam = Person.objects.get(sourced_id="u1")
        assert (sam.given_name, sam.family_name, sam.email, sam.source) == (
            "Amara", "Okafor", "amara@example.org", "roster",
        )  # fmt: skip
        assert (sam.search_key, sam.search_key_given, sam.language) == ("okafor amara", "amara okafor", "en")
        student = Student.objects.get(person=sam)
        assert (student.grade, student.school.name, student.search_key, student.left_on) == (
            "09", "Birch High", "okafor amara", None,
        )  # fmt: skip
        assert Person.objects.get(sourced_id="g1").phone == "+13125550141"
        roles = {
            (m.person.sourced_id, m.role): sorted(row.school.name for row in m.school_rows.all())
            for m in Membership.objects.filter(person__source="roster")
        }
        assert roles["u1", "student"] == ["Birch High"]
        assert roles["t1", "teacher"] == ["Birch High", "Cedar High"]
        assert roles["t1", "guardian"] == ["Birch High"]
        assert roles["g2", "guardian"] == ["Cedar High"]
        assert ("p1", "principal") not in roles
        section = Section.objects.get(sourced_id="c1")
        assert (section.title, section.course_code, section.course_title, section.grades) == (
            "Health science 1", "14001", "Health science", ["09"],
        )  # fmt: skip
        assert section.school_year == SchoolYear.objects.get(name="2026-27")
        assert Enrollment.objects.filter(section=section, ended_on=None).count() == 3
        assert Guardianship.objects.filter(student=student).count() == 1
        (event,) = AuditEvent.objects.filter(verb="import.finish")
        assert (event.actor_person, event.facts["created"]) == (oak.ana, 23)
        assert ImportChange.objects.filter(run=run, verb="created").count() == 9


def everything(cast):
    """Every row of ours and the version of it, which changes with every update."""
    tables = [Person, School, SchoolYear, Student, Membership, Section, Enrollment, Guardianship, RosterRecord]
    with cast.open():
        return {
            model.__name__: list(model.objects.extra(select={"v": "xmin::text"}).order_by("pk").values_list("pk", "v"))
            for model in tables
        }


def test_a_second_run_of_the_same_file_changes_nothing_at_all(oak):
    brought_in(oak, ROSTER)
    before = everything(oak)
    run = brought_in(oak, ROSTER)
    assert counts(run) == UNCHANGED
    assert everything(oak) == before
    with oak.open():
        assert not ImportChange.objects.filter(run=run).exists()


def test_the_samples_of_others_come_in_whole_and_twice_alike(oak, elm):
    if SAMPLES is None:
        pytest.skip("the public samples are not here")
    for cast, name, expected in (
        (oak, "ms-sds-v2.1", {"students": 4, "guardians": 2, "teachers": 2, "sections": 2, "enrollments": 6}),
        (elm, "nicelion-outputs", {"students": 2, "guardians": 1}),
    ):
        with open_archive(SAMPLES / name) as archive:
            files = {one: archive.open(one).read() for one in archive.names}
        run = brought_in(cast, files)
        assert {entity: run.counts[entity]["created"] for entity in expected} == expected, failures(cast, run)
        before = everything(cast)
        second = brought_in(cast, files)
        assert second.total["created"] == second.total["updated"] == second.total["ended"] == 0
        assert second.total["unchanged"] == run.total["created"] + run.total["unchanged"]
        assert everything(cast) == before


def test_what_somebody_typed_by_hand_stays_until_the_roster_says_something_new(oak):
    brought_in(oak, ROSTER)
    with oak.open():
        Person.objects.filter(sourced_id="u1").update(preferred_name="Mara", email="new@example.org")
        Student.objects.filter(person__sourced_id="u1").update(grade="10")
    assert brought_in(oak, ROSTER).total["updated"] == 0
    moved = {**ROSTER, "users.csv": USERS.replace("amara@example.org", "amara2@example.org")}
    run = brought_in(oak, moved)
    assert counts(run)["students"] == {"updated": 1, "unchanged": 5}
    with oak.open():
        amara = Person.objects.get(sourced_id="u1")
        assert (amara.preferred_name, amara.email) == ("Mara", "amara2@example.org")
        assert Student.objects.get(person=amara).grade == "10"
        assert ImportChange.objects.get(run=run).what == ["email"]


def test_a_new_name_reaches_every_list(oak):
    brought_in(oak, ROSTER)
    run = brought_in(oak, {**ROSTER, "users.csv": USERS.replace("Nour,Haddad", "Noor,Hadad")})
    assert counts(run)["students"] == {"updated": 1, "unchanged": 5}
    with oak.open():
        person = Person.objects.get(sourced_id="u3")
        assert (person.search_key, person.search_key_given) == ("hadad noor", "noor hadad")
        assert Student.objects.get(person=person).search_key == "hadad noor"


def test_whoever_is_missing_from_the_whole_roster_has_left_and_may_come_back(oak):
    brought_in(oak, ROSTER)
    run = brought_in(oak, {**ROSTER, "users.csv": without(USERS, "u6")})
    assert counts(run)["students"] == {"ended": 1, "unchanged": 5}
    with oak.open():
        ian = Person.objects.get(sourced_id="u6")
        assert ian.deactivated_at is not None
        assert Student.objects.get(person=ian).left_on is not None
        assert Membership.objects.get(person=ian).ended_on is not None
        assert list(ImportChange.objects.filter(run=run).values_list("person", "verb")) == [(ian.pk, "ended")]
    assert brought_in(oak, {**ROSTER, "users.csv": without(USERS, "u6")}).total["ended"] == 0
    run = brought_in(oak, ROSTER)
    assert counts(run)["students"] == {"updated": 1, "unchanged": 5}
    with oak.open():
        ian.refresh_from_db()
        assert ian.deactivated_at is None
        assert Student.objects.get(person=ian).left_on is None
        assert Membership.objects.filter(person=ian, ended_on=None).count() == 1


def test_a_roster_that_would_end_too_many_stops_until_somebody_says_so(oak):
    brought_in(oak, ROSTER)
    few = {**ROSTER, "users.csv": without(USERS, "u4", "u5")}
    run = checked(oak, few)
    assert run.stops == {"students": {"ended": 2, "of": 6}}
    with pytest.raises(Exception, match="tick the box"):
        brought_in(oak, few)
    with oak.open():
        ImportRun.objects.filter(state="checked").update(state="canceled")
    assert counts(brought_in(oak, few, may_end=True))["students"] == {"ended": 2, "unchanged": 4}


def test_a_school_year_that_is_there_is_used_and_not_doubled(oak):
    with oak.open():
        year = SchoolYear.objects.create(name="This year", starts_on=date(2026, 8, 10), ends_on=date(2027, 6, 10))
    run = brought_in(oak, ROSTER)
    assert counts(run)["school_years"] == {"unchanged": 1}
    with oak.open():
        assert list(SchoolYear.objects.all()) == [year]
        assert Section.objects.get(sourced_id="c1").school_year == year
