"""The audit log in words: who did what to whom, read in a fixed number of queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenancy.logged import KINDS, names_of
from tenancy.models import (
    AuditEvent,
    CalendarDay,
    District,
    Membership,
    MembershipGrant,
    Person,
    PersonGrant,
    Scope,
)
from tenancy.permissions import Role
from tenancy.person_pages import PersonSection, SectionEvent
from tenancy.verbs import all_verbs

#: Facts that are the id of a person.
_PERSON_FACTS = ("person", "to", "of")
#: What facts are called; "role" and "scope" speak for themselves.
_FACTS: dict[str, str | Promise] = {
    "changed": gettext_lazy("what"),
    "columns": gettext_lazy("columns"),
    "days": gettext_lazy("days"),
    "ends_on": gettext_lazy("last day"),
    "of": gettext_lazy("of"),
    "starts_on": gettext_lazy("first day"),
    "to": gettext_lazy("to"),
    "until": gettext_lazy("until"),
}
#: Facts that say nothing to a reader: ids of things without a name here.
_NOT_TOLD = {
    "before",
    "continues",
    "goals",
    "groups",
    "matches",
    "now",
    "person",
    "places",
    "program",
    "programs",
    "record",
    "requirement",
    "requirement_set",
    "schools",
    "section",
    "states",
    "user",
}
#: How much of a person's history stands on their page.
NEWEST = 15


@dataclass(frozen=True)
class Told:
    """One event in words."""

    event: AuditEvent
    who: str
    what: str
    about: str
    about_url: str
    details: str


def tell(events: Sequence[AuditEvent]) -> list[Told]:
    """Put events into words; a query a kind of thing for names and roles, however many events there are."""
    if not events:
        return []
    covered = {pk for event in events if _is_cover(event) and isinstance(pk := event.facts.get("of"), int)}
    roles = {role.pk: role for role in Membership.objects.filter(district=events[0].district_id, pk__in=covered)}
    wanted = {pk for event in events for pk in [event.actor_person_id, *_people_of(event)] if pk}
    wanted |= {role.person_id for role in roles.values()}
    people = Person.objects.filter(district=events[0].district_id, pk__in=wanted)
    names = {person.pk: person.name for person in people}
    things = names_of(events)
    return [_told(event, names, roles, things) for event in events]


def history_of(person: Person) -> PersonSection:
    """What was done to a person and their roles, newest first, for their page."""
    roles = Membership.objects.of(person.district).filter(person=person).values("pk")
    rows = [person.pk, *Person.objects.of(person.district).filter(merged_into=person).values_list("pk", flat=True)]
    about = Q(target_kind=Person._meta.label_lower, target_id__in=rows)
    about |= Q(target_kind=Membership._meta.label_lower, target_id__in=roles)
    newest = AuditEvent.objects.of(person.district).filter(about).order_by("-at", "-pk")[:NEWEST]
    events = [
        SectionEvent(at=one.event.at, title=one.what, who=one.who, text=one.details) for one in tell(list(newest))
    ]
    url = f"{reverse('tenancy:audit_event_list')}?person={person.pk}"
    return PersonSection(
        _("History"), events=events, links=[(_("Everything in the audit log"), url)], empty=_("Nothing yet.")
    )


def verb_choices() -> list[tuple[str, str]]:
    """Every verb with its words, by words."""
    plain = ((verb, words) for verb, words in all_verbs().items() if " " not in verb)
    return sorted(((verb, _sentence(str(words))) for verb, words in plain), key=lambda pair: pair[1])


def target_choices() -> list[tuple[str, str]]:
    """The kinds of things that deeds can be about."""
    return sorted(((label, str(kind.words)) for label, kind in KINDS.items()), key=lambda pair: pair[1])


def _told(
    event: AuditEvent,
    names: Mapping[int, str],
    roles: Mapping[int, Membership],
    things: Mapping[tuple[str, int], str],
) -> Told:
    about_pk = next(iter(_people_of(event)), None)
    return Told(
        event=event,
        who=_who(event, names),
        what=_what(event),
        about=names.get(about_pk, "") if about_pk else _thing(event, things),
        about_url=reverse("tenancy:person_detail", args=[about_pk]) if about_pk in names else "",
        details=" · ".join(_details(event, names, roles)),
    )


def _who(event: AuditEvent, names: Mapping[int, str]) -> str:
    if event.actor_person_id:
        return names.get(event.actor_person_id, _("Somebody"))
    return str(AuditEvent.ActorKind(event.actor_kind).label)


def _what(event: AuditEvent) -> str:
    """The verb's words; those for this kind of thing where there are any: cover is a grant, and is not called one."""
    verbs = all_verbs()
    return str(verbs.get(f"{event.verb} {event.target_kind}") or verbs.get(event.verb, event.verb))


