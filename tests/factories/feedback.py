"""Rounds of feedback, what came of them, what is to be done. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from support.models import (
    Audience,
    FeedbackAudience,
    FeedbackComment,
    FeedbackInvitation,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackTally,
    Recommendation,
)
from tests.factories.mentoring import ProgramFactory
from tests.factories.tenancy import PersonFactory


class FeedbackRoundFactory(factory.django.DjangoModelFactory):
    """A round that was sent and takes answers for two weeks."""

    class Meta:
        model = FeedbackRound

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda number: f"Round {number}")
    last_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    created_at = datetime(2026, 11, 2, 15, tzinfo=UTC)
    created_by = factory.SubFactory(PersonFactory)
    sent_at = datetime(2026, 11, 2, 16, tzinfo=UTC)


class FeedbackAudienceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackAudience

    round = factory.SubFactory(FeedbackRoundFactory)
    audience = Audience.MENTORS
    asked = 5


class FeedbackQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackQuestion

    audience = factory.SubFactory(FeedbackAudienceFactory)
    position = factory.Sequence(lambda number: number % 30_000 + 1)
    kind = FeedbackQuestion.Kind.SCALE
    code = "mentor_worth"


class FeedbackInvitationFactory(factory.django.DjangoModelFactory):
    """A mentor who has not answered; the round asks mentors."""

    class Meta:
        model = FeedbackInvitation
        skip_postgeneration_save = True

    round = factory.SubFactory(FeedbackRoundFactory)
    person = factory.SubFactory(PersonFactory)
    audience = Audience.MENTORS

    @factory.post_generation
    def asks(self, create: bool, extracted: object, **kwargs: object) -> None:
        """Its round has the audience."""
        if not FeedbackAudience.objects.filter(round=self.round, audience=self.audience).exists():
            FeedbackAudienceFactory(round=self.round, audience=self.audience)


class FeedbackTallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackTally

    question = factory.SubFactory(FeedbackQuestionFactory)
    choice = 4
    count = 3


class FeedbackCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackComment

    question = factory.SubFactory(FeedbackQuestionFactory, kind=FeedbackQuestion.Kind.TEXT, code="mentor_best")
    text = "The visit to the lab."


class RecommendationFactory(factory.django.DjangoModelFactory):
    """Something that is to be done."""

    class Meta:
        model = Recommendation

    round = factory.SubFactory(FeedbackRoundFactory)
    what = "Plan two visits to workplaces"
    owner = factory.SubFactory(PersonFactory)
    due_on = date(2026, 12, 4)
    given_at = datetime(2026, 11, 16, 15, tzinfo=UTC)
