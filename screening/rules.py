"""Who is cleared, and until when.

``assess`` is pure: what is asked, what is recorded of one person, a day → a Clearance. ``clearances`` reads all that
for many people in a fixed number of queries. Nothing overrides a check that was not clear, one that ran out, or a
safety hold: there is no way to say so here.
"""

import calendar
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F
from django.utils.functional import cached_property

from screening.models import (
    Acknowledgement,
    BackgroundCheck,
    PolicyVersion,
    Reference,
    Requirement,
    RequirementSet,
    SafetyHold,
    TrainingRecord,
)
from tenancy.models import District, Person

#: The last day of what has no end.
ALWAYS = date.max
#: A yearly form renews for so long.
_YEAR = 12
#: Of fewer checks than this nobody can say how long they usually take; older ones tell little of today.
FEWEST = 5
_HISTORY = timedelta(days=730)


class State(StrEnum):
    """How far one requirement is."""

    MET = "met"
    MISSING = "missing"
    PENDING = "pending"
    EXPIRED = "expired"
    FAILED = "failed"
    #: Of a person as a whole: everything is there, but a safety hold is on them.
    HELD = "held"


class Turn(StrEnum):
    """Who must do something next."""

    NOBODY = ""
    PERSON = "person"
    STAFF = "staff"
    OUTSIDE = "outside"


class Wording(NamedTuple):
    """One version of a policy, as far as clearance goes."""

    document_id: int
    number: int
    takes_effect_on: date
    asks_again: bool


@dataclass(frozen=True)
class Ask:
    """One requirement, as ``assess`` needs it, its title as its reader reads it.

    ``wordings`` are its document's versions, oldest first.
    """

    pk: int
    kind: str
    title: str = ""
    check_type: str = ""
    tier: int = 1
    training_id: int | None = None
    document_id: int | None = None
    number: int = 1
    valid_months: int | None = None
    renews_yearly: bool = False
    minutes: int = 0
    before_first_day: bool = True
    counts_from_on: date | None = None
    wordings: tuple[Wording, ...] = ()


class Check(NamedTuple):
    """A background check, as far as clearance goes."""

    check_type: str
    tier: int
    outcome: str
    ordered_on: date | None
    decided_on: date | None
    expires_on: date | None
    renewed_on: date | None


class Taken(NamedTuple):
    """A training that was taken."""

    training_id: int
    completed_on: date
    expires_on: date | None


class Agreed(NamedTuple):
    """A version of a policy that was agreed to."""

    document_id: int
    number: int
    acknowledged_on: date


class Word(NamedTuple):
    """A reference."""

    outcome: str
    received_on: date | None


@dataclass(frozen=True)
class Records:
    """Everything recorded of one person. ``is_held``: a safety hold is on them."""

    checks: Sequence[Check] = ()
    trainings: Sequence[Taken] = ()
    acknowledgements: Sequence[Agreed] = ()
    references: Sequence[Word] = ()
    is_held: bool = False


NOTHING = Records()


