"""Journal entries: owed, written, handed in, taken back, given back, excused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence.actions import messages
from correspondence.models import Message
from journals import mails
from journals.models import Entry, EntryVersion, Prompt
from journals.querysets.entries import OPEN
from journals.rules import due_on
from meetings.models import Meeting, Participation
from mentoring.models import JournalRhythm, Match, MatchStudent, Policy
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tenancy.rules import SchoolCalendar

State = Entry.State


class CannotWrite(Exception):
    """The entry stays as it is; the text says why."""


@dataclass(frozen=True)
class WrittenElsewhere(Exception):
    """The same student saved another text in another window meanwhile: nothing was written over."""

    entry: Entry


class CannotGiveBack(Exception):
    """The entry is not given back, or not taken again; the text says why."""


class CannotUndo(Exception):
    """What was done stays; the text says why."""


# Owed


@transaction.atomic
def owe_for(*, meeting: Meeting, at: datetime, by: Actor) -> None:
    """Every student who came to a logged meeting owes an entry, where the policy asks for one after each meeting.

    Called again after the log was changed: days follow, and whoever did not come owes nothing that was not begun.
    Nothing is owed while the match is paused, or in an archived program.
    """
    match = Match.objects.prefetch_related("program__policies").get(pk=meeting.match_id)
    came = _came(meeting) if _asks_after(match, JournalRhythm.MEETING) else []
    Entry.objects.of(meeting.district).filter(meeting=meeting, state=State.OWED).exclude(
        match_student__in=[row.pk for row in came]
    ).delete()
    if not came:
        return
    calendar, policy = SchoolCalendar.of(meeting.district), _policy(match)
    written_on = max(meeting.on, timezone.localdate(at))
    for row in came:
        day = due_on(written_on, policy.journal_days, calendar=calendar, school_id=row.student.school_id)
        entry, is_new = Entry.objects.get_or_create(
            district_id=meeting.district_id, match_student=row, meeting=meeting, defaults={"due_on": day}
        )
        if is_new:
            audit.record(by=by, verb="entry.owe", target=entry, facts={"meeting": meeting.pk})


def _came(meeting: Meeting) -> list[MatchStudent]:
    if meeting.state == Meeting.State.CANCELED:
        return []
    rows = Participation.objects.of(meeting.district).filter(
        meeting=meeting, standing=Participation.Standing.CAME, match_student__isnull=False
    )
    known = MatchStudent.objects.of(meeting.district).filter(pk__in=rows.values("match_student"))
    return list(known.order_by("pk").prefetch_related("student"))


def _asks_after(match: Match, rhythm: JournalRhythm) -> bool:
    if match.program.is_archived or _policy(match).journal_rhythm != rhythm:
        return False
    return not Match.objects.of(match.district).paused().filter(pk=match.pk).exists()


def _policy(match: Match) -> Policy:
    (policy,) = match.program.policies.all()
    return policy


@transaction.atomic
def begin(*, member: MatchStudent, by: Actor) -> Entry:
    """A student begins an entry that nobody asked for; an empty one that is there already is taken."""
    free = Entry.objects.of(member.district).filter(match_student=member, meeting=None, period_from=None)
    entry = free.filter(state=State.OWED, due_on=None).first()
    if entry is None:
        entry = Entry.objects.create(district_id=member.district_id, match_student=member)
        audit.record(by=by, verb="entry.begin", target=entry)
    return entry


# Written


@transaction.atomic
def save(
    *,
    entry: Entry,
    version: int,
    prompt: Prompt | None,
    text: str,
    mentor_sees: str,
    mentor_text: str,
    at: datetime,
    by: Actor,
) -> Entry:
    """Keep what the student has written so far; nobody else reads it before it is handed in.

    Raises WrittenElsewhere when ``version`` is not the one that is kept, CannotWrite once it is handed in or excused.
    """
    now = _locked(entry)
    _refuse_closed(now)
    if now.version != version:
        raise WrittenElsewhere(now)
    now.prompt, now.text, now.mentor_sees, now.mentor_text = prompt, text, mentor_sees, mentor_text
    now.prompt_text = _asked(prompt)
    now.state = State.DRAFT if now.state == State.OWED and (text or mentor_text) else now.state
    now.version, now.saved_at = version + 1, at
    now.save()
    return now


@transaction.atomic
def hand_in(*, entry: Entry, at: datetime, by: Actor) -> Entry:
    """From now on the teacher reads it, and the mentor what the student chose. The mentor hears so in a summary.

    Refuses (CannotWrite) an empty one, one handed in before, and one that is not needed any more.
    """
    now = _locked(entry)
    _refuse_closed(now)
    if not now.text.strip():
        raise CannotWrite(_("Write a sentence or two before you hand it in."))
    now.state, now.handed_in_at, now.opened_at = State.HANDED_IN, at, None
    now.save(update_fields=["state", "handed_in_at", "opened_at"])
    audit.record(by=by, verb="entry.hand_in", target=now)
    if now.mentor_sees != Entry.MentorSees.NOTHING:
        mails.entry_shared(now, by=by)
    return now


@transaction.atomic
def take_back(*, entry: Entry, by: Actor) -> Entry:
    """Make it a draft again. Refuses (CannotWrite) once a teacher has opened it for grading."""
    now = _locked(entry)
    if now.state != State.HANDED_IN:
        return now
    if now.opened_at is not None or now.grades.exists():
        raise CannotWrite(_("Your teacher is reading this entry already. Ask them to give it back to you."))
    now.state = State.GIVEN_BACK if now.given_back_at else State.DRAFT
    now.save(update_fields=["state"])
    audit.record(by=by, verb="entry.take_back", target=now)
    return now


@transaction.atomic
def share(*, entry: Entry, mentor_sees: str, mentor_text: str, by: Actor) -> Entry:
    """The student changes their mind about what the mentor reads of an entry that is handed in. At once."""
    now = _locked(entry)
    is_news = mentor_sees != Entry.MentorSees.NOTHING and now.mentor_sees == Entry.MentorSees.NOTHING
    now.mentor_sees, now.mentor_text = mentor_sees, mentor_text
    now.save(update_fields=["mentor_sees", "mentor_text"])
    audit.record(by=by, verb="entry.share", target=now, facts={"mentor_sees": mentor_sees})
    if is_news and now.state == State.HANDED_IN:
        mails.entry_shared(now, by=by)
    return now


# Read and given back


@transaction.atomic
def open_for_grading(*, entry: Entry, at: datetime) -> None:
    """Note that a teacher has it open: from the first look on, the student cannot take it back."""
    Entry.objects.of(entry.district).filter(pk=entry.pk, state=State.HANDED_IN, opened_at=None).update(opened_at=at)


@transaction.atomic
def give_back(*, entry: Entry, note: str, at: datetime, by: Actor) -> Message | None:
    """Ask the student to add to it. What was handed in is kept as a version; the student is told in two minutes.

    Refuses (CannotGiveBack) one that is not handed in, or whose grade the student sees.
    """
    now = _locked(entry)
    if now.state != State.HANDED_IN:
        raise CannotGiveBack(_("This entry is not handed in at present. The student may have taken it back."))
    if now.grades.exclude(released_at=None).filter(entry_version=now.version).exists():
        raise CannotGiveBack(_("The student sees the grade of this entry already."))
    EntryVersion.objects.create(
        district_id=now.district_id,
        entry=now,
        number=now.versions.count() + 1,
        text=now.text,
        handed_in_at=now.handed_in_at,  # type: ignore[misc]  # held by a constraint while it is handed in
    )
    now.state, now.given_back_at, now.given_back_by_id, now.given_back_note = State.GIVEN_BACK, at, by.person_id, note
    now.save(update_fields=["state", "given_back_at", "given_back_by", "given_back_note"])
    audit.record(by=by, verb="entry.give_back", target=now)
    return mails.entry_given_back(now, by=by)


@transaction.atomic
def take_again(*, entry: Entry, at: datetime, by: Actor) -> None:
    """Undo of giving back: it is handed in as it was. Refuses (CannotUndo) once the student was told or has gone on."""
    now = _locked(entry)
    newest = now.versions.order_by("-number").first()
    if now.state != State.GIVEN_BACK or newest is None or now.text != newest.text:
        raise CannotUndo(_("The student has gone on writing already."))
    _stop(mails.told_of_giving_back(now), at, by)
    newest.delete()
    now.state, now.given_back_at, now.given_back_by, now.given_back_note = State.HANDED_IN, None, None, ""
    now.save(update_fields=["state", "given_back_at", "given_back_by", "given_back_note"])
    audit.record(by=by, verb="entry.take_again", target=now)


# Reminded and excused


@transaction.atomic
def remind(*, entries: Iterable[Entry], at: datetime, by: Actor) -> list[Message]:
    """Remind the students of these entries, once a day each, in two minutes; returns what goes out.

    Whoever is not late, or has no address at all, is left out.
    """
    posted = []
    for entry in entries:
        student, today = entry.match_student.student.person, timezone.localdate(at)
        is_late = entry.state in OPEN and entry.due_on is not None and entry.due_on < today
        if is_late and student.is_active and (student.email or student.phone):
            posted.append(mails.entry_overdue(entry, on=today, by=by))
            Entry.objects.filter(pk=entry.pk).update(reminded_at=at)
    if posted:
        audit.record(by=by, verb="entry.remind", facts={"people": [one.person_id for one in posted if one.person_id]})
    return posted


@transaction.atomic
def excuse(*, entries: Sequence[Entry], reason: str, at: datetime, by: Actor) -> AuditEvent | None:
    """These entries are not needed any more; returns the event for Undo. What was begun stays with the student.

    Leaves out what was handed in meanwhile.
    """
    rows = Entry.objects.filter(pk__in=[one.pk for one in entries], state__in=OPEN)
    ids = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return None
    Entry.objects.filter(pk__in=ids).update(
        state=State.EXCUSED, excused_at=at, excused_by_id=by.person_id, excuse_reason=reason
    )
    return audit.record(by=by, verb="entry.excuse", reason=reason, facts={"entries": ids})


@transaction.atomic
def take_excuse_back(*, event: AuditEvent, by: Actor) -> int:
    """Undo of an excuse: the entries are needed as before; returns how many."""
    ids = event.facts.get("entries", [])
    rows = Entry.objects.of(event.district).filter(pk__in=ids, state=State.EXCUSED).select_for_update(of=("self",))
    back = list(rows.order_by("pk"))
    for entry in back:
        begun = State.GIVEN_BACK if entry.given_back_at else State.DRAFT
        entry.state = begun if entry.text or entry.mentor_text else State.OWED
        entry.excused_at, entry.excused_by, entry.excuse_reason = None, None, ""
        entry.save(update_fields=["state", "excused_at", "excused_by", "excuse_reason"])
    if back:
        audit.record(by=by, verb="entry.take_excuse_back", facts={"entries": [one.pk for one in back]})
    return len(back)


def _locked(entry: Entry) -> Entry:
    rows = Entry.objects.filter(pk=entry.pk).select_for_update(of=("self",))
    return rows.prefetch_related("match_student__match__program", "match_student__student__person").get()


def _refuse_closed(entry: Entry) -> None:
    if entry.state == State.HANDED_IN:
        raise CannotWrite(_("You have handed this entry in already."))
    if entry.state == State.EXCUSED:
        raise CannotWrite(_("This entry is not needed any more."))
    if entry.match_student.match.program.is_archived:
        raise CannotWrite(_("This program is over. You can read your journal, but no longer add to it."))


def _asked(prompt: Prompt | None) -> str:
    return prompt.reader_text if prompt is not None else ""


def _stop(waiting: Iterable[Message], at: datetime, by: Actor) -> None:
    for message in waiting:
        try:
            messages.cancel(message, at=at, by=by)
        except messages.TooLate:
            raise CannotUndo(_("The student was told already.")) from None
