"""Talks about goals with students, and goals that are reached."""

from datetime import date, timedelta

from django.utils import timezone

from mentoring.models import Goal
from tenancy.models import AuditEvent
from tests.factories.mentoring import ClassGroupFactory, ClassGroupStudentFactory
from tests.mentoring.applied import undo_of


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


def test_a_teacher_interviews_only_their_own_students(oak, elm, program, sam, client_of):
    assert client_of(oak.tom).get(f"program-students/{sam.pk}/interview/").status_code == 404
    assert client_of(elm.ana).get(f"program-students/{sam.pk}/interview/").status_code == 404
    assert client_of(oak.cole).get(f"program-students/{sam.pk}/interview/").status_code == 403


def test_an_interview_has_a_goal_and_is_not_in_the_future(oak, sam, client_of):
    ana = client_of(oak.ana)
    late = {"held_on": timezone.localdate() + timedelta(days=2), "goal_1": "x"}
    assert ana.post(f"program-students/{sam.pk}/interview/", late).status_code == 422
    assert ana.post(f"program-students/{sam.pk}/interview/", {"held_on": "2026-10-05"}).status_code == 422
