"""What kinds of things the audit log speaks of by name. Floors above add theirs: ``logged(Message, …)``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenancy.models import (
    AuditEvent,
    CalendarDay,
    District,
    Job,
    Membership,
    MembershipGrant,
    Person,
    PersonGrant,
    School,
    SchoolYear,
)

#: What a row is called in the log.
Naming = Callable[[Any], str]


@dataclass(frozen=True)
class LoggedKind:
    """One kind of thing: its words in the filter, and how a row of it is called, if rows have names."""

    model: type[Model]
    words: str | Promise
    naming: Naming | None = None
    reads: Sequence[str] = ()


KINDS: dict[str, LoggedKind] = {}


def logged(
    model: type[Model], words: str | Promise, *, naming: Naming | None = None, reads: Sequence[str] = ()
) -> None:
    """Say that deeds are about such things. ``naming`` may use the related rows that ``reads`` names, and no others."""
    KINDS[model._meta.label_lower] = LoggedKind(model, words, naming, reads)


def names_of(events: Iterable[AuditEvent]) -> Mapping[tuple[str, int], str]:
    """The names of the things that events are about and that still exist; one query a kind, however many events."""
    wanted: dict[str, set[int]] = {}
    district_id = None
    for event in events:
        if event.target_id:
            wanted.setdefault(event.target_kind, set()).add(event.target_id)
            district_id = event.district_id
    found: dict[tuple[str, int], str] = {}
    for label, ids in wanted.items():
        kind = KINDS.get(label)
        if kind is None or kind.naming is None:
            continue
        rows = kind.model._default_manager.filter(district=district_id, pk__in=ids).prefetch_related(*kind.reads)
        found |= {(label, row.pk): kind.naming(row) for row in rows}
    return found


def _day_words(one: CalendarDay) -> str:
    return f"{date_format(one.day)}, {one.note or one.get_kind_display()}"


logged(Person, _("Person"))
logged(Membership, _("Role"))
logged(MembershipGrant, _("Cover"))
logged(PersonGrant, _("Sharing"))
logged(School, _("School"), naming=str)
logged(SchoolYear, _("School year"), naming=str)
logged(CalendarDay, _("Calendar day"), naming=_day_words)
logged(District, _("District"))
logged(Job, _("Long work"))
