"""Who is in a match, or was: for the parts of one page that need the same.

Where a page begins with ``read_members``, none of its parts asks again. Elsewhere each function asks the database.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from mentoring.models import Match, MatchMentor, MatchStudent, Student
from tenancy.viewer import Viewer

Member = TypeVar("Member", MatchStudent, MatchMentor)


def read_members(match: Match, viewer: Viewer) -> None:
    """Read along who is in a match or was, with persons and schools: for a page that only looks. Two queries.

    Of each student ``is_seen`` says whether the viewer sees them at work.
    """
    seen = Student.objects.known_to_staff(viewer).filter(pk=OuterRef("student"))
    students = MatchStudent.objects.of(viewer.district).annotate(is_seen=Exists(seen))
    mentors = MatchMentor.objects.of(viewer.district).select_related("mentor__person")
    prefetch_related_objects(
        [match],
        Prefetch("student_rows", students.select_related("student__person", "student__school")),
        Prefetch("mentor_rows", mentors),
    )
    for row in (*match.student_rows.all(), *match.mentor_rows.all()):
        row.district = viewer.district


def present_students(match: Match) -> list[MatchStudent]:
    """The students who are in the match now, the first who joined first."""
    return _present(match.student_rows.all(), "student__person")


def present_mentors(match: Match) -> list[MatchMentor]:
    """The mentors who are in the match now, the first who joined first."""
    return _present(match.mentor_rows.all(), "mentor__person")


def students_to_the_end(match: Match) -> list[MatchStudent]:
    """The students who are in the match, or were when it ended."""
    return _to_the_end(match, match.student_rows.all(), "student__person")


def mentors_to_the_end(match: Match) -> list[MatchMentor]:
    """The mentors who are in the match, or were when it ended."""
    return _to_the_end(match, match.mentor_rows.all(), "mentor__person")


def _present(rows: Iterable[Member], along: str) -> list[Member]:
    return _named([row for row in rows if row.left_on is None], along)


def _to_the_end(match: Match, rows: Iterable[Member], along: str) -> list[Member]:
    return _named([row for row in rows if row.left_on in {None, match.ended_on}], along)


def _named(rows: Sequence[Member], along: str) -> list[Member]:
    found = sorted(rows, key=lambda row: row.pk)
    prefetch_related_objects(found, along)
    return found