def _is_sharing(event: AuditEvent) -> bool:
    """Whether the event is about whoever is shared rather than whoever gets to see them."""
    return event.target_kind == PersonGrant._meta.label_lower


def _is_cover(event: AuditEvent) -> bool:
    return event.target_kind == MembershipGrant._meta.label_lower


def _people_of(event: AuditEvent) -> Iterator[int]:
    """Ids of the people whom an event is about, the first one first."""
    if event.target_kind == Person._meta.label_lower and event.target_id:
        yield event.target_id
    for name in reversed(_PERSON_FACTS) if _is_sharing(event) else _PERSON_FACTS:
        if _names_person(event, name) and isinstance(pk := event.facts.get(name), int):
            yield pk


def _names_person(event: AuditEvent, fact: str) -> bool:
    """Whether a fact is the id of a person. (What cover is "of" is a role.)"""
    return fact in _PERSON_FACTS and not (fact == "of" and _is_cover(event))


def _thing(event: AuditEvent, things: Mapping[tuple[str, int], str]) -> str:
    """The name of the thing; where it is gone or has none, what kind of thing it is or was."""
    if event.target_kind in {"", District._meta.label_lower}:
        return ""
    kind = KINDS.get(event.target_kind)
    return things.get((event.target_kind, event.target_id or 0)) or (str(kind.words) if kind else "")


def _details(event: AuditEvent, names: Mapping[int, str], roles: Mapping[int, Membership]) -> Iterator[str]:
    for name, value in event.facts.items():
        if value in ("", None, []) or name in _NOT_TOLD or (name == "of" and _is_sharing(event)):
            continue
        if _is_cover(event) and name == "of":
            role = roles.get(value)
            told = f"{names.get(role.person_id, '')}, {role.get_role_display()}" if role else ""
        elif _names_person(event, name):
            told = names.get(value, "")
        else:
            told = ", ".join(_value(event, name, one) for one in (value if isinstance(value, list) else [value]))
        if told:
            words = _FACTS.get(name) or _field_words(event.target_kind, name)
            yield told if name == "role" else f"{words}: {told}"
    if event.reason:
        yield _("Reason: %(reason)s") % {"reason": event.reason}


def _value(event: AuditEvent, name: str, value: Any) -> str:
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if name == "scope" and value in Scope.values:
        return str(Scope(value).label)
    if name == "changed":
        return _field_words(event.target_kind, str(value))
    if name == "kind" and event.verb.startswith("calendar_day.") and value in CalendarDay.Kind.values:
        return str(CalendarDay.Kind(value).label)
    if name == "until" and isinstance(value, str):
        return _last_day(value)
    return _day_words(value) if isinstance(value, str) and value[:2] == "20" else str(value)


def _field_words(kind: str, name: str) -> str:
    """What a form calls a changed field; rows of their own (the objectives of a match) have no other name than this."""
    try:
        field = apps.get_model(kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        field = None
    return str(getattr(field, "verbose_name", "") or name.replace("_", " "))


def _last_day(value: str) -> str:
    """The end of something in words: what ends at midnight ends with the day before."""
    try:
        end = timezone.localtime(datetime.fromisoformat(value))
    except ValueError:
        return _day_words(value)
    return date_format((end - timedelta(days=1)).date()) if end.time() == time() else moment_words(end)


def moment_words(at: datetime) -> str:
    """An instant as the log writes it, in the district's time."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _day_words(value: str) -> str:
    """A day or an instant as people write it; anything else as it is."""
    try:
        if len(value) == len("2026-11-26"):
            return date_format(date.fromisoformat(value))
        return moment_words(datetime.fromisoformat(value))
    except ValueError:
        return value


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
