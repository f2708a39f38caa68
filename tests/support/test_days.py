"""A day of support: talks by rhythm, looks at goals, silences; who is reminded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from correspondence import rendering
from correspondence.models import Message
from correspondence.reminders import write_page
from meetings.models import Participation
from mentoring.models import Guardianship, Match, Policy
from support import days, reminders
from support.actions import calls
from support.hours import hours_of
from support.models import GoalReview, SupportCall
from support.quiet import quiet_matches
from tenancy.actor import Actor
from tenancy.models import CalendarDay, SchoolYear
from tests.factories.meetings import MeetingFactory
from tests.factories.mentoring import (
    CourtOrderFactory,
    GuardianFactory,
    GuardianshipFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    StudentFactory,
)
from tests.factories.support import GoalReviewFactory, MatchObjectiveFactory, ReferralFactory, SupportCallFactory
from tests.factories.tenancy import PersonFactory
from tests.mentoring.scene import running

START = date(2026, 10, 1)


@pytest.fixture
def scene(oak):
    """The match of Sam and Mia runs since October 1, in a school year."""
    made = running(oak)
    with oak.open():
        if not SchoolYear.objects.filter(starts_on__lte=START, ends_on__gte="2027-01-31").exists():
            SchoolYear.objects.create(name="26", starts_on=date(2026, 8, 17), ends_on=date(2027, 6, 10))
    return made


def settled(cast, on):
    """What the day made due, as role and day."""
    with cast.open() as opened:
        place = 0
        while place is not None:
            place = days.settle(opened, on=on, after=place)
        rows = SupportCall.objects.filter(held_on=None, skipped_on=None).order_by("due_on", "role")
        return [(one.role, one.cause, one.due_on) for one in rows]


def hold_all(cast, on):
    with cast.open():
        for one in SupportCall.objects.filter(held_on=None, skipped_on=None):
            calls.note(
                call=one,
                held_on=on,
                channel="phone",
                is_safe="yes",
                quality=None,
                told="",
                next_step="",
                by=Actor.person(cast.ana),
            )


def meet(cast, scene, *when, **values):
    with cast.open():
        for day in when:
            MeetingFactory(match=scene.match, on=day, state="held", **values)


def test_everybody_of_a_match_is_called_by_rhythm_once_however_often_the_day_begins(oak, scene):
    assert settled(oak, date(2026, 10, 8)) == []
    first = [(role, "rhythm", date(2026, 10, 16)) for role in ("guardian", "mentor", "student")]
    assert settled(oak, date(2026, 10, 9)) == first
    assert settled(oak, date(2026, 10, 9)) == first
    meet(oak, scene, date(2026, 10, 10), date(2026, 10, 28))
    assert settled(oak, date(2026, 10, 30)) == first  # they wait; no second row piles up
    hold_all(oak, date(2026, 10, 18))
    assert [one[2] for one in settled(oak, date(2026, 10, 30))] == [date(2026, 10, 31)] * 3
    with oak.open():
        assert SupportCall.objects.get(person=oak.gil, held_on=None).match_student.student == scene.sam


def test_who_called_last_calls_again(oak, scene):
    settled(oak, date(2026, 10, 9))
    with oak.open():
        SupportCall.objects.update(caller=oak.ana)
    hold_all(oak, date(2026, 10, 16))
    settled(oak, date(2026, 10, 30))
    with oak.open():
        assert {one.caller for one in SupportCall.objects.filter(held_on=None)} == {oak.ana}


def test_nobody_is_called_while_a_match_is_paused_or_over(oak, scene):
    with oak.open():
        scene.match.pauses.create(cause="clearance", state="in_force", found_at=timezone.now(), began_at=timezone.now())
    assert settled(oak, date(2026, 10, 12)) == []
    with oak.open():
        scene.match.pauses.update(state="ended", ended_at=timezone.now())
        Match.objects.filter(pk=scene.match.pk).update(state="ended", ended_on=date(2026, 10, 10))
    assert settled(oak, date(2026, 10, 12)) == []


def test_a_parent_kept_away_by_a_court_is_not_called(oak, scene):
    with oak.open():
        CourtOrderFactory(student=scene.sam, about=oak.gil)
    assert [one[0] for one in settled(oak, date(2026, 10, 9))] == ["mentor", "student"]
    with oak.open():
        other = GuardianFactory(person=PersonFactory(given_name="Rosa"))
        GuardianshipFactory(student=scene.sam, guardian=other)
        SupportCall.objects.all().delete()
    settled(oak, date(2026, 10, 9))
    with oak.open():
        assert SupportCall.objects.get(role="guardian").person == other.person
        assert Guardianship.objects.count() == 2


def test_a_day_costs_the_same_for_one_match_as_for_four(oak, scene, django_assert_num_queries):
    with oak.open() as opened, django_assert_num_queries(32):
        days.settle(opened, on=date(2026, 10, 8), after=0)
    with oak.open() as opened:
        for _number in range(3):
            match = MatchFactory(program=scene.program)
            MatchStudentFactory(match=match, student=StudentFactory(school=oak.school))
            MatchMentorFactory(match=match, mentor=MentorFactory())
        with django_assert_num_queries(32):
            days.settle(opened, on=date(2026, 10, 8), after=0)


def test_the_second_no_show_makes_a_talk_and_the_third_none_while_it_waits(oak, scene):
    def missed(day):
        with oak.open():
            meeting = MeetingFactory(match=scene.match, on=day, state="missed")
            row = meeting.participations.get(match_student__isnull=False)
            Participation.objects.filter(pk=row.pk).update(standing="no_show")
            row.refresh_from_db()
            at = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
            return calls.not_come(participation=row, at=at, by=Actor.person(oak.tom))

    assert missed(date(2026, 8, 20)) is None
    assert missed(date(2026, 11, 3)) is None  # the first one is longer ago than 60 days
    call = missed(date(2026, 11, 10))
    assert (call.person, call.cause, call.role) == (oak.sam, "no_show", "student")
    assert missed(date(2026, 11, 12)) is None


def test_a_silence_is_counted_in_school_days_of_the_students_school(oak, elm, scene):
    with oak.open() as opened:
        CalendarDay.objects.create(day=date(2026, 10, 12), kind="closed", school=oak.school)
        MeetingFactory(match=scene.match, on=date(2026, 10, 5), state="held")
        assert quiet_matches(opened, date(2026, 11, 2)) == []
        [one] = quiet_matches(opened, date(2026, 11, 3))
        assert (one.match_id, one.last_on, one.school_days, one.limit) == (scene.match.pk, date(2026, 10, 5), 20, 20)
    with elm.open() as opened:
        assert quiet_matches(opened, date(2026, 11, 4)) == []


def test_a_silence_begins_anew_after_a_pause(oak, scene):
    with oak.open() as opened:
        ended = datetime(2026, 11, 1, 18, tzinfo=UTC)
        scene.match.pauses.create(
            cause="clearance", state="ended", found_at=ended, began_at=ended - timedelta(days=20), ended_at=ended
        )
        assert quiet_matches(opened, date(2026, 11, 9)) == []


def test_a_long_silence_makes_a_talk_with_the_mentor_which_goes_when_they_have_met(oak, scene):
    meet(oak, scene, date(2026, 10, 5))
    with oak.open():
        Policy.objects.update(first_month_calls=0, call_every_days=180)
    assert settled(oak, date(2026, 11, 4)) == []
    late = settled(oak, date(2026, 11, 12))
    assert late == [("mentor", "quiet", date(2026, 11, 12))]
    assert settled(oak, date(2026, 11, 13)) == late
    meet(oak, scene, date(2026, 11, 13))
    assert settled(oak, date(2026, 11, 14)) == []
    with oak.open():
        assert SupportCall.objects.get().skip_reason == "They have met since."


def test_looks_at_goals_open_by_rhythm(oak, scene):
    settled(oak, date(2026, 12, 30))
    with oak.open():
        assert not GoalReview.objects.exists()  # no objectives
        MatchObjectiveFactory(match=scene.match)
    settled(oak, date(2026, 12, 30))
    settled(oak, date(2026, 12, 30))
    with oak.open():
        one = GoalReview.objects.get()
        assert (one.asked_on, one.due_on, one.closed_on) == (date(2026, 12, 30), date(2027, 1, 13), None)
    settled(oak, date(2027, 3, 30))
    with oak.open():
        closed = [one.closed_on for one in GoalReview.objects.order_by("asked_on")]
        assert closed == [date(2027, 3, 30), None]


def test_hours_compare_plan_and_actual_and_count_down_the_promise(oak, scene, django_assert_num_queries):
    meet(oak, scene, date(2026, 10, 5), date(2026, 10, 12), minutes=90)
    with oak.open():
        MeetingFactory(match=scene.match, on=date(2026, 10, 19), state="missed")
        match = Match.objects.get(pk=scene.match.pk)
        match.district  # noqa: B018  read along
        with django_assert_num_queries(2):
            found = hours_of([match], date(2026, 10, 20))[match.pk]
        assert (found.planned, found.held, found.minutes_planned, found.minutes_held) == (12, 2, 720, 180)
        assert (found.promised_until, found.days_left, found.share) == (date(2027, 4, 1), 163, 25)
        assert hours_of([], date(2026, 10, 20)) == {}


def written(cast, number, on):
    """Who gets what the reminder of this number writes on a day."""
    with cast.open() as opened:
        write_page(opened, reminders.REMINDERS[number], on=on, after=0)
        kind = reminders.REMINDERS[number].kind
        found = list(Message.objects.filter(kind=kind).order_by("pk"))
        return [one.person.given_name for one in found], [rendering.mail(one, {}).text for one in found]


def test_a_mentor_is_reminded_once_of_a_silence_unless_a_meeting_is_planned(oak, elm, scene):
    meet(oak, scene, date(2026, 10, 5))
    on = date(2026, 11, 6)
    names, [text] = written(oak, 0, on)
    assert names == ["Mia"] and "Sam" in text and "Haddad" not in text and "school days" in text
    assert written(oak, 0, on + timedelta(days=3))[0] == ["Mia"]
    assert written(elm, 0, on)[0] == []


def test_no_mentor_is_reminded_of_a_silence_before_a_planned_meeting(oak, scene):
    with oak.open():
        MeetingFactory(match=scene.match, on=oak.today + timedelta(days=2), state="planned")
    assert written(oak, 0, date(2026, 11, 20))[0] == []


def test_whoever_calls_is_reminded_when_a_talk_is_due(oak, scene):
    with oak.open():
        SupportCallFactory(match=scene.match, person=oak.mia, due_on=date(2026, 11, 6))
        SupportCallFactory(match=scene.match, person=oak.mia, due_on=date(2026, 11, 5), cause="asked", caller=oak.ada)
        SupportCallFactory(match=scene.match, person=oak.mia, due_on=date(2026, 11, 7), cause="quiet")
    names, texts = written(oak, 1, date(2026, 11, 6))
    assert sorted(names) == ["Ada", "Ana"] and all("Mia Fischer" in one for one in texts)
    assert len(written(oak, 1, date(2026, 11, 6))[0]) == 2


def test_the_counselor_is_reminded_of_a_letter_of_yesterday(oak, scene):
    with oak.open():
        ReferralFactory(student=scene.sam, counselor=oak.cole)
    names, [text] = written(oak, 2, date(2026, 11, 4))
    assert names == ["Cole"] and "Sam" not in text
    assert written(oak, 2, date(2026, 11, 5))[0] == ["Cole"]


def test_both_sides_are_reminded_of_their_goals_at_first_and_before_the_end(oak, scene):
    with oak.open():
        GoalReviewFactory(match=scene.match)
    names, texts = written(oak, 3, date(2026, 11, 2))
    assert names == ["Sam", "Mia"]
    assert "Mia Fischer" in texts[0] and "Sam" in texts[1] and "Haddad" not in texts[1]
    assert len(written(oak, 3, date(2026, 11, 9))[0]) == 2
    assert len(written(oak, 3, date(2026, 11, 12))[0]) == 4
