"""Days on which a school is not as usual (S-35)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import CalendarDay, District, School

#: More days than this at once are a slip of the pen, not a holiday.
MOST_AT_ONCE = 120


class CannotAdd(Exception):
    """The days are not added; the text says why."""


@dataclass(frozen=True)
class NewDay:
    """A day that shall stand in the calendar."""

    day: date
    kind: CalendarDay.Kind
    note: str = ""
    dismissed_at: time | None = None


@transaction.atomic
def add(*, district: District, days: Iterable[NewDay], schools: Sequence[School] = (), by: Actor) -> list[CalendarDay]:
    """Put days into the calendar of some schools, or of all when none is named; all of them or none.

    Days that stand there already are left as they are and not returned. Refuses (CannotAdd) nothing new, too many.
    """
    places: Sequence[School | None] = schools or [None]
    wanted = {(new.day, _id(school), new.kind): (new, school) for new in days for school in places}
    if len(wanted) > MOST_AT_ONCE * len(places):
        raise CannotAdd(_("These are more than %(count)s days. Add them in parts.") % {"count": MOST_AT_ONCE})
    of_district = CalendarDay.objects.of(district).filter(day__in={day for day, _in, _kind in wanted})
    known = set(of_district.values_list("day", "school_id", "kind"))
    added = CalendarDay.objects.bulk_create(
        CalendarDay(
            district=district,
            school=school,
            day=new.day,
            kind=new.kind,
            note=new.note,
            dismissed_at=new.dismissed_at if new.kind == CalendarDay.Kind.EARLY_RELEASE else None,
        )
        for key, (new, school) in wanted.items()
        if key not in known
    )
    if not added:
        raise CannotAdd(_("All of these days are in the calendar already."))
    facts: dict[str, audit.Fact] = {
        "days": [day.day.isoformat() for day in added],
        "kind": str(added[0].kind),
        "schools": [school.pk for school in schools],
    }
    audit.record(by=by, verb="calendar_day.add", target=added[0] if len(added) == 1 else None, facts=facts)
    happened("calendar.changed", days=[day.day for day in added], by=by)
    return added


@transaction.atomic
def delete(found: Sequence[CalendarDay], *, by: Actor) -> None:
    """Take days, one or more of the same kind, out of the calendar; all of them or none."""
    days = sorted({one.day for one in found})
    facts: dict[str, audit.Fact] = {
        "days": [day.isoformat() for day in days],
        "kind": found[0].kind,
        "schools": sorted({one.school_id for one in found if one.school_id}),
    }
    audit.record(by=by, verb="calendar_day.delete", target=found[0] if len(found) == 1 else None, facts=facts)
    CalendarDay.objects.of(found[0].district).filter(pk__in=[one.pk for one in found]).delete()
    happened("calendar.changed", days=days, by=by)


def _id(school: School | None) -> int | None:
    return None if school is None else school.pk
