"""Meetings are planned, moved, canceled and brought back."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from meetings.actions import meetings
from meetings.actions.meetings import Plan
from meetings.models import Meeting
from mentoring.models import PlaceKind, Policy
from tenancy.actor import Actor
from tenancy.models import AuditEvent, CalendarDay
from tests.conftest import Cast
from tests.factories.mentoring import EmployerFactory, EmploymentFactory, MatchPauseFactory, WorkplaceApprovalFactory
from tests.meetings.scene import NOON, TUESDAY, plan, teaching

SERIES = Plan(on=TUESDAY, starts_at=time(14, 30), minutes=60, place="school", adult=None)


def _refusal(cast: Cast, scene: object, **other: object) -> str:
    with pytest.raises(meetings.CannotPlan) as refused:
        plan(cast, scene, **other)  # type: ignore[arg-type]
    return str(refused.value)


def test_a_meeting_is_planned_with_everybody_expected(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        meeting = plan(oak, scene)
        assert timezone.localtime(meeting.starts_at).time() == time(14, 30)
        expected = meeting.participations.order_by("pk").values_list(
            "match_student__student", "match_mentor__mentor", "standing"
        )
        assert list(expected) == [(scene.sam.pk, None, "expected"), (None, scene.mia.pk, "expected")]
        assert AuditEvent.objects.filter(verb="meeting.plan", target_id=meeting.pk).exists()


def test_another_place_than_the_policys_is_refused(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        assert _refusal(oak, scene, place="elsewhere") == "The rules of this program do not allow this place."
        assert "do not allow this place" in _refusal(oak, scene, place=PlaceKind.OUTING)
        scene.match.places = [PlaceKind.WORKPLACE.value]
        scene.match.save()
        assert "The plan of this match leaves this place out" in _refusal(oak, scene)
        assert not Meeting.objects.exists()


def test_outings_and_online_need_the_permission_of_the_family(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        Policy.objects.update(places=["outing", "online"])
        words = _refusal(oak, scene, place=PlaceKind.OUTING, transport="School bus")
        assert words == "Sam Haddad has no permission for outings."
        assert _refusal(oak, scene, place=PlaceKind.ONLINE) == "Sam Haddad has no permission for calls and messages."


def test_a_workplace_is_approved_before_the_first_visit(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        at_work = {"place": PlaceKind.WORKPLACE, "transport": "School bus"}
        assert _refusal(oak, scene, **at_work) == "Nobody has noted where Mia Fischer works."
        pharmacy = EmployerFactory(name="Corner Pharmacy")
        EmploymentFactory(mentor=scene.mia, employer=pharmacy)
        assert "Visits to Corner Pharmacy are not approved" in _refusal(oak, scene, **at_work)
        WorkplaceApprovalFactory(employer=pharmacy, expires_on=TUESDAY - timedelta(days=1))
        assert "Visits to Corner Pharmacy are not approved" in _refusal(oak, scene, **at_work)
        WorkplaceApprovalFactory(employer=pharmacy)
        assert _refusal(oak, scene, place="workplace") == "Say how the student gets there and back."
        assert plan(oak, scene, **at_work).place == "workplace"


def test_the_mentor_is_in_charge_at_work_alone_and_only_where_the_rules_say_so(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        pharmacy = EmployerFactory()
        EmploymentFactory(mentor=scene.mia, employer=pharmacy)
        WorkplaceApprovalFactory(employer=pharmacy)
        at_work = {"place": "workplace", "transport": "Walks", "adult": oak.mia}
        assert "The mentor is not the adult in charge" in _refusal(oak, scene, **at_work)
        Policy.objects.update(mentor_may_supervise=True)
        assert plan(oak, scene, **at_work).adult == oak.mia
        assert "The mentor is not the adult in charge" in _refusal(oak, scene, adult=oak.mia, starts_at=time(9))
        assert _refusal(oak, scene, adult=None, starts_at=time(9)) == "Say who is in charge."


def test_a_mentor_drives_only_where_board_policy_and_family_allow_it(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        words = _refusal(oak, scene, mentor_drives=True)
        assert words == "The rules of this program do not let mentors drive students."
        Policy.objects.update(mentor_may_drive=True)
        assert _refusal(oak, scene, mentor_drives=True) == "Sam Haddad has no permission for outings."


def test_school_must_be_on(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        assert _refusal(oak, scene, on=date(2026, 11, 28)) == "Saturday, November 28 is no school day."
        CalendarDay.objects.create(day=TUESDAY, kind="closed", school=scene.bell)
        plan(oak, scene)
        CalendarDay.objects.create(day=date(2026, 11, 25), kind="closed", school=oak.school)
        assert _refusal(oak, scene, on=date(2026, 11, 25)) == "School is closed on Wednesday, November 25."
        assert _refusal(oak, scene, on=date(2026, 11, 20)) == "This day has passed. Log the meeting instead."


def test_nothing_is_planned_twice_or_for_a_match_that_stands_still(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        plan(oak, scene)
        assert "They meet on Tuesday, November 24 at that time already." in _refusal(oak, scene, starts_at=time(15))
        plan(oak, scene, starts_at=time(15, 30))
        MatchPauseFactory(match=scene.match, state="in_force", began_at=NOON)
        assert "The match is paused" in _refusal(oak, scene, starts_at=time(9))


def test_a_series_leaves_out_days_without_school(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        CalendarDay.objects.create(day=date(2026, 12, 1), kind="closed", school=None)
        made = meetings.plan_series(
            match=scene.match,
            first=replace(SERIES, adult=oak.tom),
            until_on=date(2026, 12, 15),
            by=Actor.person(oak.ana),
            at=NOON,
        )
        assert [one.on for one in made.meetings] == [TUESDAY, date(2026, 12, 8), date(2026, 12, 15)]
        assert made.skipped == [(date(2026, 12, 1), "School is closed on Tuesday, December 1.")]
        with pytest.raises(meetings.CannotPlan, match="None of these days"):
            meetings.plan_series(
                match=scene.match,
                first=replace(SERIES, adult=oak.tom),
                until_on=date(2026, 12, 15),
                by=Actor.person(oak.ana),
                at=NOON,
            )


def test_all_later_meetings_of_a_series_move_with_one(oak: Cast) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    with oak.open():
        made = meetings.plan_series(
            match=scene.match, first=replace(SERIES, adult=oak.tom), until_on=date(2026, 12, 15), by=by, at=NOON
        )
        CalendarDay.objects.create(day=date(2026, 12, 16), kind="closed", school=None)
        second = made.meetings[1]
        to = replace(Plan.of(second), on=date(2026, 12, 2), starts_at=time(10), place_note="Library")
        moved = meetings.move(meeting=second, to=to, following=True, by=by, at=NOON)
        days = Meeting.objects.order_by("on").values_list("on", "place_note", "sequence")
        assert list(days) == [
            (TUESDAY, "", 0),
            (date(2026, 12, 2), "Library", 1),
            (date(2026, 12, 9), "Library", 1),
            (date(2026, 12, 15), "", 0),
        ]
        assert [(one.on, why) for one, why in moved.kept] == [
            (date(2026, 12, 15), "School is closed on Wednesday, December 16.")
        ]
        meetings.move_back(district=oak.district, plans=moved.before, by=by, at=NOON)
        again = Meeting.objects.order_by("on").values_list("on", "place_note")
        assert list(again) == [(one.on, "") for one in made.meetings]


def test_what_is_moved_nowhere_is_not_told(oak: Cast) -> None:
    scene = teaching(oak)
    with oak.open():
        meeting = plan(oak, scene)
        moved = meetings.move(meeting=meeting, to=Plan.of(meeting), by=Actor.person(oak.ana), at=NOON)
        assert moved.meetings == []
        assert not AuditEvent.objects.filter(verb="meeting.move").exists()


def test_canceled_with_a_cause_and_brought_back(oak: Cast) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    with oak.open():
        meeting = plan(oak, scene)
        meetings.cancel(meeting=meeting, cause="mentor", note="Flu", at=NOON, by=by)
        meeting.refresh_from_db()
        assert (meeting.state, meeting.cancel_cause, meeting.cancel_note, meeting.sequence) == (
            "canceled",
            "mentor",
            "Flu",
            1,
        )
        with pytest.raises(meetings.CannotCancel, match="canceled or over already"):
            meetings.cancel(meeting=meeting, cause="mentor", at=NOON, by=by)
        plan(oak, scene)
        with pytest.raises(meetings.CannotBringBack, match="at that time already"):
            meetings.bring_back(meeting=meeting, at=NOON, by=by)
        Meeting.objects.exclude(pk=meeting.pk).update(starts_at=NOON)
        assert meetings.bring_back(meeting=meeting, at=NOON, by=by).state == "planned"
        with pytest.raises(meetings.CannotBringBack, match="not canceled"):
            meetings.bring_back(meeting=meeting, at=NOON, by=by)


def test_a_series_ends_and_goes_on(oak: Cast) -> None:
    scene, by = teaching(oak), Actor.person(oak.ana)
    with oak.open():
        made = meetings.plan_series(
            match=scene.match, first=replace(SERIES, adult=oak.tom), until_on=date(2026, 12, 15), by=by, at=NOON
        )
        event = meetings.cancel(meeting=made.meetings[2], cause="other", following=True, at=NOON, by=by)
        assert list(Meeting.objects.order_by("on").values_list("state", flat=True)) == [
            "planned",
            "planned",
            "canceled",
            "canceled",
        ]
        made.series.refresh_from_db()
        assert made.series.ended_on == date(2026, 11, 23)
        gone = Meeting.objects.filter(pk__in=event.facts["meetings"])
        back, kept = meetings.bring_back_all(meetings=gone, at=NOON, by=by)
        made.series.refresh_from_db()
        assert (len(back), kept, made.series.ended_on) == (2, [], None)
