"""Who reads which rounds of feedback, who is asked, who sees which recommendations."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from mentoring.querysets.reach import rows
from screening.querysets.holds import is_not_held
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission

if TYPE_CHECKING:
    from support.models.feedback import (  # noqa: F401  named as the rows' types
        FeedbackInvitation,
        FeedbackRound,
        Recommendation,
    )
    from tenancy.viewer import Viewer


class FeedbackRoundQuerySet(DistrictQuerySet["FeedbackRound"]):
    """Rounds of feedback."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """With REPORTS_VIEW: rounds of the programs where it holds. Teachers read none: students write about them."""
        return self._in_reach_of(viewer, Permission.REPORTS_VIEW)

    def changeable_by(self, viewer: "Viewer") -> Self:
        """Rounds of the programs for which the viewer holds SUPPORT_EDIT."""
        return self._in_reach_of(viewer, Permission.SUPPORT_EDIT)

    def drafts(self) -> Self:
        """Those not sent yet."""
        return self.filter(sent_at=None)

    def open(self, on: date) -> Self:
        """Those that take answers on this day."""
        return self.filter(sent_at__isnull=False, closed_on=None, last_on__gte=on, program__archived_on=None)

    def over(self, on: date) -> Self:
        """Those that were sent and take no more answers."""
        return self.filter(Q(closed_on__isnull=False) | Q(last_on__lt=on), sent_at__isnull=False)

    def without_recommendation(self) -> Self:
        """Those of which nobody has recommended anything."""
        written = apps.get_model("support", "Recommendation")._default_manager
        return self.filter(~Exists(written.filter(district=OuterRef("district"), round=OuterRef("pk"))))

    def _in_reach_of(self, viewer: "Viewer", permission: Permission) -> Self:
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        programs = rows("Program").in_reach_of(viewer, permission)
        return mine if viewer.reach(permission).whole_district else mine.filter(program__in=programs.values("pk"))


class FeedbackInvitationQuerySet(DistrictQuerySet["FeedbackInvitation"]):
    """Who is asked."""

    def waiting(self, on: date) -> Self:
        """Those who have not answered and still may."""
        open_rounds = apps.get_model("support", "FeedbackRound")._default_manager.open(on)
        return self.filter(has_answered=False, round__in=open_rounds.values("pk"))

    def own(self, viewer: "Viewer") -> Self:
        """What this viewer is asked themselves; nothing while they are on hold."""
        return self.of(viewer.district).filter(is_not_held(viewer), person=viewer.person_id)


class RecommendationQuerySet(DistrictQuerySet["Recommendation"]):
    """What is to be done."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """Those of rounds that this viewer reads, and their own."""
        mine = self.of(viewer.district).filter(is_not_held(viewer))
        rounds = apps.get_model("support", "FeedbackRound")._default_manager.visible_to(viewer)
        return mine.filter(Q(round__in=rounds.values("pk")) | Q(owner=viewer.person_id))

    def changeable_by(self, viewer: "Viewer") -> Self:
        """Those that this viewer may word anew and give to somebody else."""
        rounds = apps.get_model("support", "FeedbackRound")._default_manager.changeable_by(viewer)
        return self.of(viewer.district).filter(round__in=rounds.values("pk"))

    def open(self) -> Self:
        """Those that wait to be done, in programs that go on."""
        return self.filter(state="open", round__program__archived_on=None)
