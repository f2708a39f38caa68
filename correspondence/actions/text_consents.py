"""Agreeing to text messages, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from correspondence.models import TextConsent
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Person


class NoPhone(Exception):
    """There is no phone number to agree for; the text says so."""


@transaction.atomic
def opt_in(*, person: Person, how: TextConsent.How, at: datetime, by: Actor) -> TextConsent:
    """Text messages may go to the person's phone from now on. Refuses (NoPhone) a person without one."""
    if not person.phone:
        raise NoPhone(_("Add their mobile phone first."))
    consent, _made = TextConsent.objects.update_or_create(
        district=person.district,
        person=person,
        phone=person.phone,
        defaults={"how": how, "opted_in_at": at, "stopped_at": None, "recorded_by_id": by.person_id},
    )
    audit.record(by=by, verb="text_consent.give", target=person, facts={"how": str(how)})
    return consent


@transaction.atomic
def stop(*, person: Person, at: datetime, by: Actor) -> None:
    """No text messages to this person any more."""
    if TextConsent.objects.of(person.district).live().filter(person=person).update(stopped_at=at):
        audit.record(by=by, verb="text_consent.stop", target=person)


@transaction.atomic
def stop_phone(district: District, phone: str, *, at: datetime) -> int:
    """Whoever holds the phone answered STOP: none of its people get text messages. Returns how many there are."""
    live = TextConsent.objects.of(district).live().filter(phone=phone)
    people = Person.objects.of(district).filter(text_consents__in=live)
    for person in (stopped := list(people)):
        audit.record(by=Actor.system("text messages"), verb="text_consent.stop", target=person, facts={"by": "STOP"})
    live.update(stopped_at=at)
    return len(stopped)


@transaction.atomic
def start_phone(district: District, phone: str, *, at: datetime) -> int:
    """Whoever holds the phone answered START: those who had agreed before get text messages again."""
    stopped = TextConsent.objects.of(district).filter(phone=phone, stopped_at__gte=F("opted_in_at"))
    people = list(Person.objects.of(district).filter(text_consents__in=stopped))
    stopped.update(stopped_at=None, opted_in_at=at, how=TextConsent.How.TEXT)
    for person in people:
        audit.record(by=Actor.system("text messages"), verb="text_consent.give", target=person, facts={"how": "text"})
    return len(people)
