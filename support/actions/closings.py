"""Matches are closed: the list is begun, filled in, finished, taken back; one, or many at the end of a year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.actions import match_continuations, match_ends
from mentoring.models import Match
from mentoring.signing_rules import signers
from support.closing_rules import begin_refusal, change_refusal, is_settled, missing_of
from support.models import Closing, ExitInterview
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, District, Person

#: What the list itself notes; last talks are rows of their own.
DETAILS = (
    "kind",
    "initiator",
    "reason",
    "last_meeting_on",
    "presentation_on",
    "presentation_waived",
    "profile_updated_on",
    "next_step",
    "contact_after",
)
#: What was noted of a last talk.
TOLD = ("held_on", "quality", "best", "better", "told")


class CannotClose(Exception):
    """Nothing is changed; the text says why."""


@dataclass(frozen=True)
class Many:
    """What was done with several matches, and which were left out, with why."""

    done: list[Closing]
    skipped: list[tuple[Match, str]]
    event: AuditEvent | None = None


@transaction.atomic
def begin(
    *,
    match: Match,
    kind: str,
    initiator: str,
    on: date,
    by: Actor,
    reason: str = "",
    last_meeting_on: date | None = None,
) -> Closing:
    """Begin to close a match: mentors, students and who signs for them are each to be talked with once more.

    The match runs on until ``finish``. One that ended already can be closed afterwards. Refuses (CannotClose) a match
    that never ran, one whose closing has begun, an early end without a reason, and anything in an archived program.
    """
    now = Match.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=match.pk)
    if refusal := begin_refusal(now, has_open=_begun(now)):
        raise CannotClose(refusal)
    if kind == Closing.Kind.EARLY and not reason:
        raise CannotClose(_("Say why it ends early."))
    return _begin(now, kind=kind, initiator=initiator, reason=reason, last_meeting_on=last_meeting_on, on=on, by=by)


@transaction.atomic
def begin_many(
    *, match_ids: Iterable[int], last_meetings: Mapping[int, date], district: District, on: date, by: Actor
) -> Many:
    """Begin to close several matches whose promised time is over; the others are left out, with why."""
    rows = Match.objects.of(district).filter(pk__in=list(match_ids)).prefetch_related("program")
    done, skipped = [], []
    for match in rows.select_for_update(of=("self",)).order_by("pk"):
        if refusal := begin_refusal(match, has_open=_begun(match)):
            skipped.append((match, refusal))
            continue
        plan = Closing.Initiator.PLAN
        last = last_meetings.get(match.pk)
        done.append(
            _begin(match, kind=Closing.Kind.PLANNED, initiator=plan, reason="", last_meeting_on=last, on=on, by=by)
        )
    return Many(done, skipped, _note_many("closing.begin_many", done, skipped, by=by))


@transaction.atomic
def change(*, closing: Closing, details: Mapping[str, Any], by: Actor) -> list[str]:
    """Note what is done and said. Returns the names of what changed. Refuses (CannotClose) a finished closing."""
    locked = _open(closing)
    changed = [name for name in DETAILS if name in details and getattr(locked, name) != details[name]]
    for name in changed:
        setattr(locked, name, details[name])
    if locked.kind == Closing.Kind.EARLY and not locked.reason:
        raise CannotClose(_("Say why it ends early."))
    if changed:
        locked.save(update_fields=changed)
        audit.record(by=by, verb="closing.change", target=locked, facts={"changed": changed})
    return changed


@transaction.atomic
def note_interview(*, interview: ExitInterview, said: Mapping[str, Any], by: Actor) -> None:
    """Note a last talk: the day and what was said. Refuses (CannotClose) in a finished closing."""
    _open(interview.closing)
    locked = ExitInterview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    for name in TOLD:
        setattr(locked, name, said[name])
    locked.held_by_id, locked.skipped_on, locked.skip_reason = by.person_id, None, ""
    locked.save()
    audit.record(by=by, verb="exit_interview.note", target=locked, facts={"person": locked.person_id})


@transaction.atomic
def skip_interview(*, interview: ExitInterview, reason: str, on: date, by: Actor) -> None:
    """Note that there is no last talk, and why. Refuses (CannotClose) one that was held, and in a finished closing."""
    _open(interview.closing)
    locked = ExitInterview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if locked.held_on is not None:
        raise CannotClose(_("This talk was held."))
    _skip(locked, reason, on, by)


@transaction.atomic
def reopen_interview(*, interview: ExitInterview, by: Actor) -> None:
    """Take back that a last talk was skipped. Refuses (CannotClose) one that was held, and in a finished closing."""
    _open(interview.closing)
    locked = ExitInterview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if locked.skipped_on is None:
        raise CannotClose(_("There is nothing to take back."))
    locked.skipped_on, locked.skip_reason = None, ""
    locked.save(update_fields=["skipped_on", "skip_reason"])
    audit.record(by=by, verb="exit_interview.reopen", target=locked, facts={"person": locked.person_id})


@transaction.atomic
def finish(*, closing: Closing, on: date, by: Actor) -> AuditEvent:
    """Close the match: it ends if it still runs, everybody in it is told, and it is only read from then on.

    Documents stay as they were signed. Refuses (CannotClose) what ``missing_of`` names. ``take_back`` undoes it.
    """
    locked = _open(closing)
    if missing := missing_of(locked, _interviews(locked)):
        raise CannotClose(" ".join(missing))
    return _finish(locked, on, by)


@transaction.atomic
def finish_many(
    *, closings: Sequence[Closing], skip_reason: str, waives_presentation: bool, district: District, on: date, by: Actor
) -> Many:
    """Close the matches that lack nothing; the others are left out, with why.

    With ``skip_reason`` last talks that nobody noted are skipped for that reason; with ``waives_presentation`` there
    was none where nobody said when. Both only where the match can be closed then.
    """
    done, skipped = [], []
    rows = Closing.objects.of(district).filter(pk__in=[one.pk for one in closings]).order_by("pk")
    for closing in rows.select_for_update(of=("self",)).prefetch_related("match__program"):
        if refusal := change_refusal(closing):
            skipped.append((closing.match, refusal))
            continue
        interviews = _interviews(closing)
        asked = [one for one in interviews if not is_settled(one)]
        if waives_presentation and closing.presentation_on is None:
            closing.presentation_waived = True
        if missing := missing_of(closing, [] if skip_reason else interviews):
            skipped.append((closing.match, " ".join(missing)))
            continue
        for one in asked:
            _skip(one, skip_reason, on, by)
        _finish(closing, on, by)
        done.append(closing)
    return Many(done, skipped, _note_many("closing.finish_many", done, skipped, by=by))


@transaction.atomic
def take_back(*, closing: Closing, by: Actor) -> None:
    """Undo ``finish``: the match runs again if finishing ended it, and the list can be changed.

    Refuses (CannotClose) where something happened since that does not fit.
    """
    locked = Closing.objects.select_for_update(of=("self",)).prefetch_related("match__program").get(pk=closing.pk)
    events = AuditEvent.objects.of(locked.district).filter(target_kind="support.closing", target_id=locked.pk)
    event = events.filter(verb="closing.finish").order_by("-at", "-pk").first()
    if locked.finished_on is None or event is None:
        raise CannotClose(_("There is nothing to take back."))
    if locked.match.program.is_archived:
        raise CannotClose(_("This program is archived. Take it back before you change anything in it."))
    _reopen(locked, by)
    if pk := event.facts.get("end_event"):
        _run_again(AuditEvent.objects.of(locked.district).get(pk=pk), by)


@transaction.atomic
def reopen(*, match: Match, by: Actor) -> None:
    """The match runs again: what was closed can be changed again. Nothing happens where nothing was closed."""
    rows = Closing.objects.of(match.district).filter(match=match, taken_back_at=None, finished_on__isnull=False)
    for closing in rows.select_for_update(of=("self",)):
        _reopen(closing, by)


def _reopen(closing: Closing, by: Actor) -> None:
    closing.finished_on = closing.finished_by = None
    closing.save(update_fields=["finished_on", "finished_by"])
    audit.record(by=by, verb="closing.take_back", target=closing, facts={"match": closing.match_id})


@transaction.atomic
def drop(*, closing: Closing, at: datetime, by: Actor) -> None:
    """Take back that a closing was begun: the match runs on as if nothing was. Refuses (CannotClose) a finished one."""
    locked = _open(closing)
    locked.taken_back_at = at
    locked.save(update_fields=["taken_back_at"])
    audit.record(by=by, verb="closing.drop", target=locked, facts={"match": locked.match_id})


@transaction.atomic
def undo_many(*, event: AuditEvent, at: datetime, by: Actor) -> tuple[int, int]:
    """Take back what ``begin_many`` or ``finish_many`` did, as far as it can be; counts both."""
    back, kept = 0, 0
    for closing in Closing.objects.of(event.district).filter(pk__in=event.facts.get("closings", [])).order_by("pk"):
        try:
            with transaction.atomic():
                if event.verb == "closing.finish_many":
                    take_back(closing=closing, by=by)
                else:
                    drop(closing=closing, at=at, by=by)
        except CannotClose:
            kept += 1
        else:
            back += 1
    return back, kept


def _begin(match: Match, *, on: date, by: Actor, **said: Any) -> Closing:
    assert by.person_id is not None, "staff close matches"
    closing = Closing.objects.create(
        district_id=match.district_id, match=match, opened_on=on, opened_by_id=by.person_id, **said
    )
    students, mentors = match_continuations.members_to_the_end(match)
    asked: dict[Person, str] = {row.mentor.person: "mentor" for row in mentors}
    for row in students:
        asked.setdefault(row.student.person, "student")
        for signer in signers(row.student, on):
            asked.setdefault(signer.person, "guardian")
    ExitInterview.objects.bulk_create(
        ExitInterview(district_id=match.district_id, closing=closing, person=person, role=role)
        for person, role in asked.items()
    )
    facts: dict[str, audit.Fact] = {"match": match.pk, "kind": str(closing.kind)}
    audit.record(by=by, verb="closing.begin", target=closing, reason=closing.reason, facts=facts)
    return closing


def _finish(closing: Closing, on: date, by: Actor) -> AuditEvent:
    match, facts = closing.match, dict[str, audit.Fact](match=closing.match_id)
    if match.ended_on is None:
        reason = closing.reason or str(closing.get_kind_display())
        facts["end_event"] = match_ends.end(match=match, reason=reason, on=on, by=by).pk
    closing.finished_on, closing.finished_by_id = on, by.person_id
    closing.save(update_fields=["finished_on", "finished_by", "presentation_waived"])
    return audit.record(by=by, verb="closing.finish", target=closing, facts=facts)


def _run_again(event: AuditEvent, by: Actor) -> None:
    try:
        match_ends.take_back(event=event, by=by)
    except match_ends.CannotTakeBack as refusal:
        raise CannotClose(str(refusal)) from None


def _skip(interview: ExitInterview, reason: str, on: date, by: Actor) -> None:
    interview.skipped_on, interview.skip_reason = on, reason
    interview.save(update_fields=["skipped_on", "skip_reason"])
    audit.record(by=by, verb="exit_interview.skip", target=interview, reason=reason)


def _note_many(verb: str, done: Sequence[Closing], skipped: Sequence[object], *, by: Actor) -> AuditEvent | None:
    if not done:
        return None
    facts: dict[str, audit.Fact] = {"closings": [one.pk for one in done], "skipped": len(skipped)}
    return audit.record(by=by, verb=verb, facts=facts)


def _begun(match: Match) -> bool:
    return Closing.objects.of(match.district).filter(match=match, taken_back_at=None).exists()


def _open(closing: Closing) -> Closing:
    """The closing, locked, if it may still be changed."""
    locked = Closing.objects.select_for_update(of=("self",)).prefetch_related("match__program").get(pk=closing.pk)
    if refusal := change_refusal(locked):
        raise CannotClose(refusal)
    return locked


def _interviews(closing: Closing) -> list[ExitInterview]:
    return list(closing.interviews.order_by("pk").prefetch_related("person"))
