"""Logs of meetings: write one, change it, say that it was seen. A true log is never refused (S-11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import log_mails, tokens
from meetings.actions import participations
from meetings.actions.participations import Member
from meetings.log_rules import change_refusal, is_allowed_place
from meetings.models import LogVersion, Meeting, MeetingLog, Participation, Worry
from mentoring.models import Match, MatchMentor, MatchObjective, Policy
from mentoring.policy_rules import policy_of
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import Person

State = Meeting.State
Standing = Participation.Standing
#: What of a log, and of its meeting, is kept as it was when somebody changes it.
_OF_LOG = (
    "activities",
    "adult_name",
    "is_allowed_place",
    "learned",
    "next_steps",
    "note",
    "special",
    "special_dollars",
    "special_note",
)
_OF_MEETING = ("adult_id", "minutes", "objective_id", "place", "place_note", "state")


class CannotLog(Exception):
    """Nothing is written down; the text says why."""


class LoggedAlready(CannotLog):
    """This meeting is written down already: ``log`` is what stands there."""

    def __init__(self, log: MeetingLog) -> None:
        super().__init__(_("This meeting is written down already."))
        self.log = log


@dataclass(frozen=True)
class Logged:
    """What really happened. ``came``: how it was with each member of the match.

    ``adult``: one of the people of the district who was in charge; ``adult_name``: somebody else; neither: nobody.
    ``worry``: what worried the author; it goes to the coordinators and the counselor alone.
    """

    on: date
    minutes: int
    place: str
    came: Mapping[Member, str]
    place_note: str = ""
    adult: Person | None = None
    adult_name: str = ""
    activities: Sequence[str] = ()
    note: str = ""
    learned: str = ""
    next_steps: str = ""
    objective: MatchObjective | None = None
    special: str = ""
    special_note: str = ""
    special_dollars: int | None = None
    worry: str = ""

    @property
    def state(self) -> str:
        """They met when at least one student and one mentor came."""
        present = {type(member) for member, standing in self.came.items() if standing == Standing.CAME}
        return State.HELD if len(present) == 2 else State.MISSED


@dataclass(frozen=True)
class _Writing:
    """One writing of a log: what is passed from step to step."""

    match: Match
    logged: Logged
    author: Person
    at: datetime
    by: Actor
    policy: Policy | None = field(default=None)


@transaction.atomic
def log(
    *,
    match: Match,
    meeting: Meeting | None,
    logged: Logged,
    author: Person,
    at: datetime,
    by: Actor,
    once: UUID | None = None,
) -> MeetingLog:
    """Write down what happened: of a planned meeting, a canceled one that took place, or one that nobody planned.

    ``author`` is the person for whom it is written. It is saved wherever it was and whoever was in charge; a place that
    is not allowed, or nobody in charge, is told to the coordinators at once, and a worry to them and the counselor.
    ``once``: sent again with the same one, a meeting that nobody planned is written down once.
    Refuses (CannotLog) a day that is still to come; (LoggedAlready) what is written down already.
    """
    doing = _Writing(match, logged, author, at, by, policy_of(match.program))
    _refuse_future(logged.on, at=at)
    meeting = _locked(meeting) if meeting is not None else _unplanned(doing, once or uuid4())
    if standing := MeetingLog.objects.filter(district=match.district_id, meeting=meeting).first():
        raise LoggedAlready(standing)
    said_before = _said_before(meeting)
    _take_over(meeting, doing)
    made = MeetingLog(meeting=meeting, logged_by=author, logged_at=at, **_values(doing))
    made.save()
    if said_before and _contradicts(said_before, logged):
        # Somebody had said otherwise, a no-show say: it stays on record with who said it.
        LogVersion.objects.create(log=made, number=0, values={"members": said_before}, changed_by=author, changed_at=at)
    _write_members(meeting, doing)
    tokens.close_links(meeting, at=at)
    audit.record(by=by, verb="meeting.log", target=meeting, facts=_facts(made, meeting))
    if not made.is_allowed_place:
        log_mails.place_not_allowed(made, by=by)
    if logged.worry:
        _worry(meeting, doing)
    happened("meeting.logged", meeting=meeting, at=at, by=by)
    return made


@transaction.atomic
def change(
    *, log: MeetingLog, logged: Logged, version: int, at: datetime, by: Actor, is_staff: bool = False
) -> MeetingLog:
    """Write a log anew; how it read before is kept.

    Refuses (CannotLog) its author once seven days are over, a day to come, and a log that somebody changed meanwhile.
    """
    live = MeetingLog.objects.select_for_update(of=("self",)).get(pk=log.pk)
    live.meeting = meeting = _locked(live.meeting)
    doing = _Writing(meeting.match, logged, live.logged_by, at, by, policy_of(meeting.match.program))
    _refuse_future(logged.on, at=at)
    if not is_staff and (words := change_refusal(live, at=at)):
        raise CannotLog(words)
    if live.version != version:
        raise CannotLog(_("Somebody changed this meanwhile. Look at it again, then change it."))
    was_allowed = live.is_allowed_place
    LogVersion.objects.create(
        log=live,
        number=live.version,
        values=_as_it_reads(live, meeting),
        changed_by_id=by.person_id or live.logged_by_id,
        changed_at=at,
    )
    _take_over(meeting, doing)
    for name, value in _values(doing).items():
        setattr(live, name, value)
    live.changed_at, live.version = at, live.version + 1
    live.save()
    _write_members(meeting, doing)
    audit.record(by=by, verb="meeting.change_log", target=meeting, facts=_facts(live, meeting))
    if was_allowed and not live.is_allowed_place:
        log_mails.place_not_allowed(live, by=by)
    if logged.worry:
        _worry(meeting, doing)
    happened("meeting.log_changed", meeting=meeting, at=at, by=by)
    return live


@transaction.atomic
def see(*, logs: Sequence[MeetingLog], at: datetime, by: Actor) -> int:
    """Note that somebody of the staff has looked at these logs; returns of how many that is new."""
    ids = [one.pk for one in logs]
    fresh = MeetingLog.objects.filter(pk__in=ids, seen_at=None).select_for_update(of=("self",)).order_by("pk")
    rows = list(fresh.prefetch_related("meeting"))
    MeetingLog.objects.filter(pk__in=[one.pk for one in rows]).update(seen_at=at, seen_by=by.person_id)
    for one in rows:
        audit.record(by=by, verb="meeting.see_log", target=one.meeting)
    return len(rows)


# The meeting


def _refuse_future(on: date, *, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise CannotLog(_("This day is still to come. Write a meeting down once it has taken place."))


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _unplanned(doing: _Writing, once: UUID) -> Meeting:
    """A meeting that nobody planned; the same one when it was sent before."""
    made, _is_new = Meeting.objects.get_or_create(
        district=doing.match.district,
        match=doing.match,
        uid=once,
        defaults={
            "on": doing.logged.on,
            "minutes": doing.logged.minutes,
            "place": doing.logged.place,
            "state": doing.logged.state,
        },
    )
    return _locked(made)


def _take_over(meeting: Meeting, doing: _Writing) -> None:
    """The meeting is what it was, no longer what was planned: a canceled one, too, that took place after all."""
    logged = doing.logged
    if meeting.on != logged.on:
        meeting.on, meeting.starts_at = logged.on, None
        meeting.sequence += 1
    meeting.minutes, meeting.place, meeting.place_note = logged.minutes, logged.place, logged.place_note
    meeting.adult, meeting.objective, meeting.state = logged.adult, logged.objective, logged.state
    meeting.cancel_cause, meeting.cancel_note, meeting.canceled_at, meeting.canceled_by = "", "", None, None
    meeting.save()


def _write_members(meeting: Meeting, doing: _Writing) -> None:
    participations.write(
        meeting=meeting,
        came=doing.logged.came,
        said_by_id=doing.by.person_id or doing.author.pk,
        at=doing.at,
        by=doing.by,
    )


# The log


def _values(doing: _Writing) -> dict[str, Any]:
    logged = doing.logged
    mentors = {member.mentor.person_id for member in logged.came if isinstance(member, MatchMentor)}
    return {
        "activities": list(logged.activities),
        "adult_name": "" if logged.adult else logged.adult_name,
        "is_allowed_place": logged.state != State.HELD
        or is_allowed_place(
            place=logged.place,
            adult_id=logged.adult.pk if logged.adult else None,
            adult_name=logged.adult_name,
            mentor_ids=mentors,
            policy=doing.policy,
        ),
        "learned": logged.learned,
        "next_steps": logged.next_steps,
        "note": logged.note,
        "special": logged.special,
        "special_dollars": logged.special_dollars if logged.special else None,
        "special_note": logged.special_note if logged.special else "",
    }


def _facts(made: MeetingLog, meeting: Meeting) -> dict[str, audit.Fact]:
    return {"log": made.pk, "state": meeting.state, "allowed_place": made.is_allowed_place, "version": made.version}


def _as_it_reads(log: MeetingLog, meeting: Meeting) -> dict[str, Any]:
    of_log = {name: getattr(log, name) for name in _OF_LOG}
    of_meeting = {name: getattr(meeting, name) for name in _OF_MEETING}
    return {**of_log, **of_meeting, "on": meeting.on.isoformat(), "members": participations.standings(meeting)}


def _said_before(meeting: Meeting) -> list[dict[str, Any]]:
    """What was said of the members before anybody logged; empty where nobody said anything."""
    found = participations.standings(meeting)
    return found if any(one["said_by"] for one in found) else []


def _contradicts(before: Sequence[Mapping[str, Any]], logged: Logged) -> bool:
    now = {participations.key_of(member): str(standing) for member, standing in logged.came.items()}
    return any(one["said_by"] and now.get(one["member"], one["standing"]) != one["standing"] for one in before)


def _worry(meeting: Meeting, doing: _Writing) -> None:
    worry = Worry.objects.create(meeting=meeting, text=doing.logged.worry, said_by=doing.author, said_at=doing.at)
    audit.record(by=doing.by, verb="worry.say", target=meeting, facts={"worry": worry.pk})
    log_mails.worry_said(worry, by=doing.by)