@dataclass(frozen=True)
class Step:
    """One requirement of one person: its state, until when it counts (the last day), whose turn it is, since when."""

    ask: Ask
    state: State
    until: date | None = None
    turn: Turn = Turn.NOBODY
    since: date | None = None
    #: A new check or reference is on its way while the old one still counts.
    is_renewing: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it counts on the day that was asked about."""
        return self.state == State.MET


@dataclass(frozen=True)
class Clearance:
    """Whether somebody is cleared on a day, and until when; what is missing, and whose turn it is.

    ``failed_types``: kinds of checks that were not clear, asked for or not; any one of them stops everything.
    """

    on: date
    steps: tuple[Step, ...]
    failed_types: tuple[str, ...] = ()
    is_held: bool = False

    @cached_property
    def until(self) -> date | None:
        """The last day on which everything counts, ALWAYS without an end; None when not cleared."""
        if self.failed_types or self.is_held:
            return None
        last = ALWAYS
        for step in self._needed:
            reach = _reach_of(step, self.on)
            if reach is None:
                return None
            last = min(last, reach)
        return last

    @property
    def is_clear(self) -> bool:
        """Whether nothing is missing on the day that was asked about."""
        return self.until is not None

    def covers(self, day: date) -> bool:
        """Whether, as things stand, nothing will be missing on that later day."""
        return self.until is not None and self.on <= day <= self.until

    @property
    def blocking(self) -> list[Step]:
        """The steps for want of which the person is not cleared."""
        return [step for step in self._needed if _reach_of(step, self.on) is None]

    @property
    def limiting(self) -> list[Step]:
        """The steps that end the clearance on its last day, where it has one."""
        if self.until in {None, ALWAYS}:
            return []
        return [step for step in self._needed if _reach_of(step, self.on) == self.until]

    @property
    def open_steps(self) -> list[Step]:
        """Everything still to do, needed for the first day or not."""
        return [step for step in self.steps if not step.is_met]

    @property
    def state(self) -> State:
        """The whole in one word, the worst first."""
        if self.is_held:
            return State.HELD
        if self.failed_types:
            return State.FAILED
        states = {step.state for step in self.blocking}
        worst = (State.FAILED, State.EXPIRED, State.MISSING, State.PENDING)
        return next((one for one in worst if one in states), State.MET)

    @property
    def minutes_left(self) -> int:
        """About how many minutes of the person's own time are still to come."""
        return sum(step.ask.minutes for step in self.open_steps)

    @property
    def _needed(self) -> list[Step]:
        return [step for step in self.steps if step.ask.before_first_day]


def assess(requirements: Iterable[Ask], records: Records, on: date) -> Clearance:
    """How far a person is on a day. What is dated later than that day does not count yet."""
    return Clearance(
        on=on,
        steps=tuple(_JUDGES[ask.kind](ask, records, on) for ask in requirements),
        failed_types=tuple(sorted(_failed_types(records.checks, on))),
        is_held=records.is_held,
    )


def clearances(people: Iterable[Person | int], requirement_set: RequirementSet, on: date) -> dict[int, Clearance]:
    """The clearance of each of these people by id, in a fixed number of queries."""
    ids = [one if isinstance(one, int) else one.pk for one in people]
    asks = asks_of(requirement_set)
    recorded = records_of(requirement_set.district, ids)
    return {pk: assess(asks, recorded.get(pk, NOTHING), on) for pk in ids}


def asks_of(requirement_set: RequirementSet) -> tuple[Ask, ...]:
    """What a requirement set asks at present, in order. Two queries."""
    return asks_by_set(requirement_set.district, [requirement_set.pk])[requirement_set.pk]


def asks_by_set(district: District, set_ids: Iterable[int]) -> dict[int, tuple[Ask, ...]]:
    """What each of these requirement sets asks at present, in order. Two queries."""
    ids = set(set_ids)
    rows = list(Requirement.objects.of(district).current().filter(requirement_set__in=ids))
    wordings: dict[int, list[Wording]] = defaultdict(list)
    documents = {row.document_id for row in rows if row.document_id}
    versions = PolicyVersion.objects.of(district).filter(document__in=documents).order_by("number")
    for found in versions.values_list("document_id", "number", "takes_effect_on", "asks_again"):
        wordings[found[0]].append(Wording(*found))
    asks: dict[int, list[Ask]] = {pk: [] for pk in ids}
    for row in rows:
        asks[row.requirement_set_id].append(_ask(row, tuple(wordings[row.document_id or 0])))
    return {pk: tuple(found) for pk, found in asks.items()}


