"""Students of a program: adding them, interviews, decisions, the waiting list, and taking things back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from mentoring.models import CourtOrder, Goal, Policy, ProgramStudent, Student, StudentInterview
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    ClassGroupFactory,
    ClassGroupStudentFactory,
    GuardianFactory,
    GuardianshipFactory,
    ProgramFactory,
    ProgramSchoolFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.tenancy import PersonFactory
from tests.poppler import facts_of, text_of

State = ProgramStudent.State


@pytest.fixture
def program(oak):
    """A program of Oak's school that asks for an interview."""
    with oak.open():
        made = ProgramFactory(name="Health careers")
        ProgramSchoolFactory(program=made, school=oak.school)
    return made


@pytest.fixture
def sam(oak, program):
    """Sam, who has applied."""
    with oak.open():
        student = StudentFactory(person=oak.sam, school=oak.school)
        return ProgramStudentFactory(program=program, student=student, state=State.APPLIED)


def interviewed(place):
    """The place, with a talk about goals held."""
    StudentInterview.objects.create(program_student=place, held_on=date(2026, 10, 1), held_by=place.student.person)
    return place


def state_of(oak, place):
    with oak.open():
        return ProgramStudent.objects.get(pk=place.pk).state


def undo_of(page):
    """Where the Undo of the notice leads."""
    return next(one.extra_tags for one in page.context["messages"])


# Lists


@pytest.mark.parametrize("count", [1, 4])
def test_program_student_list_asks_the_same_number_of_queries(
    oak, program, client_of, count, django_assert_num_queries
):
    with oak.open():
        for _number in range(count):
            ProgramStudentFactory(program=program, student=StudentFactory(school=oak.school))
    ana = client_of(oak.ana)
    ana.get("students/")
    every = [
        "state",
        "fits",
        "application",
        "interview",
        "goals",
        "career_area",
        "decided",
        "reason",
        "school",
        "grade",
    ]
    query = "&".join(f"column={one}" for one in every)
    with django_assert_num_queries(26):
        page = ana.get(f"programs/{program.pk}/students/?{query}")
    assert len(page.context["list"].current.rows) == count


def test_program_student_list_is_narrowed_and_exported(oak, program, sam, client_of):
    with oak.open():
        lou = StudentFactory(person=PersonFactory(given_name="Lou", family_name="Abbott"), school=oak.school)
        ProgramStudentFactory(program=program, student=lou, state=State.INVITED)
    ana = client_of(oak.ana)
    base = f"programs/{program.pk}/students/"
    for query, found in (("state=applied", ["Sam"]), ("q=abb", ["Lou"]), ("interview=no", ["Lou", "Sam"])):
        rows = ana.get(f"{base}?{query}").context["list"].current.rows
        assert [one.student.person.given_name for one in rows] == found
    lines = b"".join(ana.get(f"{base}export/?state=applied&column=state&format=csv").streaming_content).decode()
    assert "Haddad, Sam" in lines and "Applied" in lines and "Abbott" not in lines


def test_program_student_list_is_for_nobody_of_elm_nor_families(oak, elm, program, sam, client_of):
    assert client_of(elm.ana).get(f"programs/{program.pk}/students/").status_code == 404
    for who in (oak.mia, oak.gil, oak.sam):
        assert client_of(who).get(f"programs/{program.pk}/students/").status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_candidate_list_asks_the_same_number_of_queries(oak, program, client_of, count, django_assert_num_queries):
    with oak.open():
        Policy.objects.filter(program=program).update(requires_career_course=True, career_course_codes=["HS101"])
        for _number in range(count):
            StudentFactory(school=oak.school)
    ana = client_of(oak.ana)
    ana.get("students/")
    with django_assert_num_queries(26):
        page = ana.get(f"programs/{program.pk}/students/candidates/?column=sections&column=fits")
    assert len(page.context["list"].current.rows) == count


