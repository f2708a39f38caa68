"""Who is thanked for what at the end of a program's year (S-24): addressees and values; correspondence makes letters.

Thanked are the people of matches that ended or are being closed; where asked for, of those that still run, too. A match
that never met has nothing to thank for. Nobody on a safety hold gets a letter. Everything is read in a fixed number of
queries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Q
from django.utils import translation
from django.utils.translation import gettext as _

from correspondence.actions.letters import LetterWanted
from correspondence.addressees import Addressee
from correspondence.models import LetterKind
from meetings.reading import Held, held_of
from mentoring.models import Employer, Employment, Match, MatchMentor, MatchStudent, Mentor, Program
from screening.querysets.holds import held_people
from support.models import ThankYouLines
from support.querysets.closings import begun


@dataclass(frozen=True)
class Thanked:
    """What letters are made of: matches with those who stayed to the end, what they met, lines that were approved."""

    program: Program
    matches: Sequence[Match]
    students: Mapping[int, Sequence[MatchStudent]]
    mentors: Mapping[int, Sequence[MatchMentor]]
    held: Mapping[int, Held]
    lines: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def of_mentor(self, mentor_id: int) -> list[Match]:
        """The matches of one mentor."""
        return [one for one in self.matches if any(row.mentor_id == mentor_id for row in self.mentors.get(one.pk, ()))]

    @property
    def people(self) -> dict[int, Mentor]:
        """Every mentor who is thanked, by id."""
        return {row.mentor_id: row.mentor for one in self.matches for row in self.mentors.get(one.pk, ())}


def thanked(program: Program, *, with_running: bool = False) -> Thanked:
    """Whom a program has to thank now."""
    states = [Match.State.ENDED, *([Match.State.RUNNING] if with_running else [])]
    rows = Match.objects.of(program.district).filter(program=program)
    rows = rows.filter(Q(state__in=states) | Q(Exists(begun()), state=Match.State.RUNNING))
    found = list(rows.order_by("pk"))
    held = held_of([one.pk for one in found])
    matches = [one for one in found if held[one.pk].count]
    ended = {one.pk: one.ended_on for one in matches}
    on_hold = set(held_people(program.district).values_list("person", flat=True))
    students: dict[int, list[MatchStudent]] = defaultdict(list)
    mentors: dict[int, list[MatchMentor]] = defaultdict(list)
    learning = MatchStudent.objects.of(program.district).filter(match__in=ended).order_by("pk")
    for row in learning.prefetch_related("student__person", "student__school"):
        if row.left_on in {None, ended[row.match_id]}:
            students[row.match_id].append(row)
    teaching = MatchMentor.objects.of(program.district).filter(match__in=ended).order_by("pk")
    for one in teaching.prefetch_related("mentor__person"):
        if one.left_on in {None, ended[one.match_id]} and one.mentor.person_id not in on_hold:
            mentors[one.match_id].append(one)
    lines: dict[int, list[str]] = defaultdict(list)
    approved = ThankYouLines.objects.of(program.district).filter(match_student__match__in=ended)
    approved = approved.filter(approved_at__isnull=False).exclude(match_student__student__person__in=on_hold)
    for words in approved.order_by("pk").prefetch_related("match_student"):
        lines[words.match_student.match_id].append(words.text)
    return Thanked(program, matches, students, mentors, held, lines)


def mentor_letters(found: Thanked) -> list[LetterWanted]:
    """One letter to each mentor of a match, with the students, what they met, and the students' approved lines."""
    letters = []
    for match in found.matches:
        rows = found.students.get(match.pk, [])
        if not rows:
            continue
        for one in found.mentors.get(match.pk, ()):
            person = one.mentor.person
            held = found.held.get(match.pk, Held())
            values = {
                **_of_program(found, person.language),
                "student": [row.student.person.name for row in rows],
                "school": _school(rows),
                **_met([held]),
                "from_on": held.first_on or match.starts_on,
                "until_on": held.last_on or match.ended_on,
                "students_words": "\n\n".join(found.lines.get(match.pk, ())),
            }
            about = [row.student.person for row in rows]
            key = f"thank_mentor:match:{match.pk}:mentor:{one.mentor_id}"
            letters.append(LetterWanted(Addressee.of(person), values, key, about))
    return letters


