from datetime import date

import pytest

from mentoring.models import CourtOrder, Guardian, Guardianship, ProgramStudent, Student
from rosters.models import ImportChange
from tenancy.models import AuditEvent, Membership, Person
from tenancy.permissions import Role
from tests.conftest import Cast
from tests.factories.mentoring import ProgramFactory, StudentFactory
from tests.factories.tenancy import PersonFactory, SchoolFactory
from tests.rosters.sheets.running import brought_in, counts, failures, looked_through
from tests.rosters.sheets.workbooks import csv_of, xlsx

pytestmark = pytest.mark.django_db

HEADERS = ["First name", "Last name", "School", "Grade", "DOB", "Parent 1 name", "Relation", "Parent 1 phone"]


def sam(cast: Cast) -> Student:
    return StudentFactory(person=cast.sam, school=cast.school, state_student_id="77")


def test_a_new_student_comes_with_school_grade_role_and_parent(oak: Cast) -> None:
    headers = [
        "First name",
        "Last name",
        "Grade",
        "DOB",
        "CTE course",
        "Career interest",
        "Guardian 1 name",
        "Guardian 1 relationship",
        "Guardian 1 language",
        "Interpreter",
        "Guardian 1 phone",
        "Guardian 1 may sign",
    ]
    row = [
        "Noor",
        "Amin",
        "9th",
        date(2011, 5, 1),
        "HS101; HS102",
        "Health Science",
        "Amin, Leila",
        "Mother",
        "Arabic",
        "yes",
        "(312) 555-0199",
        "x",
    ]
    with oak.open():
        run = brought_in(oak, "students", xlsx(headers, row))
        assert failures(run) == []
        student = Student.objects.get(person__given_name="Noor")
        tie = Guardianship.objects.get(student=student)
        found = {
            "grade": student.grade,
            "born": student.birth_on,
            "courses": student.career_course_codes,
            "area": student.career_area,
            "school": student.school,
            "roles": list(Membership.objects.filter(person=student.person).values_list("role", "school_rows__school")),
            "guardian": (tie.guardian.person.name, tie.guardian.person.language, tie.guardian.person.phone),
            "tie": (tie.relationship, tie.may_sign, tie.basis, tie.guardian.needs_interpreter),
        }
    assert failures(run) == []
    assert found == {
        "grade": "09",
        "born": date(2011, 5, 1),
        "courses": ["HS101", "HS102"],
        "area": "health",
        "school": oak.school,
        "roles": [(Role.STUDENT, oak.school.pk)],
        "guardian": ("Leila Amin", "ar", "+13125550199"),
        "tie": ("mother", True, "parent", True),
    }
    assert counts(run) == {"students": {"created": 1}, "guardians": {"created": 1}}


def test_a_dry_run_counts_the_same_and_changes_nothing(oak: Cast) -> None:
    with oak.open():
        before = Person.objects.count()
        run = looked_through(oak, "students", csv_of(["First name", "Last name"], ["Noor", "Amin"], ["", "Bell"]))
        assert (Person.objects.count(), Student.objects.count()) == (before, 0)
    assert run.counts["students"] == {"created": 1, "updated": 0, "ended": 0, "unchanged": 0, "failed": 1}
    assert run.samples == {"students": {"created": ["Amin, Noor"]}}
    assert failures(run) == [(3, "Last name", "No student here has this ID. To add them, write first and last name.")]


def test_a_second_run_changes_nothing_and_writes_nothing_down(oak: Cast) -> None:
    rows = [
        ["First name", "Last name", "Grade", "Guardian name", "Guardian phone", "Custody note", "Transport"],
        ["Noor", "Amin", 9, "Amin, Leila", "312 555 0199", "No contact with the father", "Bus 12"],
        ["Ben", "Bell", 10, "", "", "", ""],
    ]
    with oak.open():
        brought_in(oak, "students", xlsx(*rows))
        changes, events = ImportChange.objects.count(), AuditEvent.objects.exclude(verb__startswith="job.").count()
        run = brought_in(oak, "students", xlsx(*rows))
        assert ImportChange.objects.count() == changes
        assert AuditEvent.objects.exclude(verb__startswith="job.").count() == events + 1
    assert counts(run) == {
        "students": {"unchanged": 2},
        "guardians": {"unchanged": 1},
        "court_orders": {"unchanged": 1},
    }


