"""What is asked."""

from typing import TYPE_CHECKING, Self

from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from screening.models.requirement import Requirement, RequirementSet  # noqa: F401  named as the rows' type


class RequirementSetQuerySet(DistrictQuerySet["RequirementSet"]):
    """Requirement sets of a district. Everybody who may see clearance may read what is asked."""

    def usable(self) -> Self:
        """Those that a program may be given."""
        return self.exclude(state="retired")


class RequirementQuerySet(DistrictQuerySet["Requirement"]):
    """Requirements."""

    def current(self) -> Self:
        """Those of their set's present version, in order."""
        return self.filter(until_version=None).order_by("position", "pk")
