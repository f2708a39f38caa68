"""A running match of Sam and Mia, with Tom supervising, and a meeting of last Monday that nobody wrote down."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from meetings.actions.logs import Logged
from meetings.models import Meeting, Participation
from mentoring.models import Match, MatchMentor, MatchStudent
from tests.conftest import Cast
from tests.factories.meetings import MeetingFactory
from tests.mentoring.scene import Scene, running

Standing = Participation.Standing


@dataclass
class Met:
    """What is there to be logged."""

    scene: Scene
    match: Match
    sam: MatchStudent
    mia: MatchMentor
    meeting: Meeting
    today: date


def met(cast: Cast, *, days_ago: int = 2) -> Met:
    """Set the scene in this district: a meeting was planned for so many days ago."""
    scene = running(cast)
    with cast.open():
        today = timezone.localdate()
        match = scene.match
        match.starts_on = today - timedelta(days=90)
        match.save()
        meeting = MeetingFactory(match=match, on=today - timedelta(days=days_ago), adult=cast.tom)
        return Met(scene, match, match.student_rows.get(), match.mentor_rows.get(), meeting, today)


def logged(there: Met, **other: object) -> Logged:
    """They met as planned, unless told otherwise."""
    told: dict[str, object] = {
        "on": there.meeting.on,
        "minutes": 60,
        "place": "school",
        "adult": there.meeting.adult,
        "came": {there.sam: Standing.CAME, there.mia: Standing.CAME},
    }
    return Logged(**{**told, **other})  # type: ignore[arg-type]


def answers(there: Met, **other: object) -> dict[str, object]:
    """What the page to log sends when nothing is changed, unless told otherwise."""
    told: dict[str, object] = {
        "when": there.meeting.on.isoformat(),
        "length": "60",
        "outcome": "met",
        "missed_as": "no_show",
        "place": "school",
        "adult": str(there.meeting.adult_id),
    }
    return {**told, **other}
