"""Class groups: lists, from the roster, moving students, handing over, removing."""

import pytest
from django.utils import timezone

from mentoring.models import ClassGroup, ClassGroupStudent, Enrollment
from tenancy.models import AuditEvent, Membership, Scope
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    EnrollmentFactory,
    MatchFactory,
    MatchStudentFactory,
    ProgramFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    SectionFactory,
    StudentFactory,
)
from tests.factories.tenancy import MembershipFactory, PersonFactory
from tests.mentoring.scene import running

#: Where the pages of class groups begin.
GROUPS = "programs/class-groups/"


@pytest.fixture
def scene(oak):
    """Tom supervises Sam's class group, Mia mentors Sam."""
    return running(oak)


def names_on(page):
    """Names in the list, in order."""
    return [str(row.name) for row in page.context["table"].rows]


def seats(oak):
    """Who sits where now: family name → class group."""
    with oak.open():
        rows = ClassGroupStudent.objects.filter(left_on=None).prefetch_related(
            "class_group", "program_student__student__person"
        )
        return {row.program_student.student.person.family_name: row.class_group.name for row in rows}


CLASS_GROUP_LIST_QUERIES = 17
CLASS_GROUP_STUDENT_LIST_QUERIES = 19


@pytest.mark.parametrize("count", [1, 4])
def test_class_group_list_asks_as_many_queries_for_four_groups_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    with oak.open():
        program = ProgramFactory()
        for number in range(count):
            ClassGroupFactory(program=program, school=oak.school, name=f"Period {number}", supervising_teacher=oak.tom)
    running(elm)
    client = client_of(oak.ana)
    client.get(GROUPS)
    with django_assert_num_queries(CLASS_GROUP_LIST_QUERIES):
        page = client.get(GROUPS)
    assert names_on(page) == [f"Period {number}" for number in range(count)]


@pytest.mark.parametrize("count", [1, 4])
def test_class_group_student_list_asks_as_many_queries_for_four_students_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    with oak.open():
        program = ProgramFactory()
        group = ClassGroupFactory(program=program, school=oak.school, supervising_teacher=oak.tom)
        for _number in range(count):
            place = ProgramStudentFactory(program=program, student=StudentFactory(school=oak.school))
            ClassGroupStudentFactory(class_group=group, program_student=place)
    running(elm)
    client, every = client_of(oak.ana), "?column=group&column=teacher&column=grade&column=school&column=state"
    client.get(f"{GROUPS}students/{every}")
    with django_assert_num_queries(CLASS_GROUP_STUDENT_LIST_QUERIES):
        page = client.get(f"{GROUPS}students/{every}")
    assert len(names_on(page)) == count


def test_teachers_see_their_own_class_groups_alone(oak, client_of, scene):
    with oak.open():
        ClassGroupFactory(program=scene.program, school=oak.school, name="Somebody else’s")
        other = ClassGroup.objects.get(name="Somebody else’s")
    client = client_of(oak.tom)
    assert names_on(client.get(GROUPS)) == ["Period 2"]
    assert client.get(f"{GROUPS}{scene.group.pk}/").status_code == 200
    assert client.get(f"{GROUPS}{other.pk}/").status_code == 404
    assert client.get(f"{GROUPS}{scene.group.pk}/edit/").status_code == 403
    assert names_on(client.get(f"{GROUPS}students/")) == ["Haddad, Sam"]


def test_class_groups_are_not_there_for_elm(oak, elm, client_of, scene):
    client = client_of(elm.ana)
    assert client.get(GROUPS).context["table"].body == []
    for path in ("", "edit/", "remove/"):
        assert client.get(f"{GROUPS}{scene.group.pk}/{path}").status_code == 404
    assert client.post(f"{GROUPS}{scene.group.pk}/move-back/").status_code == 404
    assert "No students to move" in client.get(f"{GROUPS}move/?selected={scene.sam_in_program.pk}").text
    assert "No class groups to give" in client.get(f"{GROUPS}hand-over/?selected={scene.group.pk}").text


