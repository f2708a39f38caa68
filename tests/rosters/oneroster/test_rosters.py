"""Rosters brought in: what comes of them, the second time, what ends, what stays as people typed it."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from mentoring.models import Enrollment, Guardianship, Section, Student
from rosters.actions import imports
from rosters.archive import open_archive
from rosters.models import ImportChange, ImportRun, RosterRecord
from tenancy.actions import jobs, memberships, people
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Membership, Person, School, SchoolYear
from tenancy.permissions import Role
from tests.rosters.oneroster.rosters import (
    CLASSES,
    ENROLLMENTS,
    ROSTER,
    USERS,
    brought_in,
    checked,
    counts,
    failures,
    without,
)

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


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.PRINCIPAL])
def test_the_roster_does_not_change_the_address_of_whoever_may_do_much(oak, role):
    brought_in(oak, ROSTER)
    with oak.open():
        tess = Person.objects.get(sourced_id="t1")
        memberships.give(person=tess, role=role, on=date(2026, 9, 1), by=Actor.person(oak.ada))
    moved = {**ROSTER, "users.csv": USERS.replace("tess@example.org", "thief@example.org").replace("Tess,G", "Tessa,G")}
    for _night in range(2):
        run = brought_in(oak, moved)
        [(file, _line, column, why)] = failures(oak, run)
        assert (file, column) == ("users.csv", "email")
        assert why.startswith("Coordinators, administrators and principals keep their email address here.")
        with oak.open():
            tess.refresh_from_db()
            assert (tess.given_name, tess.email) == ("Tessa", "tess@example.org")
    with oak.open():
        Person.objects.filter(pk=tess.pk).update(email="thief@example.org")
    assert failures(oak, brought_in(oak, moved)) == []


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


def delta(**files):
    """Only what changed: a manifest that says so, and these files."""
    lines = ["propertyName,value", "oneroster.version,1.1"]
    lines += [f"file.{name.removesuffix('.csv')},{'delta' if name in files else 'absent'}" for name in ROSTER]
    return {"manifest.csv": "\n".join(lines), **files}


def head_of(text):
    return text.splitlines(keepends=True)[0]


def test_of_a_delta_only_what_it_names_ends(oak):
    brought_in(oak, ROSTER)
    gone = head_of(USERS) + "u6,tobedeleted,,true,s1,student,ian,,Ian,Brooks,,,ian@example.org,,,,11,\n"
    gone += "u7,active,,true,s1,student,ida,,Ida,Novak,,,ida@example.org,,,g1,9,\n"
    run = brought_in(oak, delta(**{"users.csv": gone}))
    assert counts(run) == {
        "students": {"created": 1, "ended": 1},
        "guardianships": {"created": 1},
    }
    with oak.open():
        assert Student.objects.present().count() == 6
        assert Guardianship.objects.get(student__person__sourced_id="u7").guardian.person.sourced_id == "g1"
    rows = "e4,tobedeleted,,c2,s2,u3,student,,,\ne5,,,c2,s2,u7,student,,,\n"
    run = brought_in(
        oak, {**delta(**{"users.csv": gone, "enrollments.csv": head_of(ENROLLMENTS) + rows})}, may_end=True
    )
    assert counts(run) == {
        "students": {"unchanged": 1},
        "guardianships": {"unchanged": 1},
        "enrollments": {"created": 1, "ended": 1},
    }


def test_a_failed_row_never_stops_the_rest_and_is_named(oak):
    users = USERS + (
        "u1,,,true,s1,student,,,Twice,Okafor,,,,,,,9,\n"
        ",,,true,s1,student,,,Nobody,Okafor,,,,,,,9,\n"
        "u8,,,true,s1,student,,,,Okafor,,,,,,,9,\n"
        "u9,,,true,s1,wizard,,,Merlin,Ambrose,,,,,,,9,\n"
        "u10,gone,,true,s1,student,,,Ann,Ambrose,,,,,,,9,\n"
        "u11,,,true,s1,student,,,Ben,Ambrose,,,,,,ghost,9,\n"
    )
    enrollments = ENROLLMENTS + (
        "e7,,,c9,s1,u1,student,,,\ne8,,,c1,s1,u99,student,,,\ne9,,,c1,s1,u1,student,,soon,\ne10,,,c1,s1,u1,student,,,\n"
    )
    classes = CLASSES + "c3,,,Nowhere,,,,scheduled,,s9,t1,\n"
    run = brought_in(oak, {**ROSTER, "users.csv": users, "classes.csv": classes, "enrollments.csv": enrollments})
    assert failures(oak, run) == [
        ("classes.csv", 4, "schoolSourcedId", "This is no school of the roster."),
        ("enrollments.csv", 6, "classSourcedId", "There is no such class among those brought in."),
        ("enrollments.csv", 7, "userSourcedId", "There is no such student or teacher among those brought in."),
        ("enrollments.csv", 8, "beginDate", "“soon” is not a day. Write it like 2026-08-17."),
        ("enrollments.csv", 9, "userSourcedId", "This person has this place in the class by another row already."),
        ("users.csv", 12, "sourcedId", "Line 2 has the same one. That line counts."),
        ("users.csv", 13, "sourcedId", "This is empty. Every row needs it."),
        ("users.csv", 14, "givenName", "This is empty. Every row needs it."),
        ("users.csv", 15, "role", "“wizard” is no role that rosters have."),
        ("users.csv", 16, "status", "“gone” is no status. There are active and tobedeleted."),
        ("users.csv", 17, "agentSourcedIds", "It points at ghost or is itself a user who was not brought in."),
    ]
    assert counts(run)["students"] == {"created": 7, "failed": 4}
    assert counts(run)["enrollments"] == {"created": 4, "failed": 4}
    with oak.open():
        kept = run.failures.get(file="users.csv", line=12).row
    assert kept["givenName"] == "Twice"
    assert "password" not in kept


def test_a_row_that_fails_does_not_end_whom_it_is_about(oak):
    brought_in(oak, ROSTER)
    run = brought_in(oak, {**ROSTER, "users.csv": USERS.replace("Ian,Brooks", ",Brooks")})
    assert counts(run)["students"] == {"unchanged": 5, "failed": 1}


def test_a_roster_of_version_1_2_has_its_roles_in_a_file_of_their_own(oak):
    users = (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
        "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
        "preferredFamilyName,primaryOrgSourcedId,pronouns\n"
        "u1,,,true,,,Amara,Okafor,,,a@example.org,,,g1,09,secret,,Mara,,,s1,she\n"
        "g1,,,true,,,Gina,Okafor,,,a@example.org,,,,,secret,,,,,,\n"
        "t1,,,true,,,Tess,García,,,t@example.org,,,,,secret,,,,,,\n"
        "p1,,,true,,,Paul,Raman,,,p@example.org,,,,,secret,,,,,,\n"
    )
    roles = (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
        "r1,,,u1,primary,student,,,s1,\nr2,,,t1,primary,Teacher,,,s1,\nr3,,,t1,secondary,teacher,,,s2,\n"
        "r4,,,p1,primary,principal,,,s1,\n"
    )
    demographics = "sourcedId,status,birthDate,sex,white,hispanicOrLatinoEthnicity\nu1,,2011-03-09,female,true,true\n"
    files = {**ROSTER, "users.csv": users, "roles.csv": roles, "demographics.csv": demographics}
    files.pop("enrollments.csv")
    run = brought_in(oak, files)
    assert {name: run.counts[name]["created"] for name in ("students", "guardians", "teachers")} == {
        "students": 1, "guardians": 1, "teachers": 1,
    }  # fmt: skip
    with oak.open():
        amara = Student.objects.get()
        assert (amara.person.name, amara.birth_on, amara.grade) == ("Mara Okafor", date(2011, 3, 9), "09")
        teacher = Membership.objects.get(person__sourced_id="t1")
        assert sorted(row.school.name for row in teacher.school_rows.all()) == ["Birch High", "Cedar High"]
        assert not Membership.objects.filter(person__sourced_id="p1").exists()
    assert any("“principal” was left out" in warning["text"] for warning in run.warnings)
    before = everything(oak)
    assert brought_in(oak, files).total["updated"] == 0
    assert everything(oak) == before


def test_an_empty_file_beside_the_others_does_no_harm(oak):
    assert counts(brought_in(oak, {**ROSTER, "demographics.csv": "", "relationships.csv": "\r\n"})) == CREATED


def test_two_student_systems_of_a_district_keep_their_people_apart(oak):
    brought_in(oak, ROSTER)
    few = {name: ROSTER[name] for name in ("users.csv",)}
    run = brought_in(oak, few, source="charter")
    assert counts(run)["students"] == {"created": 6}
    with oak.open():
        assert Person.objects.filter(sourced_id="u1").count() == 2
        assert Student.objects.present().count() == 12


def test_elm_may_have_the_same_keys_and_neither_touches_the_other(oak, elm):
    brought_in(oak, ROSTER)
    before = everything(oak)
    assert counts(brought_in(elm, ROSTER)) == CREATED
    assert everything(oak) == before


def test_whoever_has_another_role_stays_when_the_roster_lets_them_go(oak):
    brought_in(oak, ROSTER)
    with oak.open():
        ian = Person.objects.get(sourced_id="u6")
        Membership.objects.create(person=ian, role="mentor", started_on=date(2026, 8, 1))
    brought_in(oak, {**ROSTER, "users.csv": without(USERS, "u6")})
    with oak.open():
        ian.refresh_from_db()
        assert ian.deactivated_at is None
        assert list(Membership.objects.filter(person=ian, ended_on=None).values_list("role", flat=True)) == ["mentor"]


def test_whom_somebody_let_go_by_hand_the_roster_does_not_take_back(oak):
    brought_in(oak, ROSTER)
    with oak.open():
        people.deactivate(
            person=Person.objects.get(sourced_id="u6"), reason="x", at=timezone.now(), by=Actor.system("t")
        )
    brought_in(oak, {**ROSTER, "users.csv": without(USERS, "u6")})
    brought_in(oak, ROSTER)
    with oak.open():
        assert Person.objects.get(sourced_id="u6").deactivated_at is not None


def test_a_step_that_breaks_leaves_nothing_and_is_done_again(oak, monkeypatch):
    run = checked(oak, ROSTER)
    with oak.open():
        imports.bring_in(run=run, by=Actor.person(oak.ana))
        job = jobs.claim(pk=run.job_id, at=timezone.now())
    with oak.open():
        jobs.advance(job=job, at=timezone.now())
    monkeypatch.setattr("rosters.oneroster.people_writing._write_roles", lambda work: 1 / 0)
    with pytest.raises(ZeroDivisionError), oak.open():
        jobs.advance(job=job, at=timezone.now())
    monkeypatch.undo()
    with oak.open():
        assert not Student.objects.exists()
    run = worked_off_by(oak, job, run)
    assert (run.state, counts(run)) == ("done", CREATED)


def worked_off_by(cast, job, run):
    going_on = True
    while going_on:
        with cast.open():
            going_on = jobs.advance(job=job, at=timezone.now())
    with cast.open():
        run.refresh_from_db()
    return run


def test_what_is_never_kept_does_not_even_reach_the_storage(oak):
    run = checked(oak, {**ROSTER, "userFlags.csv": "userSourcedId,flag\nu1,iep\n"})
    with default_storage.open(run.file) as file, zipfile.ZipFile(file) as packed:
        stored = {name: packed.read(name).decode() for name in packed.namelist()}
    assert "userflags.csv" not in {name.lower() for name in stored}
    assert stored["users.csv"].splitlines()[1] == "2,,,u1,,Amara,Okafor,amara@example.org,,,student,s1,g1,9"
    assert "hunter" not in "".join(stored.values())


def test_students_of_an_unknown_school_are_counted_and_the_school_is_named(oak):
    users = ROSTER["users.csv"].replace("u4,,,true,s2", "u4,,,true,closed-school")
    run = brought_in(oak, {**ROSTER, "users.csv": users})
    with oak.open():
        assert Student.objects.get(person__sourced_id="u4").school is None
    assert [(one["text"], one["count"]) for one in run.warnings if "not in the roster" in one["text"]] == [
        ("Students belong to a school that is not in the roster: closed-school.", 1)
    ]
