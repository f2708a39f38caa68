"""Support calls: due by rhythm, asked for, noted, skipped, followed up (S-32)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Participation
from meetings.reading import no_shows_of
from mentoring.models import Match, Policy
from support.callees import Callee, callees_of
from support.models import SupportCall
from support.quiet import Quiet
from support.rules import AHEAD, Rhythm
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Person

Cause = SupportCall.Cause
#: A no-show is talked about within so many days.
NO_SHOW_DAYS = 2
#: So many no-shows make a talk.
TWICE = 2


class CannotNote(Exception):
    """Nothing is noted; the text says why."""


class CannotAsk(Exception):
    """No talk is planned; the text says why."""


# Due by themselves


@transaction.atomic
def make_due(*, matches: Sequence[Match], on: date, by: Actor) -> int:
    """Make the talks due that the rhythm wants of these running matches. Returns how many.

    Everybody has one open talk by rhythm at most, so asking again on the same day makes none. Whoever took on the last
    talk with somebody has the next one. A fixed number of queries, however many matches.
    """
    if not matches:
        return 0
    district = matches[0].district
    policies = {
        one.program_id: one for one in Policy.objects.of(district).filter(program__in={m.program_id for m in matches})
    }
    callees = callees_of(matches, on)
    past = _past(district, [one.pk for one in matches])
    rows = []
    for match in matches:
        policy = policies.get(match.program_id)
        if policy is None or match.starts_on is None:
            continue
        for callee in callees.get(match.pk, ()):
            if callee.is_usual and (row := _due_row(match, callee, Rhythm.of(policy), past, on)):
                rows.append(row)
    made = SupportCall.objects.bulk_create(rows, ignore_conflicts=True)
    if made:
        audit.record(by=by, verb="support_call.due", facts={"calls": len(made)})
    return len(made)


class _Past:
    """What was talked by rhythm before: the last day of each talk that is over, who is still waiting, who called."""

    def __init__(self) -> None:
        self.last: dict[tuple[int, int], date] = {}
        self.waiting: set[tuple[int, int]] = set()
        self.callers: dict[tuple[int, int], int | None] = {}


def _past(district: District, match_ids: Collection[int]) -> _Past:
    """Two queries."""
    past = _Past()
    rows = SupportCall.objects.of(district).filter(match__in=match_ids, cause=Cause.RHYTHM)
    open_rows = rows.filter(held_on=None, skipped_on=None)
    past.waiting = set(open_rows.values_list("match_id", "person_id"))
    over = rows.exclude(held_on=None, skipped_on=None).annotate(
        day=Greatest("due_on", Coalesce("held_on", "skipped_on", "due_on"))
    )
    for match_id, person_id, day, caller in over.order_by("day", "pk").values_list(
        "match_id", "person_id", "day", "caller_id"
    ):
        past.last[match_id, person_id] = day
        past.callers[match_id, person_id] = caller
    return past


def _due_row(match: Match, callee: Callee, rhythm: Rhythm, past: _Past, on: date) -> SupportCall | None:
    pair = (match.pk, callee.person.pk)
    if pair in past.waiting or match.starts_on is None:
        return None
    start = max(match.starts_on, callee.since)
    due_on = rhythm.next_day(start=start, last=past.last.get(pair), on=on)
    if due_on > on + timedelta(days=AHEAD):
        return None
    return _call(callee, Cause.RHYTHM, due_on, caller_id=past.callers.get(pair))


def _call(callee: Callee, cause: str, due_on: date, *, caller_id: int | None = None) -> SupportCall:
    return SupportCall(
        match_id=callee.match_id,
        person=callee.person,
        role=callee.role,
        match_student=callee.match_student,
        cause=cause,
        due_on=due_on,
        caller_id=caller_id,
    )


@transaction.atomic
def settle_quiet(*, matches: Sequence[Match], quiet: Iterable[Quiet], on: date, by: Actor) -> int:
    """Make a talk with the mentor due for each match that stays quiet; drop those of matches that have met since.

    ``quiet`` are the quiet ones among ``matches``. Returns how many talks were made. Three queries and one a deed.
    """
    if not matches:
        return 0
    long = {one.match_id: one for one in quiet if one.is_long}
    still = {one.match_id for one in quiet}
    district = matches[0].district
    waiting = SupportCall.objects.of(district).filter(
        match__in=[one.pk for one in matches], cause=Cause.QUIET, held_on=None, skipped_on=None
    )
    waiting.exclude(match__in=still).update(skipped_on=on, skip_reason=_("They have met since."))
    since = {one.match_id: one.since for one in long.values()}
    asked = _asked_since(district, since)
    callees = callees_of([one for one in matches if one.pk in long and one.pk not in asked], on)
    rows = [
        _call(callee, Cause.QUIET, on)
        for found in callees.values()
        for callee in found
        if callee.role == SupportCall.Role.MENTOR
    ]
    made = SupportCall.objects.bulk_create(rows, ignore_conflicts=True)
    if made:
        audit.record(by=by, verb="support_call.due", facts={"calls": len(made), "cause": str(Cause.QUIET)})
    return len(made)


def _asked_since(district: District, since: Mapping[int, date]) -> set[int]:
    """Matches about which somebody was to talk with the mentor since their silence began."""
    rows = SupportCall.objects.of(district).filter(match__in=since, cause=Cause.QUIET)
    newest = dict(rows.order_by().values_list("match_id").annotate(day=Max("due_on")))
    return {pk for pk, day in newest.items() if day > since[pk]}


@transaction.atomic
def not_come(*, participation: Participation, at: datetime, by: Actor) -> SupportCall | None:
    """A student did not come: the second time within the days of the program's rules, a talk with them is due.

    While such a talk waits, another no-show makes no second one.
    """
    row = participation.match_student
    if row is None:
        return None
    match = participation.meeting.match
    policy = Policy.objects.of(match.district).filter(program=match.program_id).first()
    on = participation.meeting.on
    if policy is None or match.state != Match.State.RUNNING:
        return None
    missed = no_shows_of([row.student_id], since=on - timedelta(days=policy.no_show_days))
    here = [one for one in missed.get(row.student_id, ()) if one.meeting.match_id == match.pk]
    waiting = SupportCall.objects.of(match.district).filter(
        match=match, match_student=row, cause=Cause.NO_SHOW, held_on=None, skipped_on=None
    )
    if len(here) < TWICE or waiting.exists():
        return None
    today = timezone.localdate(at)
    due_on = max(on, today) + timedelta(days=NO_SHOW_DAYS)
    callee = Callee(match.pk, row.student.person, SupportCall.Role.STUDENT, row, row.joined_on)
    values = {"role": callee.role, "match_student": row}
    call, is_new = SupportCall.objects.get_or_create(
        match=match, person=callee.person, cause=Cause.NO_SHOW, due_on=due_on, defaults=values
    )
    if is_new:
        audit.record(by=by, verb="support_call.due", target=call, facts={"match": match.pk, "no_shows": len(here)})
    return call


# Asked for, taken on


@transaction.atomic
def ask(*, callee: Callee, why: str, due_on: date, caller: Person | None, by: Actor) -> SupportCall:
    """Plan a talk by hand. Refuses (CannotAsk) one that is planned for the same day, and one with oneself."""
    if callee.person.pk == by.person_id:
        raise CannotAsk(_("You cannot plan a talk with yourself. Ask a colleague."))
    call = _call(callee, Cause.ASKED, due_on, caller_id=caller.pk if caller else None)
    call.asked_by_id, call.asked_why = by.person_id, why
    same = SupportCall.objects.filter(match=call.match_id, person=call.person_id, cause=call.cause, due_on=due_on)
    if same.exists():
        raise CannotAsk(_("This talk is planned already."))
    call.save()
    audit.record(by=by, verb="support_call.ask", target=call, facts={"match": call.match_id, "role": str(call.role)})
    return call


@transaction.atomic
def take(*, calls: Sequence[SupportCall], caller: Person, by: Actor) -> int:
    """Somebody takes these open talks on. Returns how many were open still."""
    ids = [one.pk for one in calls]
    count = SupportCall.objects.filter(pk__in=ids).open().update(caller=caller)
    audit.record(by=by, verb="support_call.take", facts={"calls": ids, "caller": caller.pk})
    return count


# Noted, skipped


@transaction.atomic
def note(
    *,
    call: SupportCall,
    held_on: date,
    channel: str,
    is_safe: str,
    quality: int | None,
    told: str,
    next_step: str,
    by: Actor,
) -> SupportCall:
    """Write down a talk that was held. Refuses (CannotNote) one that is noted or skipped already.

    The fixed question is always answered; "no" or "not sure" stands on Today until somebody says what was done.
    """
    live = _still_open(call, by)
    live.held_on, live.held_by_id, live.channel = held_on, by.person_id, channel
    live.is_safe, live.quality, live.told, live.next_step = is_safe, quality, told, next_step
    live.save()
    audit.record(
        by=by, verb="support_call.note", target=live, facts={"match": live.match_id, "role": live.role, "safe": is_safe}
    )
    return live


@transaction.atomic
def skip(*, call: SupportCall, reason: str, on: date, by: Actor) -> SupportCall:
    """This talk does not take place; the next one is due by rhythm. Refuses (CannotNote) one that is over already."""
    live = _still_open(call, by)
    live.skipped_on, live.skip_reason = on, reason
    live.save(update_fields=["skipped_on", "skip_reason"])
    audit.record(by=by, verb="support_call.skip", target=live, facts={"match": live.match_id, "role": live.role})
    return live


@transaction.atomic
def reopen(*, call: SupportCall, by: Actor) -> None:
    """Take back that a talk was held or skipped: it waits again. Refuses (CannotNote) one that was followed up, and one
    in whose place the next one by rhythm waits already.
    """
    live = SupportCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if live.followed_up_at is not None:
        raise CannotNote(_("Somebody has already noted what was done after this talk."))
    others = SupportCall.objects.filter(
        match=live.match_id, person=live.person_id, cause=live.cause, held_on=None, skipped_on=None
    )
    if live.cause == Cause.RHYTHM and others.exclude(pk=live.pk).exists():
        raise CannotNote(_("The next talk is in the list already. Note that one instead."))
    live.held_on = live.held_by_id = live.skipped_on = live.quality = None
    live.channel = live.is_safe = live.told = live.next_step = live.skip_reason = ""
    live.save()
    audit.record(by=by, verb="support_call.reopen", target=live, facts={"match": live.match_id, "role": live.role})


@transaction.atomic
def follow_up(*, call: SupportCall, what: str, at: datetime, by: Actor) -> None:
    """Say what was done about a student who may not be safe or well. Refuses (CannotNote) where somebody has."""
    live = SupportCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if live.is_safe not in {SupportCall.Safe.NO, SupportCall.Safe.UNSURE} or live.followed_up_at is not None:
        raise CannotNote(_("Somebody has already noted what was done after this talk."))
    live.follow_up, live.followed_up_at, live.followed_up_by_id = what, at, by.person_id
    live.save(update_fields=["follow_up", "followed_up_at", "followed_up_by"])
    audit.record(by=by, verb="support_call.follow_up", target=live, facts={"match": live.match_id})


def _still_open(call: SupportCall, by: Actor) -> SupportCall:
    live = SupportCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if live.person_id == by.person_id:
        raise CannotNote(_("You cannot note a talk with yourself. Ask a colleague."))
    if live.held_on is not None or live.skipped_on is not None:
        raise CannotNote(_("A colleague has already noted this talk."))
    return live
