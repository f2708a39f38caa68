"""Whom what a class does concerns, when a class meets, and who may follow something up."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from classes.models import ClassDay, ClassTime, SharedWork
from mentoring.models import (
    ClassGroup,
    ClassGroupStudent,
    Match,
    MatchMentor,
    MatchStudent,
    MembershipProgram,
    Policy,
    ProgramStudent,
    Student,
)
from screening.querysets.holds import held_people
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import Role
from tenancy.rules import SchoolCalendar, is_school_day

#: How far back a class that was not taken is looked for.
LOOKED_BACK = timedelta(days=7)
#: Who may be asked to follow something up, besides the teacher of the class.
FOLLOWING_UP = (Role.COORDINATOR, Role.COUNSELOR)


# Whom it concerns


def mentors_of_class(group: ClassGroup) -> list[Person]:
    """The mentors who meet a student of the class now, in its program, and can be written to. Nobody who is on hold."""
    seats = ClassGroupStudent.objects.of(group.district).filter(class_group=group, left_on=None)
    rows = MatchStudent.objects.of(group.district).filter(
        left_on=None,
        match__program=group.program_id,
        match__state=Match.State.RUNNING,
        student__in=seats.values("program_student__student"),
    )
    return _mentors_in(group, rows.values("match"))


def mentors_of_work(work: SharedWork) -> list[Person]:
    """The mentors who meet the student now, in the program of the class, and can be written to."""
    group = work.assignment.class_group
    rows = MatchStudent.objects.of(work.district).filter(
        left_on=None, match__program=group.program_id, match__state=Match.State.RUNNING, student=work.student_id
    )
    return _mentors_in(group, rows.values("match"))


def _mentors_in(group: ClassGroup, match_ids: Any) -> list[Person]:
    going_on = Match.objects.of(group.district).filter(pk__in=match_ids).not_paused()
    members = MatchMentor.objects.of(group.district).filter(left_on=None, match__in=going_on.values("pk"))
    people = Person.objects.of(group.district).active().filter(pk__in=members.values("mentor__person"))
    return [one for one in people.order_by("pk") if one.email]


def teachers_of_work(work: SharedWork) -> list[Person]:
    """Who reads a copy of each comment: the teacher of the class, and whoever supervises the student's match."""
    group = work.assignment.class_group
    matches = Match.objects.of(work.district).filter(
        program=group.program_id,
        state=Match.State.RUNNING,
        pk__in=MatchStudent.objects.of(work.district).filter(student=work.student_id, left_on=None).values("match"),
    )
    ids = Q(pk=group.supervising_teacher_id) | Q(pk__in=matches.values("supervising_teacher"))
    return [one for one in Person.objects.of(work.district).active().filter(ids).order_by("pk") if one.email]


def has_mentor(student: Student, program_id: int) -> bool:
    """Whether somebody mentors the student now, in this program."""
    rows = MatchStudent.objects.filter(
        district=student.district_id,
        student=student,
        left_on=None,
        match__program=program_id,
        match__state=Match.State.RUNNING,
    )
    there = MatchMentor.objects.filter(district=OuterRef("district"), match=OuterRef("match"), left_on=None)
    return rows.filter(Exists(there)).exists()


def students_to_tell(groups: Collection[ClassGroup], on: date) -> dict[int, list[Person]]:
    """By class group: its students who can be written to. One query, however many class groups.

    Who left the class, the program or the school is not told, nor is anybody on whom a safety hold is.
    """
    if not groups:
        return {}
    district = next(iter(groups)).district
    seats = (
        ClassGroupStudent.objects.of(district)
        .filter(
            Q(program_student__student__left_on=None) | Q(program_student__student__left_on__gt=on),
            class_group__in=[one.pk for one in groups],
            left_on=None,
            program_student__state=ProgramStudent.State.ACCEPTED,
            program_student__student__person__in=Person.objects.of(district).active(),
        )
        .exclude(program_student__student__person__in=held_people(district))
        .exclude(program_student__student__person__email="")
    )
    found: dict[int, list[Person]] = {}
    for seat in seats.order_by("pk").prefetch_related("program_student__student__person"):
        found.setdefault(seat.class_group_id, []).append(seat.program_student.student.person)
    return found


def shares_focus(group: ClassGroup) -> bool:
    """Whether mentors of the program read what its classes work on."""
    return Policy.objects.of(group.district).filter(program=group.program_id, shares_class_focus=True).exists()


# Who sits in it, when it meets


def sitting(group: ClassGroup, day: date) -> list[ProgramStudent]:
    """Who is in the class that day, by name, with their person read along."""
    seats = ClassGroupStudent.objects.of(group.district).filter(
        Q(left_on=None) | Q(left_on__gt=day), class_group=group, joined_on__lte=day
    )
    there = Q(student__left_on=None) | Q(student__left_on__gt=day)
    places = ProgramStudent.objects.of(group.district).filter(there, pk__in=seats.values("program_student"))
    return list(places.order_by("search_key", "pk").prefetch_related("student__person"))


def weekdays_of(groups: Iterable[ClassGroup]) -> dict[int, list[int]]:
    """By class group: on which weekdays it meets. One query."""
    ids = [one.pk for one in groups]
    found: dict[int, list[int]] = {}
    for group_id, weekday in (
        ClassTime.objects.filter(class_group__in=ids).order_by("weekday").values_list("class_group", "weekday")
    ):
        found.setdefault(group_id, []).append(weekday)
    return found


def meets_on(day: date, group: ClassGroup, weekdays: Mapping[int, Collection[int]], calendar: SchoolCalendar) -> bool:
    """Whether there is class that day, as a rule: its weekday, while the school is open."""
    return day.weekday() in weekdays.get(group.pk, ()) and is_school_day(
        day, calendar=calendar, school_id=group.school_id
    )


def untaken(groups: Collection[ClassGroup], on: date, calendar: SchoolCalendar) -> dict[int, date]:
    """By class group: the last day, at most a week ago and ``on`` included, whose attendance nobody took. Two queries.

    Class groups of which nobody said when they meet, or whose last class is taken, are left out.
    """
    weekdays = weekdays_of(groups)
    last = {
        one.pk: day
        for one in groups
        if (day := next((day for day in _back_from(on) if meets_on(day, one, weekdays, calendar)), None))
    }
    days = ClassDay.objects.filter(class_group__in=last, day__gte=on - LOOKED_BACK)
    taken = set(days.values_list("class_group", "day"))
    return {pk: day for pk, day in last.items() if (pk, day) not in taken}


def _back_from(on: date) -> Iterable[date]:
    return (on - timedelta(days=number) for number in range(LOOKED_BACK.days))


def followers_up(group: ClassGroup) -> list[Person]:
    """Who may be asked to follow up: the teacher of the class, coordinators and counselors of its school or program."""
    live = Membership.objects.of(group.district).live().filter(role__in=FOLLOWING_UP)
    named = MembershipProgram.objects.of(group.district).filter(program=group.program_id).values("membership")
    there = Q(scope=Scope.DISTRICT) | Q(school_rows__school=group.school_id) | Q(pk__in=named)
    ids = Q(pk=group.supervising_teacher_id) | Q(pk__in=live.filter(there).values("person"))
    return list(Person.objects.of(group.district).active().filter(ids).in_list_order())