def employer_letters(found: Thanked, *, on: date) -> list[LetterWanted]:
    """One letter to each employer of these mentors, with their names, hours and how many students they met."""
    by_employer: dict[Employer, list[Mentor]] = defaultdict(list)
    work = Employment.objects.of(found.program.district).filter(mentor__in=found.people)
    for job in work.order_by("mentor__search_key", "pk").prefetch_related("employer", "mentor__person"):
        if (job.starts_on is None or job.starts_on <= on) and (job.ends_on is None or job.ends_on >= on):
            by_employer[job.employer].append(job.mentor)
    letters = []
    for employer in sorted(by_employer, key=lambda one: (one.search_key, one.pk)):
        mentors = by_employer[employer]
        matches = {one.pk: one for mentor in mentors for one in found.of_mentor(mentor.pk)}
        rows = [row for pk in matches for row in found.students.get(pk, ())]
        values = {
            **_of_program(found, "en"),
            "employer": employer.name,
            "mentors": [mentor.person.name for mentor in mentors],
            "students": len({row.student_id for row in rows}),
            "school": _school(rows),
            **_met([found.held.get(pk, Held()) for pk in matches]),
        }
        lines = [line.strip() for line in [employer.name, *employer.address.splitlines()] if line.strip()]
        to = Addressee(employer.contact_name or employer.name, employer.contact_email, "en", lines)
        key = f"thank_employer:program:{found.program.pk}:employer:{employer.pk}"
        letters.append(LetterWanted(to, values, key, [mentor.person for mentor in mentors]))
    return letters


def certificates(found: Thanked) -> list[LetterWanted]:
    """One certificate to each mentor, with all meetings and hours of the year."""
    letters = []
    for mentor in sorted(found.people.values(), key=lambda one: (one.search_key, one.pk)):
        matches = found.of_mentor(mentor.pk)
        with translation.override(mentor.person.language or "en"):
            reason = _("a year as a mentor")
        values = {
            **_of_program(found, mentor.person.language),
            "school": _school([row for one in matches for row in found.students.get(one.pk, ())]),
            "reason": reason,
            **_met([found.held.get(one.pk, Held()) for one in matches]),
        }
        key = f"certificate:program:{found.program.pk}:mentor:{mentor.pk}"
        letters.append(LetterWanted(Addressee.of(mentor.person), values, key))
    return letters


def wanted(kind: str, found: Thanked, *, on: date) -> list[LetterWanted]:
    """The letters of one kind."""
    makers: Mapping[str, Callable[[], list[LetterWanted]]] = {
        LetterKind.THANK_MENTOR: lambda: mentor_letters(found),
        LetterKind.THANK_EMPLOYER: lambda: employer_letters(found, on=on),
        LetterKind.CERTIFICATE: lambda: certificates(found),
    }
    return makers[kind]()


def _of_program(found: Thanked, language: str) -> dict[str, str]:
    with translation.override(language or "en"):
        return {"program": found.program.reader_name, "school_year": found.program.school_year.name}


def _met(held: Iterable[Held]) -> dict[str, int | str]:
    rows = list(held)
    minutes = sum(one.minutes for one in rows)
    return {"meetings": sum(one.count for one in rows) or "", "hours": f"{minutes / 60:.1f}" if minutes else ""}


def _school(rows: Sequence[MatchStudent]) -> str:
    """The school, where all students are of one."""
    names = {row.student.school.name for row in rows if row.student.school}
    return names.pop() if len(names) == 1 else ""
