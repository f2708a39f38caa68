"""Matches end, or do not come about; what is taken back of that."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import agreements
from agreements.models import Agreement
from agreements.models import State as Paper
from mentoring import mails, match_mails
from mentoring.actions import programs
from mentoring.models import (
    Format,
    Match,
    MatchMentor,
    MatchStudent,
)
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import AuditEvent
from tenancy.models.owned import DistrictQuerySet

State = Match.State


class CannotEnd(Exception):
    """The match is not ended; the text says why."""


class CannotTakeBack(Exception):
    """The deed stands; the text says why."""


@transaction.atomic
def end(*, match: Match, reason: str, on: date, by: Actor) -> AuditEvent:
    """End a match with a reason: one that runs has ended, one that has not started does not come about.

    Everybody in it leaves it with that day. Members of one that ran, and who signs for the students, are told kindly in
    two minutes; whoever was told of a proposal learns in neutral words that it does not come about. What is out to be
    signed is taken back; what everybody signed stays. Refuses (CannotEnd) what is over already. ``take_back`` undoes
    it, but for the documents: they are sent anew.
    """
    lock_documents(match.pk)
    now = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    if now.ended_on is not None:
        raise CannotEnd(_("This match is over already."))
    ran = now.state == State.RUNNING
    told = match_mails.members_to_tell(now, on=on) if ran else mails.match_people(now)
    event = close(now, reason=reason, verb="match.end", on=on, by=by)
    if ran:
        match_mails.match_ended(now, to=told, by=by)
        happened("match.ended", match=now, on=on, by=by)
    else:
        mails.match_not_started(now, to=told, by=by)
    return event


@transaction.atomic
def take_back(*, event: AuditEvent, by: Actor) -> Match:
    """Undo an end or a leaving: the match and its members are as they were.

    Refuses (CannotTakeBack) where something happened since that does not fit: another match of a student's own, or the
    match ended meanwhile.
    """
    match = Match.objects.select_for_update(of=("self",)).get(pk=event.target_id or 0)
    programs.refuse_archived(match.program)
    try:
        with transaction.atomic():
            _restore(match, event)
    except IntegrityError:
        raise CannotTakeBack(_("A student has another mentor of their own by now.")) from None
    audit.record(by=by, verb="match.take_back", target=match)
    if event.verb == "match.end" and match.state == State.RUNNING:
        happened("match.end_taken_back", match=match, ended_at=event.at, by=by)
    return match


def _restore(match: Match, event: AuditEvent) -> None:
    if event.verb == "match.leave":
        if match.ended_on is not None:
            raise CannotTakeBack(_("This match is over by now."))
        rows: Any = {"student": MatchStudent.objects, "mentor": MatchMentor.objects}[event.facts["side"]]
        rows.filter(pk=event.facts["member"]).update(left_on=None, left_reason="")
        return
    if match.ended_on is None or match.state not in {State.ENDED, State.NOT_STARTED}:
        raise CannotTakeBack(_("There is nothing to take back any more."))
    back = MatchStudent.objects.filter(pk__in=event.facts["students"])
    _of_next_year(match).filter(student__in=back.filter(is_alone=True).values("student")).update(is_alone=False)
    back.update(left_on=None, left_reason="")
    MatchMentor.objects.filter(pk__in=event.facts["mentors"]).update(left_on=None, left_reason="")
    match.state, match.ended_on, match.end_reason = event.facts["was"], None, ""
    match.save(update_fields=["state", "ended_on", "end_reason"])


def close(match: Match, *, reason: str, verb: str, on: date, by: Actor) -> AuditEvent:
    """It is over for everybody in it; its talks are canceled and its documents taken back. Tells no member."""
    # Locked, so that nobody sends documents for one of them at this moment.
    students = list(match.student_rows.filter(left_on=None).select_for_update(of=("self",)).order_by("pk"))
    mentors = list(match.mentor_rows.filter(left_on=None))
    last = max([on, *(row.joined_on for row in students), *(row.joined_on for row in mentors)])
    facts: dict[str, audit.Fact] = {
        "was": str(match.state),
        "students": [row.pk for row in students],
        "mentors": [row.pk for row in mentors],
    }
    match.state = State.ENDED if match.state == State.RUNNING else State.NOT_STARTED
    match.ended_on, match.end_reason = last, reason
    match.save(update_fields=["state", "ended_on", "end_reason"])
    match.student_rows.filter(left_on=None).update(left_on=last)
    match.mentor_rows.filter(left_on=None).update(left_on=last)
    own = [row.student_id for row in students if row.is_alone]
    _of_next_year(match).filter(student__in=own).update(is_alone=True)
    for talk in match.interviews.filter(held_on=None, canceled_on=None).prefetch_related("adult", "match"):
        talk.canceled_on = on
        talk.save(update_fields=["canceled_on"])
        mails.interview_canceled(talk, to=[talk.adult], by=by)
    take_documents_back(students, by=by)
    return audit.record(by=by, verb=verb, target=match, reason=reason, facts=facts)


def _of_next_year(match: Match) -> DistrictQuerySet[MatchStudent]:
    """The students of the match that continues this one: a student has one mentor of their own at a time."""
    return MatchStudent.objects.of(match.district).filter(
        match__continues=match, match__ended_on=None, match__format=Format.ONE_TO_ONE, left_on=None
    )


def lock_documents(match_id: int) -> None:
    """Lock a match's documents: before the match, as everybody does who signs them or starts it."""
    packets = MatchStudent.objects.filter(match=match_id, left_on=None).values("packet")
    list(Agreement.objects.filter(packet__in=packets).locked().values_list("pk"))


def take_documents_back(students: Sequence[MatchStudent], *, by: Actor) -> None:
    """Nobody is asked any more to sign for a match that is over or that the student has left. Never says why."""
    open_ones = Agreement.objects.filter(
        packet__in=[row.packet_id for row in students if row.packet_id], state__in=[Paper.DRAFT, Paper.OUT]
    )
    for agreement in open_ones.order_by("pk"):
        agreements.void(agreement=agreement, reason=_("The match does not go on."), at=timezone.now(), by=by)
