"""Another time for a planned meeting: proposed by a mentor or student, accepted or declined by whoever plans it."""

from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import proposal_mails
from meetings.actions import meetings
from meetings.actions.meetings import Moved, Plan
from meetings.models import Meeting, MeetingProposal, Participation
from meetings.rules import OF_PROPOSALS, instant, plan_blockers, words_of
from mentoring.models import Match
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person

State = MeetingProposal.State


class CannotPropose(Exception):
    """Nothing is proposed; the text says why."""


class CannotDecide(Exception):
    """The proposal stays as it is; the text says why."""


def refusal(meeting: Meeting, person: Person, *, at: datetime) -> str:
    """Why this person cannot propose another time for a meeting now; empty when they can. At most two queries."""
    if meeting.state != Meeting.State.PLANNED or meeting.starts_at is None or meeting.starts_at <= at:
        return _("Another time can be proposed until a planned meeting begins.")
    mine = MeetingProposal.objects.of(meeting.district).open().filter(meeting=meeting, proposed_by=person)
    if mine.exists():
        return _("You have proposed another time already. Take it back first.")
    if not _is_expected(meeting, person):
        return _("You are not expected at this meeting.")
    return ""


@transaction.atomic
def propose(
    *, meeting: Meeting, person: Person, on: date, starts_at: time, note: str = "", at: datetime, by: Actor
) -> MeetingProposal:
    """Somebody who is expected would rather meet then; whoever plans is told, and the others who take part.

    The meeting stays as it is. Refuses (CannotPropose) a meeting that is not to come, a second open proposal of one
    person, the time that is planned already, and days on which they cannot meet.
    """
    along = ("match__program", "match__district", "adult")
    locked = Meeting.objects.select_for_update(of=("self",)).prefetch_related(*along).get(pk=meeting.pk)
    wanted = instant(on, starts_at)
    words = refusal(locked, person, at=at) or _refused_day(locked, on, wanted, at)
    if words or locked.starts_at is None:  # a planned meeting has an hour
        raise CannotPropose(words)
    proposal = MeetingProposal.objects.create(
        meeting=locked, proposed_by=person, proposed_at=at, was_at=locked.starts_at, starts_at=wanted, note=note
    )
    facts: dict[str, audit.Fact] = {"proposal": proposal.pk, "starts_at": wanted.isoformat()}
    audit.record(by=by, verb="meeting.propose", target=locked, facts=facts)
    proposal_mails.time_proposed(proposal, at=at, by=by)
    return proposal


@transaction.atomic
def withdraw(*, proposal: MeetingProposal, at: datetime, by: Actor) -> None:
    """Who proposed it takes it back. Refuses (CannotDecide) one that is settled."""
    locked = _open(proposal)
    _close(locked, State.WITHDRAWN, at=at, by=by)
    audit.record(by=by, verb="meeting.withdraw_proposal", target=locked.meeting, facts={"proposal": locked.pk})


@transaction.atomic
def accept(*, proposal: MeetingProposal, at: datetime, by: Actor) -> Moved:
    """The meeting moves to the proposed time, and everybody is told as of every move.

    Refuses (CannotDecide) a proposal that is settled, and (CannotPlan) what ``meetings.move`` refuses.
    """
    # Locked in the order in which moving locks them, so that two who decide at once wait for each other.
    Match.objects.select_for_update(of=("self",)).get(pk=proposal.meeting.match_id)
    Meeting.objects.select_for_update(of=("self",)).get(pk=proposal.meeting_id)
    locked = _open(proposal)
    _close(locked, State.ACCEPTED, at=at, by=by)
    audit.record(by=by, verb="meeting.accept_proposal", target=locked.meeting, facts={"proposal": locked.pk})
    begin = timezone.localtime(locked.starts_at)
    to = replace(Plan.of(locked.meeting), on=begin.date(), starts_at=begin.time())
    return meetings.move(meeting=locked.meeting, to=to, at=at, by=by)


@transaction.atomic
def decline(*, proposal: MeetingProposal, reply: str = "", at: datetime, by: Actor) -> None:
    """The meeting stays as planned; who proposed is thanked, and who heard of it is told.

    Refuses (CannotDecide) a proposal that is settled.
    """
    locked = _open(proposal)
    _close(locked, State.DECLINED, at=at, by=by, reply=reply)
    audit.record(by=by, verb="meeting.decline_proposal", target=locked.meeting, facts={"proposal": locked.pk})
    proposal_mails.proposal_declined(locked, at=at, by=by)


@transaction.atomic
def outdate(*, meeting: Meeting, at: datetime) -> int:
    """Close what waits about a meeting that is at another time now, or not planned any more; returns how many."""
    waiting = MeetingProposal.objects.filter(district=meeting.district_id, meeting=meeting).open()
    if meeting.state == Meeting.State.PLANNED and meeting.starts_at is not None:
        waiting = waiting.exclude(was_at=meeting.starts_at)
    return waiting.update(state=State.OUTDATED, closed_at=at)


def _refused_day(meeting: Meeting, on: date, wanted: datetime, at: datetime) -> str:
    if wanted == meeting.starts_at:
        return _("The meeting is planned for that time already.")
    if wanted <= at:
        return _("This time has passed.")
    blockers = plan_blockers(
        meeting.match, on=on, place=meeting.place, adult=meeting.adult, today=timezone.localdate(at), besides=meeting.pk
    )
    return words_of([one for one in blockers if one.code in OF_PROPOSALS])


def _is_expected(meeting: Meeting, person: Person) -> bool:
    rows = Participation.objects.of(meeting.district).filter(meeting=meeting, standing=Participation.Standing.EXPECTED)
    as_mentor = rows.filter(match_mentor__mentor__person=person, match_mentor__left_on=None)
    as_student = rows.filter(match_student__student__person=person, match_student__left_on=None)
    return as_mentor.exists() or as_student.exists()


def _open(proposal: MeetingProposal) -> MeetingProposal:
    """The proposal, locked. Raises CannotDecide once it is settled."""
    rows = MeetingProposal.objects.of(proposal.district).open().filter(pk=proposal.pk)
    along = ("meeting__match__program", "meeting__adult", "meeting__objective", "proposed_by")
    locked = rows.select_for_update(of=("self",)).prefetch_related(*along).first()
    if locked is None:
        raise CannotDecide(_("This proposal is settled already."))
    return locked


def _close(proposal: MeetingProposal, state: State, *, at: datetime, by: Actor, reply: str = "") -> None:
    proposal.state, proposal.reply = state, reply
    proposal.closed_at, proposal.closed_by_id = at, by.person_id
    proposal.save(update_fields=["state", "reply", "closed_at", "closed_by"])
