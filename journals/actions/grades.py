"""Grades of entries: saved one by one, made visible in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from correspondence.actions import messages
from journals import mails
from journals.models import BankedComment, Criterion, Entry, Grade, Level, Mark, Rubric
from journals.rules import points_of
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person


class CannotGrade(Exception):
    """The grade stays as it is; the text says why."""


class HandedInAnew(CannotGrade):
    """The student changed the text since the teacher began to read."""


@dataclass(frozen=True)
class GradedElsewhere(Exception):
    """Somebody (the same teacher in another window, a colleague) graded it meanwhile: nothing was written over."""

    grade: Grade


class CannotUndo(Exception):
    """What was done stays; the text says why."""


@transaction.atomic
def save(
    *,
    entry: Entry,
    rubric: Rubric | None,
    levels: Mapping[Criterion, Level],
    comment: str,
    entry_version: int,
    grade_version: int,
    at: datetime,
    by: Actor,
) -> Grade:
    """Keep a grade of the text that was read; nobody else sees it before it is released.

    ``levels``: one for each criterion of the rubric; without a rubric the comment stands alone. A grade that is visible
    already changes for the student at once.

    Refuses (CannotGrade) an entry that is not handed in, (HandedInAnew) one whose text changed since; raises
    GradedElsewhere when ``grade_version`` is not the one that is kept (0: none yet).
    """
    now = Entry.objects.filter(pk=entry.pk).select_for_update(of=("self",)).get()
    if now.state != Entry.State.HANDED_IN:
        raise CannotGrade(_("This entry is not handed in any more: the student took it back, or it was given back."))
    if now.version != entry_version:
        raise HandedInAnew(_("The student handed this in anew since you opened it. Read it once more."))
    grade = Grade.objects.filter(entry=now).first()
    if (grade.version if grade else 0) != grade_version:
        raise GradedElsewhere(grade if grade is not None else Grade(entry=now))
    is_new = grade is None
    grade = grade or Grade(district_id=now.district_id, entry=now, version=0)
    grade.rubric, grade.comment = rubric, comment
    grade.points = points_of(levels.values()) if rubric else None
    grade.out_of = _most(rubric) if rubric else None
    grade.graded_by_id, grade.graded_at = by.person_id, at  # type: ignore[assignment]  # a person grades
    grade.version, grade.entry_version = grade.version + 1, now.version
    grade.save()
    grade.marks.all().delete()
    Mark.objects.bulk_create(
        Mark(district_id=now.district_id, grade=grade, criterion=criterion, level=level)
        for criterion, level in levels.items()
    )
    audit.record(by=by, verb="grade.add" if is_new else "grade.change", target=grade, facts={"entry": now.pk})
    return grade


@transaction.atomic
def undo(*, grade: Grade, by: Actor) -> None:
    """Take a grade back that was just given. Refuses (CannotUndo) one that was changed since or is visible."""
    now = Grade.objects.filter(pk=grade.pk).select_for_update(of=("self",)).first()
    if now is None:
        return
    if now.version != 1 or now.released_at is not None:
        raise CannotUndo(_("This grade was changed since, or the student sees it already. Change it instead."))
    audit.record(by=by, verb="grade.undo", target=now, facts={"entry": now.entry_id})
    now.delete()


@transaction.atomic
def release(*, grades: Sequence[Grade], at: datetime, by: Actor) -> AuditEvent | None:
    """Students and their parents see these grades from now on; each student is told once, in two minutes.

    Returns the event for Undo, None where nothing was left to release: grades of entries that are not handed in any
    more, or handed in anew, stay hidden.
    """
    rows = Grade.objects.filter(pk__in=[one.pk for one in grades], released_at=None).current()
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return None
    Grade.objects.filter(pk__in=ids).update(released_at=at)
    event = audit.record(by=by, verb="grade.release", facts={"grades": ids})
    readers = Person.objects.filter(students__match_rows__entries__grades__in=ids).distinct().order_by("pk")
    for person in readers:
        if person.is_active:
            mails.grades_visible(person, release=event.pk, by=by)
    return event


@transaction.atomic
def undo_release(*, event: AuditEvent, at: datetime, by: Actor) -> int:
    """The grades are hidden again, and nobody is told; returns how many. Refuses (CannotUndo) once a mail has left."""
    for message in mails.told_of_release(event):
        try:
            messages.cancel(message, at=at, by=by)
        except messages.TooLate:
            raise CannotUndo(_("The first students were told already. The grades stay visible.")) from None
    ids = event.facts.get("grades", [])
    count = Grade.objects.of(event.district).filter(pk__in=ids).update(released_at=None)
    if count:
        audit.record(by=by, verb="grade.undo_release", facts={"grades": ids})
    return count


@transaction.atomic
def keep_comment(*, text: str, teacher: Person, by: Actor) -> BankedComment | None:
    """Keep a comment for next time; None where it is empty or kept already."""
    mine = BankedComment.objects.of(teacher.district).filter(teacher=teacher)
    words = " ".join(text.split())[:500]
    if not words or mine.filter(text=words).exists():
        return None
    last = mine.order_by("-position").values_list("position", flat=True).first() or 0
    kept = BankedComment.objects.create(
        district_id=teacher.district_id, teacher=teacher, text=words, position=min(last + 1, 32_000)
    )
    audit.record(by=by, verb="banked_comment.add", target=kept)
    return kept


@transaction.atomic
def forget_comment(*, comment: BankedComment, by: Actor) -> None:
    """Take a kept comment out of the list. Grades that use its words keep them."""
    audit.record(by=by, verb="banked_comment.delete", target=comment)
    comment.delete()


def _most(rubric: Rubric) -> int:
    """The highest sum that a rubric gives."""
    best: dict[int, int] = {}
    rows = Level.objects.of(rubric.district).filter(criterion__rubric=rubric)
    for criterion_id, points in rows.values_list("criterion", "points"):
        best[criterion_id] = max(points, best.get(criterion_id, 0))
    return sum(best.values())
