"""Whom a round of feedback asks, each once; and to whom a recommendation can be given."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from mentoring.age_rules import is_of_age
from mentoring.match_mails import colleagues_of
from mentoring.models import CourtOrder, Guardianship, Match, MatchMentor, MatchStudent, Program, Student
from screening.querysets.holds import held_people
from support.models import Audience, FeedbackRound
from tenancy.models import Person
from tenancy.permissions import Role

#: Who may be given a recommendation: whoever works with a program. Auditors look on.
OWNERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.PRINCIPAL, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Invited:
    """Somebody to be asked, as what."""

    person: Person
    audience: str


def invited_of(round_: FeedbackRound, audiences: Sequence[str], on: date) -> list[Invited]:
    """Everybody whom a round would ask now, once each, as the first that they are. A fixed number of queries.

    People of the program's running matches, and of those that ended since the day that the round says, if they stayed
    to the end. Nobody who left the district or is on a safety hold. No parent of a student of 18, nor one whom a court
    order keeps from the student.
    """
    matches = _matches(round_)
    found: dict[int, Invited] = {}
    on_hold = set(held_people(round_.district).values_list("person", flat=True))
    students = _students(matches)
    people: Mapping[str, Iterator[Person]] = {
        Audience.STUDENTS: (one.person for one in students),
        Audience.MENTORS: _mentors(matches),
        Audience.GUARDIANS: _guardians(students, on),
        Audience.TEACHERS: (one.supervising_teacher for one in matches if one.supervising_teacher is not None),
    }
    for audience in Audience:
        if audience in audiences:
            for person in people[audience]:
                if person.is_active and person.pk not in on_hold:
                    found.setdefault(person.pk, Invited(person, audience.value))
    return list(found.values())


def by_audience(invited: Sequence[Invited]) -> Mapping[str, Sequence[Person]]:
    """The same people by audience."""
    found: dict[str, list[Person]] = defaultdict(list)
    for one in invited:
        found[one.audience].append(one.person)
    return found


def owners_of(program: Program) -> list[Person]:
    """Colleagues who see a program, by name: whoever can be given a recommendation."""
    return sorted(colleagues_of(program, OWNERS), key=lambda one: (one.search_key, one.pk))


def _matches(round_: FeedbackRound) -> list[Match]:
    asked = Q(state=Match.State.RUNNING)
    if round_.ended_from_on is not None:
        asked |= Q(state=Match.State.ENDED, ended_on__gte=round_.ended_from_on)
    rows = Match.objects.of(round_.district).filter(asked, program=round_.program_id)
    return list(rows.order_by("pk").prefetch_related("supervising_teacher"))


def _to_the_end(ended_on: str) -> Q:
    return Q(left_on=None) | Q(left_on=F(ended_on))


def _students(matches: Sequence[Match]) -> list[Student]:
    if not matches:
        return []
    rows = MatchStudent.objects.of(matches[0].district).filter(_to_the_end("match__ended_on"), match__in=matches)
    return list(
        {row.student_id: row.student for row in rows.order_by("pk").prefetch_related("student__person")}.values()
    )


def _mentors(matches: Sequence[Match]) -> Iterator[Person]:
    if matches:
        rows = MatchMentor.objects.of(matches[0].district).filter(_to_the_end("match__ended_on"), match__in=matches)
        yield from (row.mentor.person for row in rows.order_by("pk").prefetch_related("mentor__person"))


def _guardians(students: Sequence[Student], on: date) -> Iterator[Person]:
    minors = [one for one in students if not is_of_age(one, on)]
    if minors:
        district = minors[0].district
        barring = CourtOrder.objects.of(district).barring(on).filter(student__in=minors)
        barred = set(barring.values_list("student_id", "about_id"))
        rows = Guardianship.objects.of(district).live().filter(student__in=minors).order_by("pk")
        for row in rows.prefetch_related("guardian__person"):
            if (row.student_id, row.guardian.person_id) not in barred:
                yield row.guardian.person
