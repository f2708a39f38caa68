"""What is read of journals, for pages of this floor and above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from journals.models import Entry, EntryVersion
from journals.querysets.entries import OPEN


@dataclass(frozen=True)
class JournalStanding:
    """How a student of a match stands: entries that wait for them, of which late; handed in in all; graded."""

    owed: int = 0
    overdue: int = 0
    handed_in: int = 0
    graded: int = 0


def standing_of(match_student_ids: Iterable[int], on: date) -> dict[int, JournalStanding]:
    """The standing of each of these students of matches, in two queries; those without entries stand at zero."""
    ids = list(match_student_ids)
    waits = Q(state__in=OPEN)
    rows = (
        Entry.objects.filter(match_student__in=ids)
        .values_list("match_student")
        .annotate(
            owed=Count("pk", filter=waits),
            overdue=Count("pk", filter=waits & Q(due_on__lt=on)),
            handed_in=Count("pk", filter=Q(state="handed_in")),
        )
    )
    graded = dict(
        Entry.objects.filter(match_student__in=ids, state="handed_in", grades__isnull=False)
        .values_list("match_student")
        .annotate(number=Count("pk", distinct=True))
    )
    found = {pk: JournalStanding(owed, late, sent, graded.get(pk, 0)) for pk, owed, late, sent in rows}
    return {pk: found.get(pk, JournalStanding()) for pk in ids}


@dataclass(frozen=True)
class StaffText:
    """What staff reads of an entry: the text as it was handed in last; empty where it never was."""

    text: str
    is_older: bool = False


def text_for_staff(entry: Entry, versions: Sequence[EntryVersion]) -> StaffText:
    """The text that was handed in. While the student adds to it, the last version; a draft is read by nobody else."""
    if entry.state == Entry.State.HANDED_IN:
        return StaffText(entry.text)
    newest = max(versions, key=lambda one: one.number, default=None)
    return StaffText(newest.text, is_older=True) if newest is not None else StaffText("")


def text_for_mentor(entry: Entry) -> str:
    """What the student lets the mentor read of it."""
    if entry.mentor_sees == Entry.MentorSees.ALL:
        return entry.text
    return entry.mentor_text if entry.mentor_sees == Entry.MentorSees.PART else ""
