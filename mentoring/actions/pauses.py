"""Matches stand still while a safety hold is on one of their members, and go on when it is lifted.

Whether a match stands still is asked of the hold itself (``Match.objects.paused()``): nothing is stored that could be
forgotten. What is written here is the history, and who is told.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from correspondence.actions import messages
from correspondence.models import Message, State
from mentoring import mails
from mentoring.models import ClassGroup, Match, MatchStudent, MembershipProgram
from mentoring.querysets.matches import MatchQuerySet
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Membership, Person, Scope
from tenancy.permissions import Role

#: Kinds of messages that are about students, by the app that sends them.
_ABOUT_STUDENTS = ("mentoring/", "classes/", "meetings/", "journals/", "support/")


@transaction.atomic
def pause(*, person: Person, at: datetime, by: Actor) -> None:
    """Write down that the person's running matches stand still, stop what was on its way to them about students, and
    tell coordinators, supervising teachers and those who lift holds, never why.
    """
    for match in _running(person):
        audit.record(by=by, verb="match.pause", target=match)
    _stop_messages(person, at=at, by=by)
    for reader in _told(person):
        if reader.pk not in {person.pk, by.person_id}:
            mails.person_paused(person, to=reader, by=by)


@transaction.atomic
def resume(*, person: Person, at: datetime, by: Actor) -> None:
    """Write down which matches go on, and tell the same people. A match with another member on hold stays paused."""
    for match in _running(person).not_paused():
        audit.record(by=by, verb="match.resume", target=match)
    for reader in _told(person):
        if reader.pk not in {person.pk, by.person_id}:
            mails.person_resumed(person, to=reader, by=by)


def _running(person: Person) -> MatchQuerySet:
    running = Match.objects.of(person.district).filter(state=Match.State.RUNNING)
    return running.with_member(person.pk).order_by("pk")


def _stop_messages(person: Person, *, at: datetime, by: Actor) -> None:
    """Messages that have not begun to leave stay here: the reader may see nothing of students now."""
    about_students = Q()
    for prefix in _ABOUT_STUDENTS:
        about_students |= Q(kind__gte=prefix, kind__lt=prefix[:-1] + "0")
    waiting = Message.objects.of(person.district).filter(about_students, person=person, state=State.WAITING)
    for message in waiting.order_by("pk"):
        try:
            messages.cancel(message, at=at, by=by)
        except messages.TooLate:
            continue


def _told(person: Person) -> Iterator[Person]:
    """Coordinators of the person's schools and programs, the teachers who supervise them, and those who lift holds:
    principals of those schools or of the district, administrators.
    """
    matches = Match.objects.of(person.district).open().with_member(person.pk)
    groups = ClassGroup.objects.of(person.district).filter(
        student_rows__program_student__student__person=person, student_rows__left_on=None
    )
    schools = Membership.objects.of(person.district).live().filter(person=person).values("school_rows__school")
    programs = Q(program__in=matches.values("program")) | Q(program__in=groups.values("program"))
    named = MembershipProgram.objects.of(person.district).filter(programs)
    coordinating = (
        Membership.objects.of(person.district)
        .live()
        .filter(
            Q(scope=Scope.DISTRICT) | Q(school_rows__school__in=schools) | Q(pk__in=named.values("membership")),
            role=Role.COORDINATOR,
        )
    )
    lifting = (
        Membership.objects.of(person.district)
        .live()
        .filter(
            Q(scope=Scope.DISTRICT)
            | Q(school_rows__school__in=_schools_of(matches, person.district))
            | Q(school_rows__school__in=schools),
            role__in=[Role.PRINCIPAL, Role.ADMINISTRATOR],
        )
    )
    yield from (
        Person.objects.of(person.district)
        .active()
        .filter(
            Q(pk__in=coordinating.values("person"))
            | Q(pk__in=lifting.values("person"))
            | Q(pk__in=matches.values("supervising_teacher"))
            | Q(pk__in=groups.values("supervising_teacher"))
        )
        .order_by("pk")
    )


def _schools_of(matches: MatchQuerySet, district: District) -> QuerySet[Any, Any]:
    """Ids of the schools of the matches' students: a mentor's own role may name none."""
    members = MatchStudent.objects.of(district).filter(match__in=matches.values("pk"), left_on=None)
    return members.exclude(student__school=None).values("student__school")
