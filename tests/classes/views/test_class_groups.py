"""Classes: the list, the page of one, when it meets; and who sees whose."""

import pytest
import time_machine

from classes.models import ClassTime
from tenancy.models import AuditEvent, Membership, Scope
from tests.factories.classes import (
    AssignmentFactory,
    ClassAbsenceFactory,
    ClassDayFactory,
    ClassFocusFactory,
    ClassTimeFactory,
)
from tests.factories.mentoring import ClassGroupFactory, ClassGroupStudentFactory, ProgramFactory, ProgramStudentFactory
from tests.mentoring.scene import running

CLASS_GROUP_LIST_QUERIES = 28
#: A Monday on which schools are open, at 10 in the morning in Chicago.
MONDAY = "2026-11-16 16:00:00"


@pytest.fixture
def scene(oak):
    """Tom supervises Sam's class group, Mia mentors Sam."""
    return running(oak)


def names_on(page):
    """Names in the list, in order."""
    return [str(row.name) for row in page.context["table"].rows]


EVERY = "?column=today&column=focus&column=teacher&column=school&column=students&column=assignments&column=follow_ups"


@pytest.mark.parametrize("count", [1, 4])
def test_class_group_list_asks_as_many_queries_for_four_classes_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    with oak.open():
        program = ProgramFactory()
        for number in range(count):
            group = ClassGroupFactory(
                program=program, school=oak.school, name=f"Period {number}", supervising_teacher=oak.tom
            )
            ClassFocusFactory(class_group=group)
            ClassTimeFactory(class_group=group)
            ClassAbsenceFactory(class_day=ClassDayFactory(class_group=group), follow_up="Call", follow_up_by=oak.tom)
    running(elm)
    client = client_of(oak.ana)
    client.get(f"classes/{EVERY}")
    with django_assert_num_queries(CLASS_GROUP_LIST_QUERIES):
        page = client.get(f"classes/{EVERY}")
    assert names_on(page) == [f"Period {number}" for number in range(count)]


def test_teachers_see_their_own_classes_alone(oak, client_of, scene):
    with oak.open():
        other = ClassGroupFactory(program=scene.program, school=oak.school, name="Somebody else’s")
    client = client_of(oak.tom)
    assert names_on(client.get("classes/")) == ["Period 2"]
    assert client.get(f"classes/{scene.group.pk}/").status_code == 200
    for path in ("", "days/", "attendance/"):
        assert client.get(f"classes/{other.pk}/{path}").status_code == 404


def test_a_principal_reads_the_classes_of_the_school_and_changes_none(oak, client_of, scene):
    with oak.open():
        ClassGroupFactory(program=scene.program, school=scene.bell, name="At Bell")
        Membership.objects.filter(person=oak.pia).update(scope=Scope.SCHOOLS)
        Membership.objects.get(person=oak.pia).school_rows.create(school=oak.school)
    client = client_of(oak.pia)
    assert names_on(client.get("classes/")) == ["Period 2"]
    page = client.get(f"classes/{scene.group.pk}/").text
    assert "Take attendance" not in page and "Post a focus" not in page
    assert client.get(f"classes/{scene.group.pk}/attendance/").status_code == 403


def test_classes_are_not_there_for_elm(oak, elm, client_of, scene):
    for who in (elm.ana, elm.tom):
        client = client_of(who)
        assert client.get("classes/").context["table"].body == []
        for path in ("", "days/", "attendance/"):
            assert client.get(f"classes/{scene.group.pk}/{path}").status_code == 404


def test_families_mentors_and_the_front_office_see_no_classes(oak, client_of, scene):
    for who in (oak.sam, oak.mia, oak.gil, oak.fay, oak.cole):
        assert client_of(who).get("classes/").status_code == 403
        assert client_of(who).get(f"classes/{scene.group.pk}/").status_code == 403


def test_class_group_detail_tells_everything_of_a_class(oak, client_of, scene):
    with oak.open():
        ClassFocusFactory(class_group=scene.group, text="Reading a lab report", competencies="Reads a table")
        AssignmentFactory(class_group=scene.group, title="Interview a nurse")
        day = ClassDayFactory(class_group=scene.group, student_count=1)
        ClassAbsenceFactory(
            class_day=day, program_student=scene.sam_in_program, follow_up="Call home", follow_up_by=oak.tom
        )
    page = client_of(oak.tom).get(f"classes/{scene.group.pk}/").text
    for words in ("Reading a lab report", "Reads a table", "Interview a nurse", "1 absent", "Call home", "Haddad, Sam"):
        assert words in page
    assert "0 of 1" in page


def test_class_group_detail_says_that_it_is_empty(oak, client_of):
    with oak.open():
        group = ClassGroupFactory(school=oak.school, supervising_teacher=oak.tom)
    page = client_of(oak.tom).get(f"classes/{group.pk}/").text
    assert "Nobody sits in it yet" in page and "Nothing posted yet" in page


def test_class_group_times_are_said_and_asked_for(oak, client_of, scene):
    tom = client_of(oak.tom)
    assert "On which days does Period 2 (2026–27) meet?" in tom.get("").text
    with time_machine.travel(MONDAY):
        tom.post(f"classes/{scene.group.pk}/days/", {"weekdays": ["0", "2"]})
        with oak.open():
            assert list(ClassTime.objects.order_by("weekday").values_list("weekday", flat=True)) == [0, 2]
            assert AuditEvent.objects.get(verb="class_time.change").facts == {"weekdays": [0, 2]}
        assert "Monday, Wednesday" in tom.get(f"classes/{scene.group.pk}/").text
        assert "Attendance of Period 2 (2026–27) is not taken today." in tom.get("").text
    tom.post(f"classes/{scene.group.pk}/days/", {})
    with oak.open():
        assert not ClassTime.objects.exists()
    assert tom.post(f"classes/{scene.group.pk}/days/", {"weekdays": ["6"]}).status_code == 422


def test_the_list_is_exported_as_it_is_shown(oak, client_of, scene):
    body = b"".join(client_of(oak.ana).get("classes/export/?format=csv").streaming_content).decode("utf-8-sig")
    assert "Period 2" in body and "Whelan" in body
    with oak.open():
        assert AuditEvent.objects.filter(verb="class_group.export_life").exists()


def test_a_program_that_is_archived_is_read_only(oak, client_of, scene):
    with oak.open():
        scene.program.archived_on = oak.today
        scene.program.save()
    tom = client_of(oak.tom)
    assert "Take attendance" not in tom.get(f"classes/{scene.group.pk}/").text
    for path in ("days/", "attendance/"):
        assert tom.get(f"classes/{scene.group.pk}/{path}").status_code == 404


def test_students_of_a_class_stand_in_its_page_with_their_attendance(oak, client_of, scene):
    with oak.open():
        for _number in range(2):
            ClassDayFactory(class_group=scene.group)
        place = ProgramStudentFactory(program=scene.program, student__school=oak.school)
        ClassGroupStudentFactory(class_group=scene.group, program_student=place, joined_on=oak.today)
    rows = {str(row.name): [str(cell.text) for cell in row.cells] for row in _table(client_of(oak.tom), scene).rows}
    assert rows["Haddad, Sam"][2] == "2 of 2"
    assert len(rows) == 2


def _table(client, scene):
    return client.get(f"classes/{scene.group.pk}/").context["table"]