def test_a_student_is_found_by_id_whatever_the_spelling(oak: Cast) -> None:
    with oak.open():
        student = sam(oak)
        run = brought_in(oak, "students", csv_of(["SSID", "Student", "Transport"], ["77", "Haddad, Samuel", "Bus 4"]))
        student.refresh_from_db()
    assert counts(run) == {"students": {"updated": 1}}
    assert student.transport == "Bus 4"


def test_an_id_of_somebody_else_is_not_believed(oak: Cast) -> None:
    with oak.open():
        sam(oak)
        run = brought_in(oak, "students", csv_of(["SSID", "Student"], ["77", "Bell, Ben"]))
    assert failures(run) == [(2, "SSID", "This ID belongs to a student of another name.")]


def test_of_two_students_of_one_name_nobody_is_guessed(oak: Cast) -> None:
    with oak.open():
        sam(oak)
        StudentFactory(person=PersonFactory(given_name="Sam", family_name="Haddad"), school=oak.school)
        run = brought_in(oak, "students", csv_of(["First name", "Last name", "Grade"], ["SAM", "Haddad", "11"]))
    assert failures(run) == [(2, "Last name", "2 people here could be meant. Add an ID or an email address.")]


def test_the_school_tells_students_of_one_name_apart(oak: Cast) -> None:
    with oak.open():
        sam(oak)
        other = StudentFactory(
            person=PersonFactory(given_name="Sam", family_name="Haddad"),
            school=SchoolFactory(name="Pine Middle School"),
        )
        rows = [["First name", "Last name", "School", "Transport"], ["Sam", "Haddad", "Pine Middle", "Walks"]]
        run = brought_in(oak, "students", csv_of(*rows))
        other.refresh_from_db()
    assert failures(run) == []
    assert other.transport == "Walks"


def test_siblings_on_one_address_stay_two(oak: Cast) -> None:
    rows = [
        ["First name", "Last name", "Student email"],
        ["Ali", "Amin", "amin@mail.example"],
        ["Noor", "Amin", "amin@mail.example"],
    ]
    with oak.open():
        run = brought_in(oak, "students", csv_of(*rows))
    assert counts(run) == {"students": {"created": 2}}


def test_one_row_for_each_parent_makes_one_student_with_two(oak: Cast) -> None:
    rows = [
        ["Student", "Parent name", "Relationship", "Parent email"],
        ["Amin, Noor", "Amin, Leila", "mother", "leila@mail.example"],
        ["Amin, Noor", "Amin, Omar", "father", "omar@mail.example"],
    ]
    with oak.open():
        run = brought_in(oak, "students", csv_of(*rows))
        assert Guardianship.objects.filter(student__person__given_name="Noor").count() == 2
    assert counts(run) == {"students": {"created": 1, "unchanged": 1}, "guardians": {"created": 2}}


def test_a_parent_of_two_is_one_person(oak: Cast) -> None:
    rows = [
        ["Student", "Parent name", "Parent phone"],
        ["Amin, Noor", "Amin, Leila", "312-555-0199"],
        ["Amin, Ali", "Amin, Leila", "312-555-0199"],
    ]
    with oak.open():
        run = brought_in(oak, "students", csv_of(*rows))
        assert Guardian.objects.get().guardianships.count() == 2
    assert counts(run)["guardians"] == {"created": 1, "updated": 1}


def test_a_custody_note_is_kept_for_review_and_never_an_address(oak: Cast) -> None:
    rows = [
        ["SSID", "Custody note", "Custody source", "Custody until"],
        ["77", "No contact with the father", "Order of 3/1/2025", "6/30/2027"],
        ["77", "Lives at 12 Elm Street", "", ""],
    ]
    with oak.open():
        sam(oak)
        run = brought_in(oak, "students", csv_of(*rows))
        order = CourtOrder.objects.get()
    assert (order.says, order.kind, order.ends_on) == ("No contact with the father", "other", date(2027, 6, 30))
    assert (order.source, order.is_checked) == ("Order of 3/1/2025", False)
    assert order.recorded_by_id == oak.ana.pk
    assert failures(run) == [(3, "Custody note", "Leave addresses out: they are never kept here.")]


