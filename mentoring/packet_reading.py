"""How far the documents of some students are, and who has to sign next: read for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from agreements import addresses
from agreements.models import Kind, Packet, Party, Role, State
from agreements.rules import Standing, standings
from mentoring.models import ClassGroupStudent, MatchStudent

#: Whoever has not signed after so many days is late.
LATE = 7


@dataclass(frozen=True)
class Papers:
    """The documents of one student. ``unreachable``: those who have to sign and to whom nothing can be sent."""

    kinds: dict[Kind, Standing] = field(default_factory=dict)
    unreachable: frozenset[int] = frozenset()

    @property
    def standings(self) -> list[Standing]:
        """Each document that there is, the agreement first."""
        return [one for kind in Kind if (one := self.kinds.get(kind)) and one.agreement is not None]

    @property
    def waiting(self) -> list[Party]:
        """Whose turn it is, each person once."""
        found = {party.person_id: party for one in reversed(self.standings) for party in one.waiting}
        return sorted(found.values(), key=lambda party: party.pk)

    @property
    def roles(self) -> set[str]:
        """As what those sign whose turn it is."""
        return {party.role for party in self.waiting}

    @property
    def waits_for_school(self) -> bool:
        """Whether everybody but the school has signed a document."""
        return Role.SCHOOL in self.roles

    @property
    def since(self) -> datetime | None:
        """Since when somebody's turn has been."""
        return min((one.since for one in self.standings if one.waiting and one.since), default=None)

    @property
    def is_out(self) -> bool:
        """Whether a document waits for signatures."""
        return any(one.state == State.OUT for one in self.standings)

    @property
    def is_done(self) -> bool:
        """Whether everybody has signed everything."""
        return bool(self.standings) and all(one.stands for one in self.standings)

    @property
    def has_failed(self) -> bool:
        """Whether a document came to nothing and has no successor."""
        ended = {State.DECLINED, State.EXPIRED, State.VOIDED, State.SUPERSEDED}
        return any(one.state in ended for one in self.standings)

    def days(self, on: date) -> int | None:
        """For how many days somebody's turn has been."""
        return (on - timezone.localdate(self.since)).days if self.since else None

    def is_late(self, on: date) -> bool:
        """Whether a parent, guardian or student has been asked for more than a week."""
        return (self.days(on) or 0) > LATE and bool(self.roles & {Role.GUARDIAN, Role.STUDENT})


def papers_of(rows: Sequence[MatchStudent]) -> dict[int, Papers]:
    """The documents of each of these students of matches, by the row's id. A fixed number of queries."""
    found = standings([row.packet_id for row in rows if row.packet_id])
    waiting = [party for kinds in found.values() for one in kinds.values() for party in one.waiting]
    asked = [party for party in waiting if party.role != Role.SCHOOL]
    for kinds in found.values():
        for one in kinds.values():
            for party in one.waiting:
                party.agreement = one.agreement  # type: ignore[assignment]  # who waits waits for a document
    packets = Packet.objects.in_bulk({party.agreement.packet_id for party in asked})
    for party in asked:
        party.agreement.packet = packets[party.agreement.packet_id]
    refused = addresses.refusals(asked)
    return {row.pk: _papers(found.get(row.packet_id or 0, {}), refused) for row in rows}


def _papers(kinds: dict[Kind, Standing], refused: dict[int, str]) -> Papers:
    waiting = [party for one in kinds.values() for party in one.waiting]
    return Papers(kinds, frozenset(party.pk for party in waiting if refused.get(party.pk)))


def groups_of(rows: Iterable[MatchStudent]) -> dict[int, str]:
    """The class group in which each student sits in the program of the match, by the row's id. Three queries."""
    wanted = {(row.student_id, row.match.program_id): row.pk for row in rows}
    seats = ClassGroupStudent.objects.filter(
        left_on=None, program_student__student__in={student for student, _program in wanted}
    )
    found: dict[int, str] = {}
    for seat in seats.prefetch_related("class_group", "program_student"):
        place = seat.program_student
        if pk := wanted.get((place.student_id, place.program_id)):
            found[pk] = seat.class_group.name
    return found