def test_the_lists_are_exported_as_they_are_shown(oak, client_of, scene):
    client = client_of(oak.ana)
    body = b"".join(client.get(f"{GROUPS}export/?format=csv").streaming_content).decode("utf-8-sig")
    assert "Period 2,Career mentoring" in body
    body = b"".join(client.get(f"{GROUPS}students/export/?format=csv").streaming_content).decode("utf-8-sig")
    assert '"Haddad, Sam",Period 2' in body
    with oak.open():
        verbs = AuditEvent.objects.filter(verb__in=["class_group.export", "class_group.export_students"])
        assert verbs.count() == 2


def test_class_group_student_list_finds_those_in_no_group(oak, client_of, scene):
    client = client_of(oak.ana)
    assert names_on(client.get(f"{GROUPS}students/?group=none")) != ["Haddad, Sam"]
    assert names_on(client.get(f"{GROUPS}students/?group={scene.group.pk}")) == ["Haddad, Sam"]
    assert names_on(client.get(f"{GROUPS}students/?q=hadd")) == ["Haddad, Sam"]


# From the roster


@pytest.fixture
def section(oak, scene):
    """Health Science 2: Tom teaches Sam, two others of the program, and somebody who takes no part."""
    with oak.open():
        made = SectionFactory(title="Health Science 2", school=oak.school, school_year=scene.program.school_year)
        EnrollmentFactory(section=made, person=oak.tom, role=Enrollment.Role.TEACHER, is_primary=True)
        EnrollmentFactory(section=made, person=oak.sam)
        for family_name in ("Abara", "Bello"):
            student = StudentFactory(person=PersonFactory(family_name=family_name), school=oak.school)
            ProgramStudentFactory(program=scene.program, student=student)
            EnrollmentFactory(section=made, person=student.person)
        EnrollmentFactory(section=made, person=PersonFactory(family_name="Stranger"))
        return made


def test_class_group_suggest_names_teacher_size_and_who_takes_part(oak, client_of, scene, section):
    page = client_of(oak.ana).get(f"{GROUPS}from-the-roster/?program={scene.program.pk}")
    assert "Tom Whelan" in page.text
    assert "4 students, 3 of them in the program · 2 without a class group" in page.text


def test_class_group_suggest_makes_groups_that_are_our_own(oak, client_of, scene, section):
    client = client_of(oak.ana)
    client.post(f"{GROUPS}from-the-roster/?program={scene.program.pk}", {"sections": [section.pk]})
    assert seats(oak) == {"Haddad": "Period 2", "Abara": "Health Science 2", "Bello": "Health Science 2"}
    with oak.open():
        group = ClassGroup.objects.get(section=section)
        assert (group.supervising_teacher, group.school) == (oak.tom, oak.school)
    assert "No class to suggest" in client.get(f"{GROUPS}from-the-roster/").text


def test_class_group_suggest_takes_no_section_that_was_not_suggested(oak, elm, client_of, scene, section):
    with oak.open():
        other = SectionFactory(school=oak.school)
    page = client_of(oak.ana).post(f"{GROUPS}from-the-roster/", {"sections": [other.pk]})
    assert page.status_code == 422
    page = client_of(oak.ana).post(f"{GROUPS}from-the-roster/", {"sent": "1"})
    assert "Tick at least one class" in page.text


def test_suggestions_ask_a_fixed_number_of_queries(oak, client_of, scene, section, django_assert_num_queries):
    client = client_of(oak.ana)
    client.get(f"{GROUPS}from-the-roster/")
    with django_assert_num_queries(SUGGESTION_QUERIES):
        client.get(f"{GROUPS}from-the-roster/")
    with oak.open():
        for _number in range(3):
            more = SectionFactory(school=oak.school, school_year=scene.program.school_year)
            EnrollmentFactory(section=more, person=oak.tom, role=Enrollment.Role.TEACHER)
            EnrollmentFactory(section=more, person=oak.sam)
    with django_assert_num_queries(SUGGESTION_QUERIES):
        client.get(f"{GROUPS}from-the-roster/")


