"""Meetings: planned one by one or as a series, moved, canceled and brought back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from meetings import mails
from meetings.models import Meeting, MeetingSeries, Participation
from meetings.rules import OF_THE_DAY, Planning, instant, plan_blockers, series_days, words_of
from mentoring.blockers import Blocker
from mentoring.models import Match, MatchObjective
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import AuditEvent, District, Person

#: More meetings than this in one series are a slip of the pen.
MOST_OF_A_SERIES = 60
Cause, State = Meeting.Cause, Meeting.State


class CannotPlan(Exception):
    """Nothing is planned; the text says why, ``blockers`` whose turn it is."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        self.blockers = list(blockers)
        super().__init__(words_of(blockers))


class CannotCancel(Exception):
    """The meeting stands as it is; the text says why."""


class CannotBringBack(Exception):
    """The meeting stays canceled; the text says why."""


@dataclass(frozen=True)
class Plan:
    """When and where one meeting is, and who is in charge. ``starts_at`` is the hour at the school."""

    on: date
    starts_at: time
    minutes: int
    place: str
    adult: Person | None
    place_note: str = ""
    transport: str = ""
    mentor_drives: bool = False
    objective: MatchObjective | None = None

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """How a planned meeting is planned now."""
        begin = timezone.localtime(meeting.starts_at) if meeting.starts_at else None
        return cls(
            on=meeting.on,
            starts_at=begin.time() if begin else time(12),
            minutes=meeting.minutes,
            place=meeting.place,
            adult=meeting.adult,
            place_note=meeting.place_note,
            transport=meeting.transport,
            mentor_drives=meeting.mentor_drives,
            objective=meeting.objective,
        )


@dataclass(frozen=True)
class Planned:
    """A series with its meetings; days that were left out, each with the reason."""

    series: MeetingSeries
    meetings: list[Meeting]
    skipped: list[tuple[date, str]]


@dataclass(frozen=True)
class Moved:
    """Which meetings have changed, how they were before; which stayed as they were, each with the reason."""

    meetings: list[Meeting]
    before: dict[int, Plan]
    kept: list[tuple[Meeting, str]]


# Planning


