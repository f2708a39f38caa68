"""Where a mentor and students meet, and who is in charge there (S-11)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from mentoring.models import Employment, Mentor, PlaceKind, Policy, WorkplaceApproval
from tenancy.models import Person

#: Where a first talk may be. Outings and online need the family's permission, which comes with the agreement.
INTERVIEW_PLACES = (PlaceKind.SCHOOL, PlaceKind.WORKPLACE)


def interview_places(policy: Policy | None) -> list[PlaceKind]:
    """Where the first talk may be in a program: those of its places that need no permission of the family yet."""
    return [one for one in INTERVIEW_PLACES if policy is None or one in policy.places] or [PlaceKind.SCHOOL]


def interview_refusal(place: str, mentors: Sequence[Mentor], *, policy: Policy | None, on: date) -> str:
    """Why the first talk may not be at this place on that day; empty when it may. A workplace is approved first."""
    if place not in interview_places(policy):
        return _("The rules of this program do not allow this place for a first talk.")
    if place == PlaceKind.WORKPLACE and not all(_is_approved(one, on) for one in mentors):
        return _("This workplace is not approved for visits yet. Meet at school, or have it approved first.")
    return ""


def _is_approved(mentor: Mentor, on: date) -> bool:
    works = Employment.objects.of(mentor.district).filter(mentor=mentor, ends_on=None).values("employer")
    approvals = WorkplaceApproval.objects.of(mentor.district).filter(
        Q(expires_on=None) | Q(expires_on__gte=on), employer__in=works, approved_on__lte=on, withdrawn_on=None
    )
    return approvals.exists()


def plan_faults(
    *, places: Sequence[str], adult: Person | None, mentors: Sequence[Mentor], policy: Policy | None
) -> dict[str, str]:
    """What of a plan the program's rules do not allow, by field: other places; the mentor as the adult in charge."""
    faults = {}
    if policy is not None and set(places) - set(policy.places):
        faults["places"] = _("The rules of this program do not allow one of these places.")
    if adult is not None and adult.pk in {one.person_id for one in mentors}:
        at_work = set(places) == {PlaceKind.WORKPLACE.value}
        if not (at_work and policy is not None and policy.mentor_may_supervise):
            faults["adult_in_charge"] = _(
                "The mentor is not the adult in charge, except at the workplace where the rules of the program say so."
            )
    return faults
