"""Who may be shown in publicity: mentors answer for themselves, employers’ answers are recorded; press contacts."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.models import Employer, MediaContact, Mentor, Program, PublicityConsent
from tenancy import audit
from tenancy.actor import Actor

CONTACT = ("name", "title", "phone", "email")


class CannotRecord(Exception):
    """The answer stays as it was; the text says why."""


@transaction.atomic
def answer(*, mentor: Mentor, is_granted: bool, on: date, at: datetime, by: Actor) -> PublicityConsent:
    """A mentor says whether they may be shown. The same again changes nothing; the last answer counts from now on."""
    Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
    mine = PublicityConsent.objects.of(mentor.district).filter(mentor=mentor, ended_at=None)
    present = mine.first()
    if present is not None and present.is_granted == is_granted:
        return present
    mine.update(ended_at=at)
    made = PublicityConsent.objects.create(
        mentor=mentor, is_granted=is_granted, said_on=on, recorded_by_id=by.person_id, recorded_at=at
    )
    audit.record(by=by, verb="publicity.answer", target=mentor, facts={"granted": is_granted})
    return made


@transaction.atomic
def record(
    *, employer: Employer, is_granted: bool, said_by: str, said_on: date, on: date, at: datetime, by: Actor
) -> PublicityConsent:
    """Write down what somebody at an employer said, and on which day. It counts from now on.

    Refuses (CannotRecord) a day to come.
    """
    if said_on > on:
        raise CannotRecord(_("This day is still to come."))
    locked = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    PublicityConsent.objects.of(locked.district).filter(employer=locked, ended_at=None).update(ended_at=at)
    made = PublicityConsent.objects.create(
        employer=locked,
        is_granted=is_granted,
        said_by=said_by,
        said_on=said_on,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    locked.may_be_named = is_granted
    locked.save(update_fields=["may_be_named"])
    audit.record(by=by, verb="publicity.record", target=locked, facts={"granted": is_granted})
    return made


def join(*, employer: Employer, into: Employer) -> None:
    """Two rows are one employer: their answers are one row of answers, in which the newest counts.

    Where nobody wrote down who said it and when, an older note of a yes or no is kept as such.
    """
    theirs = PublicityConsent.objects.of(into.district).filter(employer=employer)
    live = PublicityConsent.objects.of(into.district).filter(employer__in=[employer, into], ended_at=None)
    newest = live.order_by("-said_on", "-recorded_at", "-pk").first()
    if newest is not None:
        for row in live.exclude(pk=newest.pk):
            row.ended_at = max(row.recorded_at, newest.recorded_at)
            row.save(update_fields=["ended_at"])
        into.may_be_named = newest.is_granted
    elif into.may_be_named is None:
        into.may_be_named = employer.may_be_named
    into.save(update_fields=["may_be_named"])
    theirs.update(employer=into)


# Who speaks to the press


@transaction.atomic
def add_contact(*, contact: MediaContact, by: Actor) -> MediaContact:
    """List somebody (unsaved, of the district at hand) who speaks to the press."""
    contact.save()
    audit.record(by=by, verb="media_contact.add", target=contact)
    return contact


@transaction.atomic
def change_contact(*, contact: MediaContact, by: Actor, **details: Any) -> None:
    """Change how somebody who speaks to the press is called or reached."""
    before = MediaContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    changed = [name for name in CONTACT if name in details and details[name] != getattr(before, name)]
    if changed:
        for name in changed:
            setattr(contact, name, details[name])
        contact.save(update_fields=changed)
        audit.record(by=by, verb="media_contact.change", target=contact, facts={"changed": changed})


@transaction.atomic
def delete_contact(*, contact: MediaContact, by: Actor) -> None:
    """Somebody no longer speaks to the press."""
    audit.record(by=by, verb="media_contact.delete", target=contact)
    contact.delete()


# The list


@transaction.atomic
def note_printed(*, program: Program, count: int, by: Actor) -> None:
    """Write down that the list of who may be shown was printed."""
    audit.record(by=by, verb="publicity.print", target=program, facts={"count": count})
