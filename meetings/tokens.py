"""Secrets of links: one member logs one meeting, one person’s calendar is read. Only digests are kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from accounts.tries import HOUR, Limit
from meetings.models import LogLink, Meeting
from tenancy.models import District, Person

LINK_LASTS = timedelta(days=21)
#: Asking for a new link with an old one, for each person.
LINK_ASKED = Limit("log-link-asked", 3, HOUR)


def new_link(meeting: Meeting, person: Person, *, at: datetime) -> str:
    """A token by which somebody logs this meeting, once: 256 bits, 21 days. Links made before go on working."""
    token = secrets.token_urlsafe(32)
    LogLink.objects.create(
        district_id=meeting.district_id,
        meeting=meeting,
        person=person,
        token_digest=link_digest(token),
        minted_at=at,
        expires_at=at + LINK_LASTS,
    )
    return token


def find_link(district: District, token: str) -> LogLink | None:
    """The link of this district with this token, be it still good or not."""
    found = LogLink.objects.of(district).filter(token_digest=link_digest(token))
    link = found.prefetch_related("person", "meeting__match").first()
    if link is not None:
        link.district = district  # it is; reading it again would be a query
    return link


def link_digest(token: str) -> str:
    """What is kept of a token. SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def close_links(meeting: Meeting, *, at: datetime) -> None:
    """The meeting is settled: links that nobody used stop working."""
    LogLink.objects.filter(district=meeting.district_id, meeting=meeting, used_at=None, revoked_at=None).update(
        revoked_at=at
    )


def new_calendar_token() -> str:
    """A secret of 256 bits for the address of a calendar. Logs leave out what is written so (config/logs.py)."""
    return secrets.token_urlsafe(32)
