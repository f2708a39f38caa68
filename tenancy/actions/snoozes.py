"""Putting off lines of one's own Today."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person, Snooze

#: Nobody looks further ahead than a quarter.
LONGEST = timedelta(days=92)


class CannotPutOff(Exception):
    """The line stays; the text says why."""


@transaction.atomic
def put_off(*, person: Person, key: str, until_on: date, on: date, at: datetime, by: Actor) -> Snooze:
    """Keep a line off somebody's Today until a day; a day that was chosen before is replaced.

    Refuses (CannotPutOff) a day that is not ahead, or too far.
    """
    if until_on <= on:
        raise CannotPutOff(_("Choose a day after today."))
    if until_on > on + LONGEST:
        raise CannotPutOff(_("Choose a day within the next three months."))
    values = {"until_on": until_on, "put_off_at": at}
    snooze, _is_new = Snooze.objects.update_or_create(district=person.district, person=person, key=key, defaults=values)
    audit.record(by=by, verb="today.put_off", target=snooze, facts={"until": until_on.isoformat()})
    return snooze


@transaction.atomic
def bring_back(*, snooze: Snooze, by: Actor) -> None:
    """Show a line again that was put off."""
    audit.record(by=by, verb="today.bring_back", target=snooze)
    snooze.delete()
