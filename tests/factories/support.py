"""Talks, visits, looks at goals, letters to the counselor. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime

import factory

from mentoring.models import MatchObjective
from support.models import (
    CounselorBackup,
    GoalAnswer,
    GoalReview,
    ObjectiveState,
    Referral,
    ReferralText,
    SupportCall,
    Visit,
)
from tests.factories.mentoring import MatchFactory, StudentFactory
from tests.factories.tenancy import PersonFactory, SchoolFactory


class SupportCallFactory(factory.django.DjangoModelFactory):
    """A talk with a mentor that is due."""

    class Meta:
        model = SupportCall

    match = factory.SubFactory(MatchFactory)
    person = factory.SubFactory(PersonFactory)
    role = SupportCall.Role.MENTOR
    due_on = date(2026, 10, 16)


class VisitFactory(factory.django.DjangoModelFactory):
    """A visit that is planned."""

    class Meta:
        model = Visit

    match = factory.SubFactory(MatchFactory)
    planned_on = date(2026, 10, 20)


class MatchObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchObjective

    match = factory.SubFactory(MatchFactory)
    position = 1
    text = "Explain what a pharmacist does in a day"


class GoalReviewFactory(factory.django.DjangoModelFactory):
    """A look at goals that waits for answers."""

    class Meta:
        model = GoalReview

    match = factory.SubFactory(MatchFactory)
    asked_on = date(2026, 11, 2)
    due_on = date(2026, 11, 16)


class GoalAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GoalAnswer

    review = factory.SubFactory(GoalReviewFactory)
    person = factory.SubFactory(PersonFactory)
    standing = 3
    answered_at = datetime(2026, 11, 3, 15, tzinfo=UTC)


class ObjectiveStateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ObjectiveState

    objective = factory.SubFactory(MatchObjectiveFactory)
    state = ObjectiveState.State.WORKING
    said_by = factory.SubFactory(PersonFactory)
    said_at = datetime(2026, 11, 3, 15, tzinfo=UTC)


class CounselorBackupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CounselorBackup

    school = factory.SubFactory(SchoolFactory)
    person = factory.SubFactory(PersonFactory)
    named_on = date(2026, 9, 1)


class ReferralFactory(factory.django.DjangoModelFactory):
    """A letter that nobody has opened."""

    class Meta:
        model = Referral

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    written_by = factory.SelfAttribute("student.person")
    written_at = datetime(2026, 11, 3, 15, tzinfo=UTC)


class ReferralTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReferralText

    referral = factory.SubFactory(ReferralFactory)
    author = factory.SelfAttribute("referral.written_by")
    text = "I do not sleep."
    at = factory.SelfAttribute("referral.written_at")
