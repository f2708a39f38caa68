"""Calendar files that go with mails about meetings, as they arrive in a mailbox."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from pytest_django import Settings

from correspondence import tasks
from correspondence.models import Message
from meetings import mails
from meetings.actions import absences, meetings
from meetings.actions.meetings import Plan
from tenancy.actor import Actor
from tenancy.models import Person
from tests.conftest import Cast
from tests.correspondence.delivering import run
from tests.factories.mentoring import MatchStudentFactory, StudentFactory
from tests.factories.tenancy import PersonFactory
from tests.mail_server import MailServer, mail_server, text_of
from tests.meetings.scene import MONDAY, NOON, TUESDAY, plan, teaching
from tests.meetings.views.test_calendar_feeds import lines
from tests.mentoring.scene import Scene


@pytest.fixture
def scene(oak: Cast) -> Scene:
    return teaching(oak)


@pytest.fixture
def smtp(settings: Settings) -> Iterator[MailServer]:
    """A mail server, and mail really goes there."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


@pytest.fixture(autouse=True)
def _monday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


def arrived(smtp: MailServer, cast: Cast, kind: str) -> dict[str, EmailMessage]:
    """Let every mail of this kind leave now; by the addresses to which they went."""
    with cast.open():
        waiting = Message.objects.filter(kind=kind, state="waiting")
        waiting.update(leave_at=NOON, due_at=NOON, for_digest=False, is_urgent=True)
        ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    before = len(smtp.received)
    for pk in ids:
        run(tasks.deliver, pk, of=cast)
    return {str(mail["To"]): mail for mail in smtp.received[before:]}


def calendar(mail: EmailMessage) -> list[str]:
    """The calendar file of a mail, unfolded."""
    [file] = list(mail.iter_attachments())
    assert file.get_content_type() == "text/calendar"
    assert file.get_content_charset() == "utf-8"
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    found = lines(content)
    assert f"METHOD:{file.get_param('method')}" in found
    assert str(file.get_filename()).endswith(".ics")
    return found


def address(person: Person) -> str:
    return str(person.email)


def test_a_planned_meeting_comes_with_its_calendar_file(oak: Cast, scene: Scene, smtp: MailServer) -> None:
    with oak.open():
        oak.gil.language = "es"
        oak.gil.save()
        meeting = plan(oak, scene, place_note="Salón 104; al fondo")
    got = arrived(smtp, oak, mails.PLANNED)
    assert set(got) == {address(one) for one in (oak.sam, oak.gil, oak.mia, oak.tom)}
    mias = got[address(oak.mia)]
    assert [file.get_filename() for file in mias.iter_attachments()] == ["meeting-2026-11-24.ics"]
    assert {
        "METHOD:PUBLISH",
        f"UID:{meeting.uid}@waymark",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTART:20261124T203000Z",
        "DTEND:20261124T213000Z",
        "SUMMARY:Mentoring with Sam",
        "LOCATION:At school\\, Salón 104\\; al fondo",
    } <= set(calendar(mias))
    assert "Sam" in text_of(mias)
    for mail in got.values():
        assert "Haddad" not in "\n".join(calendar(mail)), "calendars are often kept by other companies"
    gils = got[address(oak.gil)]
    if "Hola" in text_of(gils):  # the translations are compiled
        assert "SUMMARY:Mentoría: Sam con Mia Fischer" in calendar(gils), "in the language of the mail"


