"""Adding students to a program: who is left out, who is asked to apply, and taking it back."""

import pytest

from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from mentoring.models import Policy, ProgramStudent
from tests.factories.mentoring import StudentFactory
from tests.factories.tenancy import PersonFactory
from tests.mentoring.applied import undo_of

State = ProgramStudent.State


@pytest.mark.parametrize("count", [1, 4])
def test_candidate_list_asks_the_same_number_of_queries(oak, program, client_of, count, django_assert_num_queries):
    with oak.open():
        Policy.objects.filter(program=program).update(requires_career_course=True, career_course_codes=["HS101"])
        for _number in range(count):
            StudentFactory(school=oak.school)
    ana = client_of(oak.ana)
    ana.get("students/")
    with django_assert_num_queries(23):
        page = ana.get(f"programs/{program.pk}/students/candidates/?column=sections&column=fits")
    assert len(page.context["list"].current.rows) == count


def test_candidate_add_selected_says_who_is_left_out_and_can_be_undone(oak, program, client_of):
    with oak.open():
        fits = StudentFactory(school=oak.school)
        asked = StudentFactory(school=oak.school, career_area="")
        Policy.objects.filter(program=program).update(requires_career_course=True, career_course_codes=["HS101"])
        other = StudentFactory(school=oak.school, career_course_codes=["EN9"])
        StudentFactory()
    ana = client_of(oak.ana)
    assert len(ana.get(f"programs/{program.pk}/students/candidates/").context["list"].current.rows) == 3
    chosen = {"selected": [fits.pk, asked.pk, other.pk]}
    page = ana.get(f"programs/{program.pk}/students/add-selected/", chosen)
    assert page.context["count"] == 2
    assert page.context["skipped"] == [(other.person.name, "Takes none of the career courses.")]
    done = ana.post(f"programs/{program.pk}/students/add-selected/", chosen, follow=True)
    with oak.open():
        assert set(ProgramStudent.objects.values_list("student", "state")) == {
            (fits.pk, "invited"),
            (asked.pk, "invited"),
        }
    ana.post(undo_of(done))
    with oak.open():
        assert not ProgramStudent.objects.exists()


def test_program_student_add_selected_asks_for_the_program(oak, program, client_of):
    with oak.open():
        student, other = StudentFactory(school=oak.school), StudentFactory()
    ana = client_of(oak.ana)
    assert ana.get("students/add-to-program/", {"selected": student.pk}).status_code == 200
    sent = {"selected": [student.pk, other.pk], "program": program.pk}
    page = ana.post("students/add-to-program/", sent)
    assert page.context["skipped"] == [(other.person.name, "The school does not take part.")]
    ana.post("students/add-to-program/", {**sent, "go_on": "yes"})
    with oak.open():
        assert ProgramStudent.objects.get().student == student


def test_nobody_takes_back_what_a_colleague_added(oak, program, client_of):
    with oak.open():
        student = StudentFactory(school=oak.school)
    path = f"programs/{program.pk}/students/add-selected/"
    undo = undo_of(client_of(oak.ana).post(path, {"selected": student.pk}, follow=True))
    assert client_of(oak.ada).post(undo).status_code == 403


def asking(oak, program):
    """Two students to add, one without an address, to a program that takes applications."""
    with oak.open():
        program.takes_students = True
        program.save()
        lia = PersonFactory(given_name="Lia", family_name="Moss", email="lia@oak.example", language="es")
        ned = PersonFactory(given_name="Ned", family_name="Poe", email="")
        return [StudentFactory(person=one, school=oak.school) for one in (lia, ned)]


def test_students_who_are_added_are_asked_to_apply_by_mail_in_their_language(oak, program, client_of):
    students = asking(oak, program)
    ana = client_of(oak.ana)
    path = f"programs/{program.pk}/students/add-selected/"
    ana.post(path, {"selected": [one.pk for one in students]}, follow=True)
    with oak.open():
        message = Message.objects.get()
        assert (message.kind, message.person, message.language) == (
            "mentoring/student_asked",
            students[0].person,
            "es",
        )
        mail = rendering.mail(message, {})
        assert f"/d/oak/my-program/{program.pk}/apply/" in mail.text and "Health careers" in mail.subject
        ProgramStudent.objects.filter(student=students[0]).update(state=State.APPLIED)
        with pytest.raises(Outdated):
            rendering.mail(message, {})


def test_undo_of_adding_stops_the_mail(oak, program, client_of):
    students = asking(oak, program)
    ana = client_of(oak.ana)
    path = f"programs/{program.pk}/students/add-selected/"
    ana.post(undo_of(ana.post(path, {"selected": [students[0].pk]}, follow=True)))
    with oak.open():
        assert [one.state for one in Message.objects.all()] == ["cancelled"]


def test_nobody_is_asked_by_a_program_that_takes_no_applications(oak, program, client_of):
    students = asking(oak, program)
    with oak.open():
        program.takes_students = False
        program.save()
    client_of(oak.ana).post(f"programs/{program.pk}/students/add-selected/", {"selected": [students[0].pk]})
    with oak.open():
        assert not Message.objects.exists() and ProgramStudent.objects.count() == 1


@pytest.mark.parametrize(("takes", "says"), [(True, False), (False, True)])
def test_adding_to_a_program_that_is_closed_to_students_says_so(oak, program, client_of, takes, says):
    with oak.open():
        program.takes_students = takes
        program.save()
        student = StudentFactory(school=oak.school)
    page = client_of(oak.ana).get(f"programs/{program.pk}/students/add-selected/?selected={student.pk}").text
    assert ("Students cannot apply to this program" in page) == says
    assert ("an email in two minutes that asks them to apply" in page) == (not says)