def test_what_helps_never_names_a_diagnosis(oak: Cast) -> None:
    rows = [["SSID", "Accommodations"], ["77", "Sits in front"], ["77", "ADHD, needs breaks"]]
    with oak.open():
        student = sam(oak)
        run = brought_in(oak, "students", csv_of(*rows))
        student.refresh_from_db()
    assert student.helps_at_meetings == "Sits in front"
    assert failures(run) == [(3, "Accommodations", "Write what helps, not why: no diagnosis, no plan.")]


def test_names_and_schools_of_the_roster_stay(oak: Cast) -> None:
    with oak.open():
        person = PersonFactory(
            given_name="José", family_name="Peña", email="jose@school.example", source="sis", sourced_id="9"
        )
        student = StudentFactory(person=person, school=oak.school, grade="10")
        SchoolFactory(name="Pine Middle School")
        rows = [
            ["Student ID", "Student", "School", "Grade", "Email"],
            ["9", "PENA, JOSE", "Oak High", "11", "j@other.example"],
        ]
        run = brought_in(oak, "students", csv_of(*rows))
        student.refresh_from_db()
        person.refresh_from_db()
    assert counts(run) == {"students": {"unchanged": 1}}
    assert (student.grade, person.given_name, person.email) == ("10", "José", "jose@school.example")


def test_students_are_only_found_where_adding_is_not_wanted(oak: Cast) -> None:
    with oak.open():
        run = brought_in(oak, "students", csv_of(["First name", "Last name"], ["Noor", "Amin"]), creates=False)
    assert failures(run) == [(2, "Last name", "No student here has this name or ID.")]


def test_students_join_the_program_that_was_chosen(oak: Cast) -> None:
    with oak.open():
        student, program = sam(oak), ProgramFactory()
        brought_in(oak, "students", csv_of(["SSID", "Student"], ["77", ""]), program)
        assert ProgramStudent.objects.get().state == ProgramStudent.State.INVITED
        assert ProgramStudent.objects.get().student == student


def test_what_is_never_kept_is_not_kept(oak: Cast) -> None:
    rows = [
        ["First name", "Last name", "SSN", "Race", "Lunch status", "Shirt"],
        ["Noor", "Amin", "123-45-6789", "x", "F", "123-45-6789"],
    ]
    with oak.open():
        run = looked_through(oak, "students", csv_of(*rows))
        [failed] = [one.row for one in run.failures.all()] or [None]
    assert failed is None
    assert [one["text"] for one in run.warnings] == ["Left out and not kept: “SSN”, “Race”, “Lunch status”."]


def test_students_of_other_schools_are_neither_changed_nor_added(oak: Cast) -> None:
    with oak.open():
        pine = SchoolFactory(name="Pine Middle School")
        student = StudentFactory(person=oak.sam, school=pine, state_student_id="77")
        rows = [
            ["SSID", "Student", "School", "Transport"],
            ["77", "", "", "Bus 4"],
            ["", "Amin, Noor", "Pine Middle", ""],
        ]
        run = brought_in(oak, "students", csv_of(*rows), schools=frozenset({oak.school.pk}), programs=frozenset())
        student.refresh_from_db()
        assert Student.objects.count() == 1
    assert student.transport == ""
    assert failures(run) == [
        (2, "SSID", "This student goes to a school that is not yours."),
        (3, "School", "There is no school “Pine Middle” here. Write it as the list of schools does."),
    ]


def test_nobody_of_another_district_is_found(oak: Cast, elm: Cast) -> None:
    with elm.open():
        StudentFactory(person=elm.sam, school=elm.school, state_student_id="77")
    with oak.open():
        run = brought_in(oak, "students", csv_of(["SSID", "Student"], ["77", "Haddad, Sam"]), creates=False)
    assert failures(run) == [(2, "Student", "No student here has this name or ID.")]
