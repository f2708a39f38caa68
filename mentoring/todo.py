"""What programs ask of somebody today: each section is about one kind of people."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.models import Match, MatchMentor, MatchStudent, Program, ProgramStudent, Student
from mentoring.programs_at_hand import programs_among
from screening.querysets.holds import held_people
from tenancy.models import Person
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

State = ProgramStudent.State
#: How long before their 18th birthday a student is spoken of.
BEFORE_18 = timedelta(days=30)


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """What this floor asks of this viewer."""
    if viewer.can(Permission.STUDENTS_TAUGHT_VIEW):
        yield from _paused(viewer)
    if viewer.can(Permission.STUDENTS_SELECT):
        yield from _to_decide(viewer)
    if viewer.can(Permission.STUDENTS_INTERVIEW):
        yield from _to_interview(viewer)
    if viewer.can(Permission.STUDENTS_EDIT):
        yield from _career_areas(viewer)
        yield from _turning_18(viewer)
    if viewer.can(Permission.STUDENT_OWN):
        yield from _to_apply(viewer)


# Students


def _paused(viewer: Viewer) -> Iterator[Todo]:
    """For a teacher: who of their running matches is paused, mentor or student. Never why."""
    held = set(held_people(viewer.district).values_list("person", flat=True))
    if not held:
        return
    mine = Match.objects.visible_to(viewer).paused().filter(state=Match.State.RUNNING)
    students = MatchStudent.objects.of(viewer.district).filter(
        match__in=mine.values("pk"),
        left_on=None,
        student__in=Student.objects.visible_to(viewer).values("pk"),
    )
    mentors = MatchMentor.objects.of(viewer.district).filter(match__in=mine.values("pk"), left_on=None)
    by_match: dict[int, list[Person]] = {}
    for member in mentors.filter(mentor__person__in=held).order_by("pk").select_related("mentor__person"):
        by_match.setdefault(member.match_id, []).append(member.mentor.person)
    told: dict[int, tuple[str, int]] = {}
    for row in students.order_by("pk").select_related("student__person"):
        own = [row.student.person] if row.student.person_id in held else []
        for person in (*own, *by_match.get(row.match_id, ())):
            told.setdefault(person.pk, (person.name, row.student_id))
    for name, student_id in told.values():
        yield Todo(
            key=f"students.paused:{student_id}",
            group="waiting",
            can_wait=False,
            harm=1,
            kind="info",
            status=_("Paused"),
            sentence=_("%(name)s is paused until further notice.") % {"name": name},
            action=_("Open the student’s card"),
            url=reverse("mentoring:student_detail", args=[student_id]),
        )


def _to_decide(viewer: Viewer) -> Iterator[Todo]:
    """A line for each program with applications that wait for a decision."""
    mine = ProgramStudent.objects.in_reach_of(viewer, Permission.STUDENTS_SELECT).applied()
    mine = mine.filter(program__archived_on=None).order_by()
    counts = dict(mine.values_list("program").annotate(Count("pk")))
    for program in programs_among(counts, viewer):
        count = counts[program.pk]
        words = ngettext(
            "%(count)s application to %(program)s waits for a decision.",
            "%(count)s applications to %(program)s wait for a decision.",
            count,
        )
        yield Todo(
            key=f"students.to_decide:{program.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Waiting"),
            sentence=words % {"count": counted(count), "program": program.name_with_year},
            action=_("Decide"),
            url=f"{reverse('mentoring:program_student_list', args=[program.pk])}?state=applied",
        )


def _to_interview(viewer: Viewer) -> Iterator[Todo]:
    """For a teacher: students of their class groups with whom nobody has talked about goals, program by program."""
    if not viewer.can(Permission.STUDENTS_TAUGHT_VIEW) or viewer.can(Permission.STUDENTS_SELECT):
        return
    mine = ProgramStudent.objects.in_reach_of(viewer, Permission.STUDENTS_INTERVIEW).not_interviewed()
    mine = mine.filter(
        state__in=[State.INVITED, State.APPLIED], program__archived_on=None, program__policies__requires_interview=True
    )
    counts = dict(mine.order_by().values_list("program").annotate(Count("pk")))
    for pk, count in counts.items():
        words = ngettext(
            "%(count)s student waits for an interview about goals.",
            "%(count)s students wait for an interview about goals.",
            count,
        )
        yield Todo(
            key=f"students.to_interview:{pk}",
            group="ready",
            harm=2,
            kind="warn",
            status=_("Interview"),
            sentence=words % {"count": counted(count)},
            action=_("See who"),
            url=f"{reverse('mentoring:program_student_list', args=[pk])}?interview=no",
        )


def _career_areas(viewer: Viewer) -> Iterator[Line]:
    """Students in programs that need a career area, of whom nobody knows it."""
    asking = Program.objects.of(viewer.district).current().filter(policies__requires_career_area=True)
    places = ProgramStudent.objects.of(viewer.district).filter(
        student=OuterRef("pk"),
        program__in=asking.values("pk"),
        state__in=[State.INVITED, State.APPLIED, State.WAITLISTED, State.ACCEPTED],
    )
    mine = Student.objects.in_reach_of(viewer, Permission.STUDENTS_EDIT).present().filter(career_area="")

    def line(count: int) -> Todo:
        words = ngettext("%(count)s student: which career area?", "%(count)s students: which career area?", count)
        return Todo(
            key="students.career_areas",
            group="waiting",
            harm=3,
            kind="info",
            status=_("To ask"),
            sentence=words % {"count": counted(count)},
            action=_("Fill in"),
            url=reverse("mentoring:student_career_areas"),
        )

    yield Counted(mine.filter(Exists(places)), line)


def _turning_18(viewer: Viewer) -> Iterator[Line]:
    """Students who will sign for themselves soon."""
    mine = Student.objects.in_reach_of(viewer, Permission.STUDENTS_EDIT).present()

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s student turns 18 within 30 days and then signs for themselves.",
            "%(count)s students turn 18 within 30 days and then sign for themselves.",
            count,
        )
        return Todo(
            key="students.turning_18",
            group="waiting",
            harm=3,
            kind="info",
            status=_("Turning 18"),
            sentence=words % {"count": counted(count)},
            action=_("See who"),
            url=f"{reverse('mentoring:student_list')}?turning_18=30&column=turns_18&column=told_at_18&column=programs",
        )

    yield Counted(mine.turning_18(viewer.today, viewer.today + BEFORE_18), line)


def _to_apply(viewer: Viewer) -> Iterator[Todo]:
    """For a student: programs that asked them to apply and take applications."""
    asked = ProgramStudent.objects.of(viewer.district).filter(
        student__person=viewer.person_id,
        state=State.INVITED,
        program__archived_on=None,
        program__takes_students=True,
    )
    for place in asked.order_by("pk").prefetch_related("program"):
        yield Todo(
            key=f"programs.to_apply:{place.program_id}",
            group="ready",
            harm=2,
            kind="info",
            status=_("Apply"),
            sentence=_("You can apply to %(program)s.") % {"program": place.program.reader_name},
            action=_("Write the application"),
            url=reverse("mentoring:application_write", args=[place.program_id]),
        )
