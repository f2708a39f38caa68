"""Grades: of the text that was read, by one window at a time, visible in one go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondence.models import Message
from journals.actions import entries, grades, rubrics
from journals.models import BankedComment, Entry, Grade, Rubric
from tenancy.actor import Actor
from tests.journals.diary import NOON, classmate, diary, graded, handed_in


def give(cast, found, entry, *, points=3, entry_version=None, grade_version=0, comment=""):
    criteria = found.rubric.criteria.order_by("position")
    return grades.save(
        entry=entry,
        rubric=found.rubric,
        levels={one: one.levels.get(points=points) for one in criteria},
        comment=comment,
        entry_version=entry.version if entry_version is None else entry_version,
        grade_version=grade_version,
        at=NOON,
        by=Actor.person(cast.tom),
    )


def test_a_grade_adds_up_its_marks(oak):
    found = diary(oak)
    with oak.open():
        grade = give(oak, found, handed_in(found.member))
        assert (grade.points, grade.out_of, grade.version, grade.released_at) == (9, 12, 1, None)
        assert grade.marks.count() == 3


def test_a_second_window_does_not_grade_over_the_first(oak):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        first = give(oak, found, entry, points=4)
        with pytest.raises(grades.GradedElsewhere) as other:
            give(oak, found, entry, points=1)
        assert other.value.grade == first
        assert Grade.objects.get().points == 12


def test_a_text_that_changed_since_is_not_graded(oak):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        Entry.objects.update(version=2)
        with pytest.raises(grades.HandedInAnew):
            give(oak, found, entry, entry_version=1)


def test_what_was_given_back_is_not_graded(oak):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        entries.give_back(entry=entry, note="More.", at=NOON, by=Actor.person(oak.tom))
        with pytest.raises(grades.CannotGrade):
            give(oak, found, entry)


def test_a_grade_just_given_is_taken_back(oak):
    found = diary(oak)
    with oak.open():
        grade = give(oak, found, handed_in(found.member))
        grades.undo(grade=grade, by=Actor.person(oak.tom))
        assert not Grade.objects.exists()


def test_a_released_grade_is_not_taken_back(oak):
    found = diary(oak)
    with oak.open():
        grade = graded(oak, found, handed_in(found.member), released=True)
        with pytest.raises(grades.CannotUndo):
            grades.undo(grade=grade, by=Actor.person(oak.tom))


def test_releasing_tells_each_student_once_and_leaves_out_what_was_handed_in_anew(oak):
    found = diary(oak)
    with oak.open():
        mine = [graded(oak, found, handed_in(found.member)) for _number in range(2)]
        anew = graded(oak, found, handed_in(classmate(oak, found, 1)))
        Entry.objects.filter(pk=anew.entry_id).update(version=7)
        event = grades.release(grades=[*mine, anew], at=timezone.now(), by=Actor.person(oak.tom))
        assert event.facts == {"grades": [one.pk for one in mine]}
        assert [one.person for one in Message.objects.all()] == [oak.sam]
        anew.refresh_from_db()
        assert anew.released_at is None


def test_a_release_is_undone_until_the_mail_leaves(oak):
    found = diary(oak)
    with oak.open():
        grade = graded(oak, found, handed_in(found.member))
        event = grades.release(grades=[grade], at=timezone.now(), by=Actor.person(oak.tom))
        assert grades.undo_release(event=event, at=timezone.now(), by=Actor.person(oak.tom)) == 1
        grade.refresh_from_db()
        assert (grade.released_at, Message.objects.get().state) == (None, "cancelled")


def test_a_release_stays_once_a_mail_has_left(oak):
    found = diary(oak)
    with oak.open():
        grade = graded(oak, found, handed_in(found.member))
        event = grades.release(grades=[grade], at=timezone.now(), by=Actor.person(oak.tom))
        Message.objects.update(state="sent", sent_at=timezone.now(), to_address="sam@oak.example")
        with pytest.raises(grades.CannotUndo):
            grades.undo_release(event=event, at=timezone.now() + timedelta(minutes=5), by=Actor.person(oak.tom))
        grade.refresh_from_db()
        assert grade.released_at is not None


def test_a_comment_is_kept_once(oak):
    with oak.open():
        for _time in range(2):
            grades.keep_comment(text="Say  why.", teacher=oak.tom, by=Actor.person(oak.tom))
        assert [one.text for one in BankedComment.objects.all()] == ["Say why."]


def write(cast, found, *names):
    wanted = [rubrics.CriterionWanted(name, "", {2: "Good", 1: "Fair"}) for name in names]
    return rubrics.write(
        program=found.scene.program, name="Ours", criteria=wanted, on=cast.today, by=Actor.person(cast.ana)
    )


def test_an_unused_rubric_is_changed_in_place(oak):
    found = diary(oak)
    with oak.open():
        assert write(oak, found, "Curiosity") == found.rubric
        assert [one.name for one in found.rubric.criteria.all()] == ["Curiosity"]


def test_a_used_rubric_ends_and_stays_with_its_grades(oak):
    found = diary(oak)
    with oak.open():
        grade = give(oak, found, handed_in(found.member))
        new = write(oak, found, "Curiosity")
        assert new != found.rubric
        assert Rubric.objects.get(ended_on__isnull=False) == found.rubric
        assert grade.marks.count() == 3
