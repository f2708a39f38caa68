"""What follows for closings from what happens to matches: named in config/consequences.py."""

from mentoring.models import Match
from support.actions import closings
from tenancy.actor import Actor


def end_taken_back(*, match: Match, by: Actor, **_what: object) -> None:
    """A match that runs again is not closed: its list can be changed again."""
    closings.reopen(match=match, by=by)
