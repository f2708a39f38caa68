"""Which students of matches somebody may see the documents of, or see to."""

from collections.abc import Collection

from agreements.models import Party, Role
from agreements.rules import standings
from mentoring.models import Match, MatchStudent, Student
from tenancy.models.owned import DistrictQuerySet
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


def rows_seen_by(viewer: Viewer) -> DistrictQuerySet[MatchStudent]:
    """The students of matches whose documents this viewer may read: present ones, of those whom they see at work."""
    return _rows(viewer, Permission.AGREEMENTS_VIEW)


def rows_edited_by(viewer: Viewer) -> DistrictQuerySet[MatchStudent]:
    """Those for whom this viewer may send, replace and file. Nobody does so for a match that they are in."""
    return viewer.once(rows_edited_by, lambda: _rows_edited_by(viewer)).all()


def _rows_edited_by(viewer: Viewer) -> DistrictQuerySet[MatchStudent]:
    own = Match.objects.of(viewer.district).with_member(viewer.person_id or 0).values("pk")
    return rows_edited_but_own(viewer).filter(match__program__archived_on=None).exclude(match__in=own)


def rows_edited_but_own(viewer: Viewer) -> DistrictQuerySet[MatchStudent]:
    """The same where one knows that the viewer is not in the match, and that its program is not archived."""
    return _rows(viewer, Permission.AGREEMENTS_EDIT)


def _rows(viewer: Viewer, permission: Permission) -> DistrictQuerySet[MatchStudent]:
    mine = MatchStudent.objects.of(viewer.district).filter(left_on=None)
    if not viewer.can(permission):
        return mine.none()
    matches = Match.objects.visible_to(viewer).in_reach_of(viewer, permission)
    if viewer.reach(permission).whole_district:
        return mine.filter(match__in=matches.values("pk"))
    students = Student.objects.known_to_staff(viewer).values("pk")
    return mine.filter(match__in=matches.values("pk"), student__in=students)


def parties_whose_turn(packet_ids: Collection[int]) -> list[Party]:
    """Everybody whose turn it is in these packets, but the school, which signs in. Three queries."""
    found = standings(packet_ids)
    waiting = [party for kinds in found.values() for one in kinds.values() for party in one.waiting]
    return [party for party in waiting if party.role != Role.SCHOOL]
