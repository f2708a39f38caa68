"""Somebody did not come, as teachers, the front office and students say."""

import pytest
from django.utils import timezone

from correspondence.models import Message
from meetings import reading
from meetings.actions import logs, participations
from meetings.models import Participation
from tenancy import happenings
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.meetings.met import Met, Standing, logged, met


def sams(there: Met) -> Participation:
    return there.meeting.participations.get(match_student=there.sam)


def test_fay_notes_that_sam_did_not_come(oak: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    there = met(oak)
    heard: list[tuple[Participation, Actor]] = []
    page = {**happenings.consequences(), "student.no_show": (lambda **what: heard.append(what["participation"]),)}
    monkeypatch.setattr(happenings, "consequences", lambda: page)
    with oak.open():
        row = participations.note(
            participation=sams(there), standing=Standing.NO_SHOW, at=timezone.now(), by=Actor.person(oak.fay)
        )

        there.meeting.refresh_from_db()
        assert (row.standing, row.said_by_id, there.meeting.state) == ("no_show", oak.fay.pk, "missed")
        assert heard == [row]
        assert list(reading.no_shows_of([there.sam.student_id], there.meeting.on)) == [there.sam.student_id]


def test_an_excuse_is_no_no_show(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        by = Actor.person(oak.fay)
        participations.note(participation=sams(there), standing=Standing.EXCUSED, at=timezone.now(), by=by)
        assert reading.no_shows_of([there.sam.student_id], there.meeting.on) == {}


def test_a_mistake_is_taken_back(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        by = Actor.person(oak.fay)
        row = participations.note(participation=sams(there), standing=Standing.NO_SHOW, at=timezone.now(), by=by)
        participations.take_back(participation=row, at=timezone.now(), by=by)

        there.meeting.refresh_from_db()
        assert (sams(there).standing, sams(there).said_by_id, there.meeting.state) == ("expected", None, "planned")


def test_what_a_log_says_stands(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        logs.log(
            match=there.match,
            meeting=there.meeting,
            logged=logged(there),
            author=oak.mia,
            at=timezone.now(),
            by=Actor.person(oak.mia),
        )
        with pytest.raises(participations.CannotNote, match="written down"):
            participations.note(
                participation=sams(there), standing=Standing.NO_SHOW, at=timezone.now(), by=Actor.person(oak.fay)
            )


def test_coordinators_hear_of_a_mentor_who_did_not_come(oak: Cast) -> None:
    there = met(oak)
    with oak.open():
        row = there.meeting.participations.get(match_mentor=there.mia)
        participations.note(participation=row, standing=Standing.NO_SHOW, at=timezone.now(), by=Actor.person(oak.sam))
        told = Message.objects.filter(kind="meetings/mentor_missed")
        assert [(one.person, one.for_digest) for one in told] == [(oak.ana, True)]
