"""Which meetings and matches a viewer may log: a mentor their own, staff those of others."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from meetings.log_ground import LogGround
from meetings.models import Meeting, MeetingLog, Participation
from meetings.querysets.reach import MET, matches_for, matches_of_mentor, matches_of_student, with_member
from mentoring.models import Match
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

#: What of a match its page to log reads along.
_ALONG = ("program", "adult_in_charge", "supervising_teacher")


@dataclass(frozen=True)
class Access:
    """A match that the viewer may log in, and whether they write for somebody else there."""

    match: Match
    is_for_other: bool

    def ground(self, viewer: Viewer, meeting: Meeting | None = None, log: MeetingLog | None = None) -> LogGround:
        """What the page to log begins with."""
        return LogGround(self.match, meeting, viewer.today, log=log, is_for_other=self.is_for_other)


def matches_to_log(viewer: Viewer) -> Any:
    """The matches in which the viewer may log: their own as a mentor, as staff those of others that met or meet."""
    own = matches_of_mentor(viewer) if viewer.can(Permission.MENTOR_OWN) else Match.objects.none()
    others = matches_for(viewer, Permission.MEETINGS_EDIT).filter(state__in=MET)
    others = others.exclude(pk__in=with_member(viewer).values("pk"))
    return Match.objects.of(viewer.district).filter(Q(pk__in=own.values("pk")) | Q(pk__in=others.values("pk")))


def access_to(viewer: Viewer, match_pk: int) -> Access | None:
    """How the viewer may log in a match; None where they may not."""
    match = matches_to_log(viewer).filter(pk=match_pk).prefetch_related(*_ALONG).first()
    if match is None:
        return None
    is_own = viewer.can(Permission.MENTOR_OWN) and matches_of_mentor(viewer).filter(pk=match_pk).exists()
    return Access(match, is_for_other=not is_own)


def participations_to_note(viewer: Viewer) -> Any:
    """Members whose absence this viewer may note: staff of everybody, a student of those in their own match.

    The front desk for the students of its schools, a teacher for those they see at work. Of meetings up to today.
    """
    rows = Participation.objects.of(viewer.district).filter(meeting__on__lte=viewer.today)
    found = Q(pk__in=[])
    if viewer.can(Permission.ABSENCES_ADD):
        found |= Q(meeting__match__in=matches_for(viewer, Permission.ABSENCES_ADD).values("pk"))
    if viewer.can(Permission.FRONT_DESK_VIEW):
        near = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.FRONT_DESK_VIEW)
        found |= Q(meeting__match__in=near.values("pk"))
    if viewer.can(Permission.STUDENT_OWN):
        mine = matches_of_student(viewer).values("pk")
        found |= Q(meeting__match__in=mine, match_mentor__isnull=False)
    return rows.filter(found)
