"""A parent's home: for each child the mentor, when they meet next and met last, what to sign, the newest grade."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agreements.own_documents import waiting_for
from config.homes.meeting_words import day_words, meeting_words
from journals.models import Grade
from meetings.models import Meeting
from meetings.reading import Held, held_of, next_of
from mentoring.children import Child, own_children, told
from mentoring.models import Match, MatchStudent, Student
from mentoring.page_parts import PagePart, section
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection
from tenancy.viewer import Viewer

Facts = list[tuple[str, object]]


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """A part for each child. The number of queries does not grow with the children."""
    if not viewer.can(Permission.CHILDREN_VIEW) or viewer.person is None:
        return
    students = list(own_children(viewer))
    if not students:
        return
    year = _Year(students, viewer)
    for student, child in zip(students, told(students, viewer), strict=True):
        links = [(_("Open"), child.url)]
        facts = [(words, value) for words, value in (*_place(child), *year.facts_of(student)) if value]
        yield section(PersonSection(child.name, facts=facts, links=links, empty=_("Not in a program.")))
    yield PagePart("config/parts/guardian_reach.html")


def _place(child: Child) -> Facts:
    programs = [f"{one.name}: {one.state}" for one in child.programs]
    mentors = [
        " · ".join(filter(None, [mentor.name, mentor.cleared, _("Paused") if mentor.is_paused else ""]))
        for program in child.programs
        for mentor in program.mentors
    ]
    return [
        (_("School"), child.school.name if child.school else ""),
        (_("Program"), "; ".join(programs)),
        (_("Mentor"), "; ".join(mentors)),
    ]


class _Year:
    """What the year has brought to some children, read once for all of them."""

    def __init__(self, students: Sequence[Student], viewer: Viewer) -> None:
        self.viewer = viewer
        self.matches = _matches(students, viewer)
        ids = {pk for found in self.matches.values() for pk in found}
        self.coming: Mapping[int, Meeting] = next_of(ids, timezone.now())
        self.held: Mapping[int, Held] = held_of(ids)
        self.grades = _grades(students, viewer)
        self.to_sign = {one.agreement.packet.student_id for one in waiting_for(viewer)}

    def facts_of(self, student: Student) -> Facts:
        """What a parent reads of one child's year."""
        matches = self.matches.get(student.pk, [])
        meetings = sorted((self.coming[pk] for pk in matches if pk in self.coming), key=lambda one: (one.on, one.pk))
        last = max((day for pk in matches if (day := self.held[pk].last_on)), default=None)
        grade = self.grades.get(student.pk)
        is_waiting = student.person_id in self.to_sign
        return [
            (_("Next meeting"), meeting_words(meetings[0]) if meetings else ""),
            (_("Last met"), day_words(last) if last else ""),
            (_("To sign"), _("Something waits for your signature: see “Needs you today”.") if is_waiting else ""),
            (_("Newest grade"), _grade_words(grade) if grade else ""),
        ]


def _matches(students: Sequence[Student], viewer: Viewer) -> dict[int, list[int]]:
    """By child: the running matches that nothing stops."""
    rows = MatchStudent.objects.of(viewer.district).filter(student__in=[one.pk for one in students], left_on=None)
    running = Match.objects.of(viewer.district).filter(pk__in=rows.values("match"), state=Match.State.RUNNING)
    found: dict[int, list[int]] = defaultdict(list)
    going = rows.filter(match__in=running.not_paused().values("pk"))
    for student_id, match_id in going.values_list("student_id", "match_id"):
        found[student_id].append(match_id)
    return found


def _grades(students: Sequence[Student], viewer: Viewer) -> dict[int, Grade]:
    """By child: the grade that was made visible last."""
    theirs = Grade.objects.of(viewer.district).filter(entry__match_student__student__in=[one.pk for one in students])
    released = theirs.released()
    newest = released.order_by("entry__match_student__student", "-released_at", "-pk").distinct(
        "entry__match_student__student"
    )
    return {grade.entry.match_student.student_id: grade for grade in newest.prefetch_related("entry__match_student")}


def _grade_words(grade: Grade) -> str:
    day = date_format(localtime(grade.released_at)) if grade.released_at else ""
    if grade.points is None:
        return _("Journal read on %(day)s") % {"day": day}
    words = {"points": grade.points, "out_of": grade.out_of, "day": day}
    return _("Journal: %(points)s of %(out_of)s points (%(day)s)") % words
