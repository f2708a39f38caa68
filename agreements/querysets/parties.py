"""Who sees whose signatures."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Q

from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from agreements.models.party import Party  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class PartyQuerySet(DistrictQuerySet["Party"]):
    """Parties of documents of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """One's own, and those of the packets that one sees."""
        mine = self.of(viewer.district)
        seen = Q(agreement__packet__in=_packets().visible_to(viewer).values("pk"))
        return mine.filter(seen | Q(person=viewer.person_id)) if viewer.person_id else mine.filter(seen)

    def to_sign(self) -> Self:
        """Those whose signature is still missing in a document that is out."""
        return self.filter(state__in=["waiting", "invited", "opened"], agreement__state="out")

    def asked(self) -> Self:
        """Those who sign by a link; the school signs in, and last."""
        return self.exclude(role="school")

    def called(self) -> Self:
        """Those whom somebody asked, or whose turn to sign for the school has come."""
        return self.exclude(state="waiting")

    def of_school(self) -> Self:
        """Those who sign for the school."""
        return self.filter(role="school")


def _packets() -> Any:
    return apps.get_model("agreements", "Packet")._default_manager
