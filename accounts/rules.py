"""When a sign-in may stand for a person, and who may reset whose extra step."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Seat, User
from tenancy.models import Membership, Person
from tenancy.people_table import live_roles
from tenancy.permissions import Permission, Role
from tenancy.rules import may_change
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
            "A student signs in with this address. A student's sign-in cannot stand for anybody else. "
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
        return _("Has no e-mail address. Add one, or print a code.")
    if Seat.objects.filter(district=person.district_id, person=person).exists():
        return _("Can sign in already.")
    known = User.objects.filter(email=person.email.lower()).first()
    if known is not None and (refusal := link_refusal(person, known)):
        return refusal
    shared = Person.objects.of(person.district).active().filter(email=person.email).exclude(pk=person.pk)
    if kind_of(person) == Seat.Kind.STUDENT and shared.exists():
        return _(
            "Somebody else has this e-mail address too. A student needs a sign-in of their own: add another address, "
            "or print a code."
        )
    return ""


def printed_code_refusal(person: Person) -> str:
    """Why no code can be printed for this person; empty when one can.

    Who signs in with a code and a password gets a new one when they forgot it; who has an address asks there.
    """
    if not person.is_active:
        return _("Is not active any more.")
    if User.objects.filter(seats__district=person.district_id, seats__person=person, code=None).exists():
        return _("Signs in with an e-mail address and can ask for a code there.")
    return ""


def printing_refusal(viewer: Viewer, person: Person) -> str:
    """Why this viewer may not print a code for this person, who was read with LIVE_ROLES; empty when they may.

    Whoever holds the paper can sign in as the person: so nobody prints for those who may do more than they.
    """
    if refusal := printed_code_refusal(person):
        return refusal
    if may_change(viewer, person, live_roles(person)):
        return ""
    return _("Only a district administrator can print a code for %(name)s.") % {"name": person.name}


def extra_step_reset_refusal(viewer: Viewer, person: Person) -> str:
    """Why this viewer may not reset this person's extra step; empty when they may.

    Who could take roles over by it must be able to give roles anyway.
    """
    if viewer.person_id == person.pk:
        return _("You cannot reset your own extra step. Ask another administrator, or use a back-up code.")
    is_administrator = Membership.objects.of(viewer.district).live().filter(person=person, role=Role.ADMINISTRATOR)
    if is_administrator.exists() and not viewer.can(Permission.ROLES_EDIT):
        return _("Only a district administrator can reset the extra step of another one.")
    if Seat.objects.filter(district=viewer.district, person=person, user__is_platform_staff=True).exists():
        return _("This person belongs to platform staff. Ask platform staff to reset it.")
    return ""
