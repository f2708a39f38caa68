"""To whom letters and mails go."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenancy.models import Person


@dataclass(frozen=True)
class Addressee:
    """To whom something goes who need not be one of the district's people: whoever has just applied, a workplace.

    ``lines`` are an address on paper; ``person`` is who it is among the district's people, if anybody.
    """

    name: str
    email: str = ""
    language: str = ""
    lines: Sequence[str] = ()
    person: Person | None = None

    @classmethod
    def of(cls, person: Person, lines: Sequence[str] = ()) -> "Addressee":
        """One of the district's people."""
        return cls(person.name, person.email, person.language, lines, person)