SUGGESTION_QUERIES = 23


# By hand


def test_class_group_add_edit_and_remove(oak, client_of, scene):
    client = client_of(oak.ana)
    answers = {"school": oak.school.pk, "name": "Period 6", "supervising_teacher": oak.tom.pk}
    client.post(f"{GROUPS}add/?program={scene.program.pk}", answers)
    with oak.open():
        group = ClassGroup.objects.get(name="Period 6")
    assert client.post(f"{GROUPS}add/?program={scene.program.pk}", answers).status_code == 422
    page = client.post(f"{GROUPS}{group.pk}/edit/", {"name": "Period 2", "supervising_teacher": ""})
    assert "There is a class group of this name already." in page.text
    client.post(f"{GROUPS}{group.pk}/edit/", {"name": "Period 7", "supervising_teacher": ""})
    with oak.open():
        group.refresh_from_db()
        assert (group.name, group.supervising_teacher) == ("Period 7", None)
        assert AuditEvent.objects.get(verb="class_group.change").facts == {"changed": ["name", "supervising_teacher"]}
    client.post(f"{GROUPS}{group.pk}/remove/")
    with oak.open():
        assert not ClassGroup.objects.filter(pk=group.pk).exists()


def test_class_group_delete_is_refused_while_somebody_sits_in_it(oak, client_of, scene):
    page = client_of(oak.ana).post(f"{GROUPS}{scene.group.pk}/remove/")
    assert page.status_code == 422
    assert "There are students in this class group" in page.text


def test_only_teachers_supervise(oak, client_of, scene):
    answers = {"name": "Period 2", "supervising_teacher": oak.fay.pk}
    assert client_of(oak.ana).post(f"{GROUPS}{scene.group.pk}/edit/", answers).status_code == 422


def test_a_coordinator_of_one_school_adds_groups_there_alone(oak, client_of, scene):
    with oak.open():
        ProgramSchoolFactory(program=scene.program, school=scene.bell)
        Membership.objects.filter(person=oak.ana).update(scope=Scope.SCHOOLS)
        Membership.objects.get(person=oak.ana).school_rows.create(school=oak.school)
    client = client_of(oak.ana)
    page = client.post(f"{GROUPS}add/?program={scene.program.pk}", {"school": scene.bell.pk, "name": "Theirs"})
    assert page.status_code == 422


# Moving


def test_class_group_move_selected_names_who_moves_and_who_is_left_out(oak, client_of, scene):
    with oak.open():
        declined = ProgramStudentFactory(program=scene.program, state="declined")
        other = ProgramStudentFactory(student__person__family_name="Zed")
    query = "&".join(f"selected={one.pk}" for one in (scene.sam_in_program, declined, other))
    page = client_of(oak.ana).get(f"{GROUPS}move/?{query}")
    assert page.context["names"] == ["Sam Haddad"]
    assert sorted(why for _name, why in page.context["skipped"]) == [
        "does not take part: not accepted",
        "is in another program",
    ]


def test_class_group_move_selected_offers_to_add_a_class_group_where_there_is_none(oak, client_of, scene):
    with oak.open():
        lone = ProgramStudentFactory(state="accepted", student__school=oak.school)
    page = client_of(oak.ana).get(f"{GROUPS}move/?selected={lone.pk}&filter=program%3D{lone.program_id}").text
    assert "has no class group that students could move to" in page
    assert f"/class-groups/add/?program={lone.program_id}" in page
    assert f'?program={lone.program_id}">Back to the list' in page
    assert "<select" not in page.partition("<main")[2]


