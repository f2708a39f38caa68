"""Matches start once nothing is missing; what a named role allows once although it is missing (S-10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Agreement
from correspondence.actions import messages
from correspondence.models import Message
from correspondence.models import State as Leaving
from mentoring import match_mails
from mentoring.actions import match_pauses
from mentoring.gate_rules import EXCEPTABLE, Gate, StartBlocker, first_day, gates_of, lacks_of
from mentoring.models import Match, MatchException, MatchMentor, MatchStudent, Program
from mentoring.policy_rules import last_day, policy_of
from screening.models import Asked
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, District
from tenancy.models.owned import DistrictQuerySet

#: What is allowed once is allowed for no longer than this.
LONGEST = timedelta(days=90)
_READ_ALONG = ("program__policies", "supervising_teacher", "adult_in_charge")


class CannotStart(Exception):
    """The match does not start; the text says what is missing, and ``blockers`` whose turn it is."""

    def __init__(self, words: str, blockers: Sequence[StartBlocker] = ()) -> None:
        super().__init__(words)
        self.blockers = list(blockers)


class CannotUndo(Exception):
    """The match goes on; the text says why."""


class CannotAllow(Exception):
    """Nothing is allowed; the text says why."""


@dataclass(frozen=True)
class Started:
    """Which matches started, and which did not, with why."""

    done: list[Match]
    skipped: list[tuple[Match, list[StartBlocker]]]
    event: AuditEvent | None = None


@transaction.atomic
def start(*, match: Match, on: date, by: Actor) -> Match:
    """The match runs from its first day on, until the planned day or for the months that the program promises.

    What is missing is worked out inside, with everything locked that could change it, so that of two who start the
    match at once one does. Everybody in it is told in two minutes. Refuses (CannotStart) what lacks something.
    """
    locked = _locked([match.pk], match.district)[0]
    if locked.state == Match.State.RUNNING:
        raise CannotStart(_("This match has started already."))
    gate = gates_of([locked], on)[locked.pk]
    if gate.blockers:
        raise CannotStart(" ".join(one.sentence for one in gate.blockers), gate.blockers)
    _begin(locked, gate, on, by)
    return locked


@transaction.atomic
def start_ready(*, program: Program, match_ids: Iterable[int], on: date, by: Actor) -> Started:
    """Start those of these matches of a program that lack nothing now; the others stay as they are."""
    mine = Match.objects.of(program.district).filter(program=program, pk__in=list(match_ids), state__in=NOT_STARTED)
    locked = [
        one for one in _locked(list(mine.values_list("pk", flat=True)), program.district) if one.state in NOT_STARTED
    ]
    gates = gates_of(locked, on)
    done = [one for one in locked if gates[one.pk].is_open]
    for one in done:
        _begin(one, gates[one.pk], on, by)
    skipped = [(one, gates[one.pk].blockers) for one in locked if not gates[one.pk].is_open]
    event = None
    if done:
        facts: dict[str, audit.Fact] = {"matches": [one.pk for one in done], "skipped": len(skipped)}
        event = audit.record(by=by, verb="program.start_ready", target=program, facts=facts)
    return Started(done, skipped, event)


#: States of matches that may still start.
NOT_STARTED = (Match.State.PROPOSED, Match.State.AGREED)


def _locked(ids: Sequence[int], district: District) -> list[Match]:
    """The matches, locked, after what they hang on: documents and clearances are changed in the same order."""
    packets = MatchStudent.objects.of(district).filter(match__in=ids, left_on=None).values("packet")
    people = MatchMentor.objects.of(district).filter(match__in=ids, left_on=None).values("mentor__person")
    documents = Agreement.objects.of(district).filter(packet__in=packets)
    list(documents.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    asked = Asked.objects.of(district).filter(person__in=people, ended_on=None)
    list(asked.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    matches = Match.objects.of(district).filter(pk__in=ids).prefetch_related(*_READ_ALONG)
    return list(matches.select_for_update(of=("self",)).order_by("pk"))


def _begin(match: Match, gate: Gate, on: date, by: Actor) -> None:
    planned = match.starts_on
    match.starts_on = first_day(match, on)
    is_counted = match.ends_on is None
    if match.ends_on is None:
        match.ends_on = last_day(match.starts_on, policy_of(match.program))
    match.state, match.started_by_id = Match.State.RUNNING, by.person_id
    match.save(update_fields=["state", "starts_on", "ends_on", "started_by"])
    facts: dict[str, audit.Fact] = {
        "starts_on": match.starts_on.isoformat(),
        "planned_on": planned.isoformat() if planned else "",
        "end_is_counted": is_counted,
        "allowed": [blocker.key for blocker, _exception in gate.allowed],
    }
    audit.record(by=by, verb="match.start", target=match, facts=facts)
    match_mails.match_started(match, on=on, by=by)


# Undo


@transaction.atomic
def undo(*, match: Match, at: datetime, on: date, by: Actor) -> None:
    """The match is as it was before it started, and mails that have not left stay here.

    Refuses (CannotUndo) on a later day, and once anything has happened since.
    """
    locked = _locked([match.pk], match.district)[0]
    newest = AuditEvent.objects.of(match.district).filter(target_kind="mentoring.match", target_id=match.pk)
    event = newest.order_by("-at", "-pk").first()
    if locked.state != Match.State.RUNNING or event is None or event.verb != "match.start":
        raise CannotUndo(_("Something has happened since. End the match instead."))
    if timezone.localdate(event.at) != on:
        raise CannotUndo(_("A start is taken back on the same day only. End the match instead."))
    planned = str(event.facts.get("planned_on", ""))
    locked.state, locked.started_by = Match.State.AGREED, None
    locked.starts_on = date.fromisoformat(planned) if planned else None
    locked.ends_on = None if event.facts.get("end_is_counted") else locked.ends_on
    locked.save(update_fields=["state", "starts_on", "ends_on", "started_by"])
    audit.record(by=by, verb="match.undo_start", target=locked)
    _stop_mails(locked, at, by)


@transaction.atomic
def undo_ready(*, event: AuditEvent, at: datetime, on: date, by: Actor) -> tuple[int, int]:
    """Take back what ``start_ready`` started, as far as it can be; returns how many went back and how many did not."""
    back, kept = 0, 0
    for match in Match.objects.of(event.district).filter(pk__in=event.facts.get("matches", [])).order_by("pk"):
        try:
            undo(match=match, at=at, on=on, by=by)
        except CannotUndo:
            kept += 1
        else:
            back += 1
    return back, kept


def _stop_mails(match: Match, at: datetime, by: Actor) -> None:
    waiting = Message.objects.of(match.district).filter(
        kind=match_mails.STARTED, about_url_name="mentoring:match_detail", about_pk=match.pk, state=Leaving.WAITING
    )
    for message in waiting.order_by("pk"):
        try:
            messages.cancel(message, at=at, by=by)
        except messages.TooLate:
            continue


# Allowed once


@transaction.atomic
def allow_once(
    *, match: Match, code: str, reason: str, expires_on: date, at: datetime, on: date, by: Actor
) -> MatchException:
    """Let one thing that is missing be missing until a day, with a reason that is kept.

    ``code`` is a blocker's key. Refuses (CannotAllow) whatever S-10 lets nobody wave through, what is not missing, a
    day before the first one or too far away, and whoever is in the match themselves.
    """
    _refuse_exception(match, code, expires_on, on, by)
    asked = _open_exceptions(match, code).filter(allowed_on=None).first()
    if asked is None:
        _open_exceptions(match, code).update(withdrawn_on=on)
        asked = MatchException(district_id=match.district_id, match=match, code=code)
    asked.reason, asked.expires_on = reason, expires_on
    asked.allowed_by_id, asked.allowed_on = by.person_id, on
    asked.save()
    facts: dict[str, audit.Fact] = {"code": code, "until": expires_on.isoformat()}
    audit.record(by=by, verb="match.allow_once", target=match, reason=reason, facts=facts)
    match_pauses.settle(match_ids=[match.pk], district=match.district, at=at, on=on, by=by)
    return asked


@transaction.atomic
def ask_to_allow(
    *, match: Match, code: str, reason: str, expires_on: date, at: datetime, on: date, by: Actor
) -> MatchException:
    """Ask a principal or an administrator to allow something once. Refuses (CannotAllow) as ``allow_once`` does."""
    _refuse_exception(match, code, expires_on, on, by)
    if _open_exceptions(match, code).filter(allowed_on=None).exists():
        raise CannotAllow(_("Somebody has asked for this already."))
    _open_exceptions(match, code).update(withdrawn_on=on)
    exception = MatchException.objects.create(
        district_id=match.district_id,
        match=match,
        code=code,
        reason=reason,
        expires_on=expires_on,
        asked_by_id=by.person_id,
        asked_on=on,
    )
    audit.record(by=by, verb="match.ask_to_allow", target=match, reason=reason, facts={"code": code})
    match_mails.exception_asked(exception, by=by)
    return exception


@transaction.atomic
def withdraw_exception(*, exception: MatchException, at: datetime, on: date, by: Actor) -> MatchException:
    """It counts no more, and a running match that needs it stands still; or nobody is asked any more.

    Refuses (CannotAllow) one that is withdrawn.
    """
    locked = MatchException.objects.select_for_update(of=("self",)).get(pk=exception.pk)
    if locked.withdrawn_on is not None:
        raise CannotAllow(_("This is withdrawn already."))
    locked.withdrawn_on = on
    locked.save(update_fields=["withdrawn_on"])
    audit.record(by=by, verb="match.withdraw_exception", target=locked.match, facts={"code": locked.code})
    match_pauses.settle(match_ids=[locked.match_id], district=locked.district, at=at, on=on, by=by)
    return locked


def _open_exceptions(match: Match, code: str) -> DistrictQuerySet[MatchException]:
    rows = MatchException.objects.of(match.district).filter(match=match, code=code, withdrawn_on=None)
    return rows.select_for_update(of=("self",))


def _refuse_exception(match: Match, code: str, expires_on: date, on: date, by: Actor) -> None:
    if code.partition(":")[0] not in EXCEPTABLE:
        raise CannotAllow(_("Nobody can allow this."))
    [locked] = _locked([match.pk], match.district)
    if by.person_id is not None and Match.objects.filter(pk=match.pk).with_member(by.person_id).exists():
        raise CannotAllow(_("You are in this match yourself. Ask a colleague."))
    first = first_day(locked, on)
    if not first <= expires_on <= first + LONGEST:
        words = {"first": date_format(first), "last": date_format(first + LONGEST)}
        raise CannotAllow(_("Choose a day from %(first)s to %(last)s.") % words)
    if code not in {one.key for one in missing_of(locked, on)}:
        raise CannotAllow(_("This is not missing."))


def missing_of(match: Match, on: date) -> list[StartBlocker]:
    """What a match lacks and somebody could allow once: before it starts, or while it runs."""
    if match.state == Match.State.RUNNING:
        found = [one for causes in lacks_of([match], on)[match.pk].values() for one in causes]
    else:
        found = gates_of([match], on)[match.pk].blockers
    return [one for one in found if one.may_be_allowed]
