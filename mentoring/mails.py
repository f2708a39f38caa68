"""Messages about programs and matches."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from correspondence import outbox
from correspondence.kinds import kind
from correspondence.links import Outdated, absolute
from correspondence.models import Message
from mentoring.models import Match
from screening.models import SafetyHold
from tenancy.actor import Actor
from tenancy.http import district_url
from tenancy.logged import logged
from tenancy.models import Person

logged(Match, _("Match"))


@kind("mentoring/person_paused", label=_("Somebody is paused"))
def person_paused_context(message: Message) -> Mapping[str, object]:
    """Who. Never why. A hold that was lifted before the mail left is not told any more (Outdated)."""
    who = message.context.get("person")
    if who and not SafetyHold.objects.of(message.district).live().filter(person=who).exists():
        raise Outdated
    return _about(message)


def person_paused(person: Person, *, to: Person, by: Actor) -> None:
    """Tell somebody who must know that a person is paused until further notice: at once."""
    outbox.post(
        kind="mentoring/person_paused",
        to=to,
        by=by,
        context={"person": person.pk},
        urgent=True,
        leave_after=timedelta(0),
    )


@kind("mentoring/person_resumed", label=_("Somebody is no longer paused"))
def person_resumed_context(message: Message) -> Mapping[str, object]:
    """Who. Placed on hold again before the mail left, it is not told (Outdated)."""
    who = message.context.get("person")
    if who and SafetyHold.objects.of(message.district).live().filter(person=who).exists():
        raise Outdated
    return _about(message)


def person_resumed(person: Person, *, to: Person, by: Actor) -> None:
    """Tell somebody who must know that a person is no longer paused."""
    outbox.post(kind="mentoring/person_resumed", to=to, by=by, context={"person": person.pk}, urgent=True)


def _about(message: Message) -> Mapping[str, object]:
    pk = message.context.get("person", 0)
    about = Person.objects.of(message.district).filter(pk=pk).first() or message.person
    return {"about": about, "url": absolute(district_url(message.district, "tenancy:person_detail", pk=about.pk))}
