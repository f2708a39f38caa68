"""Everything that the gate asks of some matches, read in a fixed number of queries. What follows is in gate_rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self, TypeVar

from django.db.models import Prefetch, prefetch_related_objects

from agreements import rules as signatures
from agreements.models import STANDING, Agreement, Kind, Party, PartyState, Permission, Role
from agreements.models import State as Paper
from mentoring.match_members import present_mentors, present_students
from mentoring.models import (
    Employment,
    Guardianship,
    Match,
    MatchException,
    MatchMentor,
    MatchObjective,
    MatchStudent,
    Policy,
    WorkplaceApproval,
)
from mentoring.policy_rules import policy_of
from mentoring.signing_rules import WITH_SIGNERS
from screening import rules as screening
from screening.querysets.holds import held_people
from tenancy.context import current_district
from tenancy.models import Person

Member = TypeVar("Member", MatchStudent, MatchMentor)


@dataclass
class Reading:
    """Everything that the gate asks of some matches of one district; each property is read once, for all of them."""

    matches: Sequence[Match]
    _ids: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._ids = [one.pk for one in self.matches]
        _with_staff(self.matches)
        self.district = current_district() if self.matches else None

    @classmethod
    def of_page(cls, match: Match) -> Self:
        """Of one match whose page has read its members, program and objectives: none of them is asked for again."""
        read = cls([match])
        students, mentors, policy = present_students(match), present_mentors(match), policy_of(match.program)
        prefetch_related_objects(students, *(f"student__{name}" for name in WITH_SIGNERS))
        read.students, read.mentors = {match.pk: students}, {match.pk: mentors}
        read.policies = {match.program_id: policy} if policy is not None else {}
        read.objectives = frozenset({match.pk} if match.objectives.all() else ())
        return read

    @cached_property
    def students(self) -> dict[int, list[MatchStudent]]:
        """Students who have not left, by match."""
        rows = MatchStudent.objects.filter(match__in=self._ids, left_on=None)
        guardianships = Prefetch("student__guardianships", Guardianship.objects.select_related("guardian__person"))
        along = [f"student__{name}" for name in WITH_SIGNERS]
        found = rows.select_related("student__person").prefetch_related(guardianships, *along)
        return _by_match(found.order_by("pk"))

    @cached_property
    def mentors(self) -> dict[int, list[MatchMentor]]:
        """Mentors who have not left, by match."""
        rows = MatchMentor.objects.filter(match__in=self._ids, left_on=None)
        return _by_match(rows.select_related("mentor__person").order_by("pk"))

    @cached_property
    def policies(self) -> dict[int, Policy]:
        """The rules of each program, read with it."""
        programs = {one.program_id for one in self.matches}
        found = Policy.objects.filter(program__in=programs).select_related("program")
        return {one.program_id: one for one in found}

    @cached_property
    def asks(self) -> dict[int, tuple[screening.Ask, ...]]:
        """What each requirement set of the programs asks."""
        sets = {one.program.requirement_set_id for one in self.policies.values() if one.program.requirement_set_id}
        return screening.asks_by_set(self.district, sets) if self.district else {}

    @cached_property
    def records(self) -> dict[int, screening.Records]:
        """What is recorded of the mentors."""
        people = sorted({row.mentor.person_id for rows in self.mentors.values() for row in rows})
        return screening.records_of(self.district, people) if self.district else {}

    @cached_property
    def held(self) -> frozenset[int]:
        """Ids of members on hold."""
        if self.district is None:
            return frozenset()
        people = {row.mentor.person_id for rows in self.mentors.values() for row in rows}
        people |= {row.student.person_id for rows in self.students.values() for row in rows}
        held = held_people(self.district).filter(person__in=people)
        return frozenset(held.values_list("person", flat=True))

    @cached_property
    def objectives(self) -> frozenset[int]:
        """Ids of the matches with at least one learning objective."""
        rows = MatchObjective.objects.filter(match__in=self._ids)
        return frozenset(rows.values_list("match_id", flat=True))

    @cached_property
    def packet_ids(self) -> list[int]:
        """The packets of the students."""
        return [row.packet_id for rows in self.students.values() for row in rows if row.packet_id]

    @cached_property
    def papers(self) -> signatures.Papers:
        """The documents of each packet."""
        return signatures.papers_of(self.packet_ids)

    @property
    def standings(self) -> Mapping[int, Mapping[Kind, signatures.Standing]]:
        """How far the documents of each packet are."""
        return self.papers.standings

    @property
    def permissions(self) -> Mapping[int, Mapping[Permission.Kind, signatures.PermissionStanding]]:
        """What each packet's family allowed."""
        return self.papers.permissions

    @cached_property
    def parties(self) -> Mapping[int, Sequence[Party]]:
        """By document: everybody who signs or has signed what is out or stands."""
        current = [one.agreement for kinds in self.standings.values() for one in kinds.values() if one.agreement]
        live = {one.pk for one in current if one.state in {Paper.OUT, *STANDING}}
        return {pk: parties for pk, parties in self.papers.parties.items() if pk in live}

    def guardians_signed(self, packet_id: int | None) -> set[int]:
        """The parents and guardians whose signature the agreement of a packet has."""
        main = self.main_document(packet_id)
        parties = self.parties.get(main.agreement.pk, []) if main is not None and main.agreement else []
        return {one.person_id for one in parties if one.role == Role.GUARDIAN and one.state == PartyState.SIGNED}

    def main_document(self, packet_id: int | None) -> signatures.Standing | None:
        """How far the agreement of a packet is; None without a packet."""
        return self.standings.get(packet_id, {}).get(Kind.MENTORSHIP) if packet_id else None

    @cached_property
    def replaced(self) -> frozenset[int]:
        """Packets in which an agreement that everybody had signed was replaced by a newer version."""
        rows = Agreement.objects.filter(
            packet__in=self.packet_ids, kind=Kind.MENTORSHIP, state=Paper.SUPERSEDED, completed_at__isnull=False
        )
        return frozenset(rows.values_list("packet_id", flat=True))

    @cached_property
    def employers(self) -> dict[int, Employment]:
        """By mentor: where they work now."""
        mentors = {row.mentor_id for rows in self.mentors.values() for row in rows}
        rows = Employment.objects.filter(mentor__in=mentors, ends_on=None).select_related("employer")
        return {row.mentor_id: row for row in rows}

    @cached_property
    def approvals(self) -> dict[int, list[WorkplaceApproval]]:
        """By employer: approvals that stand or are asked for."""
        employers = {one.employer_id for one in self.employers.values()}
        found: dict[int, list[WorkplaceApproval]] = defaultdict(list)
        for row in WorkplaceApproval.objects.filter(employer__in=employers, withdrawn_on=None).order_by("pk"):
            found[row.employer_id].append(row)
        return found

    @cached_property
    def exceptions(self) -> dict[int, dict[str, MatchException]]:
        """By match and key: what was allowed once and not withdrawn."""
        rows = MatchException.objects.filter(match__in=self._ids, withdrawn_on=None, allowed_on__isnull=False)
        found: dict[int, dict[str, MatchException]] = defaultdict(dict)
        for row in rows.select_related("allowed_by"):
            found[row.match_id][row.code] = row
        return found


def _with_staff(matches: Sequence[Match]) -> None:
    """Read who supervises and who is in charge, as far as nobody has yet: all of them in one query."""
    lacking = [
        (one, name, pk)
        for one in matches
        for name in ("supervising_teacher", "adult_in_charge")
        if (pk := getattr(one, f"{name}_id")) and name not in one._state.fields_cache
    ]
    people = Person.objects.in_bulk({pk for _one, _name, pk in lacking}) if lacking else {}
    for one, name, pk in lacking:
        setattr(one, name, people[pk])


def _by_match(rows: Iterable[Member]) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = defaultdict(list)
    for row in rows:
        found[row.match_id].append(row)
    return found
