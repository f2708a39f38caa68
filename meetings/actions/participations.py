"""How it was with each member of a meeting, and who said so: came, absent, excused, did not come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeGuard

from django.db import transaction
from django.utils.translation import gettext as _

from meetings import log_mails
from meetings.models import Meeting, Participation
from mentoring.models import MatchMentor, MatchStudent
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened

Member = MatchStudent | MatchMentor
Standing = Participation.Standing


class CannotNote(Exception):
    """Nothing is noted; the text says why."""


def is_student(member: Member) -> TypeGuard[MatchStudent]:
    """Whether this member of a match is a student."""
    return isinstance(member, MatchStudent)


def key_of(member: Member) -> str:
    """A member in a few letters: "s17" or "m4"."""
    return f"{'s' if is_student(member) else 'm'}{member.pk}"


def standings(meeting: Meeting) -> list[dict[str, Any]]:
    """How it stands with every member now, in plain values, and who said so."""
    rows = Participation.objects.filter(district=meeting.district_id, meeting=meeting).order_by("pk")
    return [
        {
            "member": f"s{row.match_student_id}" if row.match_student_id else f"m{row.match_mentor_id}",
            "standing": row.standing,
            "said_by": row.said_by_id,
        }
        for row in rows
    ]


def write(*, meeting: Meeting, came: Mapping[Member, str], said_by_id: int, at: datetime, by: Actor) -> None:
    """Write down how it was with these members; what was said of others stays. Tells upwards who newly did not come."""
    rows = {_key(row): row for row in Participation.objects.filter(district=meeting.district_id, meeting=meeting)}
    for member, standing in came.items():
        row = rows.get(key_of(member)) or _new(meeting, member)
        was_no_show = row.standing == Standing.NO_SHOW
        if row.standing != standing:
            row.standing, row.said_by_id, row.said_at = standing, said_by_id, at
            row.save()
        if standing == Standing.NO_SHOW and not was_no_show:
            _tell_no_show(row, meeting, at=at, by=by)


@transaction.atomic
def note(*, participation: Participation, standing: str, at: datetime, by: Actor) -> Participation:
    """Somebody else than the mentor says that a member did not come, was excused, or was absent.

    Once no student, or no mentor, is left who could have come, the meeting counts as missed.
    Refuses (CannotNote) what a log already says.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=participation.meeting_id)
    live = Participation.objects.get(pk=participation.pk)
    _refuse_settled(meeting)
    was = live.standing
    live.standing, live.said_by_id, live.said_at = standing, by.person_id, at
    live.save()
    _settle(meeting)
    facts: dict[str, audit.Fact] = {"standing": standing, "participation": live.pk}
    audit.record(by=by, verb="meeting.note_absence", target=meeting, facts=facts)
    if standing == Standing.NO_SHOW and was != Standing.NO_SHOW:
        _tell_no_show(live, meeting, at=at, by=by)
    return live


@transaction.atomic
def take_back(*, participation: Participation, at: datetime, by: Actor) -> None:
    """It was a mistake: the member is expected again. Refuses (CannotNote) what a log already says."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=participation.meeting_id)
    live = Participation.objects.get(pk=participation.pk)
    _refuse_settled(meeting)
    live.standing, live.said_by, live.said_at = Standing.EXPECTED, None, None
    live.save()
    _settle(meeting)
    audit.record(by=by, verb="meeting.take_back_absence", target=meeting, facts={"participation": live.pk})


def _refuse_settled(meeting: Meeting) -> None:
    if meeting.logs.exists():
        raise CannotNote(_("This meeting is written down already. Its log says who came."))
    if meeting.state == Meeting.State.CANCELED:
        raise CannotNote(_("This meeting was canceled."))


def _settle(meeting: Meeting) -> None:
    """Missed once no student, or no mentor, is left who could have come; planned again where somebody is."""
    rows = list(Participation.objects.filter(district=meeting.district_id, meeting=meeting))
    here = {Standing.EXPECTED, Standing.CAME}
    students = [row for row in rows if row.match_student_id]
    mentors = [row for row in rows if row.match_mentor_id]
    is_missed = any(side and not any(row.standing in here for row in side) for side in (students, mentors))
    state = Meeting.State.MISSED if is_missed else Meeting.State.PLANNED
    if meeting.state != state and (meeting.starts_at is not None or is_missed):
        meeting.state = state
        meeting.save(update_fields=["state", "changed_at"])


def _tell_no_show(row: Participation, meeting: Meeting, *, at: datetime, by: Actor) -> None:
    if row.match_student_id is not None:
        happened("student.no_show", participation=row, at=at, by=by)
    else:
        log_mails.mentor_missed(row, by=by)


def _new(meeting: Meeting, member: Member) -> Participation:
    named = {"match_student": member} if is_student(member) else {"match_mentor": member}
    return Participation(meeting=meeting, **named)


def _key(row: Participation) -> str:
    return f"s{row.match_student_id}" if row.match_student_id else f"m{row.match_mentor_id}"