def test_a_moved_and_a_canceled_meeting_replace_what_calendars_know(oak: Cast, scene: Scene, smtp: MailServer) -> None:
    by = Actor.person(oak.ana)
    with oak.open():
        meeting = plan(oak, scene)
        meetings.move(meeting=meeting, to=replace(Plan.of(meeting), starts_at=time(9)), at=NOON, by=by)
    moved = calendar(arrived(smtp, oak, mails.MOVED)[address(oak.mia)])
    assert {f"UID:{meeting.uid}@waymark", "SEQUENCE:1", "METHOD:PUBLISH", "DTSTART:20261124T150000Z"} <= set(moved)
    with oak.open():
        meeting.refresh_from_db()
        meetings.cancel(meeting=meeting, cause="mentor", at=NOON, by=by)
    struck = calendar(arrived(smtp, oak, mails.CANCELED)[address(oak.sam)])
    assert {f"UID:{meeting.uid}@waymark", "SEQUENCE:2", "METHOD:CANCEL", "STATUS:CANCELLED"} <= set(struck)
    with oak.open():
        meeting.refresh_from_db()
        meetings.bring_back(meeting=meeting, at=NOON, by=by)
    back = calendar(arrived(smtp, oak, mails.BACK)[address(oak.sam)])
    assert {f"UID:{meeting.uid}@waymark", "SEQUENCE:3", "METHOD:PUBLISH", "STATUS:CONFIRMED"} <= set(back)


def test_a_series_is_one_file_when_planned_and_when_canceled(oak: Cast, scene: Scene, smtp: MailServer) -> None:
    by = Actor.person(oak.ana)
    first = Plan(on=TUESDAY, starts_at=time(14, 30), minutes=60, place="school", adult=oak.tom)
    with oak.open():
        made = meetings.plan_series(match=scene.match, first=first, until_on=date(2026, 12, 15), by=by, at=NOON)
    mail = arrived(smtp, oak, mails.SERIES)[address(oak.gil)]
    found = calendar(mail)
    assert found.count("BEGIN:VEVENT") == len(made.meetings) == 4
    assert [file.get_filename() for file in mail.iter_attachments()] == ["meetings.ics"]
    with oak.open():
        meetings.cancel(meeting=made.meetings[1], cause="other", following=True, at=NOON, by=by)
    struck = calendar(arrived(smtp, oak, mails.SEVERAL)[address(oak.gil)])
    assert "METHOD:CANCEL" in struck
    assert struck.count("STATUS:CANCELLED") == 3


def test_a_family_reads_of_its_own_child_alone(oak: Cast, scene: Scene, smtp: MailServer) -> None:
    with oak.open():
        kim = StudentFactory(person=PersonFactory(given_name="Kim", email="kim@oak.example"), school=oak.school)
        MatchStudentFactory(match=scene.match, student=kim)
        plan(oak, scene)
    got = arrived(smtp, oak, mails.PLANNED)
    assert "SUMMARY:Mentoring: Sam with Mia Fischer" in calendar(got[address(oak.gil)])
    assert "SUMMARY:Mentoring with Sam\\, Kim" in calendar(got[address(oak.mia)])


def test_an_absence_strikes_the_meeting_out_before_the_mentor_drives(oak: Cast, scene: Scene, smtp: MailServer) -> None:
    with oak.open():
        plan(oak, scene, on=MONDAY)
        absences.say(student=scene.sam, day=MONDAY, at=NOON, by=Actor.person(oak.fay))
    struck = calendar(arrived(smtp, oak, mails.ABSENT)[address(oak.mia)])
    assert {"METHOD:CANCEL", "STATUS:CANCELLED"} <= set(struck)


def test_a_daily_summary_carries_each_file_once(oak: Cast, scene: Scene, smtp: MailServer) -> None:
    by = Actor.person(oak.ana)
    with oak.open():
        far, gone = (plan(oak, scene, on=TUESDAY + timedelta(weeks=weeks)) for weeks in (1, 2))
        meetings.move(meeting=far, to=replace(Plan.of(far), starts_at=time(9)), at=NOON, by=by)
        meetings.cancel(meeting=gone, cause="mentor", at=NOON, by=by)
    with time_machine.travel(NOON + timedelta(hours=24), tick=True):
        run(tasks.digests, of=oak)
        run(tasks.deliver_due, of=oak)
    [mail] = [one for one in smtp.received if one["To"] == oak.mia.email]
    names = [str(file.get_filename()) for file in mail.iter_attachments()]
    assert names == ["meeting-2026-12-01.ics", "meeting-2026-12-08.ics"]
    methods = [file.get_param("method") for file in mail.iter_attachments()]
    assert methods == ["PUBLISH", "CANCEL"]
