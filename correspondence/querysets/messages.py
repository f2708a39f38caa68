"""Who sees which messages, and which are due."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps

from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from correspondence.models import Message  # noqa: F401  named as a string below
    from tenancy.viewer import Viewer


class MessageQuerySet(DistrictQuerySet["Message"]):
    """Messages of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Messages that this viewer may read: staff with MAIL_VIEW, to the people whom they see."""
        if not viewer.can(Permission.MAIL_VIEW):
            return self.none()
        mine = self.of(viewer.district)
        if viewer.reach(Permission.MAIL_VIEW).whole_district:
            return mine
        people = apps.get_model("tenancy", "Person")._default_manager.visible_to(viewer)
        return mine.filter(person__in=people)

    def due(self, now: datetime) -> Self:
        """Messages that a worker should take now, longest due first; summaries' parts are left to the summary."""
        return self.filter(state__in=["waiting", "claimed"], due_at__lte=now, for_digest=False).order_by("due_at")

    def due_for_digest(self, now: datetime) -> Self:
        """Messages whose daily summary should leave now."""
        return self.filter(state="waiting", due_at__lte=now, for_digest=True)
