"""Closing matches, going on together, lines of thanks. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime

import factory

from support.models import Closing, Continuation, ContinuationAnswer, ExitInterview, ThankYouLines
from tests.factories.mentoring import MatchFactory, MatchStudentFactory, ProgramFactory
from tests.factories.tenancy import PersonFactory


class ClosingFactory(factory.django.DjangoModelFactory):
    """A planned closing that was begun."""

    class Meta:
        model = Closing

    match = factory.SubFactory(MatchFactory)
    kind = Closing.Kind.PLANNED
    initiator = Closing.Initiator.PLAN
    opened_on = date(2026, 11, 2)
    opened_by = factory.SubFactory(PersonFactory)


class ExitInterviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExitInterview

    closing = factory.SubFactory(ClosingFactory)
    person = factory.SubFactory(PersonFactory)
    role = "mentor"


class ContinuationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Continuation

    match = factory.SubFactory(MatchFactory)
    program = factory.SubFactory(ProgramFactory)
    asked_on = date(2026, 11, 2)
    asked_by = factory.SubFactory(PersonFactory)


class ContinuationAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContinuationAnswer

    continuation = factory.SubFactory(ContinuationFactory)
    person = factory.SubFactory(PersonFactory)


class ThankYouLinesFactory(factory.django.DjangoModelFactory):
    """Lines that wait for the teacher."""

    class Meta:
        model = ThankYouLines

    match_student = factory.SubFactory(MatchStudentFactory)
    text = "Thank you for showing me the pharmacy."
    written_at = datetime(2026, 11, 3, 15, tzinfo=UTC)