def test_waiting_list_moves_up_in_its_order(oak, program, client_of, django_assert_num_queries):
    with oak.open():
        waiting = [
            ProgramStudentFactory(
                program=program,
                student=StudentFactory(school=oak.school),
                state=State.WAITLISTED,
                waiting_number=number,
            )
            for number in (1, 2, 3)
        ]
    ana = client_of(oak.ana)
    ana.post(f"program-students/{waiting[2].pk}/move-up/")
    with django_assert_num_queries(20):
        page = ana.get(f"programs/{program.pk}/students/waiting/")
    assert page.context["places"] == [waiting[0], waiting[2], waiting[1]]
    ana.post(f"program-students/{waiting[0].pk}/move-up/")
    assert ana.get(f"programs/{program.pk}/students/waiting/").context["places"][0] == waiting[0]


# Adding


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


# Interview


def test_student_interview_add_sets_goals_that_the_student_sees(oak, program, sam, client_of):
    with oak.open():
        group = ClassGroupFactory(program=program, school=oak.school, supervising_teacher=oak.tom)
        ClassGroupStudentFactory(class_group=group, program_student=sam)
    tom = client_of(oak.tom)
    form = {"held_on": "2026-10-05", "goal_1": "See a lab from inside", "goal_2": "Write a résumé", "note": "Shy"}
    assert tom.post(f"program-students/{sam.pk}/interview/", form).status_code == 302
    again = {"held_on": "2026-10-20", "goal_1": "Write a résumé"}
    tom.post(f"program-students/{sam.pk}/interview/", again)
    with oak.open():
        assert list(Goal.objects.order_by("pk").values_list("text", "dropped_on")) == [
            ("See a lab from inside", date(2026, 10, 20)),
            ("Write a résumé", None),
        ]
    own = client_of(oak.sam).get("my-program/").text
    assert "Write a résumé" in own and "See a lab" not in own and "Shy" not in own


def test_goal_reach_is_seen_by_the_student_and_can_be_undone(oak, elm, program, sam, client_of):
    with oak.open():
        goal = Goal.objects.create(program_student=sam, text="Write a résumé", set_on=date(2026, 10, 5))
    ana = client_of(oak.ana)
    assert "Mark as reached" in ana.get(f"program-students/{sam.pk}/").text
    page = ana.post(f"goals/{goal.pk}/reach/", follow=True)
    assert "reached on" in page.text and "Mark as reached" not in page.text
    assert "reached on" in client_of(oak.sam).get("my-program/").text
    for other in (oak.tom, elm.ana):
        assert client_of(other).post(f"goals/{goal.pk}/reopen/").status_code == 404
    assert client_of(oak.cole).post(f"goals/{goal.pk}/reopen/").status_code == 403
    page = ana.post(undo_of(page), follow=True)
    assert "Mark as reached" in page.text
    with oak.open():
        verbs = AuditEvent.objects.filter(verb__in=["goal.reach", "goal.reopen"]).order_by("pk")
        assert list(verbs.values_list("verb", "facts")) == [
            ("goal.reach", {"person": oak.sam.pk}),
            ("goal.reopen", {"person": oak.sam.pk}),
        ]


def test_a_goal_that_was_dropped_is_not_reached(oak, program, sam, client_of):
    with oak.open():
        goal = Goal.objects.create(
            program_student=sam, text="x", set_on=date(2026, 10, 5), dropped_on=date(2026, 10, 6)
        )
    assert "This goal was dropped" in client_of(oak.ana).post(f"goals/{goal.pk}/reach/", follow=True).text


def test_programs_are_told_apart_by_their_year(oak, program, client_of):
    page = client_of(oak.ana).get("students/").text
    with oak.open():
        assert f"Health careers ({program.school_year.name})" in page


def test_a_teacher_interviews_only_their_own_students(oak, elm, program, sam, client_of):
    assert client_of(oak.tom).get(f"program-students/{sam.pk}/interview/").status_code == 404
    assert client_of(elm.ana).get(f"program-students/{sam.pk}/interview/").status_code == 404
    assert client_of(oak.cole).get(f"program-students/{sam.pk}/interview/").status_code == 403


