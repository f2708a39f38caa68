"""When a sign-in may stand for a person, and who may touch how somebody else signs in."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Seat, User
from tenancy.models import Membership, MembershipGrant, Person
from tenancy.people_table import live_roles
from tenancy.permissions import Permission, Role
from tenancy.rules import may_change, roles_to_give
from tenancy.viewer import Viewer


def kind_of(person: Person) -> Seat.Kind:
    """A student while they hold that role; else an adult. Reads the database."""
    roles = Membership.objects.of(person.district).live().filter(person=person, role=Role.STUDENT)
    return Seat.Kind.STUDENT if roles.exists() else Seat.Kind.ADULT


def link_refusal(person: Person, user: User) -> str:
    """Why this sign-in may not stand for this person; empty when it may.

    A student shares a sign-in with nobody, whatever the seats said before roles changed: a child who reads a parent's
    mail must not be able to sign as the parent.
    """
    if not person.is_active:
        return _("%(name)s is not active any more.") % {"name": person.name}
    others = Seat.objects.filter(user=user, district=person.district_id).exclude(person=person)
    student = Membership.objects.live().filter(
        district=OuterRef("district"), person=OuterRef("person"), role=Role.STUDENT
    )
    if others.filter(Q(kind=Seat.Kind.STUDENT) | Exists(student)).exists():
        return _(
            "A student signs in with this address. A student’s sign-in cannot be shared with anybody else. "
            "Use another address, or ask for a printed code."
        )
    if kind_of(person) == Seat.Kind.STUDENT and others.exists():
        return _(
            "Somebody else of this district signs in with this address. A student needs a sign-in of their own: "
            "use another address, or ask for a printed code."
        )
    return ""


def invitation_refusal(person: Person) -> str:
    """Why no invitation can go to this person's address; empty when one can."""
    if not person.is_active:
        return _("Is not active any more.")
    if not person.email:
        return _("Has no email address. Add one, or print a code.")
    if Seat.objects.filter(district=person.district_id, person=person).exists():
        return _("Can sign in already.")
    known = User.objects.filter(email=person.email.lower()).first()
    if known is not None and (refusal := link_refusal(person, known)):
        return refusal
    shared = Person.objects.of(person.district).active().filter(email=person.email).exclude(pk=person.pk)
    if kind_of(person) == Seat.Kind.STUDENT and shared.exists():
        return _(
            "Somebody else has this email address too. A student needs a sign-in of their own: add another address, "
            "or print a code."
        )
    return ""


def printed_code_refusal(person: Person) -> str:
    """Why no code can be printed for this person; empty when one can.

    Who signs in with a code and a password gets a new one when they forgot it; who has an address asks there.
    """
    if not person.is_active:
        return _("Is not active any more.")
    users = User.objects.filter(seats__district=person.district_id, seats__person=person)
    if users.exclude(email=None).exists():
        return _("Signs in with an email address and can ask for a code there.")
    if users.filter(is_platform_staff=True).exists() or _stands_elsewhere(person):
        # A new password would open more than this district.
        return _("This sign-in is not for this district alone. Ask platform staff.")
    return ""


def sign_in_refusal(viewer: Viewer, person: Person) -> str:
    """Why this viewer may not touch how this person, who was read with LIVE_ROLES, signs in; empty when they may.

    A printed code, an unlinked sign-in or a lost extra step are ways into somebody's roles, those they cover included:
    whoever opens one must be able to give these roles anyway.
    """
    if viewer.can(Permission.ROLES_EDIT):
        return ""
    covers: QuerySet[Any] = MembershipGrant.all_grants.of(viewer.district)
    covers = covers.filter(person=person, expires_at__gt=timezone.now())
    is_wider = covers.exclude(content_object__role__in=roles_to_give(viewer)).exists()
    if is_wider or not may_change(viewer, person, live_roles(person)):
        return _("Only a district administrator can change how this person signs in.")
    return ""


def extra_step_reset_refusal(viewer: Viewer, person: Person) -> str:
    """Why this viewer may not reset this person's extra step; empty when they may."""
    if viewer.person_id == person.pk:
        return _("You cannot reset your own extra step. Ask another administrator, or use a back-up code.")
    if refusal := sign_in_refusal(viewer, person):
        return refusal
    if Seat.objects.filter(district=viewer.district, person=person, user__is_platform_staff=True).exists():
        return _("This person belongs to platform staff. Ask platform staff to reset it.")
    if _stands_elsewhere(person) and not viewer.platform_reason:
        return _("This sign-in is not for this district alone. Ask platform staff to reset it.")
    return ""


def _stands_elsewhere(person: Person) -> bool:
    """Whether a sign-in of this person stands for somebody in another district too. Seats show ids only."""
    users = Seat.objects.filter(district=person.district_id, person=person).values("user")
    return Seat.objects.filter(user__in=users).exclude(district=person.district_id).exists()