def test_class_group_move_selected_and_its_undo(oak, client_of, scene):
    with oak.open():
        to = ClassGroupFactory(program=scene.program, school=oak.school, name="Period 5")
    client = client_of(oak.ana)
    answers = {"selected": [scene.sam_in_program.pk], "to": to.pk}
    page = client.post(f"{GROUPS}move/", answers, follow=True)
    assert "1 student moved to Period 5." in page.text
    assert seats(oak) == {"Haddad": "Period 5"}
    client.post(f"{GROUPS}{to.pk}/move-back/")
    assert seats(oak) == {"Haddad": "Period 2"}
    with oak.open():
        assert ClassGroupStudent.objects.count() == 1
        event = AuditEvent.objects.get(verb="class_group.move_students")
        assert event.facts == {"students": 1, "places": [scene.sam_in_program.pk]}
    assert "can no longer be undone" in client.post(f"{GROUPS}{to.pk}/move-back/", follow=True).text


def test_class_group_move_takes_no_group_of_another_program(oak, client_of, scene):
    with oak.open():
        other = ClassGroupFactory(school=oak.school)
    page = client_of(oak.ana).post(f"{GROUPS}move/", {"selected": [scene.sam_in_program.pk], "to": other.pk})
    assert page.status_code == 422
    assert seats(oak) == {"Haddad": "Period 2"}


def test_moving_on_the_same_day_leaves_a_trace_of_both_groups(oak, client_of, scene):
    with oak.open():
        first, second = (
            ClassGroupFactory(program=scene.program, school=oak.school, name=name) for name in ("First", "Second")
        )
    client = client_of(oak.ana)
    for to in (first, second):
        client.post(f"{GROUPS}move/", {"selected": [scene.sam_in_program.pk], "to": to.pk})
    assert seats(oak) == {"Haddad": "Second"}
    with oak.open():
        today = timezone.localdate()
        assert ClassGroupStudent.objects.get(class_group=first).left_on == today


def test_nobody_moves_in_an_archived_program(oak, client_of, scene):
    with oak.open():
        to = ClassGroupFactory(program=scene.program, school=oak.school)
        scene.program.archived_on = timezone.localdate()
        scene.program.save()
    page = client_of(oak.ana).post(f"{GROUPS}move/", {"selected": [scene.sam_in_program.pk], "to": to.pk})
    assert page.context["skipped"] == [("Sam Haddad", "the program is archived")]
    assert client_of(oak.ana).get(f"{GROUPS}{to.pk}/edit/").status_code == 403


# Handing over


def test_class_group_hand_over_selected_takes_matches_along(oak, client_of, scene):
    with oak.open():
        new = PersonFactory(family_name="Quist")
        MembershipFactory(person=new, role="teacher")
        own = MatchFactory(program=scene.program, supervising_teacher=oak.pia)
        MatchStudentFactory(match=own, student=scene.sam)
    client = client_of(oak.ana)
    page = client.get(f"{GROUPS}hand-over/?selected={scene.group.pk}")
    assert page.context["names"] == ["Period 2 (Tom Whelan)"]
    client.post(f"{GROUPS}hand-over/", {"selected": [scene.group.pk], "to": new.pk})
    with oak.open():
        scene.group.refresh_from_db()
        scene.match.refresh_from_db()
        own.refresh_from_db()
        assert (scene.group.supervising_teacher, scene.match.supervising_teacher) == (new, new)
        assert own.supervising_teacher == oak.pia
    assert client_of(oak.tom).get(f"{GROUPS}{scene.group.pk}/").status_code == 404


# Today


def test_today_names_accepted_students_without_a_class_group(oak, client_of, scene):
    with oak.open():
        ProgramStudentFactory.create_batch(2, program=scene.program)
    page = client_of(oak.ana).get("")
    assert "3 accepted students have no class group in Career mentoring (2026–27)." in page.text
    assert "no class group" not in client_of(oak.tom).get("").text
