"""Classes of the sample districts: what they work on, assignments and shared work, weeks of attendance."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from classes.models import Assignment, ClassAbsence, ClassDay, ClassFocus, ClassTime, SharedWork, WorkComment
from classes.rules import has_mentor, mentors_of_work, sitting
from config.sample.programs import Ground
from mentoring.models import ClassGroup, ClassGroupStudent, ProgramStudent, Student
from tenancy.models import Person
from tenancy.permissions import Role
from tenancy.rules import SATURDAY, SchoolCalendar, is_school_day

Kind = Assignment.Kind
_WEEK = timedelta(days=7)
#: What was worked on before, is now, comes next: words, skills, what mentors can do.
_FOCUSES = (
    (
        "Asking good questions in an interview",
        "Asks open questions; listens; follows up",
        "Let your student interview you for ten minutes.",
    ),
    (
        "How a workplace keeps people safe",
        "Reads a safety sheet; explains a rule to somebody else",
        "Show one safety rule of your workplace, and what happened before it was written.",
    ),
    (
        "Numbers at work: doses, measures, budgets",
        "Works with units; checks a result by estimating",
        "Bring a number that you worked with this week.",
    ),
)
_ASSIGNMENTS = (
    (Kind.ASSIGNMENT, "Interview somebody at work", "Ask five people the same question and compare.", -10, True),
    (Kind.ASSIGNMENT, "One page about a career", "What do people in it do all day? What do they learn first?", 5, True),
    (Kind.EVENT, "Career night", "Students show what they made. Families and mentors are welcome.", 12, True),
    (Kind.GO_DEEPER, "Visit a public lecture", "The college has one every Thursday evening, free.", None, True),
    (Kind.ASSIGNMENT, "Quiz on units", "Chapters 3 and 4.", 3, False),
)
_WORK = (
    "I asked a nurse, a pharmacist and a lab technician what they do first in the morning. All three read what "
    "happened in the night. Should I ask somebody outside a hospital, too?"
)


def add(ground: Ground, now: datetime) -> None:
    """Every class of a program that goes on has a past; the lead teacher's has every state of everything."""
    calendar = SchoolCalendar.of(ground.schools[0].district)
    _second_class(ground)
    groups = ClassGroup.objects.filter(program__archived_on=None, supervising_teacher__isnull=False)
    read_along = ("supervising_teacher", "program__school_year", "school")
    for number, group in enumerate(groups.order_by("pk").prefetch_related(*read_along)):
        weekday = _weekday(ground.today, number, is_lead=group.supervising_teacher == ground.leads["teacher"])
        ClassTime.objects.create(class_group=group, weekday=weekday)
        _attendance(ground, group, weekday, calendar, now)
        teacher_id = group.supervising_teacher_id or 0
        _focuses(group, teacher_id, ground.today, now, is_whole=number % 3 != 2)
        _assignments(group, teacher_id, ground.today, now)
    _shared(ground, now)


def _weekday(today: date, number: int, *, is_lead: bool) -> int:
    """The lead teacher's classes meet today, so that attendance can be taken; the others on other days."""
    return today.weekday() % SATURDAY if is_lead else (today.weekday() + 1 + number) % SATURDAY


def _second_class(ground: Ground) -> None:
    """Another teacher's class in the same program, made by hand of students who sat nowhere yet."""
    first = ClassGroup.objects.filter(program__archived_on=None).order_by("pk").first()
    teachers = Person.objects.holding({Role.TEACHER}).exclude(pk=ground.leads["teacher"].pk).order_by("pk")
    if first is None:
        return
    group = ClassGroup.objects.create(
        program=first.program,
        school=first.school,
        name="Health Science 1, period 6",
        supervising_teacher=teachers.first(),
    )
    nowhere = ProgramStudent.objects.filter(program=first.program, state=ProgramStudent.State.ACCEPTED)
    seated = ClassGroupStudent.objects.filter(left_on=None).values("program_student")
    for place in nowhere.exclude(pk__in=seated).order_by("pk")[:4]:
        ClassGroupStudent.objects.create(
            class_group=group, program_student=place, joined_on=ground.today - timedelta(days=45)
        )


# Attendance


def _attendance(ground: Ground, group: ClassGroup, weekday: int, calendar: SchoolCalendar, now: datetime) -> None:
    """Six weeks; one without class, one that was corrected, the last one before today perhaps forgotten."""
    teacher = group.supervising_teacher
    assert teacher is not None
    is_forgotten = teacher != ground.leads["teacher"]
    for number, day in enumerate(_days_of(ground.today, weekday)):
        if not is_school_day(day, calendar=calendar, school_id=group.school_id) or (is_forgotten and number == 0):
            continue
        there = sitting(group, day)
        taken = ClassDay.objects.create(
            class_group=group,
            day=day,
            taken_by=teacher,
            taken_at=now - (ground.today - day),
            is_held=number != 3,
            student_count=len(there) if number != 3 else 0,
            note="Assembly in the gym" if number == 3 else "",
        )
        if taken.is_held:
            _absences(ground, taken, [one.pk for one in there], number, teacher)


