"""Who sees which questions, and which are offered to a student."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from mentoring.querysets.reach import rows, same_persons
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from journals.models.prompt import Prompt  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class PromptQuerySet(DistrictQuerySet["Prompt"]):
    """Questions for entries."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those of programs that this viewer sees at work."""
        programs = rows("Program").visible_to(viewer).values("pk")
        return self.of(viewer.district).filter(program__in=programs)

    def editable_by(self, viewer: "Viewer") -> Self:
        """Of programs that the viewer sets up, and of class groups that they supervise."""
        programs = rows("Program").in_reach_of(viewer, Permission.PROGRAMS_EDIT).values("pk")
        taught = Q(class_group__supervising_teacher__in=same_persons(viewer, Permission.CLASSES_EDIT))
        return self.of(viewer.district).filter(Q(program__in=programs) | taught)

    def in_use(self) -> Self:
        """Those that are still offered."""
        return self.filter(ended_on=None)

    def offered(self, *, program_id: int, group_ids: Collection[int], on: date) -> Self:
        """What a student of these class groups may choose on a day: of the program, of the group, of its focus then."""
        running = Q(focus=None) | Q(focus__withdrawn_at=None, focus__from_on__lte=on, focus__until_on__gte=on)
        here = Q(class_group=None) | Q(class_group__in=group_ids)
        return self.in_use().filter(running & here, program=program_id)

    def in_list_order(self) -> Self:
        """In the order that somebody gave them."""
        return self.order_by("position", "pk")
