"""Messages of this floor. None says what somebody wrote to the counselor, nor about whom."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated, minter, opening
from correspondence.models import Message
from mentoring.models import Match, MatchMentor, MatchStudent
from support.models import CounselorBackup, GoalReview, ObjectiveState, Referral, SupportCall, Visit
from tenancy.actor import Actor
from tenancy.context import current_district
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import District, Person
from tenancy.permissions import Role

logged(SupportCall, _("Support call"))
logged(Visit, _("Visit to a workplace"))
logged(GoalReview, _("Look at the goals of a match"))
logged(ObjectiveState, _("Where a goal stands"))
logged(Referral, _("Letter to the counselor"))
logged(CounselorBackup, _("Back-up of a counselor"))

#: Who writes these: whoever wrote to the counselor is not named in the list of sent mail.
_BY = Actor.system("referrals")

WRITTEN, PASSED, RAISED = "support/referral_written", "support/referral_passed", "support/referral_raised"
NO_MEETING, CALL_DUE = "support/no_meeting", "support/support_call_due"
UNREAD, GOALS_DUE = "support/referral_unread", "support/goals_due"
#: Purposes of links: each leads, signed in, to where the thing is done.
MEET, CALL = "support.meet", "support.call"
READ, ANSWER = "support.referral", "support.goals"

# Letters to the counselor


@kind(WRITTEN, label=_("Letter to the counselor"))
def referral_written_context(message: Message) -> Mapping[str, object]:
    """Where it is read. Raises Outdated when somebody has opened it."""
    return _unread(message)


@kind(PASSED, label=_("Letter to the counselor, for the back-up"))
def referral_passed_context(message: Message) -> Mapping[str, object]:
    """Where it is read. Raises Outdated when somebody has opened it."""
    return _unread(message)


@kind(RAISED, label=_("Letter to the counselor that nobody opened"))
def referral_raised_context(message: Message) -> Mapping[str, object]:
    """Where an administrator sees that it exists. Raises Outdated when somebody has opened it."""
    return {**_unread(message), "url": opening(district_url(message.district, "support:referral_watch"))}


def referral_written(referral: Referral, *, to: Person) -> Message:
    """Tell the counselor that somebody wrote. Neither author nor student is named."""
    return _post(WRITTEN, referral, to)


def referral_passed(referral: Referral, *, to: Person) -> Message:
    """Tell the back-up that the counselor has not opened it in time."""
    return _post(PASSED, referral, to)


def referral_raised(referral: Referral, *, to: Person) -> Message:
    """Tell an administrator that nobody has opened it. They do not read it."""
    return _post(RAISED, referral, to)


def _post(name: str, referral: Referral, to: Person) -> Message:
    return outbox.post(
        kind=name,
        to=to,
        by=_BY,
        context={"referral": referral.pk},
        dedupe_key=f"{name}:{referral.pk}:{to.pk}",
        urgent=True,
    )


def _unread(message: Message) -> Mapping[str, object]:
    pk = message.context.get("referral")
    if pk is None:
        return {"url": "", "school": ""}
    referral = Referral.objects.of(message.district).filter(pk=pk).prefetch_related("school").first()
    if referral is None or referral.opened_at is not None:
        raise Outdated
    url = district_url(message.district, "support:referral_detail", pk=referral.pk)
    return {"url": opening(url), "school": referral.school.name if referral.school else ""}


# Reminders


@kind(UNREAD, label=_("Letter to the counselor not read yet"))
def referral_unread_context(message: Message) -> Mapping[str, object]:
    """That it waits. Raises Outdated when somebody has opened it."""
    return _unread(message)


@kind(NO_MEETING, label=_("No meeting for a while"), for_digest=True, muted_by=[Role.MENTOR])
def no_meeting_context(message: Message) -> Mapping[str, object]:
    """Whom the mentor has not met. Raises Outdated when the match no longer runs, or stands still."""
    if "match" not in message.context:
        return {"students": "", "days": 0}
    mine = Match.objects.of(message.district).filter(state=Match.State.RUNNING, pk=message.context["match"])
    if not mine.not_paused().exists():
        raise Outdated
    rows = MatchStudent.objects.of(message.district).filter(match=message.context["match"], left_on=None)
    people = [row.student.person for row in rows.order_by("pk").prefetch_related("student__person")]
    names = ", ".join(one.preferred_name or one.given_name for one in people)
    return {"students": names, "days": message.context.get("days", 0)}


@kind(CALL_DUE, label=_("Support call due"), for_digest=True, muted_by=[Role.COORDINATOR])
def support_call_due_context(message: Message) -> Mapping[str, object]:
    """With whom to talk, by when. Raises Outdated when somebody has."""
    if "call" not in message.context:
        return {"call": None}
    open_calls = SupportCall.objects.of(message.district).open().filter(pk=message.context["call"])
    call = open_calls.prefetch_related("person").first()
    if call is None:
        raise Outdated
    return {"call": call}


@kind(GOALS_DUE, label=_("Look at the goals"), for_digest=True, muted_by=[Role.MENTOR, Role.STUDENT])
def goals_due_context(message: Message) -> Mapping[str, object]:
    """With whom, by when. Raises Outdated when the reader has answered, or nobody waits any more."""
    if "review" not in message.context:
        return {"review": None, "others": ""}
    rows = GoalReview.objects.of(message.district).open().filter(pk=message.context["review"])
    review = rows.exclude(answers__person=message.person_id).first()
    if review is None:
        raise Outdated
    return {"review": review, "others": _others(message.district, review.match_id, message.person_id)}


def _others(district: District, match_id: int, reader: int | None) -> str:
    """The other side, as a member of the match knows it: students by their first names."""
    students = MatchStudent.objects.of(district).filter(match=match_id, left_on=None).order_by("pk")
    people = [row.student.person for row in students.prefetch_related("student__person")]
    if reader not in {one.pk for one in people}:
        return ", ".join(one.preferred_name or one.given_name for one in people)
    mentors = MatchMentor.objects.of(district).filter(match=match_id, left_on=None).order_by("pk")
    return ", ".join(row.mentor.person.name for row in mentors.prefetch_related("mentor__person"))


@minter(MEET)
def meet_link(match_pk: int) -> str:
    """Where a mentor plans, signed in: their students. Raises Outdated when the match no longer runs."""
    if not Match.objects.filter(pk=match_pk, state=Match.State.RUNNING).exists():
        raise Outdated
    return _page("mentoring:mentee_list")


@minter(CALL)
def call_link(call_pk: int) -> str:
    """Where a talk is noted, signed in. Raises Outdated when it is over."""
    if not SupportCall.objects.open().filter(pk=call_pk).exists():
        raise Outdated
    return _page("support:call_note", call_pk)


@minter(READ)
def referral_link(referral_pk: int) -> str:
    """Where a letter is read, signed in. Raises Outdated when somebody has."""
    if not Referral.objects.unread().filter(pk=referral_pk).exists():
        raise Outdated
    return _page("support:referral_detail", referral_pk)


@minter(ANSWER)
def goals_link(review_pk: int) -> str:
    """Where a member says how far they are, signed in. Raises Outdated when nobody waits any more."""
    if not GoalReview.objects.open().filter(pk=review_pk).exists():
        raise Outdated
    return _page("support:goal_answer", review_pk)


def _page(name: str, *args: int) -> str:
    district = current_district()
    if district is None:
        raise RuntimeError("Links are made inside a district.")
    return opening(district_url(district, name, *args))
