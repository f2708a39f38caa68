"""What students, mentors, parents and the staff of a match read of a class, on the pages about a student or a match."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classes.models import Assignment, ClassFocus, SharedWork, WorkComment
from classes.presence import Presence, presences
from classes.querysets.class_groups import groups_seen
from classes.querysets.shared_works import SharedWorkQuerySet
from mentoring.match_members import students_to_the_end
from mentoring.models import ClassGroup, ClassGroupStudent, Match, ProgramStudent, Student
from mentoring.own_matches import first_name
from mentoring.page_parts import PagePart, section
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: So long after its day an assignment still stands on pages.
STAYS = timedelta(days=14)
#: Lines of a kind in a part of a page.
MOST = 10


@dataclass(frozen=True)
class AssignmentLine:
    """An assignment as one of its readers sees it, with the student's work where it is shared."""

    assignment: Assignment
    when: str
    work: SharedWork | None
    comments: str

    @property
    def is_event(self) -> bool:
        """Whether it is an invitation rather than something to do."""
        return self.assignment.kind == Assignment.Kind.EVENT


def own_student(viewer: Viewer) -> Student | None:
    """The student who is looking, if a student is."""
    if not viewer.can(Permission.STUDENT_OWN):
        return None
    return Student.objects.of(viewer.district).filter(person=viewer.person_id, left_on=None).first()


def when_words(assignment: Assignment) -> str:
    """ "Due December 4, 2026", or where and when an event takes place."""
    if assignment.due_on is None:
        return assignment.place
    day = date_format(assignment.due_on)
    time = time_format(assignment.time) if assignment.time else ""
    if assignment.kind == Assignment.Kind.EVENT:
        return ", ".join(filter(None, [day, time, assignment.place]))
    return ", ".join(filter(None, [_("Due %(day)s") % {"day": day}, time, assignment.place]))


def comments_words(count: int) -> str:
    """ "2 comments"."""
    return ngettext("%(count)s comment", "%(count)s comments", count) % {"count": count} if count else ""


def attendance_of(place: ProgramStudent, groups: Iterable[ClassGroup]) -> list[tuple[ClassGroup, Presence]]:
    """Presence of a student in each of these classes."""
    return [(group, presences(group, [place])[place.pk]) for group in groups]


# Parts of pages


def own_part(student: Student, viewer: Viewer) -> PagePart | None:
    """A student's own page: what the class works on, what to do and to share."""
    return _part("classes/parts/own_class.html", student, viewer, read=SharedWork.objects.of(viewer.district).live())


def mentee_part(student: Student, viewer: Viewer) -> PagePart | None:
    """A mentor's page of a student: what the class works on, and what the student shares."""
    mine = SharedWork.objects.of(viewer.district).mentored_by(viewer)
    return _part("classes/parts/mentee_class.html", student, viewer, read=mine)


def child_part(student: Student, viewer: Viewer) -> PagePart | None:
    """A parent's page of a child: what the class works on, and that something is shared; not what it says."""
    return _part("classes/parts/child_class.html", student, viewer, read=SharedWork.objects.of(viewer.district).live())


def _part(template: str, student: Student, viewer: Viewer, *, read: SharedWorkQuerySet) -> PagePart | None:
    """None where no class group is, or nothing was posted for it."""
    focuses = list(focuses_now([student], viewer))
    lines = list(_lines(student, viewer, read))
    if not focuses and not lines:
        return None
    name = first_name(student.person)
    return PagePart(template, {"focuses": focuses, "lines": lines, "student": student, "name": name})


def focuses_now(students: Sequence[Student], viewer: Viewer) -> Iterator[ClassFocus]:
    """What the classes of these students work on today, as far as the viewer may read it."""
    seen = ClassFocus.objects.visible_to(viewer).on(viewer.today).filter(class_group__in=_groups_of(students, viewer))
    yield from seen.order_by("class_group__name", "pk").prefetch_related("class_group")


def _groups_of(students: Sequence[Student], viewer: Viewer) -> Any:
    seats = ClassGroupStudent.objects.of(viewer.district).filter(
        left_on=None,
        program_student__student__in=[one.pk for one in students],
        class_group__program__archived_on=None,
    )
    return seats.values("class_group")