def records_of(district: District, ids: Sequence[int]) -> dict[int, Records]:
    """What is recorded of these people, by person, and whether they are on hold. Five queries."""
    checks: dict[int, list[Check]] = defaultdict(list)
    taken: dict[int, list[Taken]] = defaultdict(list)
    agreed: dict[int, list[Agreed]] = defaultdict(list)
    words: dict[int, list[Word]] = defaultdict(list)
    theirs = {"person__in": ids}
    for pk, *row in (
        BackgroundCheck.objects.of(district).live().filter(**theirs).values_list("person_id", *Check._fields)
    ):
        checks[pk].append(Check(*row))
    for pk, *row in (
        TrainingRecord.objects.of(district).live().filter(**theirs).values_list("person_id", *Taken._fields)
    ):
        taken[pk].append(Taken(*row))
    fields = ("person_id", "version__document_id", "version__number", "acknowledged_on")
    for pk, *row in Acknowledgement.objects.of(district).live().filter(**theirs).values_list(*fields):
        agreed[pk].append(Agreed(*row))
    for pk, *row in Reference.objects.of(district).live().filter(**theirs).values_list("person_id", *Word._fields):
        words[pk].append(Word(*row))
    held = set(SafetyHold.objects.of(district).live().filter(**theirs).values_list("person_id", flat=True))
    people = {*checks, *taken, *agreed, *words, *held}
    return {pk: Records(checks[pk], taken[pk], agreed[pk], words[pk], is_held=pk in held) for pk in people}


class _Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def usual_days(district: District, on: date) -> dict[str, int]:
    """By kind of check: the median days from the order to a clear outcome here, in the two years before a day.

    Kinds of which fewer than FEWEST are known are left out: that is not enough history to promise anything.
    """
    known = (
        BackgroundCheck.objects.of(district)
        .live()
        .filter(
            outcome=BackgroundCheck.Outcome.CLEAR,
            ordered_on__isnull=False,
            decided_on__range=(on - _HISTORY, on),
        )
    )
    took = ExpressionWrapper(F("decided_on") - F("ordered_on"), DurationField())
    found = known.values("check_type").annotate(known=Count("pk"), days=_Median(took)).filter(known__gte=FEWEST)
    return {row["check_type"]: math.ceil(row["days"] / timedelta(days=1)) for row in found}


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day: 31 January and one month is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return ALWAYS
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _ask(row: Requirement, wordings: tuple[Wording, ...]) -> Ask:
    return Ask(
        pk=row.pk,
        kind=row.kind,
        title=row.reader_title,
        check_type=row.check_type,
        tier=row.tier,
        training_id=row.training_id,
        document_id=row.document_id,
        number=row.number,
        valid_months=row.valid_months,
        renews_yearly=row.renews_yearly,
        minutes=row.minutes,
        before_first_day=row.before_first_day,
        counts_from_on=row.counts_from_on,
        wordings=wordings,
    )


def _reach_of(step: Step, on: date) -> date | None:
    """The last day on which this step stands in nobody's way; None when it does today."""
    announced = step.ask.counts_from_on
    spared = announced - timedelta(days=1) if announced and announced > on else None
    if not step.is_met:
        # A failed check is no new demand that somebody may take their time over.
        return None if step.state == State.FAILED else spared
    met = step.until or ALWAYS
    return max(met, spared) if spared else met


def _judged(ask: Ask, on: date, until: date | None, *, pending: date | None, is_pending: bool, turn: Turn) -> Step:
    """The step of something whose best record counts until a day (None: there is none)."""
    if until is not None and until >= on:
        return Step(ask, State.MET, until=until, is_renewing=is_pending)
    if is_pending:
        return Step(ask, State.PENDING, until=until, turn=Turn.OUTSIDE, since=pending)
    if until is not None:
        return Step(ask, State.EXPIRED, until=until, turn=turn, since=until)
    return Step(ask, State.MISSING, turn=turn)


def _lasts(ask: Ask, start: date, expires_on: date | None = None, renewed_on: date | None = None) -> date:
    """The last day on which something that began then counts."""
    last = expires_on or ALWAYS
    if ask.valid_months:
        last = min(last, months_after(start, ask.valid_months))
    if ask.renews_yearly:
        last = min(last, months_after(max(start, renewed_on or start), _YEAR))
    return last


