"""What holds of journals in the database itself."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from journals.models import Entry, Grade
from journals.reading import JournalStanding, standing_of
from tests.factories.journals import CriterionFactory, EntryFactory, LevelFactory, MarkFactory, RubricFactory
from tests.journals.diary import diary, graded, handed_in, met, owed


@pytest.mark.parametrize(
    "values",
    [
        {"state": "handed_in", "text": ""},
        {"state": "handed_in", "handed_in_at": None},
        {"state": "excused"},
        {"excused_at": timezone.now()},
    ],
)
def test_an_entry_fits_its_state(oak, values):
    found = diary(oak)
    with oak.open(), pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(match_student=found.member, **values)


def test_one_entry_for_a_meeting_and_for_a_week(oak):
    found = diary(oak)
    with oak.open():
        meeting = met(found.member, on=oak.today)
        owed(oak, found.member, meeting=meeting)
        with pytest.raises(IntegrityError), transaction.atomic():
            owed(oak, found.member, meeting=meeting)
        owed(oak, found.member, period_from=oak.today)
        with pytest.raises(IntegrityError), transaction.atomic():
            owed(oak, found.member, period_from=oak.today)
        with pytest.raises(IntegrityError), transaction.atomic():
            owed(oak, found.member, meeting=met(found.member, on=oak.today), period_from=oak.today)


def test_a_grade_has_no_more_points_than_there_are_and_stands_once(oak):
    found = diary(oak)
    with oak.open():
        grade = graded(oak, found, handed_in(found.member))
        for values in ({"points": 13}, {"points": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Grade.objects.filter(pk=grade.pk).update(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            graded(oak, found, grade.entry)


def test_one_rubric_is_in_use_and_levels_and_marks_stand_once(oak):
    found = diary(oak)
    with oak.open():
        with pytest.raises(IntegrityError), transaction.atomic():
            RubricFactory(program=found.scene.program)
        criterion = found.rubric.criteria.order_by("position")[0]
        with pytest.raises(IntegrityError), transaction.atomic():
            CriterionFactory(rubric=found.rubric, position=criterion.position)
        with pytest.raises(IntegrityError), transaction.atomic():
            LevelFactory(criterion=criterion, points=4)
        mark = MarkFactory(grade=graded(oak, found, handed_in(found.member)), criterion=criterion)
        with pytest.raises(IntegrityError), transaction.atomic():
            MarkFactory(grade=mark.grade, criterion=criterion)


def test_the_standing_of_students_is_read_in_two_queries(oak, django_assert_num_queries):
    found = diary(oak)
    with oak.open():
        owed(oak, found.member)
        owed(oak, found.member, days=4)
        handed_in(found.member)
        graded(oak, found, handed_in(found.member))
        with django_assert_num_queries(2):
            standing = standing_of([found.member.pk, 1], oak.today)
        assert standing == {found.member.pk: JournalStanding(2, 1, 2, 1), 1: JournalStanding()}
        assert Entry.objects.count() == 4
