"""Who may change what is known of a parent or guardian."""

from mentoring.models import Guardian, Guardianship
from tenancy.models import Membership
from tenancy.permissions import Role
from tenancy.rules import may_change
from tenancy.viewer import Viewer


def may_change_parent(viewer: Viewer, guardian: Guardian) -> bool:
    """Whether the viewer may change a parent's name and how to reach them.

    Whoever may change the person as such; and of somebody who is a parent here and nothing else, whoever may change
    each of their children.
    """
    person = guardian.person
    held = list(Membership.objects.of(viewer.district).live().filter(person=person).prefetch_related("school_rows"))
    if may_change(viewer, person, held):
        return True
    if not person.is_active or any(Role(one.role) != Role.GUARDIAN for one in held):
        return False
    theirs = Guardianship.objects.of(viewer.district).live().filter(guardian=guardian)
    changeable = set(Guardianship.objects.changeable_by(viewer).filter(guardian=guardian).values_list("pk", flat=True))
    return bool(changeable) and changeable >= set(theirs.values_list("pk", flat=True))
