"""What classes work on, assignments, the weekly class. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime, timedelta

import factory

from classes.models import Assignment, ClassAbsence, ClassDay, ClassFocus, ClassTime, SharedWork, WorkComment
from tests.factories.mentoring import ClassGroupFactory, ProgramStudentFactory, StudentFactory
from tests.factories.tenancy import PersonFactory


class ClassFocusFactory(factory.django.DjangoModelFactory):
    """What a class works on this school year."""

    class Meta:
        model = ClassFocus

    class_group = factory.SubFactory(ClassGroupFactory)
    from_on = date(2026, 8, 17)
    until_on = date(2027, 6, 4)
    text = "Reading a lab report"
    posted_by = factory.SubFactory(PersonFactory)
    posted_at = datetime(2026, 11, 2, 15, tzinfo=UTC)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    class_group = factory.SubFactory(ClassGroupFactory)
    title = factory.Sequence(lambda n: f"Interview somebody at work {n}")
    posted_by = factory.SubFactory(PersonFactory)
    posted_at = datetime(2026, 11, 2, 15, tzinfo=UTC)


class SharedWorkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SharedWork

    assignment = factory.SubFactory(AssignmentFactory)
    student = factory.SubFactory(StudentFactory)
    text = "I asked about the night shift."
    shared_at = datetime(2026, 11, 9, 15, tzinfo=UTC)


class WorkCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkComment

    work = factory.SubFactory(SharedWorkFactory)
    author = factory.SubFactory(PersonFactory)
    text = "Ask what changed in the last years, too."
    at = datetime(2026, 11, 10, 15, tzinfo=UTC)


class ClassTimeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassTime

    class_group = factory.SubFactory(ClassGroupFactory)
    weekday = ClassTime.Weekday.MONDAY


class ClassDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassDay

    class_group = factory.SubFactory(ClassGroupFactory)
    day = factory.Sequence(lambda n: date(2026, 9, 21) + timedelta(days=n % 60))
    taken_by = factory.SubFactory(PersonFactory)
    taken_at = datetime(2026, 11, 9, 15, tzinfo=UTC)
    student_count = 1


class ClassAbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassAbsence

    class_day = factory.SubFactory(ClassDayFactory)
    program_student = factory.SubFactory(ProgramStudentFactory)
    missed_on = factory.LazyAttribute(lambda made: made.class_day.day)
