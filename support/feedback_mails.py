"""Messages about feedback: asked, reminded, something recommended, due."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Link, Outdated, minter, opening
from correspondence.models import Message
from correspondence.outbox import Posting
from support.feedback_tokens import token_of
from support.models import FeedbackInvitation, FeedbackRound, Recommendation
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.context import current_district
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import District
from tenancy.permissions import Role

logged(FeedbackRound, _("Round of feedback"), naming=str)
logged(Recommendation, _("Recommendation"))

ASKED, DUE = "support/feedback_asked", "support/feedback_due"
GIVEN, RECOMMENDED = "support/recommendation_given", "support/recommendation_due"
#: Purposes of links: the answer page of one invitation, without signing in; a recommendation, signed in.
ANSWER, RECOMMENDATION = "support.feedback", "support.recommendation"


# Asking


@kind(ASKED, label=_("How does it go?"))
def feedback_asked_context(message: Message) -> Mapping[str, object]:
    """What it is about, until when. Raises Outdated when no answer is taken any more."""
    return _round(message)


@kind(
    DUE,
    label=_("How does it go? Reminder"),
    for_digest=True,
    muted_by=[Role.STUDENT, Role.MENTOR, Role.GUARDIAN, Role.TEACHER],
)
def feedback_due_context(message: Message) -> Mapping[str, object]:
    """What it is about, until when. Raises Outdated when the reader has answered, or no answer is taken any more."""
    return _round(message)


def feedback_asked(invitations: Sequence[FeedbackInvitation], *, district: District, by: Actor) -> int:
    """Ask these people, each once whatever is killed; they come with their persons. Returns how many were new."""
    postings = [posting(one, f"{ASKED}:{one.round_id}:{one.person_id}") for one in invitations]
    return outbox.post_many(kind=ASKED, postings=postings, district=district, by=by)


def posting(invitation: FeedbackInvitation, dedupe_key: str) -> Posting:
    """One message to somebody who is asked."""
    return Posting(
        to=invitation.person,
        dedupe_key=dedupe_key,
        context={"round": invitation.round_id},
        link=Link(ANSWER, invitation.pk),
        about=about_round(invitation.round_id),
    )


def about_round(pk: int) -> About:
    """The page that staff read about it."""
    return About(str(_("Feedback")), "support:feedback_round_detail", pk)


def _round(message: Message) -> Mapping[str, Any]:
    if "round" not in message.context:
        return {"round": None, "program": ""}
    rows = FeedbackInvitation.objects.of(message.district).waiting(timezone.localdate())
    asked = rows.filter(round=message.context["round"], person=message.person_id)
    found = asked.prefetch_related("round__program").first()
    if found is None:
        raise Outdated
    return {"round": found.round, "program": found.round.program.reader_name}


@minter(ANSWER)
def answer_link(invitation_pk: int) -> str:
    """The answer page. Raises Outdated when the person has answered, or no answer is taken any more."""
    if not FeedbackInvitation.objects.waiting(timezone.localdate()).filter(pk=invitation_pk).exists():
        raise Outdated
    return opening(district_url(_here(), "support:feedback_answer", token_of(invitation_pk)))


# Recommending


@kind(GIVEN, label=_("Recommendation after feedback"))
def recommendation_given_context(message: Message) -> Mapping[str, object]:
    """What is to be done. Raises Outdated when it is settled, or somebody else's."""
    return _recommendation(message)


@kind(
    RECOMMENDED,
    label=_("Recommendation due"),
    for_digest=True,
    muted_by=[Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.PRINCIPAL, Role.ADMINISTRATOR],
)
def recommendation_due_context(message: Message) -> Mapping[str, object]:
    """What is to be done. Raises Outdated when it is settled, or somebody else's."""
    return _recommendation(message)


def recommendation_given(given: Recommendation, *, by: Actor) -> Message:
    """Tell the owner, once."""
    return outbox.post(
        kind=GIVEN,
        to=given.owner,
        by=by,
        context={"recommendation": given.pk},
        link=Link(RECOMMENDATION, given.pk),
        about=about_recommendation(given.pk),
        dedupe_key=f"{GIVEN}:{given.pk}:{given.owner_id}",
    )


def about_recommendation(pk: int) -> About:
    """Its page."""
    return About(str(_("Recommendation")), "support:recommendation_detail", pk)


def _recommendation(message: Message) -> Mapping[str, object]:
    if "recommendation" not in message.context:
        return {"recommendation": None}
    mine = Recommendation.objects.of(message.district).open().filter(owner=message.person_id)
    found = mine.filter(pk=message.context["recommendation"]).prefetch_related("round__program").first()
    if found is None:
        raise Outdated
    return {"recommendation": found}


@minter(RECOMMENDATION)
def recommendation_link(recommendation_pk: int) -> str:
    """Where it is settled, signed in. Raises Outdated when it is."""
    if not Recommendation.objects.open().filter(pk=recommendation_pk).exists():
        raise Outdated
    return opening(district_url(_here(), "support:recommendation_detail", recommendation_pk))


def _here() -> District:
    district = current_district()
    if district is None:
        raise RuntimeError("Links are made inside a district.")
    return district
