"""Platform staff inside a district: for which reason, until when. Kept in the session, and in the audit log."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from tenancy.models import District

#: How long one reason lasts.
VISIT = timedelta(hours=1)

_VISITS = "accounts.platform_visits"


@dataclass(frozen=True)
class Visit:
    """One stay of platform staff in a district."""

    reason: str
    until: datetime


def begin(session: SessionBase, district: District, reason: str, at: datetime) -> Visit:
    """Let this session into the district for an hour."""
    visit = Visit(reason, at + VISIT)
    session[_VISITS] = {
        **session.get(_VISITS, {}),
        str(district.pk): {"reason": visit.reason, "until": visit.until.isoformat()},
    }
    return visit


def end(session: SessionBase, district: District) -> bool:
    """End the stay; False when there was none."""
    visits = dict(session.get(_VISITS, {}))
    was_there = visits.pop(str(district.pk), None) is not None
    session[_VISITS] = visits
    return was_there


def current(session: SessionBase, district: District) -> Visit | None:
    """The stay that lasts right now."""
    entry = session.get(_VISITS, {}).get(str(district.pk))
    if entry is None:
        return None
    visit = Visit(entry["reason"], datetime.fromisoformat(entry["until"]))
    return visit if visit.until > timezone.now() else None
