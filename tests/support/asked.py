"""A round of feedback around Sam's and Mia's match: Sam, Mia, Gil and Tom are asked."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from support.actions import feedback
from support.actions.feedback import Plan
from support.feedback_tokens import token_of
from support.models import Audience, FeedbackInvitation, FeedbackQuestion, FeedbackRound
from tenancy.actor import Actor
from tenancy.models import Person
from tests.conftest import Cast
from tests.mentoring.scene import Scene, running


@dataclass
class Asked:
    """The round, in its scene."""

    cast: Cast
    scene: Scene
    round: FeedbackRound

    @property
    def path(self) -> str:
        """Its page."""
        return f"feedback/{self.round.pk}/"

    def link(self, person: Person) -> str:
        """The address of somebody's answer page."""
        with self.cast.open():
            pk = FeedbackInvitation.objects.get(round=self.round, person=person).pk
        return f"feedback/answer/{token_of(pk)}/"

    def said(self, audience: str, scale: int = 4, yes: int = 1, text: str = "") -> dict[str, object]:
        """Answers to all questions of an audience."""
        kinds = {"scale": scale, "yes_no": yes, "text": text}
        with self.cast.open():
            rows = FeedbackQuestion.objects.filter(audience__round=self.round, audience__audience=audience)
            return {f"q{one.pk}": kinds[one.kind] for one in rows}


def drafted(cast: Cast, scene: Scene | None = None, **values: object) -> Asked:
    """A round that nobody was asked in yet."""
    there = scene or running(cast)
    plan = {"name": "Fall", "last_on": cast.today + timedelta(days=14), "audiences": Audience.values, **values}
    with cast.open():
        made = feedback.prepare(
            program=there.program,
            plan=Plan(**plan),  # type: ignore[arg-type]
            at=timezone.now(),
            by=Actor.person(cast.ana),
        )
    return Asked(cast, there, made)


def sent(cast: Cast, scene: Scene | None = None, **values: object) -> Asked:
    """A round in which everybody was asked."""
    there = drafted(cast, scene, **values)
    with cast.open():
        there.round = feedback.send(round_=there.round, at=timezone.now(), on=cast.today, by=Actor.person(cast.ana))
    return there
