"""Platform staff come into a district and leave it."""

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import platform_visits
from accounts.models import User
from accounts.platform_visits import Visit
from tenancy import audit
from tenancy.actor import Actor
from tenancy.context import district as open_district
from tenancy.models import District


class CannotEnter(Exception):
    """Platform staff stay outside; the text says why."""


def enter(session: SessionBase, *, district: District, user: User, reason: str) -> Visit:
    """Let this session into a district for an hour; the district's audit log says who and why.

    Refuses (CannotEnter) others than platform staff, and an empty reason.
    """
    if not user.is_platform_staff:
        raise CannotEnter(_("Only platform staff can do this."))
    if len(reason.strip()) < 5:
        raise CannotEnter(_("Say why in a few words. The district can read it."))
    with open_district(district.pk) as opened:
        audit.record(by=Actor.platform(user, reason.strip()), verb="platform.enter", target=opened)
    return platform_visits.begin(session, district, reason.strip(), timezone.now())


def leave(session: SessionBase, *, district: District, user: User) -> None:
    """End the stay, and say so in the district's audit log. Twice is once."""
    visit = platform_visits.current(session, district)
    platform_visits.end(session, district)
    if visit is not None:
        with open_district(district.pk) as opened:
            audit.record(by=Actor.platform(user, visit.reason), verb="platform.leave", target=opened)
