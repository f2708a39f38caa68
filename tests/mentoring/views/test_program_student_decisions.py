"""Accepting, the waiting list, saying no; of one student, of several, and taken back."""

from datetime import date

from django.utils import timezone

from correspondence import rendering
from correspondence.models import Message
from mentoring.models import CourtOrder, ProgramStudent, Student
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    GuardianFactory,
    GuardianshipFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.tenancy import PersonFactory
from tests.mentoring.applied import interviewed, state_of, undo_of

State = ProgramStudent.State


def test_program_student_accept_is_blocked_until_somebody_has_talked_about_goals(oak, sam, client_of):
    ana = client_of(oak.ana)
    page = ana.get(f"program-students/{sam.pk}/accept/")
    assert [one["title"] for one in page.context["blockers"]] == ["Nobody has talked about goals yet."]
    assert ana.post(f"program-students/{sam.pk}/accept/").status_code == 422
    assert state_of(oak, sam) == "applied"


def test_program_student_accept_tells_the_student_and_who_signs_in_their_language(oak, sam, client_of):
    with oak.open():
        interviewed(sam)
        gil = GuardianFactory(person=oak.gil)
        GuardianshipFactory(student=sam.student, guardian=gil)
        barred = GuardianFactory(person=PersonFactory(given_name="Uwe"))
        GuardianshipFactory(student=sam.student, guardian=barred)
        CourtOrder.objects.create(
            student=sam.student,
            about=barred.person,
            kind="no_contact",
            says="No contact",
            source="File",
            starts_on=date(2026, 1, 1),
        )
        oak.gil.language = "es"
        oak.gil.save()
    client_of(oak.ana).post(f"program-students/{sam.pk}/accept/")
    assert state_of(oak, sam) == "accepted"
    with oak.open():
        posted = Message.objects.order_by("pk")
        assert [(one.kind, one.person, one.language) for one in posted] == [
            ("mentoring/student_accepted", oak.sam, "en"),
            ("mentoring/student_accepted", oak.gil, "es"),
        ]
        mail = rendering.mail(posted[0], {})
        assert mail.subject == "You are in: Health careers"
        assert "accepted into the program Health careers" in mail.text


def test_a_decision_is_undone_and_no_mail_leaves(oak, sam, client_of):
    with oak.open():
        interviewed(sam)
    ana = client_of(oak.ana)
    undo = undo_of(ana.post(f"program-students/{sam.pk}/accept/", follow=True))
    ana.post(undo)
    assert state_of(oak, sam) == "applied"
    with oak.open():
        assert {one.state for one in Message.objects.all()} == {"cancelled"}
        assert ProgramStudent.objects.get(pk=sam.pk).decided_on is None


def test_a_decision_whose_mail_has_left_is_not_undone(oak, sam, client_of):
    with oak.open():
        interviewed(sam)
    ana = client_of(oak.ana)
    undo = undo_of(ana.post(f"program-students/{sam.pk}/accept/", follow=True))
    with oak.open():
        Message.objects.update(state="sent", sent_at=timezone.now())
    page = ana.post(undo, follow=True)
    assert "The mail about it has left already." in page.text
    assert state_of(oak, sam) == "accepted"


def test_program_student_accept_with_a_low_grade_takes_a_reason(oak, sam, client_of):
    with oak.open():
        interviewed(sam)
        Student.objects.filter(pk=sam.student_id).update(grade="08")
    ana = client_of(oak.ana)
    assert ana.post(f"program-students/{sam.pk}/accept/").status_code == 422
    ana.post(f"program-students/{sam.pk}/accept/", {"exception_reason": "Ahead of the class"})
    with oak.open():
        place = ProgramStudent.objects.get(pk=sam.pk)
        assert (place.state, place.exception_reason) == ("accepted", "Ahead of the class")
        assert AuditEvent.objects.get(verb="program_student.accept").reason == "Ahead of the class"


