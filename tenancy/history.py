"""The audit log in words: who did what to whom, read in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tenancy.models import AuditEvent, Membership, Person
from tenancy.permissions import Role
from tenancy.person_pages import PersonSection, SectionEvent
from tenancy.verbs import all_verbs

#: Facts that are the id of a person.
_PERSON_FACTS = ("person", "to", "of")
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
    """Put events into words; one query for the names, however many events there are."""
    wanted = {pk for event in events for pk in [event.actor_person_id, *_people_of(event)] if pk}
    people = Person.objects.filter(district=events[0].district_id, pk__in=wanted) if wanted else ()
    names = {person.pk: person.name for person in people}
    verbs = all_verbs()
    return [_told(event, names, str(verbs.get(event.verb, event.verb))) for event in events]


def history_of(person: Person) -> PersonSection:
    """What was done to a person and their roles, newest first, for their page."""
    roles = Membership.objects.of(person.district).filter(person=person).values("pk")
    about = Q(target_kind=Person._meta.label_lower, target_id=person.pk)
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
    return sorted(((verb, _sentence(str(words))) for verb, words in all_verbs().items()), key=lambda pair: pair[1])


def target_choices() -> list[tuple[str, str]]:
    """The kinds of things that deeds can be about."""
    models = {str(model._meta.label_lower): model for model in apps.get_models() if hasattr(model, "append_only")}
    return sorted(((label, _sentence(str(model._meta.verbose_name))) for label, model in models.items()), key=str)


def _told(event: AuditEvent, names: dict[int, str], what: str) -> Told:
    about_pk = next(iter(_people_of(event)), None)
    return Told(
        event=event,
        who=_who(event, names),
        what=what,
        about=names.get(about_pk, "") if about_pk else _thing(event),
        about_url=reverse("tenancy:person_detail", args=[about_pk]) if about_pk in names else "",
        details=_details(event, names),
    )


def _who(event: AuditEvent, names: dict[int, str]) -> str:
    if event.actor_person_id:
        return names.get(event.actor_person_id, _("Somebody"))
    return str(AuditEvent.ActorKind(event.actor_kind).label)


def _people_of(event: AuditEvent) -> Iterable[int]:
    """Ids of the people whom an event is about, the first one first."""
    if event.target_kind == Person._meta.label_lower and event.target_id:
        yield event.target_id
    for name in _PERSON_FACTS:
        if isinstance(pk := event.facts.get(name), int) and not isinstance(pk, bool) and _is_person(event, name):
            yield pk


def _is_person(event: AuditEvent, fact: str) -> bool:
    """A cover's ``of`` is a role, not a person."""
    return fact != "of" or not event.target_kind.endswith("membershipgrant")


def _thing(event: AuditEvent) -> str:
    if not event.target_kind:
        return ""
    try:
        name = apps.get_model(event.target_kind)._meta.verbose_name
    except LookupError:
        name = event.target_kind
    return _sentence(f"{name} {event.target_id or ''}".strip())


def _details(event: AuditEvent, names: dict[int, str]) -> str:
    parts = [_fact(name, value, names) for name, value in event.facts.items() if name not in {"person", "schools"}]
    if event.reason:
        parts.append(_("Reason: %(reason)s") % {"reason": event.reason})
    return " · ".join(part for part in parts if part)


def _fact(name: str, value: Any, names: dict[int, str]) -> str:
    if value in ("", None, []):
        return ""
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if name in _PERSON_FACTS and value in names:
        return f"{name}: {names[value]}"
    words = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return f"{name}: {words}".replace("_", " ")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
