"""Visits to workplaces are asked for, approved and withdrawn (S-30)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import match_mails
from mentoring.models import Employer, WorkplaceApproval
from tenancy import audit
from tenancy.actor import Actor


class CannotApprove(Exception):
    """Nothing is approved or withdrawn; the text says why."""


@transaction.atomic
def ask(*, approval: WorkplaceApproval, employer: Employer, on: date, by: Actor) -> WorkplaceApproval:
    """Ask principals and administrators to approve visits; ``approval`` holds what is known of the workplace.

    Refuses (CannotApprove) while somebody has asked for the same employer and nobody has decided.
    """
    _refuse_ended(employer)
    asked = WorkplaceApproval.objects.of(employer.district).filter(
        employer=employer, approved_on=None, withdrawn_on=None
    )
    if asked.exists():
        raise CannotApprove(_("Somebody has asked for this employer already."))
    approval.district_id, approval.employer = employer.district_id, employer
    approval.asked_by_id, approval.asked_on = by.person_id, on
    approval.save(force_insert=True)
    audit.record(by=by, verb="workplace.ask", target=approval, facts={"employer": employer.pk})
    match_mails.workplace_asked(approval, by=by)
    return approval


@transaction.atomic
def approve(*, approval: WorkplaceApproval, employer: Employer, on: date, by: Actor) -> WorkplaceApproval:
    """Students may visit from today on: a new approval, or one that was asked for. Refuses (CannotApprove) others."""
    _refuse_ended(employer)
    if approval.pk is not None:
        approval = WorkplaceApproval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
        if approval.approved_on is not None or approval.withdrawn_on is not None:
            raise CannotApprove(_("This is decided already."))
        if approval.expires_on is not None and approval.expires_on < on:
            raise CannotApprove(_("What was asked for has run out. Add an approval with a later day."))
    approval.district_id, approval.employer = employer.district_id, employer
    approval.approved_by_id, approval.approved_on = by.person_id, on
    approval.save()
    audit.record(by=by, verb="workplace.approve", target=approval, facts={"employer": employer.pk})
    return approval


@transaction.atomic
def withdraw(*, approval: WorkplaceApproval, on: date, by: Actor) -> None:
    """No more visits from today on, or nobody is asked any more. Refuses (CannotApprove) what is withdrawn."""
    locked = WorkplaceApproval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if locked.withdrawn_on is not None:
        raise CannotApprove(_("This is withdrawn already."))
    locked.withdrawn_on = on
    locked.save(update_fields=["withdrawn_on"])
    audit.record(by=by, verb="workplace.withdraw", target=locked, facts={"employer": locked.employer_id})


def _refuse_ended(employer: Employer) -> None:
    if employer.ended_on is not None:
        raise CannotApprove(_("This employer takes part no longer."))
