"""Matches that are running already, from a spreadsheet: who, since when, what was signed on paper and where it is.

Nobody is added here: students and mentors must be known. Rows of one program, format, group and first day are one
match.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mentoring.age_rules import age_refusal
from mentoring.group_sizes import MOST_FOR_EACH, MOST_IN_LARGE_GROUP, MOST_MENTORS_OF_LARGE_GROUP, NEEDS_TWO
from mentoring.models import (
    Format,
    Match,
    MatchMentor,
    MatchStudent,
    Mentor,
    MentorTie,
    Program,
    ProgramMentor,
    ProgramStudent,
    Student,
)
from rosters.sheets import people
from rosters.sheets.mentors import Mentors, ask_accepted, is_old_enough
from rosters.sheets.rows import Place, RowRefused, SheetRow, Taken, change, taken
from rosters.sheets.students import Students
from tenancy.models import Person
from tenancy.names import fold


class Matches:
    """Takes rows of running matches for one run. Raises RowRefused for a row that is not taken."""

    who: tuple[str, ...] = (
        "student_name",
        "student_family_name",
        "student_given_name",
        "student_state_student_id",
        "student_local_id",
    )
    can_do_without = frozenset({"ends_on", "supervising_teacher", "paper_attested_by"})
    entities: tuple[str, ...] = ("matches", "match_students")

    def __init__(self, place: Place, rows: Iterable[SheetRow] = ()) -> None:
        self.place = place
        self.students, self.mentors = Students(place), Mentors(place)
        self.made: dict[tuple[str, ...], Match] = {}
        self.sizes: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        self.accepted: list[tuple[Program, Person]] = []
        self.of_unknown_age: dict[int, int] = {}
        self._accepted_by_row: list[tuple[Program, Person]] = []
        self._of_unknown_age_by_row: dict[int, int] = {}
        self._made_by_row: dict[tuple[str, ...], Match] = {}
        for row in rows:
            self.sizes.setdefault(_group_key(row), set()).add(_student_key(row))

    def finish(self) -> None:
        """Ask of the mentors of all rows at once what their programs require."""
        ask_accepted(self.accepted, self.place)

    def attempt(self, row: SheetRow) -> list[Taken]:
        """What ``take`` does, of which nothing is remembered for the rows to come."""
        self._accepted_by_row, self._of_unknown_age_by_row, self._made_by_row = [], {}, {}
        return self._take(row)

    def take(self, row: SheetRow) -> list[Taken]:
        """Find or make the match of a row and put its student and mentors in."""
        result = self.attempt(row)
        self.accepted += self._accepted_by_row  # not of a row that is refused: nothing of it is there
        self.of_unknown_age |= self._of_unknown_age_by_row
        self.made |= self._made_by_row
        return result

    def _take(self, row: SheetRow) -> list[Taken]:
        student, mentors = self._student(row), self._mentors(row)
        program = self._program(row)
        how = self._format(row, program)
        started_on = row.day("started_on")
        if started_on is None:
            raise RowRefused(_("Write the day on which the match started."), "started_on")
        if (ends_on := row.day("ends_on")) is not None and ends_on < self.place.on:
            raise RowRefused(_("This match is over by now. Bring only matches that are running."), "ends_on")
        self._refuse_ties(row, student, mentors)
        match = self._match(row, program, how, student, mentors, started_on)
        is_new = match is None
        if match is None:
            self._refuse_size(row, how, len(mentors), present=0)
            match = self._begin(program, how, started_on)
        facts: dict[str, object] = {"ends_on": ends_on}
        if row.text("supervising_teacher"):
            facts["supervising_teacher_id"] = people.staff(
                self.place, row.text("supervising_teacher"), "supervising_teacher"
            ).pk
        self._made_by_row[_group_key(row)] = match
        changed = change(match, facts)
        changed += self._bring_mentors(match, mentors, started_on)
        names = ", ".join([student.person.name, *(mentor.person.name for mentor in mentors)])
        member = self._bring_student(row, match, student, how, len(mentors))
        self._join_program(row, program, student, mentors, started_on)
        return [taken("matches", created=is_new, changed=changed, person_id=student.person_id, label=names), member]

    # --- Who and what ------------------------------------------------------------------------------------------------

    def _student(self, row: SheetRow) -> Student:
        found = self.students.find(row, prefix="student_", key=_first(row, "student_"))
        if found is None:
            raise RowRefused(
                _("No student here has this name or ID. Bring the students in first."), _first(row, "student_")
            )
        if not self.place.reaches_school(found.school_id):
            raise RowRefused(_("This student goes to a school that is not yours."), _first(row, "student_"))
        if found.left_on is not None:
            raise RowRefused(_("This student has left."), _first(row, "student_"))
        return found

    def _mentors(self, row: SheetRow) -> list[Mentor]:
        found = [self._mentor(row, "mentor_")]
        if row.text("mentor2_email") or any(row.name("mentor2_")):
            found.append(self._mentor(row, "mentor2_"))
        if len({mentor.pk for mentor in found}) < len(found):
            raise RowRefused(_("The second mentor is the same as the first."), _first(row, "mentor2_"))
        return found

    def _mentor(self, row: SheetRow, prefix: str) -> Mentor:
        key = _first(row, prefix)
        given, family = row.name(prefix)
        found = self.mentors.find(row, given, family, prefix=prefix, key=key)
        if found is None:
            raise RowRefused(_("No mentor here has this name or email address. Bring the mentors in first."), key)
        if found.left_on is not None:
            raise RowRefused(_("This mentor has left."), key)
        return found

    def _program(self, row: SheetRow) -> Program:
        program = self.place.program_called(row.text("program"))
        if program is None:
            raise RowRefused(_("Write the program, or choose one on the page."), "program")
        return program

    def _format(self, row: SheetRow, program: Program) -> Format:
        policy = next(iter(program.policies.all()), None)
        allowed = [Format(one) for one in policy.formats] if policy else list(Format)
        found = row.get("format")
        if not isinstance(found, Format):
            if len(allowed) != 1:
                raise RowRefused(_("Write who meets whom: the program has several ways."), "format")
            return allowed[0]
        if found not in allowed:
            words = _("The program’s rules do not have “%(format)s”.")
            raise RowRefused(words % {"format": found.label}, "format")
        return found

    def _refuse_ties(self, row: SheetRow, student: Student, mentors: Sequence[Mentor]) -> None:
        """A mentor is nothing else to the student: no teacher, coach, relative … (S-7)."""
        ties = MentorTie.objects.of(self.place.district).filter(student=student, mentor__in=mentors, ended_on=None)
        if tie := ties.first():
            words = _("The mentor is noted to be the student’s %(tie)s. They cannot be matched.")
            raise RowRefused(words % {"tie": tie.get_kind_display().lower()}, _first(row, "mentor_"))

    def _match(
        self,
        row: SheetRow,
        program: Program,
        how: Format,
        student: Student,
        mentors: Sequence[Mentor],
        started_on: date,
    ) -> Match | None:
        """The open match that the row is about: the student's own with that mentor, or the group's of that day."""
        mine = self._open(program, how, mentors[0])
        own = mine.filter(student_rows__student=student, student_rows__left_on=None).first()
        is_alone = how in {Format.ONE_TO_ONE, Format.PEER}
        if own is not None and own.starts_on != started_on and is_alone:
            raise RowRefused(
                _("This match is here already, with another first day. Change it on its page."), "started_on"
            )
        if own is not None or is_alone:
            return own
        others = [match.pk for key, match in self.made.items() if key != _group_key(row)]
        return self.made.get(_group_key(row)) or mine.filter(starts_on=started_on).exclude(pk__in=others).first()

    def _open(self, program: Program, how: Format, mentor: Mentor) -> QuerySet[Match]:
        with_mentor = MatchMentor.objects.of(self.place.district).filter(mentor=mentor, left_on=None).values("match")
        running = Match.objects.of(self.place.district).filter(program=program, format=how, state=Match.State.RUNNING)
        return running.filter(pk__in=with_mentor).order_by("pk")

    # --- Writing -----------------------------------------------------------------------------------------------------

    def _begin(self, program: Program, how: Format, started_on: date) -> Match:
        return Match.objects.create(
            district=self.place.district,
            program=program,
            format=how,
            state=Match.State.RUNNING,
            starts_on=started_on,
        )

    def _bring_mentors(self, match: Match, mentors: Sequence[Mentor], started_on: date) -> list[str]:
        there = set(match.mentor_rows.filter(left_on=None).values_list("mentor_id", flat=True))
        missing = [mentor for mentor in mentors if mentor.pk not in there]
        for mentor in missing:
            MatchMentor.objects.create(district=self.place.district, match=match, mentor=mentor, joined_on=started_on)
        return ["mentor"] if missing else []

    def _bring_student(self, row: SheetRow, match: Match, student: Student, how: Format, mentors: int) -> Taken:
        paper = self._paper(row)
        rows = MatchStudent.objects.of(self.place.district)
        member = rows.filter(match=match, student=student, left_on=None).first()
        label = student.person.sorted_name
        if paper and (member is None or member.paper_attested_by_id is None):
            paper["paper_attested_by_id"] = paper["paper_attested_by_id"] or self.place.by.person_id
        if member is not None:
            changed = change(member, paper)
            return taken("match_students", created=False, changed=changed, person_id=student.person_id, label=label)
        if how == Format.ONE_TO_ONE and rows.filter(student=student, is_alone=True, left_on=None).exists():
            raise RowRefused(_("This student has a mentor of their own already."), _first(row, "student_"))
        there = rows.filter(match=match, left_on=None).count()
        self._refuse_size(row, how, max(mentors, match.mentor_rows.filter(left_on=None).count()), present=there)
        MatchStudent.objects.create(
            district=self.place.district,
            match=match,
            student=student,
            is_alone=how == Format.ONE_TO_ONE,
            joined_on=row.day("started_on") or self.place.on,
            **paper,
        )
        return taken("match_students", created=True, changed=(), person_id=student.person_id, label=label)

    def _paper(self, row: SheetRow) -> dict[str, object]:
        """The agreement signed on paper: the day and the place belong together."""
        signed_on, filed_at = row.day("paper_signed_on"), row.text("paper_filed_at")
        if not signed_on and not filed_at:
            return {}
        if not signed_on:
            raise RowRefused(_("Write the day on which it was signed."), "paper_filed_at")
        if not filed_at:
            raise RowRefused(_("Write where the paper is filed."), "paper_signed_on")
        attested = row.text("paper_attested_by")
        found = people.staff(self.place, attested, "paper_attested_by").pk if attested else None
        return {"paper_signed_on": signed_on, "paper_filed_at": filed_at, "paper_attested_by_id": found}

    def _refuse_size(self, row: SheetRow, how: Format, mentors: int, *, present: int) -> None:
        """Refuse a group that is too large for its mentors, counting everybody whom the sheet puts into it (S-8)."""
        size = max(present + 1, len(self.sizes.get(_group_key(row), ())) if how != Format.ONE_TO_ONE else 1)
        if how == Format.TEAM and mentors < 2:
            raise RowRefused(_("A team has several mentors. Write the second one."), "format")
        if how == Format.LARGE_GROUP:
            if size > MOST_IN_LARGE_GROUP:
                words = _("This group has %(size)s students. A large group has at most 10.")
                raise RowRefused(words % {"size": size}, "group")
            if size in NEEDS_TWO and mentors < MOST_MENTORS_OF_LARGE_GROUP:
                raise RowRefused(
                    _("A group of five or six students needs two mentors. Write the second one."), "format"
                )
            return
        most = MOST_FOR_EACH[how] * mentors
        if size > most:
            words = _(
                "This match has %(size)s students. For this way of meeting and its mentors the most are %(most)s."
            )
            raise RowRefused(words % {"size": size, "most": most}, "format")

    def _join_program(
        self, row: SheetRow, program: Program, student: Student, mentors: Sequence[Mentor], started_on: date
    ) -> None:
        """Who is in a running match is accepted into its program."""
        accepted = {
            "state": "accepted",
            "decided_on": started_on,
            "decided_by_id": self.place.by.person_id,
            "added_on": self.place.on,
        }
        where = {"district": self.place.district, "program": program}
        places: list[tuple[ProgramStudent | ProgramMentor, bool]] = [
            ProgramStudent.objects.get_or_create(
                **where, student=student, defaults={**accepted, "search_key": student.search_key}
            )
        ]
        places += [
            ProgramMentor.objects.get_or_create(
                **where, mentor=mentor, defaults={**accepted, "search_key": mentor.search_key}
            )
            for mentor in mentors
        ]
        for place, is_new in places:
            was_accepted = not is_new and place.state == "accepted"
            if not is_new:
                self._accept(row, place, started_on)
            if isinstance(place, ProgramMentor) and not was_accepted:
                self._refuse_too_young(row, place.mentor, program)
                self._accepted_by_row.append((program, place.mentor.person))

    def _refuse_too_young(self, row: SheetRow, mentor: Mentor, program: Program) -> None:
        """Nobody is in a match who is known to be too young, or of whom nobody says that they are old enough."""
        if not is_old_enough(mentor, program, self.place, self._of_unknown_age_by_row):
            raise RowRefused(age_refusal(mentor, program.policies.first(), self.place.on), _first(row, "mentor_"))

    def _accept(self, row: SheetRow, place: ProgramStudent | ProgramMentor, on: date) -> None:
        """Accept whom the program knows already. Refuses whom somebody did not accept, and who left."""
        if place.state in {"declined", "left"}:
            words = _("%(name)s was not accepted into the program, or left it.")
            if isinstance(place, ProgramMentor):
                raise RowRefused(words % {"name": place.mentor.person.name}, _first(row, "mentor_"))
            raise RowRefused(words % {"name": place.student.person.name})
        if place.state != "accepted":
            place.state, place.decided_on, place.decided_by_id = "accepted", on, self.place.by.person_id
            place.save(update_fields=["state", "decided_on", "decided_by"])


def _first(row: SheetRow, prefix: str) -> str:
    """The first column that says who is meant: where a fault is shown."""
    return next((key for key in row.values if key.startswith(prefix) and row.get(key) is not None), "")


def _group_key(row: SheetRow) -> tuple[str, ...]:
    mentor = row.text("mentor_email") or fold(*row.name("mentor_"))
    how = str(row.get("format") or "")
    return (fold(row.text("program")), how, fold(row.text("group")), mentor, str(row.day("started_on")))


def _student_key(row: SheetRow) -> tuple[str, ...]:
    return (row.text("student_state_student_id"), row.text("student_local_id"), fold(*row.name("student_")))
