"""A coordinator with her program in Excel on Monday morning, and at work in Waymark in the afternoon."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from mentoring.models import Guardianship, Match, MatchStudent, Mentor, ProgramMentor, Student
from rosters.models import ImportRun
from screening.models import BackgroundCheck, TrainingRecord
from tenancy.actions import jobs
from tenancy.models import AuditEvent, Job
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.mentoring import ProgramFactory
from tests.rosters.sheets import monday
from tests.rosters.sheets.running import counts, done, failures

pytestmark = pytest.mark.django_db

MENTORS, MATCHES = 300, 126


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel("2026-11-20 16:00", tick=True):
        yield


class Desk:
    """Ana's browser: she gives a file, agrees with the columns, sees what it would do, and brings it in."""

    def __init__(self, cast: Cast, program_id: int) -> None:
        self.cast, self.program_id, self.browser = cast, program_id, DistrictClient(cast.ana)

    def look(self, kind: str, file: io.BytesIO) -> ImportRun:
        """Up to the page that says what would be done."""
        given = self.browser.post(f"imports/sheets/?kind={kind}", {"file": file})
        form = self.browser.get(given.headers["Location"]).context["form"]
        chosen = {field.html_name: field.initial for field in form.column_fields}
        answer = self.browser.post(given.headers["Location"], {**chosen, "program": self.program_id, "creates": "on"})
        assert answer.status_code == 302, answer.context["form"].errors
        return self._worked_off()

    def bring_in(self, run: ImportRun) -> ImportRun:
        """The button below."""
        self.browser.post(f"imports/{run.pk}/bring-in/", {"are_adults": "yes"})
        return self._worked_off()

    def _worked_off(self) -> ImportRun:
        with self.cast.open():
            run = ImportRun.objects.latest("pk")
            done(run)
        return run


def test_three_hundred_mentors_and_their_matches_are_at_work_by_the_afternoon(oak: Cast) -> None:
    with oak.open():
        desk = Desk(oak, ProgramFactory(name="Career mentoring").pk)
    mentors = desk.bring_in(desk.look("mentors", monday.mentors(MENTORS)))
    students = desk.bring_in(desk.look("students", monday.students(MATCHES)))
    matches = desk.bring_in(desk.look("matches", monday.matches(MATCHES)))

    assert [failures(run) for run in (mentors, students, matches)] == [[], [], []]
    assert counts(mentors) == {
        "mentors": {"created": MENTORS},
        "accepted": {"created": MENTORS},
        "employers": {"created": len(monday.EMPLOYERS)},
        "checks": {"created": MENTORS},
        "trainings": {"created": MENTORS + MENTORS * 9 // 10},
    }
    assert counts(students) == {"students": {"created": MATCHES}, "guardians": {"created": MATCHES}}
    assert counts(matches) == {"matches": {"created": MATCHES}, "match_students": {"created": MATCHES}}
    with oak.open():
        found = [model.objects.count() for model in (Mentor, Student, Guardianship, Match, MatchStudent)]
        assert found == [MENTORS, MATCHES, MATCHES, MATCHES, MATCHES]
        assert BackgroundCheck.objects.filter(outcome="clear", expires_on="2028-08-01").count() == MENTORS
        assert TrainingRecord.objects.count() == MENTORS + MENTORS * 9 // 10
        assert ProgramMentor.objects.filter(state="accepted", mentor__is_adult_attested=True).count() == MENTORS
        assert MatchStudent.objects.filter(paper_filed_at="Main office, folder 126", paper_attested_by=oak.ana).exists()
        assert AuditEvent.objects.filter(verb="import.finish").count() == 3

    again = desk.look("matches", monday.matches(MATCHES))
    assert counts(again) == {"matches": {"unchanged": MATCHES}, "match_students": {"unchanged": MATCHES}}
    page = desk.browser.get(f"imports/{mentors.pk}/").content.decode()
    assert "300 people were added, changed or ended." in page


def test_a_worker_that_dies_doubles_nothing(oak: Cast) -> None:
    with oak.open():
        desk = Desk(oak, ProgramFactory().pk)
    run = desk.look("mentors", monday.mentors(120))
    desk.browser.post(f"imports/{run.pk}/bring-in/", {"are_adults": "yes"})
    with oak.open():
        run.refresh_from_db()
        _die_in_the_second_step(run)
        assert Mentor.objects.count() == 100
        done(run)
        assert Mentor.objects.count() == 120
    assert counts(run)["mentors"] == {"created": 120}


def _die_in_the_second_step(run: ImportRun) -> None:
    """The first step stands; the second is done and its transaction lost, as when the power fails."""
    job = jobs.claim(pk=run.job_id, at=timezone.now())
    assert job is not None
    jobs.advance(job=job, at=timezone.now())
    with transaction.atomic():
        jobs.advance(job=job, at=timezone.now())
        transaction.set_rollback(True)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