def test_program_student_waitlist_and_decline(oak, program, sam, client_of):
    ana = client_of(oak.ana)
    ana.post(f"program-students/{sam.pk}/waitlist/", {"reason": ""})
    with oak.open():
        place = ProgramStudent.objects.get(pk=sam.pk)
        assert (place.state, place.waiting_number) == ("waitlisted", 1)
    assert ana.post(f"program-students/{sam.pk}/decline/", {"reason": ""}).status_code == 422
    ana.post(f"program-students/{sam.pk}/decline/", {"reason": "Too many applied"})
    with oak.open():
        place = ProgramStudent.objects.get(pk=sam.pk)
        assert (place.state, place.reason, place.waiting_number) == ("declined", "Too many applied", None)
        mail = rendering.mail(Message.objects.get(kind="mentoring/student_declined"), {})
        assert "Too many applied" not in mail.text and "cannot offer you a place" in mail.text


def test_program_student_leave(oak, sam, client_of):
    client_of(oak.ana).post(f"program-students/{sam.pk}/leave/", {"reason": "Sports"})
    assert state_of(oak, sam) == "left"


def test_program_student_accept_selected_says_who_cannot_be_accepted_and_why(oak, program, sam, client_of):
    with oak.open():
        interviewed(sam)
        lou = StudentFactory(person=PersonFactory(given_name="Lou", family_name="Abbott"), school=oak.school)
        waits = ProgramStudentFactory(program=program, student=lou, state=State.APPLIED)
    ana = client_of(oak.ana)
    chosen = {"selected": [sam.pk, waits.pk]}
    page = ana.get(f"programs/{program.pk}/students/accept/", chosen)
    [(name, why)] = page.context["skipped"]
    assert (name, why.partition(" · ")[0]) == (
        "Lou Abbott",
        "Nobody has talked about goals yet. Whose turn: the coordinator",
    )
    ana.post(f"programs/{program.pk}/students/accept/", chosen)
    assert (state_of(oak, sam), state_of(oak, waits)) == ("accepted", "applied")


def test_when_nobody_can_be_accepted_yet_each_says_why_and_what_to_do(oak, program, sam, client_of):
    page = client_of(oak.ana).get(f"programs/{program.pk}/students/accept/?selected={sam.pk}&filter=q%3DSam").text
    assert "Nobody can be accepted yet" in page and "Whose turn: the coordinator" in page
    assert f'<a href="/d/oak/program-students/{sam.pk}/interview/">Note the interview</a>' in page
    assert 'students/?q=Sam"' in page
    with oak.open():
        group = ClassGroupFactory(program=program, school=oak.school, supervising_teacher=oak.tom)
        ClassGroupStudentFactory(class_group=group, program_student=sam)
    page = client_of(oak.ana).get(f"programs/{program.pk}/students/accept/?selected={sam.pk}").text
    assert "Whose turn: the teacher" in page


def test_several_are_declined_and_waitlisted_together(oak, program, client_of):
    with oak.open():
        places = [
            ProgramStudentFactory(program=program, student=StudentFactory(school=oak.school), state=State.APPLIED)
            for _number in range(2)
        ]
    ana = client_of(oak.ana)
    chosen = {"selected": [one.pk for one in places], "reason": "All places are taken"}
    undo = undo_of(ana.post(f"programs/{program.pk}/students/waitlist/", chosen, follow=True))
    with oak.open():
        assert sorted(ProgramStudent.objects.values_list("waiting_number", flat=True)) == [1, 2]
    ana.post(undo)
    ana.post(f"programs/{program.pk}/students/decline/", chosen)
    assert [state_of(oak, one) for one in places] == ["declined", "declined"]


def test_a_teacher_decides_on_nobody(oak, program, sam, client_of):
    with oak.open():
        group = ClassGroupFactory(program=program, school=oak.school, supervising_teacher=oak.tom)
        ClassGroupStudentFactory(class_group=group, program_student=sam)
    tom = client_of(oak.tom)
    assert tom.get(f"program-students/{sam.pk}/").status_code == 200
    assert tom.get(f"program-students/{sam.pk}/accept/").status_code == 403
