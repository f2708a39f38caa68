"""Who may read which version of a policy."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef

from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from screening.models.acknowledgement import PolicyVersion  # noqa: F401  named as the rows' type
    from tenancy.viewer import Viewer


class PolicyVersionQuerySet(DistrictQuerySet["PolicyVersion"]):
    """Versions of policies."""

    def visible_to(self, viewer: "Viewer") -> Self:
        """The versions of policies that this person is asked to agree to."""
        asked = apps.get_model("screening", "Asked")._default_manager.filter(
            district=viewer.district, person=viewer.person_id, ended_on=None
        )
        asking = apps.get_model("screening", "Requirement")._default_manager.filter(
            district=OuterRef("district"),
            document=OuterRef("document"),
            until_version=None,
            requirement_set__in=asked.values("requirement_set"),
        )
        return self.of(viewer.district).filter(Exists(asking))
