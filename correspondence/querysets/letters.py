"""Who sees which letters."""

from typing import TYPE_CHECKING

from tenancy.models.owned import DistrictQuerySet

if TYPE_CHECKING:
    from correspondence.models.letter import Letter, LetterBatch  # noqa: F401  named as the rows' type


class LetterBatchQuerySet(DistrictQuerySet["LetterBatch"]):
    """Batches of letters."""


class LetterQuerySet(DistrictQuerySet["Letter"]):
    """Letters."""
