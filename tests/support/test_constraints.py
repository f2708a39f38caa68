"""What holds of support in the database, and what becomes of it when two entries of a person are merged."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from support.followers import person_merged, students_merging
from support.models import GoalAnswer, GoalReview, Referral, SupportCall
from tenancy.actor import Actor
from tests.factories.mentoring import StudentFactory
from tests.factories.support import (
    CounselorBackupFactory,
    GoalAnswerFactory,
    GoalReviewFactory,
    ReferralFactory,
    SupportCallFactory,
    VisitFactory,
)
from tests.factories.tenancy import PersonFactory
from tests.mentoring.scene import running

NOW = datetime(2026, 11, 3, 16, tzinfo=UTC)


@pytest.fixture
def scene(oak):
    return running(oak)


@pytest.mark.parametrize(
    "values",
    [
        {"held_on": "2026-10-16"},  # by whom, how, and whether the student is safe
        {"held_on": "2026-10-16", "channel": "phone", "held_by": "ana"},
        {"skipped_on": "2026-10-16"},
        {"quality": 11},
        {"role": "student"},  # about which student
        {"follow_up": "Talked"},
        {"held_on": "2026-10-16", "channel": "phone", "held_by": "ana", "is_safe": "yes", "skipped_on": "2026-10-16"},
    ],
)
def test_a_talk_is_held_whole_or_not_at_all(oak, scene, values):
    found = {key: getattr(oak, value) if key == "held_by" else value for key, value in values.items()}
    with oak.open(), pytest.raises(IntegrityError), transaction.atomic():
        SupportCallFactory(match=scene.match, person=oak.mia, **found)


def test_a_talk_is_due_once_for_a_reason_and_a_day(oak, scene):
    with oak.open():
        SupportCallFactory(match=scene.match, person=oak.mia)
        SupportCallFactory(match=scene.match, person=oak.mia, cause="asked")
        with pytest.raises(IntegrityError), transaction.atomic():
            SupportCallFactory(match=scene.match, person=oak.mia)


def test_one_look_at_goals_is_open_and_everybody_answers_a_goal_once(oak, scene):
    with oak.open():
        review = GoalReviewFactory(match=scene.match)
        GoalAnswerFactory(review=review, person=oak.sam)
        for faulty in (
            lambda: GoalReviewFactory(match=scene.match),
            lambda: GoalAnswerFactory(review=review, person=oak.sam),
            lambda: GoalAnswerFactory(review=review, person=oak.mia, standing=5),
            lambda: VisitFactory(match=scene.match, planned_on=None),
            lambda: VisitFactory(match=scene.match, visited_on="2026-10-20"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                faulty()
        assert GoalReview.objects.count() == 1


def test_a_letter_is_opened_by_somebody_after_it_was_written(oak, scene):
    with oak.open():
        for values in ({"opened_at": NOW}, {"closed_at": NOW}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ReferralFactory(student=scene.sam, **values)
        CounselorBackupFactory(school=oak.school)
        with pytest.raises(IntegrityError), transaction.atomic():
            CounselorBackupFactory(school=oak.school)


def test_what_two_entries_of_a_person_have_belongs_to_the_one_who_stays(oak, scene):
    with oak.open():
        gone = PersonFactory(given_name="Mia", family_name="F.")
        SupportCallFactory(match=scene.match, person=oak.mia)
        noted = {"held_on": "2026-10-16", "held_by": oak.ana, "channel": "phone", "is_safe": "yes"}
        SupportCallFactory(match=scene.match, person=gone, **noted)
        letter = ReferralFactory(student=scene.sam, written_by=gone, counselor=gone)
        review = GoalReviewFactory(match=scene.match)
        GoalAnswerFactory(review=review, person=oak.mia)
        GoalAnswerFactory(review=review, person=gone)
        person_merged(kept=oak.mia, gone=gone, by=Actor.person(oak.ada))
        letter.refresh_from_db()
        assert (letter.written_by, letter.counselor) == (oak.mia, oak.mia)
        assert GoalAnswer.objects.get().person == oak.mia
        assert SupportCall.objects.get().held_by == oak.ana


def test_letters_about_two_entries_of_a_student_are_about_the_one_who_stays(oak, scene):
    with oak.open():
        other = StudentFactory()
        ReferralFactory(student=other)
        students_merging(kept=oak.sam, gone=other.person)
        assert Referral.objects.get().student == scene.sam