@transaction.atomic
def plan(
    *,
    match: Match,
    on: date,
    starts_at: time,
    minutes: int,
    place: str,
    place_note: str = "",
    adult: Person | None,
    transport: str = "",
    mentor_drives: bool = False,
    objective: MatchObjective | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Plan one meeting; everybody who is in the match now is expected, and they are told.

    Refuses (CannotPlan) what ``rules.plan_blockers`` names: a match that does not run, a place, day or adult that is
    not allowed.
    """
    locked = _locked_match(match)
    wanted = Plan(on, starts_at, minutes, place, adult, place_note, transport, mentor_drives, objective)
    known = Planning(locked)
    if blockers := _blockers(known, wanted, at):
        raise CannotPlan(blockers)
    meeting = _make(known, wanted, None, by)
    audit.record(by=by, verb="meeting.plan", target=meeting, facts=_facts(meeting))
    mails.meeting_planned(meeting, at=at, by=by)
    happened("meeting.planned", meeting=meeting, at=at, by=by)
    return meeting


@transaction.atomic
def plan_series(*, match: Match, first: Plan, until_on: date, every_weeks: int = 1, by: Actor, at: datetime) -> Planned:
    """Plan meetings on the same day of the week; days without school, and hours that are taken, are left out.

    Everybody is told once of all of them. Refuses (CannotPlan) what does not depend on the day, a series of more than
    MOST_OF_A_SERIES meetings, and one of which no meeting is left.
    """
    locked = _locked_match(match)
    days = series_days(first.on, until_on, every_weeks)
    if len(days) > MOST_OF_A_SERIES:
        words = _("These are more than %(count)s meetings. Choose an earlier last day.") % {"count": MOST_OF_A_SERIES}
        raise CannotPlan([Blocker("many", words)])
    known = Planning(locked)
    wanted = [replace(first, on=day) for day in days]
    open_days, skipped = _sorted_out(known, wanted, at)
    if not open_days:
        raise CannotPlan([Blocker("none", _("None of these days can be planned."))])
    series = MeetingSeries.objects.create(
        district_id=locked.district_id,
        match=locked,
        every_weeks=every_weeks,
        first_on=first.on,
        until_on=until_on,
        created_by_id=by.person_id,
        created_at=at,
    )
    made = [_make(known, one, series, by) for one in open_days]
    facts: dict[str, audit.Fact] = {"match": locked.pk, "meetings": [one.pk for one in made], "skipped": len(skipped)}
    audit.record(by=by, verb="meeting.plan_series", target=made[0], facts=facts)
    mails.series_planned(made, at=at, by=by)
    for one in made:
        happened("meeting.planned", meeting=one, at=at, by=by)
    return Planned(series, made, skipped)


def _sorted_out(known: Planning, wanted: Sequence[Plan], at: datetime) -> tuple[list[Plan], list[tuple[date, str]]]:
    """What can be planned, and what is left out for the sake of its day. Anything else refuses all (CannotPlan)."""
    possible, skipped = [], []
    for one in wanted:
        blockers = _blockers(known, one, at)
        if other := [found for found in blockers if found.code not in OF_THE_DAY]:
            raise CannotPlan(other)
        if blockers:
            skipped.append((one.on, words_of(blockers)))
        else:
            possible.append(one)
    return possible, skipped


def _blockers(known: Planning, wanted: Plan, at: datetime, *, besides: int | None = None) -> list[Blocker]:
    return plan_blockers(
        known.match,
        on=wanted.on,
        place=wanted.place,
        adult=wanted.adult,
        today=timezone.localdate(at),
        starts_at=wanted.starts_at,
        minutes=wanted.minutes,
        transport=wanted.transport,
        mentor_drives=wanted.mentor_drives,
        besides=besides,
        planning=known,
    )


def _make(known: Planning, wanted: Plan, series: MeetingSeries | None, by: Actor) -> Meeting:
    match = known.match
    meeting = Meeting(district_id=match.district_id, match=match, series=series, planned_by_id=by.person_id)
    _set(meeting, wanted)
    meeting.save(force_insert=True)
    students, mentors = known.reading.students.get(match.pk, []), known.reading.mentors.get(match.pk, [])
    Participation.objects.bulk_create(
        [Participation(district_id=match.district_id, meeting=meeting, match_student=row) for row in students]
        + [Participation(district_id=match.district_id, meeting=meeting, match_mentor=row) for row in mentors]
    )
    return meeting


def _set(meeting: Meeting, wanted: Plan) -> None:
    meeting.on, meeting.starts_at = wanted.on, instant(wanted.on, wanted.starts_at)
    meeting.minutes, meeting.place, meeting.place_note = wanted.minutes, wanted.place, wanted.place_note
    meeting.adult, meeting.transport = wanted.adult, wanted.transport
    meeting.mentor_drives, meeting.objective = wanted.mentor_drives, wanted.objective


# Moving


@transaction.atomic
def move(*, meeting: Meeting, to: Plan, following: bool = False, by: Actor, at: datetime) -> Moved:
    """The meeting is at another time or place, or with another adult; with ``following`` all later ones of its series.

    Later ones are shifted by as many days as this one. Where one cannot be on its new day it stays as it was. Nobody is
    told when nothing changed. Refuses (CannotPlan) as ``plan`` does, and a meeting that is no longer planned.
    """
    known = Planning(_locked_match(meeting.match))
    found = _with_following(meeting, following=following)
    shift = to.on - meeting.on
    moved, before, kept = list[Meeting](), dict[int, Plan](), list[tuple[Meeting, str]]()
    # The later ones first when all go later, so that none stands in another's way.
    for one in sorted(found, key=lambda row: row.on, reverse=shift > timedelta(0)):
        wanted = to if one.pk == meeting.pk else replace(to, on=one.on + shift, objective=one.objective)
        if wanted == Plan.of(one):
            continue
        blockers = _blockers(known, wanted, at, besides=one.pk)
        if blockers and (one.pk == meeting.pk or any(found.code not in OF_THE_DAY for found in blockers)):
            raise CannotPlan(blockers)
        if blockers:
            kept.append((one, words_of(blockers)))
            continue
        before[one.pk] = Plan.of(one)
        _move(one, wanted)
        moved.append(one)
    moved.sort(key=lambda row: row.on)
    _tell_moved(moved, before, at, by)
    return Moved(moved, before, kept)


@transaction.atomic
def move_back(*, district: District, plans: Mapping[int, Plan], by: Actor, at: datetime) -> list[Meeting]:
    """Undo a move: these meetings are as they were before, by their ids. One that was canceled since stays so.

    Refuses (CannotPlan) what cannot be planned any more.
    """
    found = Meeting.objects.of(district).planned().filter(pk__in=list(plans))
    meetings = list(found.prefetch_related("match").order_by("pk"))
    before, back = dict[int, Plan](), list[Meeting]()
    known = {one.match_id: Planning(_locked_match(one.match)) for one in meetings}
    for one in sorted(_locked(meetings), key=lambda row: row.on, reverse=_goes_later(meetings, plans)):
        wanted = plans[one.pk]
        if blockers := _blockers(known[one.match_id], wanted, at, besides=one.pk):
            raise CannotPlan(blockers)
        before[one.pk] = Plan.of(one)
        _move(one, wanted)
        back.append(one)
    _tell_moved(back, before, at, by)
    return back


@transaction.atomic
def change_adult(*, meeting: Meeting, adult: Person, by: Actor, at: datetime) -> Moved:
    """Somebody else is in charge of this one meeting. Refuses (CannotPlan) an adult who cannot be."""
    return move(meeting=meeting, to=replace(Plan.of(meeting), adult=adult), by=by, at=at)


def _goes_later(meetings: Sequence[Meeting], plans: Mapping[int, Plan]) -> bool:
    return any(plans[one.pk].on > one.on for one in meetings)


def _with_following(meeting: Meeting, *, following: bool) -> list[Meeting]:
    """The meeting, locked, and the later planned ones of its series. Refuses (CannotPlan) one that is not planned."""
    mine = Meeting.objects.of(meeting.district).planned()
    chosen = mine.filter(pk=meeting.pk)
    if following and meeting.series_id:
        chosen = mine.filter(series=meeting.series_id, on__gte=meeting.on)
    found = _locked(list(chosen))
    if meeting.pk not in {one.pk for one in found}:
        raise CannotPlan([Blocker("state", _("This meeting is no longer planned."))])
    return found


def _move(meeting: Meeting, wanted: Plan) -> None:
    _set(meeting, wanted)
    meeting.late_minutes, meeting.late_said_by = None, None
    meeting.sequence += 1
    meeting.save()


def _tell_moved(meetings: Sequence[Meeting], before: Mapping[int, Plan], at: datetime, by: Actor) -> None:
    for one in meetings:
        facts = {**_facts(one), "was_on": before[one.pk].on.isoformat(), "was_at": _hour(before[one.pk].starts_at)}
        audit.record(by=by, verb="meeting.move", target=one, facts=facts)
        happened("meeting.moved", meeting=one, at=at, by=by)
    if len(meetings) == 1:
        was, [one] = before[meetings[0].pk], meetings
        now = Plan.of(one)
        is_elsewhen = (was.on, was.starts_at, was.place) != (now.on, now.starts_at, now.place)
        also = [was.adult] if was.adult is not None and was.adult != one.adult else []
        mails.meeting_moved(one, was_on=was.on, was_at=was.starts_at, tells_family=is_elsewhen, also=also, at=at, by=by)
    elif meetings:
        mails.series_planned(meetings, how="moved", at=at, by=by)


# Canceling


@transaction.atomic
def cancel(
    *, meeting: Meeting, cause: str, note: str = "", following: bool = False, at: datetime, by: Actor, told: bool = True
) -> AuditEvent:
    """The meeting does not take place; with ``following`` no later one of its series either. Everybody is told.

    Returns the event, from which ``bring_back_all`` undoes it. ``told=False`` where other words tell them. Refuses
    (CannotCancel) a meeting that is not planned.
    """
    try:
        found = _with_following(meeting, following=following)
    except CannotPlan as refusal:
        raise CannotCancel(_("This meeting is canceled or over already.")) from refusal
    if following and meeting.series_id:
        series = MeetingSeries.objects.of(meeting.district).filter(pk=meeting.series_id)
        series.update(ended_on=timezone.localdate(at))
    return cancel_all(meetings=found, cause=cause, note=note, at=at, by=by, told=told)


@transaction.atomic
def cancel_all(
    *, meetings: Sequence[Meeting], cause: str, note: str = "", at: datetime, by: Actor, told: bool = True
) -> AuditEvent:
    """None of these planned meetings takes place, at least one; one line in the log for all of them."""
    locked = [one for one in _locked(meetings) if one.state == State.PLANNED]
    for one in locked:
        one.state, one.cancel_cause, one.cancel_note = State.CANCELED, cause, note
        one.canceled_at, one.canceled_by_id = at, by.person_id
        one.late_minutes, one.late_said_by = None, None
        one.sequence += 1
        one.save()
    facts: dict[str, audit.Fact] = {"meetings": [one.pk for one in locked], "cause": str(cause)}
    event = audit.record(by=by, verb="meeting.cancel", target=locked[0] if locked else None, facts=facts)
    if told:
        mails.meetings_canceled(locked, at=at, by=by)
    for one in locked:
        happened("meeting.canceled", meeting=one, at=at, by=by)
    return event


@transaction.atomic
def bring_back(*, meeting: Meeting, at: datetime, by: Actor) -> Meeting:
    """The canceled meeting takes place after all. Whoever was told that it does not is told; who was not, is not.

    Refuses (CannotBringBack) one that is not canceled, and one that could not be planned now.
    """
    readers = _told_of_end([meeting], at, by)
    back = _bring_back(meeting, at, by)
    mails.meeting_back(back, readers, at=at, by=by)
    return back


@transaction.atomic
def bring_back_all(
    *, meetings: Sequence[Meeting], at: datetime, by: Actor, told: bool = True
) -> tuple[list[Meeting], list[Meeting]]:
    """Bring back what can be; returns those that are back, and those that stay canceled. Of each match as above."""
    back, kept = list[Meeting](), list[Meeting]()
    by_match: dict[int, list[Meeting]] = {}
    for one in meetings:
        by_match.setdefault(one.match_id, []).append(one)
    for theirs in by_match.values():
        readers = _told_of_end(theirs, at, by) if told else []
        ours = list[Meeting]()
        for one in sorted(theirs, key=lambda row: row.on):
            try:
                ours.append(_bring_back(one, at, by))
            except CannotBringBack:
                kept.append(one)
        if readers and len(ours) == 1:
            mails.meeting_back(ours[0], readers, at=at, by=by)
        elif readers and ours:
            mails.series_planned(ours, how="back", readers=readers, at=at, by=by)
        back += ours
    return back, kept


def _bring_back(meeting: Meeting, at: datetime, by: Actor) -> Meeting:
    known = Planning(_locked_match(meeting.match))
    [locked] = _locked([meeting])
    if locked.state != State.CANCELED:
        raise CannotBringBack(_("This meeting is not canceled."))
    if locked.starts_at is None or locked.place == "elsewhere":
        raise CannotBringBack(_("Plan a new meeting instead."))
    blockers = _blockers(known, Plan.of(locked), at, besides=locked.pk)
    # One of an earlier day comes back so that somebody can say how it went.
    if locked.on >= timezone.localdate(at) and blockers:
        raise CannotBringBack(words_of(blockers))
    locked.state, locked.cancel_cause, locked.cancel_note = State.PLANNED, "", ""
    locked.canceled_at, locked.canceled_by = None, None
    locked.sequence += 1
    locked.save()
    series = MeetingSeries.objects.of(locked.district).filter(pk=locked.series_id or 0)
    series.update(ended_on=None)
    audit.record(by=by, verb="meeting.bring_back", target=locked, facts=_facts(locked))
    happened("meeting.brought_back", meeting=locked, at=at, by=by)
    return locked


def _told_of_end(meetings: Sequence[Meeting], at: datetime, by: Actor) -> list[Person]:
    """Stop messages that these meetings of a match do not take place; returns who was told so already."""
    first = meetings[0]
    same = Meeting.objects.of(first.district).filter(
        match=first.match_id, canceled_at__in={one.canceled_at for one in meetings}, canceled_at__isnull=False
    )
    about = {*(one.pk for one in meetings), *same.values_list("pk", flat=True)}
    told = Message.objects.of(first.district).filter(
        kind__in=[mails.CANCELED, mails.SEVERAL, mails.STOPPED],
        about_url_name="meetings:meeting_detail",
        about_pk__in=about,
    )
    is_all = about == {one.pk for one in meetings}
    for message in told.filter(state=Leaving.WAITING).order_by("pk"):
        if message.kind == mails.CANCELED or is_all:
            with suppress(messages.TooLate):
                messages.cancel(message, at=at, by=by)
    gone = told.exclude(state__in=[Leaving.WAITING, Leaving.CANCELLED])
    return list(Person.objects.of(first.district).active().filter(pk__in=gone.values("person")).order_by("pk"))


# What all need


def _locked_match(match: Match) -> Match:
    """The match, locked: of two who plan for it at once, the second sees what the first planned."""
    found = Match.objects.select_for_update(of=("self",)).prefetch_related("program", "district")
    return found.get(pk=match.pk)


def _locked(meetings: Sequence[Meeting]) -> list[Meeting]:
    found = Meeting.objects.filter(pk__in=[one.pk for one in meetings]).select_for_update(of=("self",))
    return list(found.prefetch_related("adult", "objective", "match").order_by("pk"))


def _hour(at: time) -> str:
    return at.strftime("%H:%M")


def _facts(meeting: Meeting) -> dict[str, audit.Fact]:
    begin = timezone.localtime(meeting.starts_at).time() if meeting.starts_at else None
    return {
        "match": meeting.match_id,
        "on": meeting.on.isoformat(),
        "starts_at": _hour(begin) if begin else "",
        "place": meeting.place,
        "adult": meeting.adult_id,
    }