def _lines(student: Student, viewer: Viewer, read: SharedWorkQuerySet) -> Iterator[AssignmentLine]:
    """What is to be done or was a short while ago, and whatever work is shared of; the next due first."""
    works = _works_of(student, read)
    seen = Assignment.objects.visible_to(viewer).filter(class_group__in=_groups_of([student], viewer)).posted()
    is_current = Q(due_on=None) | Q(due_on__gte=viewer.today - STAYS) | Q(pk__in=list(works))
    for one in seen.filter(is_current).order_by("due_on", "-posted_at", "-pk")[:MOST]:
        work = works.get(one.pk)
        comments = comments_words(work.comment_count) if work else ""  # type: ignore[attr-defined]  # annotated
        yield AssignmentLine(one, when_words(one), work, comments)


def _works_of(student: Student, read: SharedWorkQuerySet) -> dict[int, SharedWork]:
    counted = Count("comments", filter=Q(comments__deleted_at=None))
    rows = read.filter(student=student).annotate(comment_count=counted)
    return {one.assignment_id: one for one in rows}


def match_part(match: Match, viewer: Viewer) -> PagePart | None:
    """The staff's page of a match: what the class works on, and what students of the match share."""
    if not viewer.can(Permission.CLASSES_VIEW):
        return None
    rows = [*_focus_rows(match, viewer), *_work_rows(match, viewer)]
    return section(PersonSection(_("In class"), rows=rows)) if rows else None


def _focus_rows(match: Match, viewer: Viewer) -> Iterator[SectionRow]:
    students = [row.student for row in students_to_the_end(match)]
    seen = groups_seen(viewer)
    shown = {one.pk for one in seen.filter(program=match.program_id)}
    for one in focuses_now(students, viewer):
        if one.class_group.program_id == match.program_id:
            url = reverse("classes:class_group_detail", args=[one.class_group_id])
            links = [(_("Open"), url)] if one.class_group_id in shown else []
            days = _("until %(day)s") % {"day": date_format(one.until_on)}
            yield SectionRow(one.text, note=f"{one.class_group.name} · {days}", links=links)


def _work_rows(match: Match, viewer: Viewer) -> Iterator[SectionRow]:
    for work in _shared_in(match, viewer)[:MOST]:
        note = " · ".join(filter(None, [work.student.person.name, date_format(timezone.localdate(work.shared_at))]))
        said = comments_words(work.comment_count)  # type: ignore[attr-defined]  # annotated
        kind: Kind = "ok" if said else "info"
        yield SectionRow(
            work.assignment.title,
            note=note,
            kind=kind,
            status=said or _("No comment yet"),
            links=[(_("Read"), reverse("classes:shared_work_detail", args=[work.pk]))],
        )


def timeline(match: Match, viewer: Viewer) -> Iterator[SectionEvent]:
    """Work that students of the match shared, and what was said of it, without its words."""
    if not viewer.can(Permission.CLASSES_VIEW):
        return
    works = {one.pk: one for one in _shared_in(match, viewer)}
    for work in works.values():
        url = reverse("classes:shared_work_detail", args=[work.pk])
        words = _("Shared work: %(title)s") % {"title": work.assignment.title}
        yield SectionEvent(work.shared_at, words, who=work.student.person.name, url=url)
    comments = WorkComment.objects.of(match.district).filter(work__in=list(works), deleted_at=None)
    for comment in comments.prefetch_related("author"):
        url = reverse("classes:shared_work_detail", args=[comment.work_id])
        words = _("Comment on %(title)s") % {"title": works[comment.work_id].assignment.title}
        yield SectionEvent(comment.at, words, who=comment.author.name, url=url)


def _shared_in(match: Match, viewer: Viewer) -> list[SharedWork]:
    """What students of the match share in its program, the newest first, with how much was said of it."""
    students = [row.student_id for row in students_to_the_end(match)]
    seen = SharedWork.objects.visible_to(viewer).filter(
        student__in=students, assignment__class_group__program=match.program_id
    )
    counted = seen.annotate(comment_count=Count("comments", filter=Q(comments__deleted_at=None)))
    return list(counted.newest_first().prefetch_related("student__person", "assignment"))


def attendance_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """On a student's page as a person: how they were in class."""
    if not viewer.can(Permission.CLASSES_VIEW):
        return None
    places = ProgramStudent.objects.of(viewer.district).known_to_staff(viewer).filter(student__person=person)
    rows = []
    for place in places.filter(program__archived_on=None).prefetch_related("program", "student__person"):
        groups = groups_seen(viewer).filter(student_rows__program_student=place).distinct().in_list_order()
        rows += [
            SectionRow(
                _("%(group)s: %(words)s") % {"group": group.name, "words": found.words},
                note=place.program.name,
                links=[(_("Open"), reverse("classes:attendance_detail", args=[place.pk]))],
            )
            for group, found in attendance_of(place, groups)
            if found.held
        ]
    return PersonSection(_("In class"), rows=rows) if rows else None
