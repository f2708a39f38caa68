"""Files that are brought in, and what the roster said last."""

from rosters.models.imports import COUNTED, ImportChange, ImportFailure, ImportMapping, ImportRun, RosterRecord

__all__ = ["COUNTED", "ImportChange", "ImportFailure", "ImportMapping", "ImportRun", "RosterRecord"]
