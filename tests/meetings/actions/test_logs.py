"""Logs of meetings: a true one is never refused, changes are kept, those who must know are told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondence.models import Message
from meetings.actions import logs
from meetings.models import LogVersion, Meeting, MeetingLog, Participation, Worry
from mentoring.models import Policy
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.conftest import Cast
from tests.meetings.met import Met, Standing, logged, met


def log(cast: Cast, there: Met, **other: object) -> MeetingLog:
    """Mia logs the meeting. Call it with the district open."""
    return logs.log(
        match=there.match,
        meeting=there.meeting,
        logged=logged(there, **other),
        author=cast.mia,
        at=timezone.now(),
        by=Actor.person(cast.mia),
    )


def told_of(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("person__given_name", flat=True))


def test_mia_logs_a_meeting_as_planned(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        made = log(oak, there, note="Job ads.", activities=["talk"], special="ticket", special_note="Museum")

        meeting = Meeting.objects.get()
        assert (meeting.state, meeting.minutes, meeting.starts_at) == ("held", 60, there.meeting.starts_at)
        assert set(meeting.participations.values_list("standing", "said_by")) == {("came", oak.mia.pk)}
        assert (made.is_allowed_place, made.special, made.version) == (True, "ticket", 1)
        assert AuditEvent.objects.filter(verb="meeting.log").count() == 1
        assert told_of("meetings/place_not_allowed") == set()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"place": "elsewhere", "place_note": "Her home"},
        {"place": "outing"},
        {"adult": None},
        {"adult": "mia"},
    ],
)
def test_a_place_that_is_not_allowed_is_saved_and_told_at_once(oak: Cast, otherwise: dict[str, object]) -> None:
    there = met(oak)
    with oak.open():
        Policy.objects.update(places=["school", "workplace"])
        if otherwise.get("adult") == "mia":
            otherwise = {"adult": oak.mia}
        made = log(oak, there, **otherwise)

        assert (made.is_allowed_place, made.meeting.state) == (False, "held")
        assert told_of("meetings/place_not_allowed") == {"Ana", "Tom"}
        assert not Message.objects.filter(kind="meetings/place_not_allowed", for_digest=True).exists()


def test_a_mentor_may_be_in_charge_at_the_workplace_where_the_rules_say_so(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        Policy.objects.update(places=["school", "workplace"], mentor_may_supervise=True)
        assert log(oak, there, place="workplace", adult=oak.mia).is_allowed_place


def test_somebody_else_in_charge_is_named(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        made = log(oak, there, adult=None, adult_name="Mrs. Baker")
        assert (made.is_allowed_place, made.adult_name) == (True, "Mrs. Baker")


def test_a_day_to_come_is_refused(oak: Cast) -> None:
    there = met(oak)
    with oak.open(), pytest.raises(logs.CannotLog, match="still to come"):
        log(oak, there, on=there.today + timedelta(days=1))


def test_a_meeting_is_written_down_once(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        first = log(oak, there)
        with pytest.raises(logs.LoggedAlready) as refused:
            log(oak, there)
        assert refused.value.log == first
        with pytest.raises(IntegrityError), transaction.atomic():
            MeetingLog.objects.create(meeting=there.meeting, logged_by=oak.mia, logged_at=timezone.now())


def test_what_nobody_planned_is_written_down_once_however_often_it_is_sent(oak: Cast) -> None:
    there = met(oak)
    once, by = uuid4(), Actor.person(oak.mia)
    with oak.open():
        wanted = {"match": there.match, "meeting": None, "author": oak.mia, "by": by, "once": once}
        made = logs.log(**wanted, logged=logged(there, on=there.today), at=timezone.now())
        with pytest.raises(logs.LoggedAlready):
            logs.log(**wanted, logged=logged(there, on=there.today), at=timezone.now())

        assert (made.meeting.on, made.meeting.starts_at, made.meeting.state) == (there.today, None, "held")
        assert MeetingLog.objects.count() == 1


def test_a_canceled_meeting_that_took_place_after_all_took_place(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        Meeting.objects.update(state="canceled", cancel_cause="other", canceled_at=timezone.now())
        log(oak, there)
        meeting = Meeting.objects.get()
        assert (meeting.state, meeting.cancel_cause, meeting.canceled_at) == ("held", "", None)


def test_sam_did_not_come(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        made = log(oak, there, came={there.sam: Standing.NO_SHOW, there.mia: Standing.CAME})

        assert made.meeting.state == "missed"
        assert Participation.objects.get(match_student=there.sam).standing == "no_show"
        assert made.is_allowed_place


def test_what_somebody_else_had_said_stays_on_record(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        row = there.meeting.participations.get(match_student=there.sam)
        row.standing, row.said_by, row.said_at = "no_show", oak.fay, timezone.now()
        row.save()
        made = log(oak, there)

        before = LogVersion.objects.get(log=made)
        assert before.number == 0
        said = next(one for one in before.values["members"] if one["member"] == f"s{there.sam.pk}")
        assert (said["standing"], said["said_by"]) == ("no_show", oak.fay.pk)


def test_a_worry_reaches_coordinators_and_counselors_alone(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        log(oak, there, worry="Sam had a bruise.")

        assert Worry.objects.get().text == "Sam had a bruise."
        assert told_of("meetings/worry_said") == {"Ana", "Cole"}
        assert not Message.objects.filter(kind="meetings/worry_said", for_digest=True).exists()


def test_mia_changes_her_log_and_how_it_read_is_kept(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        made = log(oak, there, note="First words.")
        by = Actor.person(oak.mia)
        changed = logs.change(
            log=made, logged=logged(there, note="Better words.", minutes=90), version=1, at=timezone.now(), by=by
        )

        assert (changed.note, changed.version, changed.meeting.minutes) == ("Better words.", 2, 90)
        version = LogVersion.objects.get()
        assert (version.number, version.values["note"], version.values["minutes"]) == (1, "First words.", 60)
        assert version.changed_by == oak.mia


def test_after_seven_days_only_staff_change_it(oak: Cast) -> None:
    there = met(oak)
    late = timezone.now() + timedelta(days=7, minutes=1)
    with oak.open():
        made = log(oak, there)
        with pytest.raises(logs.CannotLog, match="could be changed until"):
            logs.change(log=made, logged=logged(there), version=1, at=late, by=Actor.person(oak.mia))
        changed = logs.change(
            log=made, logged=logged(there, note="Ana"), version=1, at=late, by=Actor.person(oak.ana), is_staff=True
        )
        assert changed.note == "Ana"


def test_two_who_change_it_at_once_do_not_undo_each_other(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        made = log(oak, there)
        by = Actor.person(oak.ana)
        logs.change(log=made, logged=logged(there), version=1, at=timezone.now(), by=by, is_staff=True)
        with pytest.raises(logs.CannotLog, match="meanwhile"):
            logs.change(log=made, logged=logged(there), version=1, at=timezone.now(), by=by, is_staff=True)


def test_somebody_sees_it_once(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        made = log(oak, there)
        assert logs.see(logs=[made], at=timezone.now(), by=Actor.person(oak.ana)) == 1
        assert logs.see(logs=[made], at=timezone.now(), by=Actor.person(oak.tom)) == 0
        made.refresh_from_db()
        assert made.seen_by == oak.ana
