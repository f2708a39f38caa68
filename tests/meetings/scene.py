"""A running match that may be planned: Sam and Mia at Oak High, Tom in charge, school open on weekdays."""

from datetime import UTC, date, datetime, time
from typing import Any

from meetings.actions import meetings
from meetings.models import Meeting
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.factories.mentoring import this_school_year
from tests.mentoring.scene import Scene, running

#: A Monday, when it is noon in both districts or nearly so.
MONDAY, NOON = date(2026, 11, 23), datetime(2026, 11, 23, 18, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


def teaching(cast: Cast) -> Scene:
    """Set the scene, with a school year around it."""
    scene = running(cast)
    with cast.open():
        year = this_school_year()
        year.starts_on, year.ends_on = date(2026, 8, 17), date(2027, 6, 10)
        year.save()
    return scene


def plan(cast: Cast, scene: Scene, **other: Any) -> Meeting:
    """Plan a meeting of Sam and Mia at school, tomorrow at half past two. Call it with the district open."""
    wanted: dict[str, Any] = {
        "on": TUESDAY,
        "starts_at": time(14, 30),
        "minutes": 60,
        "place": "school",
        "place_note": "Room 104",
        "adult": cast.tom,
        "by": Actor.person(cast.ana),
        "at": NOON,
    }
    return meetings.plan(match=scene.match, **{**wanted, **other})