def _failed_types(checks: Iterable[Check], on: date) -> set[str]:
    """Kinds of checks whose latest outcome by that day was not clear. On the same day, not clear weighs more."""
    latest: dict[str, tuple[date, bool]] = {}
    for check in checks:
        if check.decided_on is not None and check.decided_on <= on:
            found = (check.decided_on, check.outcome == BackgroundCheck.Outcome.NOT_CLEAR)
            latest[check.check_type] = max(found, latest.get(check.check_type, found))
    return {check_type for check_type, (_day, is_failed) in latest.items() if is_failed}


def _check(ask: Ask, records: Records, on: date) -> Step:
    same = [one for one in records.checks if one.check_type == ask.check_type]
    if ask.check_type in _failed_types(same, on):
        failed = max(one.decided_on for one in same if one.decided_on and one.decided_on <= on)
        return Step(ask, State.FAILED, turn=Turn.STAFF, since=failed)
    outcomes = BackgroundCheck.Outcome
    not_clear = [one.decided_on for one in same if one.outcome == outcomes.NOT_CLEAR and one.decided_on]
    # Nothing older than an outcome that was not clear counts again.
    fallen = max((day for day in not_clear if day <= on), default=date.min)
    good = [
        _lasts(ask, one.decided_on, one.expires_on, one.renewed_on if one.renewed_on and one.renewed_on <= on else None)
        for one in same
        if one.outcome == outcomes.CLEAR and one.tier >= ask.tier and one.decided_on and fallen < one.decided_on <= on
    ]
    waiting = [one for one in same if one.outcome in {outcomes.PENDING, outcomes.REVIEW} and one.tier >= ask.tier]
    ordered = min((one.ordered_on for one in waiting if one.ordered_on), default=None)
    return _judged(ask, on, max(good, default=None), pending=ordered, is_pending=bool(waiting), turn=Turn.STAFF)


def _training(ask: Ask, records: Records, on: date) -> Step:
    good = [
        _lasts(ask, one.completed_on, one.expires_on)
        for one in records.trainings
        if one.training_id == ask.training_id and one.completed_on <= on
    ]
    return _judged(ask, on, max(good, default=None), pending=None, is_pending=False, turn=Turn.PERSON)


def _acknowledgement(ask: Ask, records: Records, on: date) -> Step:
    good = [
        min(_lasts(ask, one.acknowledged_on), _until_asked_anew(ask, one.number))
        for one in records.acknowledgements
        if one.document_id == ask.document_id and one.acknowledged_on <= on
    ]
    return _judged(ask, on, max(good, default=None), pending=None, is_pending=False, turn=Turn.PERSON)


def _until_asked_anew(ask: Ask, number: int) -> date:
    """The last day on which having agreed to this version is enough."""
    later = [one.takes_effect_on for one in ask.wordings if one.asks_again and one.number > number]
    return min(later) - timedelta(days=1) if later else ALWAYS


def _reference(ask: Ask, records: Records, on: date) -> Step:
    received = [one for one in records.references if one.received_on and one.received_on <= on]
    days = sorted((one.received_on for one in received if one.outcome == Reference.Outcome.GOOD), reverse=True)  # type: ignore[type-var]
    enough = days[: ask.number]
    until = _lasts(ask, enough[-1]) if len(enough) == ask.number and enough[-1] else None
    is_pending = any(one.outcome == Reference.Outcome.ASKED for one in records.references)
    return _judged(ask, on, until, pending=None, is_pending=is_pending, turn=Turn.STAFF)


_JUDGES = {
    Requirement.Kind.BACKGROUND_CHECK.value: _check,
    Requirement.Kind.TRAINING.value: _training,
    Requirement.Kind.ORIENTATION.value: _training,
    Requirement.Kind.ACKNOWLEDGEMENT.value: _acknowledgement,
    Requirement.Kind.REFERENCE.value: _reference,
}
