"""Prompts, entries, rubrics and grades. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime

import factory

from journals.models import BankedComment, Criterion, Entry, EntryVersion, Grade, Level, Mark, Prompt, Rubric
from tests.factories.mentoring import MatchStudentFactory, ProgramFactory
from tests.factories.tenancy import PersonFactory


class PromptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Prompt

    program = factory.SubFactory(ProgramFactory)
    text = factory.Sequence(lambda n: f"What did you learn, part {n}?")
    added_on = date(2026, 9, 1)


class OwedEntryFactory(factory.django.DjangoModelFactory):
    """An entry that was not begun."""

    class Meta:
        model = Entry

    match_student = factory.SubFactory(MatchStudentFactory)
    due_on = date(2026, 10, 20)


class EntryFactory(factory.django.DjangoModelFactory):
    """An entry that was handed in."""

    class Meta:
        model = Entry

    match_student = factory.SubFactory(MatchStudentFactory)
    text = "On Tuesday I followed Mia through the intake desk at the clinic."
    state = Entry.State.HANDED_IN
    saved_at = datetime(2026, 10, 16, 20, tzinfo=UTC)
    handed_in_at = datetime(2026, 10, 16, 21, tzinfo=UTC)
    version = 1


class EntryVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EntryVersion

    entry = factory.SubFactory(EntryFactory)
    number = 1
    text = "On Tuesday I followed Mia."
    handed_in_at = datetime(2026, 10, 15, 21, tzinfo=UTC)


class RubricFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rubric

    program = factory.SubFactory(ProgramFactory)
    name = "Journal"
    added_on = date(2026, 9, 1)


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    rubric = factory.SubFactory(RubricFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = "Reflection"


class LevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Level

    criterion = factory.SubFactory(CriterionFactory)
    points = factory.Sequence(lambda n: n + 1)
    words = "Meets"


class GradeFactory(factory.django.DjangoModelFactory):
    """A comment that nobody else sees yet."""

    class Meta:
        model = Grade

    entry = factory.SubFactory(EntryFactory)
    comment = "Well seen."
    graded_by = factory.SubFactory(PersonFactory)
    graded_at = datetime(2026, 10, 17, 15, tzinfo=UTC)
    entry_version = factory.LazyAttribute(lambda made: made.entry.version)


class MarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mark

    grade = factory.SubFactory(GradeFactory)
    criterion = factory.SubFactory(CriterionFactory)
    level = factory.SubFactory(LevelFactory)


class BankedCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BankedComment

    teacher = factory.SubFactory(PersonFactory)
    text = factory.Sequence(lambda n: f"Say why it matters, part {n}.")
