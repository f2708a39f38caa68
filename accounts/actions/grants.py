"""Sharing by exception: a person's page is shown to somebody whose role does not show it, for a time."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Seat, User
from tenancy import grants
from tenancy.actor import Actor
from tenancy.models import Grant, Person, PersonGrant


class CannotShare(Exception):
    """Nothing is shared; the text says why."""


def give(*, of: Person, to: Person, reason: str, expires_at: datetime, by: Actor) -> Grant:
    """Let ``to`` see ``of`` until then. Refuses (CannotShare) people without a sign-in, oneself, an end in the past."""
    if to.pk == of.pk:
        raise CannotShare(_("Choose somebody else: people always see themselves."))
    try:
        return grants.give(
            PersonGrant, to=to, user=sign_in_of(to), target=of, reason=reason, expires_at=expires_at, by=by
        )
    except grants.CannotGrant as refusal:
        raise CannotShare(str(refusal)) from refusal


def end(*, grant: PersonGrant, by: Actor) -> None:
    """Stop sharing now."""
    grants.end(grant, by=by)


def sign_in_of(person: Person) -> User:
    """The sign-in that a grant is tied to: the person's oldest. Refuses (CannotShare) somebody who has none."""
    seat = Seat.objects.of(person.district).filter(person=person).select_related("user").order_by("created_at").first()
    if seat is None or not person.is_active:
        raise CannotShare(_("%(name)s cannot sign in yet. Invite them first.") % {"name": person.name})
    user: User = seat.user
    return user
