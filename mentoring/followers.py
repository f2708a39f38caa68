"""What follows for programs from what happens to people: named in config/consequences.py."""

from datetime import date, datetime

from django.utils import timezone

from agreements.models import Agreement, Permission
from mentoring.actions import match_pauses, membership_programs, pauses
from mentoring.merging import MERGING, take_chosen
from mentoring.models import Guardian, Match, MatchStudent, Mentor, ProgramMentor, ProgramStudent, Student
from tenancy.actor import Actor
from tenancy.merging import move
from tenancy.models import Membership, Person


def person_renamed(*, person: Person, by: Actor) -> None:
    """Lists that repeat the name to sort by it follow."""
    for model in (Student, Guardian, Mentor):
        model.objects.of(person.district).filter(person=person).update(search_key=person.search_key)
    places = ProgramStudent.objects.of(person.district).filter(student__person=person)
    places.update(search_key=person.search_key)
    ProgramMentor.objects.of(person.district).filter(mentor__person=person).update(search_key=person.search_key)


def person_held(*, person: Person, at: datetime, by: Actor) -> None:
    """Matches of somebody on hold stand still."""
    pauses.pause(person=person, at=at, by=by)


def person_hold_lifted(*, person: Person, at: datetime, by: Actor) -> None:
    """They go on."""
    pauses.resume(person=person, at=at, by=by)


def clearance_changed(*, person: Person, on: date, by: Actor) -> None:
    """Running matches of somebody whose clearance is another one now stand still, or go on."""
    mine = Match.objects.of(person.district).filter(state=Match.State.RUNNING).with_member(person.pk)
    ids = list(mine.values_list("pk", flat=True))
    if ids:
        match_pauses.settle(match_ids=ids, district=person.district, at=timezone.now(), on=on, by=by)


def permission_withdrawn(*, permission: Permission, at: datetime, by: Actor) -> None:
    """A running match whose plan needs the permission stands still at once."""
    document_changed(agreement=permission.party.agreement, at=at, by=by)


def document_changed(*, agreement: Agreement, at: datetime, by: Actor) -> None:
    """A running match stands still when its document stands no more, and goes on when it does."""
    rows = MatchStudent.objects.of(agreement.district).filter(packet=agreement.packet_id, left_on=None)
    match_pauses.settle(
        match_ids=list(rows.values_list("match_id", flat=True)),
        district=agreement.district,
        at=at,
        on=timezone.localdate(at),
        by=by,
    )


def role_placed(*, membership: Membership, by: Actor) -> None:
    """A role that holds in the district or in schools names no programs any more."""
    membership_programs.forget_programs(membership=membership)


def person_merged(*, kept: Person, gone: Person, from_gone: frozenset[str], on: date, by: Actor) -> None:
    """What the two were as students, parents and mentors belongs to the one who stayed."""
    take_chosen(kept, Student.objects.of(gone.district).filter(person=gone).first(), from_gone)
    move(MERGING.moves, kept, gone)
    person_renamed(person=kept, by=by)