def _days_of(today: date, weekday: int) -> Iterator[date]:
    """The days on which the class met before today, the last first."""
    last = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    return (last - week * _WEEK for week in range(6))


def _absences(ground: Ground, taken: ClassDay, place_ids: list[int], week: int, teacher: Person) -> None:
    kinds = (ClassAbsence.Kind.ABSENT, ClassAbsence.Kind.LATE, ClassAbsence.Kind.EXCUSED)
    for number, place_id in enumerate(place_ids):
        if (number + 2 * week) % 4 != 1:
            continue
        absence = ClassAbsence(
            class_day=taken, missed_on=taken.day, program_student_id=place_id, kind=kinds[(number + week) % 3]
        )
        if absence.kind == ClassAbsence.Kind.ABSENT:
            is_counselors = week % 2 == 1 and taken.class_group.school == ground.schools[0]
            absence.follow_up = "Talk about the mornings" if is_counselors else "Call home and ask what helps"
            absence.follow_up_by = ground.leads["counselor"] if is_counselors else teacher
            absence.followed_up_on = taken.day + timedelta(days=2) if week > 2 else None
        absence.save()


# What is posted


def _focuses(group: ClassGroup, teacher_id: int, today: date, now: datetime, *, is_whole: bool) -> None:
    """One that is over, one of now, one to come, one withdrawn; some classes have only the first."""
    monday = today - timedelta(days=today.weekday())
    spans = (
        (monday - 3 * _WEEK, monday - timedelta(days=10)),
        (monday - _WEEK, monday + timedelta(days=11)),
        (monday + 2 * _WEEK, monday + 3 * _WEEK + timedelta(days=4)),
    )
    for (text, competencies, go_deeper), (first, last) in zip(_FOCUSES, spans if is_whole else spans[:1], strict=False):
        ClassFocus.objects.create(
            class_group=group,
            from_on=first,
            until_on=last,
            text=text,
            competencies=competencies,
            go_deeper=go_deeper,
            posted_by_id=teacher_id,
            posted_at=now - timedelta(days=max(1, (today - first).days + 2)),
        )
    if is_whole:
        ClassFocus.objects.create(
            class_group=group,
            from_on=spans[2][0],
            until_on=spans[2][1],
            text="Spreadsheets",
            posted_by_id=teacher_id,
            posted_at=now - timedelta(days=3),
            withdrawn_at=now - timedelta(days=2),
        )


def _assignments(group: ClassGroup, teacher_id: int, today: date, now: datetime) -> None:
    for number, (kind, title, text, days, is_for_mentors) in enumerate(_ASSIGNMENTS):
        Assignment.objects.create(
            class_group=group,
            kind=kind,
            title=title,
            text=text,
            due_on=today + timedelta(days=days) if days is not None else None,
            time=time(18, 30) if kind == Kind.EVENT else None,
            place="Library" if kind == Kind.EVENT else "",
            is_for_mentors=is_for_mentors,
            posted_by_id=teacher_id,
            posted_at=now - timedelta(days=20 - number),
            withdrawn_at=now - timedelta(days=9) if number == 3 and group.pk % 2 else None,
        )


# What is shared


def _shared(ground: Ground, now: datetime) -> None:
    """The lead student's work has a thread; others share without a comment, or took it back."""
    lead = ground.leads["student"]
    seats = ClassGroupStudent.objects.filter(left_on=None, class_group__program__archived_on=None)
    rows = seats.prefetch_related("program_student__student__person", "class_group__supervising_teacher")
    found = [one for one in rows.order_by("pk") if has_mentor(one.program_student.student, one.class_group.program_id)]
    found.sort(key=lambda one: (one.program_student.student.person_id != lead.pk, one.pk))
    for number, seat in enumerate(found[:6]):
        work = _work(seat.class_group, seat.program_student.student, now, number)
        if work is not None and number in {0, 1}:
            _thread(work, seat.class_group.supervising_teacher, now)


def _work(group: ClassGroup, student: Student, now: datetime, number: int) -> SharedWork | None:
    first = Assignment.objects.filter(class_group=group, withdrawn_at=None, kind=Kind.ASSIGNMENT).order_by("pk").first()
    if first is None:
        return None
    return SharedWork.objects.create(
        assignment=first,
        student=student,
        text=_WORK if number % 2 == 0 else "My answers are in the document behind the link.",
        link="" if number % 2 == 0 else "https://docs.example.org/interviews",
        shared_at=now - timedelta(days=8 - number),
        taken_back_at=now - timedelta(days=1) if number == 3 else None,
    )


def _thread(work: SharedWork, teacher: Person | None, now: datetime) -> None:
    mentor = next(iter(mentors_of_work(work)), None)
    said = (
        (mentor, "Good question. Ask somebody who works at night, too: they write what the others read.", 6),
        (work.student.person, "I will ask my aunt. She is a night nurse.", 5),
        (teacher, "That is a fine idea for your page about a career.", 4),
    )
    for author, text, days in said:
        if author is not None:
            WorkComment.objects.create(work=work, author=author, text=text, at=now - timedelta(days=days))
