"""Attendance of a weekly class is taken and corrected; on which weekdays a class meets is said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classes import mails
from classes.authors import author_of
from classes.models import ClassAbsence, ClassDay, ClassTime
from classes.rules import sitting
from mentoring.actions.programs import refuse_archived
from mentoring.models import ClassGroup
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person


class CannotTake(Exception):
    """Attendance does not stand; the text says why."""


@dataclass(frozen=True)
class Missed:
    """How one student missed a class, and what somebody is to do about it."""

    kind: str
    follow_up: str = ""
    follow_up_by: Person | None = None


@transaction.atomic
def take(
    *,
    group: ClassGroup,
    day: date,
    missed: Mapping[int, Missed],
    on: date,
    at: datetime,
    by: Actor,
    seen_at: datetime | None = None,
    note: str = "",
) -> ClassDay:
    """Everybody was in class that day except these (by place in the program). Taken again, it is corrected.

    ``seen_at`` is when what the page showed was taken, None when it was not. Refuses (CannotTake) a day to come, and
    what somebody else took meanwhile; (programs.CannotChange) an archived program. Students who were not in the class
    that day are passed over. Who is asked to follow something up is told.
    """
    locked = _locked(group, day, on=on)
    known = _day_of(locked, day)
    _refuse_unseen(known, seen_at)
    there = {one.pk for one in sitting(locked, day)} | _noted_of(known)
    found = known or ClassDay(district_id=locked.district_id, class_group=locked, day=day)
    found.taken_by_id, found.taken_at = author_of(by), at
    found.is_held, found.note, found.student_count = True, note, len(there)
    found.save()
    changed = _write(found, {pk: one for pk, one in missed.items() if pk in there}, by=by)
    facts: dict[str, audit.Fact] = {"class_group": locked.pk, "day": day.isoformat(), "changed": changed}
    audit.record(by=by, verb="class_day.change" if known else "class_day.take", target=found, facts=facts)
    return found


@transaction.atomic
def say_no_class(
    *, group: ClassGroup, day: date, on: date, at: datetime, by: Actor, seen_at: datetime | None = None, note: str = ""
) -> ClassDay:
    """There was no class that day; nobody was absent from it. Refuses as ``take``."""
    locked = _locked(group, day, on=on)
    known = _day_of(locked, day)
    _refuse_unseen(known, seen_at)
    found = known or ClassDay(district_id=locked.district_id, class_group=locked, day=day)
    found.taken_by_id, found.taken_at = author_of(by), at
    found.is_held, found.note, found.student_count = False, note, 0
    found.save()
    changed = _write(found, {}, by=by)
    facts: dict[str, audit.Fact] = {"class_group": locked.pk, "day": day.isoformat(), "changed": changed}
    audit.record(by=by, verb="class_day.cancel", target=found, facts=facts)
    return found


@transaction.atomic
def meet_on(*, group: ClassGroup, weekdays: Collection[int], by: Actor) -> bool:
    """Say on which weekdays a class meets. Returns whether anything changed."""
    locked = ClassGroup.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=group.pk)
    refuse_archived(locked.program)
    rows = ClassTime.objects.of(locked.district).filter(class_group=locked)
    before, after = set(rows.values_list("weekday", flat=True)), set(weekdays)
    if before == after:
        return False
    rows.exclude(weekday__in=after).delete()
    for weekday in sorted(after - before):
        ClassTime.objects.create(district_id=locked.district_id, class_group=locked, weekday=weekday)
    audit.record(by=by, verb="class_time.change", target=locked, facts={"weekdays": sorted(after)})
    return True


def _locked(group: ClassGroup, day: date, *, on: date) -> ClassGroup:
    locked = ClassGroup.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=group.pk)
    refuse_archived(locked.program)
    if day > on:
        raise CannotTake(_("This day is still to come."))
    return locked


def _day_of(group: ClassGroup, day: date) -> ClassDay | None:
    return ClassDay.objects.of(group.district).filter(class_group=group, day=day).first()


def _refuse_unseen(known: ClassDay | None, seen_at: datetime | None) -> None:
    if (known.taken_at if known else None) != seen_at:
        raise CannotTake(_("Somebody else has taken attendance of this day meanwhile. Look at it, then save again."))


def _noted_of(known: ClassDay | None) -> set[int]:
    """Who is noted for that day already, though they may have left the class since."""
    return set(known.absences.values_list("program_student", flat=True)) if known else set()


def _write(day: ClassDay, missed: Mapping[int, Missed], *, by: Actor) -> list[int]:
    """Make the day's absences these. Returns the places whose state changed; what was followed up stays so."""
    before = {one.program_student_id: one for one in day.absences.select_for_update(of=("self",))}
    changed = sorted(set(before) - set(missed))
    day.absences.filter(program_student__in=changed).delete()
    for place_id, one in missed.items():
        row = before.get(place_id) or ClassAbsence(
            district_id=day.district_id, class_day=day, program_student_id=place_id, missed_on=day.day
        )
        owner = one.follow_up_by if one.follow_up else None
        wanted = (one.kind, one.follow_up, owner.pk if owner else None)
        if row.pk and (row.kind, row.follow_up, row.follow_up_by_id) == wanted:
            continue
        is_asked_anew = owner is not None and (row.follow_up, row.follow_up_by_id) != wanted[1:]
        row.kind, row.follow_up, row.follow_up_by = one.kind, one.follow_up, owner
        row.followed_up_on = None if is_asked_anew or owner is None else row.followed_up_on
        row.save()
        changed.append(place_id)
        if is_asked_anew:
            mails.follow_up_given(row, by=by)
    return sorted(changed)
