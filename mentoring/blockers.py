"""What must be settled before somebody may do something."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Blocker:
    """Something that must be settled first: what, whose turn it is, since when, and where one settles it.

    ``fix`` is the name of an address and the id that it takes.
    """

    code: str
    sentence: str
    whose_turn: str = ""
    fix: tuple[str, int] | None = None
    since: date | None = None
