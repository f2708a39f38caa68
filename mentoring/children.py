"""What parents read of their own children."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentoring.grades import grade_words
from mentoring.models import ClassGroupStudent, Guardianship, Match, MatchMentor, MatchStudent, ProgramStudent, Student
from mentoring.querysets.students import StudentQuerySet
from mentoring.signing_rules import Signing, signing
from screening.models import Asked
from tenancy.models import School
from tenancy.tables import Kind
from tenancy.viewer import Viewer

_KINDS: dict[str, Kind] = {
    ProgramStudent.State.ACCEPTED: "ok",
    ProgramStudent.State.APPLIED: "info",
    ProgramStudent.State.INVITED: "info",
    ProgramStudent.State.WAITLISTED: "warn",
}


@dataclass(frozen=True)
class ChildMentor:
    """A child's mentor, until when they are checked and trained (empty where they are not), whether they are paused."""

    name: str
    occupation: str
    cleared: str
    is_paused: bool


@dataclass(frozen=True)
class ChildProgram:
    """A child in one program."""

    name: str
    state: str
    kind: Kind
    mentors: Sequence[ChildMentor]
    teachers: Sequence[str]


@dataclass(frozen=True)
class Child:
    """One child, as their parent reads of them."""

    name: str
    school: School | None
    grade: str
    url: str
    programs: Sequence[ChildProgram]
    may_sign: str


def own_children(viewer: Viewer) -> StudentQuerySet:
    """The students whose parent or guardian the viewer is, but those from whom a court order keeps them."""
    theirs = Guardianship.objects.of(viewer.district).live().filter(guardian__person=viewer.person_id)
    mine = Student.objects.visible_to(viewer).filter(pk__in=theirs.values("student"))
    return mine.prefetch_related("person", "school", "court_orders").order_by("search_key", "pk")


def children_of(viewer: Viewer) -> list[Child]:
    """The viewer's children, in a fixed number of queries."""
    return told(list(own_children(viewer)), viewer)


def told(students: Sequence[Student], viewer: Viewer) -> list[Child]:
    """The children, with programs, mentors and teachers."""
    places = _places(students, viewer)
    mentors = _mentors(students, viewer)
    teachers = _teachers(students, viewer)
    signs = _signing(students, viewer)
    return [
        Child(
            name=one.person.name,
            school=one.school,
            grade=grade_words(one.grade),
            url=reverse("mentoring:child_detail", args=[one.pk]),
            programs=[
                ChildProgram(
                    name=place.program.reader_name,
                    state=place.get_state_display(),
                    kind=_KINDS.get(place.state, "mute"),
                    mentors=mentors.get((one.pk, place.program_id), ()),
                    teachers=sorted(teachers.get(place.pk, ())),
                )
                for place in places
                if place.student_id == one.pk
            ],
            may_sign=signs.get(one.pk, ""),
        )
        for one in students
    ]


def _places(students: Sequence[Student], viewer: Viewer) -> list[ProgramStudent]:
    places = ProgramStudent.objects.of(viewer.district).filter(
        student__in=[one.pk for one in students], program__archived_on=None
    )
    return list(places.prefetch_related("program").order_by("program__name", "pk"))


def _mentors(students: Sequence[Student], viewer: Viewer) -> dict[tuple[int, int], list[ChildMentor]]:
    """By child and program: the mentors of the running matches."""
    present = MatchMentor.objects.of(viewer.district).filter(left_on=None).prefetch_related("mentor__person")
    rows = MatchStudent.objects.of(viewer.district).filter(
        student__in=[one.pk for one in students], left_on=None, match__state="running"
    )
    found = list(rows.prefetch_related("match", Prefetch("match__mentor_rows", present)).order_by("pk"))
    people = {mentor.mentor.person_id for row in found for mentor in row.match.mentor_rows.all()}
    until = _cleared_until(people, viewer)
    still = Match.objects.of(viewer.district).paused().filter(pk__in=[row.match_id for row in found])
    paused = set(still.values_list("pk", flat=True))
    by_place: dict[tuple[int, int], list[ChildMentor]] = {}
    for row in found:
        told = by_place.setdefault((row.student_id, row.match.program_id), [])
        for one in row.match.mentor_rows.all():
            person = one.mentor.person
            cleared = _cleared(until.get(person.pk), viewer.today)
            told.append(ChildMentor(person.name, one.mentor.occupation, cleared, row.match_id in paused))
    return by_place


def _cleared_until(person_ids: set[int], viewer: Viewer) -> dict[int, date | None]:
    """The last day on which everything counts that is asked of these people; None where something is missing."""
    asked = Asked.objects.of(viewer.district).live().filter(person__in=person_ids)
    until: dict[int, date | None] = {}
    for person_id, last in asked.values_list("person_id", "covers_until"):
        known = until.get(person_id, date.max)
        until[person_id] = min(known, last) if known and last else None
    return until


def _cleared(until: date | None, today: date) -> str:
    if until is None or until < today:
        return ""
    if until == date.max:
        return _("Checked and trained")
    return _("Checked and trained until %(month)s") % {"month": date_format(until, "YEAR_MONTH_FORMAT")}


def _teachers(students: Sequence[Student], viewer: Viewer) -> dict[int, set[str]]:
    """By place in a program: the supervising teachers of the child's class group and running matches."""
    rows = ClassGroupStudent.objects.of(viewer.district).filter(
        program_student__student__in=[one.pk for one in students], left_on=None
    )
    by_place: dict[int, set[str]] = {}
    for row in rows.prefetch_related("class_group__supervising_teacher"):
        if teacher := row.class_group.supervising_teacher:
            by_place.setdefault(row.program_student_id, set()).add(teacher.name)
    return by_place


def _signing(students: Sequence[Student], viewer: Viewer) -> dict[int, str]:
    """By child: what the parent reads of signing; nothing where they may."""
    words = {
        Signing.UNSAID: _("Your school has not said yet whether you may sign. Ask the coordinator."),
        Signing.MAY_NOT: _("You can read what concerns this student. Somebody else signs."),
        Signing.OF_AGE: _("This student is 18 and signs for themselves."),
    }
    theirs = (
        Guardianship.objects.of(viewer.district)
        .live()
        .filter(guardian__person=viewer.person_id, student__in=[one.pk for one in students])
    )
    by_student = {held.student_id: held for held in theirs.prefetch_related("guardian__person")}
    return {
        one.pk: words.get(signing(by_student[one.pk], one, one.court_orders.all(), viewer.today), "")
        for one in students
        if one.pk in by_student
    }
