"""Who may change what is asked, as far as it is asked of people: a change is felt by every one of them at once."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from screening.models import Asked, PolicyDocument, Requirement, Training
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


def may_change_asked(viewer: Viewer, set_ids: Collection[int]) -> bool:
    """Whether these requirement sets are asked of nobody but the people for whom the viewer may say what is asked."""
    if not viewer.can(Permission.REQUIREMENTS_EDIT):
        return False
    if viewer.reach(Permission.REQUIREMENTS_EDIT).whole_district:
        return True
    mine = Person.objects.in_reach_of(viewer, Permission.REQUIREMENTS_EDIT).filter(pk=OuterRef("person"))
    asked = Asked.objects.of(viewer.district).live().filter(requirement_set__in=set_ids)
    return not asked.filter(~Exists(mine)).exists()


def refuse_others(viewer: Viewer, set_ids: Collection[int]) -> None:
    """Refuse (PermissionDenied) to change what is asked of people of other schools and programs."""
    if not may_change_asked(viewer, set_ids):
        raise PermissionDenied(
            _("This is asked of people of other schools or programs, too. Ask a district administrator to change it.")
        )


def sets_with(viewer: Viewer, about: PolicyDocument | Training) -> list[int]:
    """Ids of the requirement sets that ask for a policy or a training now."""
    of_kind = {"document": about} if isinstance(about, PolicyDocument) else {"training": about}
    asking = Requirement.objects.of(viewer.district).current().filter(**of_kind)
    return sorted(set(asking.values_list("requirement_set_id", flat=True)))
