"""Who sees which packets and documents."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from tenancy.models import Person
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement  # noqa: F401  named as the rows' type
    from agreements.models.packet import Packet  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class PacketQuerySet(DistrictQuerySet["Packet"]):
    """Packets of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With AGREEMENTS_VIEW: those of the students for whom one holds it. Nobody else sees a whole packet."""
        mine = self.of(viewer.district)
        if not viewer.can(Permission.AGREEMENTS_VIEW):
            return mine.none()
        if viewer.reach(Permission.AGREEMENTS_VIEW).whole_district:
            return mine
        return mine.filter(student__in=Person.objects.in_reach_of(viewer, Permission.AGREEMENTS_VIEW).values("pk"))

    def editable_by(self, viewer: "Viewer") -> Self:
        """With AGREEMENTS_EDIT: those of the students for whom one holds it, but none that one signs oneself.

        Whoever signs for the school may well see to the rest of the packet.
        """
        mine = self.of(viewer.district)
        if not viewer.can(Permission.AGREEMENTS_EDIT):
            return mine.none()
        parties = _rows("Party").filter(person=viewer.person_id).asked()
        mine = mine.exclude(pk__in=parties.values("agreement__packet"))
        if viewer.reach(Permission.AGREEMENTS_EDIT).whole_district:
            return mine
        return mine.filter(student__in=Person.objects.in_reach_of(viewer, Permission.AGREEMENTS_EDIT).values("pk"))


class AgreementQuerySet(DistrictQuerySet["Agreement"]):
    """Documents of a district."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those of the packets that one sees, and those that one is a party of once they have left draft."""
        mine = self.of(viewer.district)
        packets = _rows("Packet").visible_to(viewer).values("pk")
        seen = mine.filter(packet__in=packets)
        if viewer.person_id is None:
            return seen
        own = _rows("Party").filter(district=OuterRef("district"), agreement=OuterRef("pk"), person=viewer.person_id)
        signed_by_me = mine.filter(Exists(own)).exclude(state="draft")
        return mine.filter(pk__in=seen.values("pk").union(signed_by_me.values("pk"), all=True))

    def editable_by(self, viewer: "Viewer") -> Self:
        """Those of the packets that one may see to."""
        return self.of(viewer.district).filter(packet__in=_rows("Packet").editable_by(viewer).values("pk"))

    def at_school(self) -> Self:
        """Those that are out and that everybody but the school has signed."""
        mine = _rows("Party").filter(
            district=OuterRef("district"), agreement=OuterRef("pk"), state__in=["waiting", "invited", "opened"]
        )
        return self.filter(Exists(mine.of_school()), ~Exists(mine.asked()), state="out")

    def live(self) -> Self:
        """Drafts, documents out for signatures and those that stand."""
        return self.exclude(state__in=["declined", "voided", "expired", "superseded"])

    def locked(self) -> Self:
        """The rows, locked in order of their ids: whoever locks several does it in this order.

        ``no_key``: others may go on pointing at them, as events of the chain do.
        """
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def standing(self) -> Self:
        """Documents that everybody signed and nothing took back."""
        return self.filter(state__in=["all_signed", "sealing", "sealed", "seal_failed"])

    def to_seal(self, at: datetime) -> Self:
        """Those that everybody signed and that nobody seals at present, or whose worker died."""
        is_free = Q(seal_lease_until=None) | Q(seal_lease_until__lte=at)
        return self.filter(is_free, state__in=["all_signed", "sealing", "seal_failed"])

    def seal_failed(self) -> Self:
        """Those that could not be sealed yet, also while another try is made."""
        return self.filter(state__in=["sealing", "seal_failed"]).exclude(seal_fault="")


def _rows(model: str) -> Any:
    return apps.get_model("agreements", model)._default_manager