def test_an_interview_has_a_goal_and_is_not_in_the_future(oak, sam, client_of):
    ana = client_of(oak.ana)
    late = {"held_on": timezone.localdate() + timedelta(days=2), "goal_1": "x"}
    assert ana.post(f"program-students/{sam.pk}/interview/", late).status_code == 422
    assert ana.post(f"program-students/{sam.pk}/interview/", {"held_on": "2026-10-05"}).status_code == 422


# Asked to apply


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


# Letters to those without an address


def test_the_page_that_asks_names_whom_no_mail_reaches(oak, program, sam, client_of):
    with oak.open():
        interviewed(sam)
        gus = GuardianFactory(person=PersonFactory(given_name="Gus", family_name="Haddad", email=""))
        GuardianshipFactory(student=sam.student, guardian=gus)
    ana, words = client_of(oak.ana), "1 person has no email address and gets no mail: Gus Haddad."
    for path in ("accept", "waitlist", "decline"):
        assert words in ana.get(f"program-students/{sam.pk}/{path}/").text
    several = ana.get(f"programs/{program.pk}/students/accept/", {"selected": [sam.pk]})
    assert words in several.text
    assert "Print 1 letter" not in ana.get(f"program-students/{sam.pk}/accept/").text


def test_program_student_letter_print_writes_in_the_readers_language(oak, elm, program, sam, client_of):
    with oak.open():
        gus = GuardianFactory(person=PersonFactory(given_name="Gus", family_name="Haddad", email="", language="es"))
        GuardianshipFactory(student=sam.student, guardian=gus)
        ProgramStudent.objects.filter(pk=sam.pk).update(state=State.ACCEPTED, decided_on=date(2026, 10, 6))
    ana, path = client_of(oak.ana), f"program-students/{sam.pk}/letters/"
    assert "Print 1 letter" in ana.get(f"program-students/{sam.pk}/").text
    content = ana.get(path).content
    assert facts_of(content)["Pages"] == "1"
    assert "Gus Haddad" in text_of(content) and "Hola, Gus" in text_of(content)
    with oak.open():
        facts = AuditEvent.objects.get(verb="program_student.print_letters").facts
        assert facts == {"places": [sam.pk], "count": 1}
    assert client_of(elm.ana).get(path).status_code == 404
    assert client_of(oak.tom).get(path).status_code == 403


def test_program_student_letter_selected_prints_one_for_each(oak, program, sam, client_of):
    with oak.open():
        lia = StudentFactory(person=PersonFactory(given_name="Lia", family_name="Moss", email=""), school=oak.school)
        asked = ProgramStudentFactory(program=program, student=lia, state=State.INVITED, decided_on=None)
        program.takes_students = True
        program.save()
    ana, path = client_of(oak.ana), f"programs/{program.pk}/students/letters/"
    ticked = {"selected": [sam.pk, asked.pk]}
    page = ana.get(path, ticked).text
    assert "Print 1 letter?" in page and "Lia Moss" in page and "Sam Haddad" not in page
    said = text_of(ana.post(path, ticked).content)
    assert "You are asked to apply to the program" in " ".join(said.split())
    assert "Nobody needs a letter" in ana.get(path, {"selected": [sam.pk]}).text
    assert ana.post(path, {"selected": [sam.pk]}).status_code == 422
    assert "Nobody is selected" in ana.get(path).text
    page = ana.get(f"program-students/{sam.pk}/letters/", follow=True)
    assert "Everybody has an email address." in page.text


# Decision


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


@pytest.mark.parametrize(("takes", "says"), [(True, False), (False, True)])
def test_adding_to_a_program_that_is_closed_to_students_says_so(oak, program, client_of, takes, says):
    with oak.open():
        program.takes_students = takes
        program.save()
        student = StudentFactory(school=oak.school)
    page = client_of(oak.ana).get(f"programs/{program.pk}/students/add-selected/?selected={student.pk}").text
    assert ("Students cannot apply to this program" in page) == says
    assert ("an email in two minutes that asks them to apply" in page) == (not says)


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


def test_program_student_detail_is_for_nobody_of_elm(oak, elm, sam, client_of):
    for path in ("", "accept/", "decline/", "waitlist/", "leave/", "application/"):
        assert client_of(elm.ana).get(f"program-students/{sam.pk}/{path}").status_code == 404
