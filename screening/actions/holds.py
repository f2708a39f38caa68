"""Safety holds: place, lift, read why."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.actions import standings
from screening.models import HoldReason, SafetyHold
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import Person


class CannotPlace(Exception):
    """No hold is placed; the text says why."""


class CannotLift(Exception):
    """The hold stays; the text says why."""


@transaction.atomic
def place(*, person: Person, reason: str, at: datetime, by: Actor) -> SafetyHold:
    """Stop everything that hangs on a person, now. Two people at the same moment place one hold.

    Matches stand still, the person sees nothing of students, those who must know get a neutral notice. The reason is
    sealed: ``read_reasons``. Refuses (CannotPlace) oneself, and a second hold while one is live.
    """
    if by.person_id is None or person.pk == by.person_id:
        raise CannotPlace(_("You cannot place a hold on yourself. Ask a colleague."))
    # Locked, so that nobody merges the person into another one meanwhile: the hold would stay behind.
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not person.is_active:
        raise CannotPlace(_("%(name)s is not active any more.") % {"name": person.name})
    try:
        with transaction.atomic():
            hold = SafetyHold.objects.create(
                district=person.district, person=person, placed_by_id=by.person_id, placed_at=at
            )
    except IntegrityError:
        raise CannotPlace(_("%(name)s is on hold already.") % {"name": person.name}) from None
    HoldReason.objects.create(district=person.district, hold=hold, moment=HoldReason.Moment.PLACED, text=reason)
    audit.record(by=by, verb="hold.place", target=person, facts={"hold": hold.pk})
    _refresh(hold, at=at, by=by)
    happened("person.held", person=person, at=at, by=by)
    return hold


@transaction.atomic
def lift(*, hold: SafetyHold, reason: str, at: datetime, by: Actor) -> None:
    """Let everything go on. Refuses (CannotLift) whoever is on hold, and a hold that was lifted already."""
    live = SafetyHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if by.person_id is None or live.person_id == by.person_id:
        raise CannotLift(_("You cannot lift a hold on yourself."))
    if not live.is_live:
        raise CannotLift(_("This hold was lifted already."))
    live.lifted_at, live.lifted_by_id = at, by.person_id
    live.save(update_fields=["lifted_at", "lifted_by"])
    HoldReason.objects.create(district=live.district, hold=live, moment=HoldReason.Moment.LIFTED, text=reason)
    audit.record(by=by, verb="hold.lift", target=live.person, facts={"hold": live.pk})
    _refresh(live, at=at, by=by)
    happened("person.hold_lifted", person=live.person, at=at, by=by)


@transaction.atomic
def read_reasons(*, hold: SafetyHold, by: Actor) -> list[HoldReason]:
    """Why a hold was placed, and why it was lifted. Each reading is written down: who read about whom."""
    audit.record(by=by, verb="hold.read", target=hold.person, facts={"hold": hold.pk})
    return list(HoldReason.objects.of(hold.district).filter(hold=hold).order_by("pk"))


def _refresh(hold: SafetyHold, *, at: datetime, by: Actor) -> None:
    standings.refresh(district=hold.district, person_ids=[hold.person_id], on=timezone.localdate(at), by=by)
