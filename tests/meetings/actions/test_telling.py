"""Who is told of meetings, in which words, when; and what is never told."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from meetings.actions import absences, days, late, meetings, stops
from meetings.actions.meetings import Plan
from meetings.models import DayAbsence, Meeting, Participation
from mentoring.actions import match_ends
from screening.actions import holds
from tenancy.actor import Actor
from tenancy.models import CalendarDay, Person
from tests.conftest import Cast
from tests.factories.mentoring import MatchPauseFactory, MatchStudentFactory, StudentFactory
from tests.factories.tenancy import PersonFactory
from tests.meetings.scene import MONDAY, NOON, TUESDAY, plan, teaching


def told(kind: str) -> dict[Person, Message]:
    rows = Message.objects.filter(kind=f"meetings/{kind}").order_by("pk").prefetch_related("person")
    return {one.person: one for one in rows if one.person}


def text(message: Message) -> str:
    return rendering.mail(message, {}).text


def series(cast: Cast, scene: object) -> meetings.Planned:
    first = Plan(on=TUESDAY, starts_at=time(14, 30), minutes=60, place="school", adult=cast.tom, place_note="Library")
    return meetings.plan_series(
        match=scene.match,  # type: ignore[attr-defined]
        first=first,
        until_on=date(2027, 2, 23),
        by=Actor.person(cast.ana),
        at=NOON,
    )


def test_student_family_mentor_and_the_adult_in_charge_hear_of_a_meeting(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        plan(oak, scene)
        posted = told("meeting_planned")
        assert list(posted) == [oak.sam, oak.gil, oak.mia, oak.tom]
        mails = {person: rendering.mail(one, {}) for person, one in posted.items()}
    assert "A meeting with Sam is planned." in mails[oak.mia].text
    assert "When: Tuesday, November 24, 2:30 PM" in mails[oak.mia].text
    assert "Where: At school, Room 104" in mails[oak.mia].text
    assert "A meeting with Mia Fischer is planned." in mails[oak.sam].text
    assert "A meeting of Sam with Mia Fischer is planned." in mails[oak.gil].text
    assert "You are the adult in charge of a meeting of Sam Haddad with Mia Fischer." in mails[oak.tom].text
    assert all("Sam" not in one.subject and "Haddad" not in mails[oak.mia].text for one in mails.values())


def test_what_is_far_off_waits_for_the_daily_summary(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        plan(oak, scene)
        assert {one.is_urgent for one in told("meeting_planned").values()} == {True}
        plan(oak, scene, on=TUESDAY + timedelta(days=7))
        newest = Message.objects.filter(kind="meetings/meeting_planned").order_by("-pk").first()
        assert newest is not None
        assert (newest.is_urgent, newest.for_digest) == (False, True)


def test_of_a_series_one_message_tells_the_days(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        made = series(oak, scene)
        assert Message.objects.filter(kind="meetings/series_planned").count() == 4
        words = text(told("series_planned")[oak.mia])
        assert "* Tuesday, November 24, 2:30 PM" in words
        assert f"and {len(made.meetings) - 6} more, until" in words
        event = meetings.cancel(
            meeting=made.meetings[0], cause="other", following=True, at=NOON, by=Actor.person(oak.ana)
        )
        words = text(told("meetings_canceled")[oak.gil])
        assert "These meetings of Sam with Mia Fischer do not take place." in words
        with pytest.raises(Outdated):
            text(told("series_planned")[oak.mia])
        gone = list(Meeting.objects.filter(pk__in=event.facts["meetings"]))
        meetings.bring_back_all(meetings=gone, at=NOON, by=Actor.person(oak.ana))
        states = set(Message.objects.filter(kind="meetings/meetings_canceled").values_list("state", flat=True))
        assert states == {"cancelled"}


def test_families_hear_of_another_hour_not_of_another_room(oak: Cast) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    with oak.open():
        meeting = plan(oak, scene)
        meetings.move(meeting=meeting, to=replace(Plan.of(meeting), place_note="Library"), by=by, at=NOON)
        assert list(told("meeting_moved")) == [oak.sam, oak.mia, oak.tom]
        first = told("meeting_moved")[oak.mia]
        meeting.refresh_from_db()
        meetings.move(meeting=meeting, to=replace(Plan.of(meeting), starts_at=time(9)), by=by, at=NOON)
        assert set(told("meeting_moved")) == {oak.sam, oak.gil, oak.mia, oak.tom}
        assert "has changed. It was planned for Tuesday, November 24, 2:30 PM" in text(told("meeting_moved")[oak.gil])
        with pytest.raises(Outdated):
            text(first)


def test_who_was_in_charge_before_hears_so(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        meeting = plan(oak, scene)
        meetings.change_adult(meeting=meeting, adult=oak.pia, by=Actor.person(oak.fay), at=NOON)
        assert set(told("meeting_moved")) == {oak.sam, oak.mia, oak.pia, oak.tom}


def test_a_canceled_meeting_says_why_in_neutral_words_and_undo_stops_it(oak: Cast) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    with oak.open():
        meeting = plan(oak, scene)
        meetings.cancel(meeting=meeting, cause="mentor", note="See you next week", at=NOON, by=by)
        words = text(told("meeting_canceled")[oak.gil])
        assert "The meeting of Sam with Mia Fischer does not take place. The mentor cannot come." in words
        assert "Note: See you next week" in words
        meetings.bring_back(meeting=meeting, at=NOON, by=by)
        assert {one.state for one in told("meeting_canceled").values()} == {"cancelled"}
        assert told("meeting_back") == {}


def test_whoever_was_told_hears_that_it_takes_place_after_all(oak: Cast) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    with oak.open():
        meeting = plan(oak, scene)
        meetings.cancel(meeting=meeting, cause="mentor", at=NOON, by=by)
        Message.objects.filter(kind="meetings/meeting_canceled", person=oak.mia).update(state="sent", sent_at=NOON)
        meetings.bring_back(meeting=meeting, at=NOON, by=by)
        assert list(told("meeting_back")) == [oak.mia]
        assert "Your meeting with Sam takes place after all." in text(told("meeting_back")[oak.mia])


# A student is absent


def test_the_mentor_hears_before_driving_that_the_student_is_absent(oak: Cast) -> None:
    scene, by = teaching(oak), Actor.person(oak.fay)
    with oak.open():
        meeting = plan(oak, scene, on=MONDAY)
        absence = absences.say(student=scene.sam, day=MONDAY, at=NOON, by=by)
        meeting.refresh_from_db()
        assert (meeting.state, meeting.cancel_cause) == ("canceled", "student_absent")
        posted = told("student_absent")
        assert list(posted) == [oak.mia, oak.tom]
        assert posted[oak.mia].leave_at <= posted[oak.mia].created_at + timedelta(seconds=5)
        assert "Sam is not at school today. Your meeting does not take place." in text(posted[oak.mia])
        assert told("meeting_canceled") == {}
        with pytest.raises(absences.CannotSay, match="already"):
            absences.say(student=scene.sam, day=MONDAY, at=NOON, by=by)
        assert absences.take_back(absence=absence, at=NOON, by=by) == []
        meeting.refresh_from_db()
        assert meeting.state == "planned"
        assert "Sam is at school after all. The meeting takes place." in text(told("student_present")[oak.mia])
        assert set(meeting.participations.values_list("standing", flat=True)) == {"expected"}
        with pytest.raises(absences.CannotSay, match="taken back already"):
            absences.take_back(absence=absence, at=NOON, by=by)
        absences.say(student=scene.sam, day=MONDAY, at=NOON, by=by)
        assert DayAbsence.objects.count() == 2


def test_the_others_of_a_group_meet_without_the_one_who_is_absent(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        kim = StudentFactory(person=PersonFactory(given_name="Kim", email="kim@oak.example"), school=oak.school)
        MatchStudentFactory(match=scene.match, student=kim)
        meeting = plan(oak, scene, on=MONDAY)
        absences.say(student=scene.sam, day=MONDAY, at=NOON, by=Actor.person(oak.tom))
        meeting.refresh_from_db()
        assert meeting.state == "planned"
        row = Participation.objects.get(meeting=meeting, match_student__student=scene.sam)
        assert (row.standing, row.said_by) == ("absent", oak.tom)
        words = text(told("student_absent")[oak.mia])
        assert "Sam is not at school today. The meeting takes place with the others." in words


# Running late


def test_who_runs_late_says_so_and_the_others_hear_it(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        meeting = plan(oak, scene, on=MONDAY)
        late.say(meeting=meeting, minutes=15, at=NOON, by=Actor.person(oak.mia))
        posted = told("running_late")
        assert list(posted) == [oak.sam, oak.tom]
        assert "Mia Fischer is running about 15 minutes late." in text(posted[oak.sam])
        late.take_back(meeting=meeting, by=Actor.person(oak.mia))
        with pytest.raises(Outdated):
            text(posted[oak.sam])
        with pytest.raises(late.CannotSay, match="too late"):
            late.say(meeting=meeting, minutes=100, at=NOON, by=Actor.person(oak.mia))
        tomorrow = plan(oak, scene)
        with pytest.raises(late.CannotSay, match="on the day"):
            late.say(meeting=tomorrow, minutes=10, at=NOON, by=Actor.person(oak.mia))


# School is closed


def test_a_closed_school_cancels_its_meetings_and_opens_them_again(oak: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    monkeypatch.setattr("meetings.followers.timezone.now", lambda: NOON)
    with oak.open():
        meeting = plan(oak, scene)
        found = days.close_day(school=oak.school, on=TUESDAY, note="Snow", at=NOON, by=by)
        assert found.meetings == [meeting]
        meeting.refresh_from_db()
        assert (meeting.state, meeting.cancel_cause) == ("canceled", "school_closed")
        assert "School is closed that day." in text(told("meeting_canceled")[oak.gil])
        with pytest.raises(days.CannotClose, match="already"):
            days.close_day(school=oak.school, on=TUESDAY, at=NOON, by=by)
        with pytest.raises(days.CannotClose, match="has passed"):
            days.close_day(school=oak.school, on=date(2026, 11, 20), at=NOON, by=by)
        days.reopen_day(day=found.day, by=by)
        meeting.refresh_from_db()
        assert meeting.state == "planned"
        assert not CalendarDay.objects.exists()


def test_another_school_that_closes_changes_nothing(oak: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = teaching(oak)
    monkeypatch.setattr("meetings.followers.timezone.now", lambda: NOON)
    with oak.open():
        plan(oak, scene)
        found = days.close_day(school=scene.bell, on=TUESDAY, at=NOON, by=Actor.person(oak.ana))
        assert found.meetings == []
        assert Meeting.objects.get().state == "planned"


# A match stands still, or ends


def test_a_hold_stops_what_is_to_come_without_a_reason_and_lifting_it_goes_on(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        meeting = plan(oak, scene)
        hold = holds.place(person=oak.mia, reason="A parent called.", at=NOON, by=Actor.person(oak.cole))
        meeting.refresh_from_db()
        assert (meeting.state, meeting.cancel_cause) == ("canceled", "paused")
        posted = told("meetings_stopped")
        assert set(posted) == {oak.sam, oak.gil, oak.mia, oak.tom}
        words = text(posted[oak.mia])
        assert "do not take place until further notice" in words
        assert "Sam" not in words
        assert "parent" not in words
        waiting = Message.objects.filter(kind="meetings/meeting_planned", person=oak.mia).values_list(
            "state", flat=True
        )
        assert list(waiting) == ["cancelled"]
        Message.objects.filter(kind="meetings/meetings_stopped").update(state="sent", sent_at=NOON)
        holds.lift(hold=hold, reason="It was somebody else.", at=NOON, by=Actor.person(oak.pia))
        meeting.refresh_from_db()
        assert meeting.state == "planned"
        assert set(told("meeting_back")) == {oak.sam, oak.gil, oak.mia, oak.tom}


def test_a_pause_cancels_without_a_message_of_its_own(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        meeting = plan(oak, scene)
        pause = MatchPauseFactory(match=scene.match, state="in_force", began_at=NOON)
        stops.stop(match=scene.match, at=NOON, by=Actor.system("pauses"))
        assert stops.go_on(match=scene.match, at=NOON, by=Actor.system("pauses")) == []
        pause.state, pause.ended_at = "ended", NOON
        pause.save()
        assert stops.go_on(match=scene.match, at=NOON, by=Actor.system("pauses")) == [meeting]
        kinds = {one.kind for one in Message.objects.exclude(kind="meetings/meeting_planned")}
        assert kinds == set()


def test_the_end_of_a_match_ends_its_meetings_and_taking_it_back_brings_them_back(
    oak: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    with oak.open():
        meeting = plan(oak, scene, on=oak.today + timedelta(days=(7 - oak.today.weekday()) % 7 or 7))
        event = match_ends.end(match=scene.match, reason="Moved", on=oak.today, by=by)
        meeting.refresh_from_db()
        assert (meeting.state, meeting.cancel_cause) == ("canceled", "other")
        match_ends.take_back(event=event, by=by)
        meeting.refresh_from_db()
        assert meeting.state == "planned"
