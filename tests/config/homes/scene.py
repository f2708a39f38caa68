"""A running match with its year: meetings behind and ahead, an entry, a letter to the counselor, a class."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from mentoring.models import Match
from tenancy.models import SchoolYear
from tests.conftest import Cast
from tests.factories.meetings import MeetingFactory
from tests.factories.mentoring import MatchFactory, MatchMentorFactory, MatchStudentFactory, MentorFactory
from tests.factories.mentoring import StudentFactory as Student
from tests.factories.tenancy import PersonFactory
from tests.mentoring.scene import Scene, running


def at(day: date, hour: int = 15) -> datetime:
    """An hour of a day in the district at hand."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def in_the_year(cast: Cast) -> Scene:
    """The scene of a running match in a school year without end."""
    scene = running(cast)
    with cast.open():
        SchoolYear.objects.update(starts_on=cast.today - timedelta(days=120), ends_on=cast.today + timedelta(days=120))
        Match.objects.filter(pk=scene.match.pk).update(starts_on=cast.today - timedelta(days=100))
        scene.match.refresh_from_db()
    return scene


def meet(match: Match, on: date, state: str = "planned", **values: object) -> object:
    """One meeting of a match, its members having come where it was held."""
    meeting = MeetingFactory(match=match, on=on, starts_at=at(on), state=state, **values)
    if state == "held":
        meeting.participations.update(standing="came")
    return meeting


def more_matches(scene: Scene, cast: Cast, number: int, **values: object) -> Iterable[Match]:
    """More running matches in the same school, taught by Tom."""
    for place in range(number):
        given = {"program": scene.program, "supervising_teacher": cast.tom, "starts_on": scene.match.starts_on}
        match = MatchFactory(**(given | values))
        student = Student(person=PersonFactory(given_name=f"Pupil{place}"), school=cast.school)
        MatchStudentFactory(match=match, student=student, is_alone=True)
        MatchMentorFactory(match=match, mentor=MentorFactory(person=PersonFactory()))
        yield match
