"""Students: the list, a student's card, adding, changing, leaving; what a mentor sees."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentoring.models import ClassGroupStudent, CourtOrder, MatchStudent, ProgramStudent, Student
from mentoring.student_table import STUDENTS
from tenancy.models import AuditEvent, Membership, Person
from tenancy.permissions import Role
from tests.factories.mentoring import (
    EnrollmentFactory,
    GuardianshipFactory,
    ProgramStudentFactory,
    SectionFactory,
    StudentFactory,
)
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running


def names(page):
    """Who is listed."""
    return [row.cells[0].text for row in page.context["list"].table.rows]


# The list


def test_student_list_shows_whom_one_sees_at_work(oak, client_of):
    running(oak)
    assert names(client_of(oak.ana).get("students/")) == ["Abbott, Lou", "Haddad, Sam"]
    assert names(client_of(oak.tom).get("students/")) == ["Haddad, Sam"]
    for who in (oak.mia, oak.gil, oak.sam, oak.fay):
        assert client_of(who).get("students/").status_code == 403


def test_student_list_of_elm_has_nobody_of_oak(oak, elm, client_of):
    running(oak)
    page = client_of(elm.ana).get("students/")
    assert names(page) == []
    assert "No students yet" in page.text


@pytest.mark.parametrize("count", [1, 4])
def test_student_list_asks_the_same_number_of_queries_whatever_its_length(
    oak, client_of, count, django_assert_num_queries
):
    with oak.open():
        for _number in range(count):
            student = StudentFactory(school=oak.school)
            GuardianshipFactory(student=student)
            ProgramStudentFactory(student=student)
    every = "&".join(f"column={one.key}" for one in STUDENTS.columns[1:])
    ana = client_of(oak.ana)
    ana.get("students/")
    with django_assert_num_queries(23):
        assert len(names(ana.get(f"students/?{every}"))) == count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=had", ["Haddad, Sam"]),
        ("q=sam", ["Haddad, Sam"]),
        ("grade=09", []),
        ("grade=10", ["Abbott, Lou", "Haddad, Sam"]),
        ("career_area=health", ["Abbott, Lou", "Haddad, Sam"]),
        ("missing=signer", ["Abbott, Lou"]),
        ("missing=career_area", []),
        ("missing=school", []),
        ("turning_18=30", ["Haddad, Sam"]),
        ("turning_18=year", ["Haddad, Sam"]),
        ("here=left", []),
        ("here=all", ["Abbott, Lou", "Haddad, Sam"]),
    ],
)
def test_student_list_is_narrowed_by_its_filters(oak, client_of, query, found):
    scene = running(oak)
    with oak.open():
        birthday = timezone.localdate() + timedelta(days=20)
        scene.sam.birth_on = birthday.replace(year=birthday.year - 18)
        scene.sam.save()
    assert names(client_of(oak.ana).get(f"students/?{query}")) == found


def test_student_list_is_narrowed_by_program_state_class_group_and_school(oak, client_of):
    scene = running(oak)
    ana = client_of(oak.ana)
    assert names(ana.get(f"students/?program={scene.program.pk}")) == ["Abbott, Lou", "Haddad, Sam"]
    assert names(ana.get(f"students/?program={scene.program.pk}&state=declined")) == []
    assert names(ana.get(f"students/?class_group={scene.group.pk}")) == ["Haddad, Sam"]
    assert names(ana.get(f"students/?school={scene.bell.pk}")) == ["Abbott, Lou"]


def test_student_export_has_exactly_what_is_shown_and_is_logged_without_names(oak, client_of):
    running(oak)
    answer = client_of(oak.ana).get("students/export/?q=had&column=school&column=grade&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["Name,School,Grade", '"Haddad, Sam",Oak High School,10']
    with oak.open():
        event = AuditEvent.objects.get(verb="student.export")
        assert event.facts == {"columns": ["name", "school", "grade"]}


def test_a_teacher_is_offered_neither_parents_nor_birthdays(oak, client_of):
    running(oak)
    offered = {key for key, _label, _on in client_of(oak.tom).get("students/").context["list"].choices}
    assert offered.isdisjoint({"guardians", "family_language", "missing", "turns_18", "state_id"})


def test_student_label_print_selected_and_sign_in_sheet_are_pdfs(oak, client_of):
    scene = running(oak)
    ana = client_of(oak.ana)
    labels = ana.post("students/labels/", {"selected": scene.sam.pk, "sheet": "30", "first": "1"})
    sheet = ana.post("students/sign-in-sheet/", {"selected": scene.sam.pk, "title": "Visit", "more_lines": "2"})
    assert [labels.headers["Content-Type"], sheet.headers["Content-Type"]] == ["application/pdf"] * 2


# The card


def test_student_detail_has_everything_for_the_phone_call(oak, client_of):
    scene = running(oak)
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(phone="+13125550141", language="es")
        Person.objects.filter(pk=oak.mia.pk).update(phone="+13125550142")
        section = SectionFactory(school=oak.school, title="Health Science 2")
        EnrollmentFactory(section=section, person=oak.sam)
        Student.objects.filter(pk=scene.sam.pk).update(birth_on=date(2010, 5, 4), helps_at_meetings="A ramp")
    page = client_of(oak.ana).get(f"students/{scene.sam.pk}/")
    for words in ("Gil Haddad", "tel:+13125550141", "Mia Fischer", "tel:+13125550142", "Period 2", "Tom Whelan"):
        assert words in page.text
    for words in ("Health Science 2", "Career mentoring", "A ramp", "May 4, 2010"):
        assert words in page.text


def test_student_detail_is_noted_as_read_once_a_day(oak, client_of):
    scene = running(oak)
    ana = client_of(oak.ana)
    ana.get(f"students/{scene.sam.pk}/"), ana.get(f"students/{scene.sam.pk}/")
    with oak.open():
        assert AuditEvent.objects.filter(verb="person.read", target_id=oak.sam.pk).count() == 1


def test_student_detail_tells_a_teacher_what_a_teacher_needs(oak, client_of):
    scene = running(oak)
    with oak.open():
        Student.objects.filter(pk=scene.sam.pk).update(birth_on=date(2010, 5, 4), state_student_id="S-77")
        CourtOrder.objects.create(
            student=scene.sam,
            kind="no_contact",
            says="No contact with the uncle",
            source="File",
            starts_on="2026-01-01",
        )
    page = client_of(oak.tom).get(f"students/{scene.sam.pk}/").text
    assert "Mia Fischer" in page
    for secret in ("May 4, 2010", "S-77", "uncle"):
        assert secret not in page
    assert client_of(oak.tom).get(f"students/{scene.lou.pk}/").status_code == 404


def test_student_detail_is_for_nobody_of_elm(oak, elm, client_of):
    scene = running(oak)
    assert client_of(elm.ana).get(f"students/{scene.sam.pk}/").status_code == 404


def test_student_detail_says_what_is_missing(oak, client_of):
    with oak.open():
        student = StudentFactory(school=oak.school, grade="", career_area="")
    page = client_of(oak.ana).get(f"students/{student.pk}/")
    assert page.context["missing"] == ["grade", "career area", "somebody who may sign"]


def test_student_detail_asks_a_known_number_of_queries(oak, client_of, django_assert_max_num_queries):
    scene = running(oak)
    ana = client_of(oak.ana)
    ana.get(f"students/{scene.sam.pk}/")
    with django_assert_max_num_queries(60):
        ana.get(f"students/{scene.sam.pk}/")


def test_a_persons_page_leads_to_the_card(oak, client_of):
    scene = running(oak)
    page = client_of(oak.ana).get(f"people/{oak.sam.pk}/")
    assert f"/d/oak/students/{scene.sam.pk}/" in page.text


# Adding, changing, leaving

LOU = {"given_name": "Lou", "family_name": "Abbott", "language": "en", "grade": "10"}


def test_student_add_makes_a_person_with_the_role_and_a_student(oak, client_of):
    answer = client_of(oak.ana).post(
        "students/add/", {**LOU, "school": oak.school.pk, "career_course_codes": "HS101, HS101 IT2"}
    )
    with oak.open():
        student = Student.objects.get(person__family_name="Abbott")
        assert (student.grade, student.school, student.career_course_codes) == ("10", oak.school, ["HS101", "IT2"])
        assert student.search_key == student.person.search_key
        held = Membership.objects.get(person=student.person)
        assert (held.role, held.scope) == (Role.STUDENT, "schools")
    assert answer.headers["Location"] == f"/d/oak/students/{student.pk}/"


def test_student_add_asks_once_when_somebody_is_alike(oak, client_of):
    ana = client_of(oak.ana)
    sam = {"given_name": "Sam", "family_name": "Haddad", "language": "en", "school": oak.school.pk}
    first = ana.post("students/add/", sam)
    assert first.status_code == 422 and "here already" in first.text
    assert ana.post("students/add/", {**sam, "add_anyway": "yes"}).status_code == 302


def test_student_edit_changes_what_helps_and_logs_only_the_names_of_what_changed(oak, client_of):
    scene = running(oak)
    form = {"school": oak.school.pk, "grade": "11", "career_area": "health", "helps_at_meetings": "An aide comes along"}
    assert client_of(oak.ana).post(f"students/{scene.sam.pk}/edit/", form).status_code == 302
    with oak.open():
        student = Student.objects.get(pk=scene.sam.pk)
        assert (student.grade, student.helps_at_meetings) == ("11", "An aide comes along")
        event = AuditEvent.objects.get(verb="student.change")
        assert event.facts == {"person": oak.sam.pk, "changed": ["grade", "helps_at_meetings"]}


def test_student_edit_says_never_the_diagnosis_and_refuses_a_birth_year_that_cannot_be(oak, client_of):
    scene = running(oak)
    ana = client_of(oak.ana)
    assert "Never the diagnosis" in ana.get(f"students/{scene.sam.pk}/edit/").text
    wrong = ana.post(f"students/{scene.sam.pk}/edit/", {"school": oak.school.pk, "birth_on": "2026-01-01"})
    assert wrong.status_code == 422 and "Check the year." in wrong.text


def test_student_edit_refuses_the_state_id_of_somebody_else(oak, client_of):
    scene = running(oak)
    with oak.open():
        Student.objects.filter(pk=scene.lou.pk).update(state_student_id="77")
    wrong = client_of(oak.ana).post(
        f"students/{scene.sam.pk}/edit/", {"school": oak.school.pk, "state_student_id": "77"}
    )
    assert wrong.status_code == 422 and "Another student has this state student ID." in wrong.text


def test_only_those_who_change_students_may(oak, elm, client_of):
    scene = running(oak)
    for path in ("edit/", "leave/"):
        assert client_of(oak.tom).get(f"students/{scene.sam.pk}/{path}").status_code == 403
        assert client_of(elm.ana).get(f"students/{scene.sam.pk}/{path}").status_code == 404


def test_student_leave_ends_places_groups_and_matches_and_can_be_undone(oak, client_of):
    scene = running(oak)
    ana = client_of(oak.ana)
    today = timezone.localdate() - timedelta(days=1)
    page = ana.post(f"students/{scene.sam.pk}/leave/", {"on": today, "reason": "Moved"}, follow=True)
    assert "Sam Haddad has left the district." in page.text
    with oak.open():
        assert Student.objects.get(pk=scene.sam.pk).left_on == today
        assert ProgramStudent.objects.get(student=scene.sam).state == "left"
        assert not ClassGroupStudent.objects.filter(left_on=None, program_student__student=scene.sam).exists()
        assert not MatchStudent.objects.filter(left_on=None, student=scene.sam).exists()
    ana.post(f"students/{scene.sam.pk}/come-back/")
    with oak.open():
        assert Student.objects.get(pk=scene.sam.pk).left_on is None
        assert ProgramStudent.objects.get(student=scene.sam).state == "accepted"
        assert ClassGroupStudent.objects.filter(left_on=None, program_student__student=scene.sam).exists()
        assert MatchStudent.objects.filter(left_on=None, student=scene.sam).exists()


def test_student_leave_refuses_a_day_to_come(oak, client_of):
    scene = running(oak)
    form = {"on": timezone.localdate() + timedelta(days=2), "reason": "Moves"}
    assert client_of(oak.ana).post(f"students/{scene.sam.pk}/leave/", form).status_code == 422


def test_student_career_areas_are_filled_in_together(oak, client_of):
    with oak.open():
        one, two = StudentFactory(school=oak.school, career_area=""), StudentFactory(school=oak.school, career_area="")
    ana = client_of(oak.ana)
    assert "2 students: which career area?" in ana.get("students/career-areas/").text
    ana.post("students/career-areas/", {f"area_{one.pk}": "arts", f"area_{two.pk}": ""})
    with oak.open():
        assert list(Student.objects.order_by("pk").values_list("career_area", flat=True)) == ["arts", ""]


# What a mentor sees


def test_mentee_list_has_the_students_of_running_matches(oak, client_of, django_assert_num_queries):
    scene = running(oak)
    mia = client_of(oak.mia)
    mia.get("my-students/")
    with django_assert_num_queries(16):
        page = mia.get("my-students/")
    assert page.context["rows"] == [("Sam", "Oak High School, Grade 10", f"/d/oak/my-students/{scene.sam.pk}/")]


def test_mentee_detail_is_small(oak, client_of):
    scene = running(oak)
    with oak.open():
        Student.objects.filter(pk=scene.sam.pk).update(
            birth_on=date(2010, 5, 4), state_student_id="S-77", helps_at_meetings="A ramp"
        )
    page = client_of(oak.mia).get(f"my-students/{scene.sam.pk}/").text
    assert "A ramp" in page and "Healthcare" in page
    for secret in ("Haddad", "2010", "S-77", "sam@oak.example"):
        assert secret not in page.partition("<main")[2]


def test_mentee_detail_is_for_this_mentor_alone(oak, elm, client_of):
    scene = running(oak)
    running(elm)
    assert client_of(oak.mia).get(f"my-students/{scene.lou.pk}/").status_code == 404
    assert client_of(elm.mia).get(f"my-students/{scene.sam.pk}/").status_code == 404
    assert client_of(oak.ana).get(f"my-students/{scene.sam.pk}/").status_code == 403


def test_after_the_match_the_mentor_sees_the_student_no_longer(oak, client_of):
    scene = running(oak)
    with oak.open():
        MatchStudent.objects.filter(student=scene.sam).update(left_on=timezone.localdate())
    assert client_of(oak.mia).get(f"my-students/{scene.sam.pk}/").status_code == 404


@pytest.mark.parametrize("held", ["mia", "sam"])
def test_a_safety_hold_on_either_of_them_cuts_the_mentors_view_at_once(oak, client_of, held):
    scene = running(oak)
    with oak.open():
        SafetyHoldFactory(person=getattr(oak, held))
    assert client_of(oak.mia).get(f"my-students/{scene.sam.pk}/").status_code == 404
