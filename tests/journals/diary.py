"""Sam writes a journal about meetings with Mia; Tom teaches and grades."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from journals.actions import rubrics
from journals.models import Entry, Grade, Rubric
from meetings.models import Meeting, Participation
from mentoring.models import MatchStudent
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.factories.journals import EntryFactory, OwedEntryFactory
from tests.factories.mentoring import (
    ClassGroupStudentFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    ProgramStudentFactory,
    StudentFactory,
)
from tests.factories.tenancy import PersonFactory
from tests.mentoring.scene import Scene, running

NOON = datetime(2026, 10, 16, 17, tzinfo=UTC)


@dataclass
class Diary:
    """A running program whose teachers grade the journal."""

    scene: Scene
    member: MatchStudent
    rubric: Rubric


def diary(cast: Cast) -> Diary:
    """Set the scene in this district, with a rubric of three criteria."""
    scene = running(cast)
    with cast.open():
        policy = scene.program.policies.get()
        policy.grades_journal = True
        policy.save()
        rubric = rubrics.begin(program=scene.program, on=date(2026, 9, 1), by=Actor.person(cast.ana))
        return Diary(scene, MatchStudent.objects.get(match=scene.match), rubric)


def handed_in(member: MatchStudent, **values: object) -> Entry:
    """An entry that waits for its teacher. Inside the district."""
    return EntryFactory(match_student=member, **values)


def owed(cast: Cast, member: MatchStudent, *, days: int = -3, **values: object) -> Entry:
    """An entry not begun, due so many days from today. Inside the district."""
    return OwedEntryFactory(match_student=member, due_on=cast.today + timedelta(days=days), **values)


def classmate(cast: Cast, found: Diary, number: int) -> MatchStudent:
    """One more student of Tom's class group, in a match with somebody else. Inside the district."""
    person = PersonFactory(given_name=f"Kim{number}", family_name="Other", email=f"kim{number}@oak.example")
    student = StudentFactory(person=person, school=cast.school, state_student_id=f"S{number}")
    place = ProgramStudentFactory(program=found.scene.program, student=student)
    ClassGroupStudentFactory(class_group=found.scene.group, program_student=place)
    match = MatchFactory(program=found.scene.program, supervising_teacher=cast.tom)
    MatchMentorFactory(match=match, mentor=MentorFactory())
    member: MatchStudent = MatchStudentFactory(match=match, student=student, is_alone=True)
    return member


def met(member: MatchStudent, *, on: date, came: bool = True) -> Meeting:
    """A meeting that was held, at which the student was or was not. Inside the district."""
    meeting = Meeting.objects.create(
        match=member.match, on=on, starts_at=NOON, minutes=60, place="school", state=Meeting.State.HELD
    )
    standing = Participation.Standing.CAME if came else Participation.Standing.NO_SHOW
    Participation.objects.create(meeting=meeting, match_student=member, standing=standing)
    return meeting


def marks(found: Diary, points: int = 3) -> dict[str, str]:
    """The answers of the grading form that give so many points for each criterion. Inside the district."""
    return {
        f"criterion_{one.pk}": str(one.levels.get(points=points).pk)
        for one in found.rubric.criteria.order_by("position")
    }


def graded(cast: Cast, found: Diary, entry: Entry, *, points: int = 3, released: bool = False) -> Grade:
    """Tom's grade of an entry. Inside the district."""
    return Grade.objects.create(
        entry=entry,
        rubric=found.rubric,
        points=3 * points,
        out_of=12,
        comment="Well seen.",
        graded_by=cast.tom,
        graded_at=timezone.now(),
        entry_version=entry.version,
        released_at=timezone.now() if released else None,
    )
