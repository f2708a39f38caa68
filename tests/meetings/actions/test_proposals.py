"""Another time for a meeting: proposed, accepted, declined, taken back, overtaken; who hears of it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from meetings.actions import absences, logs, meetings, proposals
from meetings.actions.logs import Logged
from meetings.actions.meetings import Plan
from meetings.models import Meeting, MeetingProposal
from tenancy.actor import Actor
from tenancy.models import AuditEvent, CalendarDay, Person
from tests.conftest import Cast
from tests.factories.meetings import MeetingProposalFactory
from tests.factories.mentoring import MatchMentorFactory, MatchStudentFactory, MentorFactory, StudentFactory
from tests.factories.tenancy import PersonFactory
from tests.meetings.scene import MONDAY, NOON, plan, teaching
from tests.mentoring.scene import Scene

FRIDAY = date(2026, 12, 4)


@pytest.fixture
def scene(oak: Cast) -> Scene:
    return teaching(oak)


def propose(cast: Cast, meeting: Meeting, person: Person, **other: object) -> MeetingProposal:
    wanted = {"on": date(2026, 12, 3), "starts_at": time(15), "at": NOON, "by": Actor.person(person), **other}
    return proposals.propose(meeting=meeting, person=person, **wanted)  # type: ignore[arg-type]


def far(cast: Cast, scene: Scene) -> Meeting:
    """A meeting in more than a week."""
    return plan(cast, scene, on=date(2026, 12, 2))


def told(kind: str) -> dict[Person, Message]:
    rows = Message.objects.filter(kind=f"meetings/{kind}").order_by("pk").prefetch_related("person")
    return {one.person: one for one in rows if one.person}


def text(message: Message) -> str:
    return rendering.mail(message, {}).text


def test_whoever_decides_and_the_others_read_who_would_rather_meet_when(oak: Cast, scene: Scene) -> None:
    with oak.open():
        made = propose(oak, far(oak, scene), oak.mia, note="Night shift")
        posted = told("time_proposed")
        assert set(posted) == {oak.ana, oak.tom, oak.sam}
        assert "Mia Fischer proposes Thursday, December 3, 3:00 PM for the meeting of Sam Haddad" in text(
            posted[oak.ana]
        )
        assert "Planned so far: Wednesday, December 2, 2:30 PM" in text(posted[oak.tom])
        assert "Night shift" in text(posted[oak.tom])
        words = text(posted[oak.sam])
        assert "Mia Fischer proposed Thursday, December 3, 3:00 PM for your meeting. The school decides." in words
        assert "Night shift" not in words
        assert {one.for_digest for one in posted.values()} == {True}
        event = AuditEvent.objects.get(verb="meeting.propose")
        assert (event.target_id, event.facts["proposal"]) == (made.meeting_id, made.pk)
        assert Meeting.objects.get().on == date(2026, 12, 2)


def test_what_is_within_two_days_does_not_wait_for_the_daily_summary(oak: Cast, scene: Scene) -> None:
    with oak.open():
        propose(oak, plan(oak, scene), oak.sam)
        posted = told("time_proposed")
        assert {one.is_urgent for one in posted.values()} == {True}
        assert "Sam proposed Thursday" in text(posted[oak.mia])
        assert "Haddad" not in text(posted[oak.mia])


def test_another_student_of_a_group_reads_no_name(oak: Cast, scene: Scene) -> None:
    with oak.open():
        kim = StudentFactory(person=PersonFactory(given_name="Kim", email="kim@oak.example"), school=oak.school)
        MatchStudentFactory(match=scene.match, student=kim)
        propose(oak, far(oak, scene), oak.sam)
        words = text(told("time_proposed")[kim.person])
        assert "Another student proposed" in words
        assert "Sam" not in words


def test_accepting_moves_the_meeting_and_tells_everybody(oak: Cast, scene: Scene) -> None:
    with oak.open():
        made = propose(oak, far(oak, scene), oak.mia)
        other = propose(oak, made.meeting, oak.sam, starts_at=time(9))
        moved = proposals.accept(proposal=made, at=NOON, by=Actor.person(oak.ana))
        meeting = Meeting.objects.get()
        assert moved.meetings == [meeting]
        assert (meeting.on, meeting.sequence, meeting.place_note) == (date(2026, 12, 3), 1, "Room 104")
        assert timezone.localtime(meeting.starts_at).time() == time(15)
        made.refresh_from_db()
        assert (made.state, made.closed_by_id, made.closed_at) == ("accepted", oak.ana.pk, NOON)
        other.refresh_from_db()
        assert (other.state, other.closed_by_id) == ("outdated", None)
        assert set(told("meeting_moved")) == {oak.sam, oak.gil, oak.mia, oak.tom}
        with pytest.raises(Outdated):
            text(told("time_proposed")[oak.ana])
        with pytest.raises(proposals.CannotDecide, match="settled already"):
            proposals.decline(proposal=made, at=NOON, by=Actor.person(oak.ana))
        assert AuditEvent.objects.filter(verb="meeting.accept_proposal").count() == 1


def test_what_planning_refuses_is_refused_and_the_proposal_waits(oak: Cast, scene: Scene) -> None:
    with oak.open():
        made = propose(oak, far(oak, scene), oak.mia)
        CalendarDay.objects.create(day=date(2026, 12, 3), kind="closed", note="Boiler")
        with pytest.raises(meetings.CannotPlan, match="School is closed on Thursday, December 3"):
            proposals.accept(proposal=made, at=NOON, by=Actor.person(oak.ana))
        made.refresh_from_db()
        assert made.state == "open"


def test_declining_thanks_and_tells_whoever_had_heard_of_it(oak: Cast, scene: Scene) -> None:
    with oak.open():
        made = propose(oak, far(oak, scene), oak.mia)
        Message.objects.filter(kind="meetings/time_proposed", person=oak.sam).update(state="sent", sent_at=NOON)
        proposals.decline(proposal=made, reply="The room is taken.", at=NOON, by=Actor.person(oak.ana))
        posted = told("proposal_declined")
        assert set(posted) == {oak.mia, oak.sam}
        words = text(posted[oak.mia])
        assert "Thank you for proposing another time." in words
        assert "you meet on Wednesday, December 2, 2:30 PM, as planned" in words
        assert "The room is taken." in words
        assert "The school keeps the meeting on Wednesday, December 2, 2:30 PM, as planned." in text(posted[oak.sam])
        assert "The room is taken." not in text(posted[oak.sam])
        assert Meeting.objects.get().on == date(2026, 12, 2)
        propose(oak, made.meeting, oak.mia, starts_at=time(9))


def test_one_open_proposal_of_each_and_its_writer_takes_it_back(oak: Cast, scene: Scene) -> None:
    with oak.open():
        made = propose(oak, far(oak, scene), oak.mia)
        with pytest.raises(proposals.CannotPropose, match="already"):
            propose(oak, made.meeting, oak.mia, starts_at=time(9))
        proposals.withdraw(proposal=made, at=NOON, by=Actor.person(oak.mia))
        made.refresh_from_db()
        assert made.state == "withdrawn"
        with pytest.raises(Outdated):
            text(told("time_proposed")[oak.sam])
        with pytest.raises(proposals.CannotDecide):
            proposals.withdraw(proposal=made, at=NOON, by=Actor.person(oak.mia))
        propose(oak, made.meeting, oak.mia)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"on": date(2026, 12, 2), "starts_at": time(14, 30)}, "already"),
        ({"on": MONDAY, "starts_at": time(8)}, "has passed"),
        ({"on": date(2026, 12, 5)}, "no school day"),
        ({"on": date(2028, 12, 5)}, "too far away"),
        ({"at": datetime.combine(date(2026, 12, 3), time(12), NOON.tzinfo)}, "until a planned meeting begins"),
    ],
)
def test_some_times_cannot_be_proposed(oak: Cast, scene: Scene, wanted: dict[str, object], why: str) -> None:
    with oak.open(), pytest.raises(proposals.CannotPropose, match=why):
        propose(oak, far(oak, scene), oak.mia, **wanted)


def test_nobody_proposes_for_a_meeting_at_which_they_are_not_expected(oak: Cast, scene: Scene) -> None:
    with oak.open():
        meeting = far(oak, scene)
        ned = MentorFactory()
        MatchMentorFactory(match=scene.match, mentor=ned)
        with pytest.raises(proposals.CannotPropose, match="not expected"):
            propose(oak, meeting, ned.person)


def test_a_proposal_ends_with_the_time_that_it_was_about(oak: Cast, scene: Scene) -> None:
    by = Actor.person(oak.ana)
    with oak.open():
        meeting = far(oak, scene)
        made = propose(oak, meeting, oak.mia)
        meetings.change_adult(meeting=meeting, adult=oak.pia, at=NOON, by=by)
        made.refresh_from_db()
        assert made.state == "open", "who is in charge changes nothing of the hour"
        meeting.refresh_from_db()
        to = Plan.of(meeting)
        meetings.move(meeting=meeting, to=Plan(**{**to.__dict__, "on": FRIDAY}), at=NOON, by=by)
        made.refresh_from_db()
        assert (made.state, made.closed_by) == ("outdated", None)


def test_a_canceled_or_logged_meeting_is_moved_nowhere(oak: Cast, scene: Scene) -> None:
    by = Actor.person(oak.ana)
    with oak.open():
        first, second = far(oak, scene), plan(oak, scene, on=MONDAY)
        waiting = [propose(oak, first, oak.mia), propose(oak, second, oak.sam)]
        meetings.cancel(meeting=first, cause="mentor", at=NOON, by=by)
        later = NOON + timedelta(hours=5)
        logs.log(
            match=scene.match,
            meeting=second,
            logged=Logged(on=MONDAY, minutes=60, place="school", adult=oak.tom, came={}),
            author=oak.tom,
            at=later,
            by=Actor.person(oak.tom),
        )
        for one in waiting:
            one.refresh_from_db()
        assert [one.state for one in waiting] == ["outdated", "outdated"]


def test_a_student_who_is_absent_today_ends_it_too(oak: Cast, scene: Scene) -> None:
    with oak.open():
        made = propose(oak, plan(oak, scene, on=MONDAY), oak.mia)
        absences.say(student=scene.sam, day=MONDAY, at=NOON, by=Actor.person(oak.fay))
        made.refresh_from_db()
        assert made.state == "outdated"


@pytest.mark.parametrize(
    "values",
    [{"state": "declined"}, {"closed_at": NOON}, {"starts_at": "was_at"}],
)
def test_what_cannot_be_is_refused_by_the_database(oak: Cast, scene: Scene, values: dict[str, object]) -> None:
    with oak.open():
        meeting = far(oak, scene)
        given = {key: meeting.starts_at if value == "was_at" else value for key, value in values.items()}
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingProposalFactory(meeting=meeting, proposed_by=oak.mia, **given)
        MeetingProposalFactory(meeting=meeting, proposed_by=oak.mia)
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingProposalFactory(meeting=meeting, proposed_by=oak.mia)
