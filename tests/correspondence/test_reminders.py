"""Reminders: once for each due date, on open days, not for whoever does not want them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from correspondence import kinds, outbox, tasks
from correspondence.actions import muted_kinds
from correspondence.models import Fault, Message, MutedKind, ReminderPass, State
from correspondence.reminders import Due, Page, Reminder
from tenancy.actor import Actor
from tenancy.models import CalendarDay, District, Person
from tenancy.permissions import Role
from tests.conftest import Cast
from tests.correspondence.delivering import run
from tests.mail_server import MailServer, text_of

CHICAGO = ZoneInfo("America/Chicago")
#: A Tuesday.
TUESDAY = date(2026, 9, 15)


def on(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-09-{day}T{clock}:00").replace(tzinfo=CHICAGO)


def everybody_due(at: District, on: date, after: int) -> Page:
    """Two a page: whoever has an address, of a task that was due on Monday."""
    rows = list(Person.objects.of(at).filter(pk__gt=after).exclude(email="").order_by("pk")[:2])
    dues = [Due(one, key=f"task:{one.pk}:2026-09-14", context={"number": 7}) for one in rows]
    return Page(dues, rows[-1].pk if len(rows) == 2 else None)


REMINDERS = (Reminder("tests.late", "tests/late", everybody_due),)


@pytest.fixture(autouse=True)
def late(made, settings):
    """The kind ``tests/late``, which mentors and guardians may mute."""
    settings.REMINDERS = f"{__name__}.REMINDERS"

    @kinds.kind("tests/late", label="Something is late", for_digest=True, muted_by=[Role.MENTOR, Role.GUARDIAN])
    def context(message):
        return {"what": "note 7"}


def posted(oak: Cast) -> list[tuple[str, str]]:
    """Who was reminded of what."""
    with oak.open():
        rows = Message.objects.filter(kind="tests/late").order_by("person_id").prefetch_related("person")
        return [(str(one.person.given_name), one.state) for one in rows]


def test_everybody_who_is_due_is_written_to_once_page_by_page(oak: Cast) -> None:
    with time_machine.travel(on(15, "06:25"), tick=False):
        run(tasks.write_reminders, of=oak)
        first = posted(oak)
        run(tasks.write_reminders, of=oak)
    assert len(first) == 9
    assert {state for _name, state in first} == {"waiting"}
    assert posted(oak) == first
    with oak.open():
        done = ReminderPass.objects.get()
        assert (done.on, done.written) == (TUESDAY, 9)
        assert {one.leave_at for one in Message.objects.filter(kind="tests/late")} == {on(15, "07:30")}


def test_a_pass_that_was_cut_off_is_gone_on_with_and_doubles_nothing(oak: Cast) -> None:
    with time_machine.travel(on(15, "06:25"), tick=False):
        run(tasks.write_reminders, of=oak)
        with oak.open():
            # As if it had been killed after its first page: the rest was never written.
            half = Message.objects.filter(kind="tests/late").order_by("pk").values_list("pk", flat=True)[2:]
            for pk in list(half):
                Message.objects.filter(pk=pk).update(dedupe_key=f"elsewhere:{pk}", kind="tests/note")
            ReminderPass.objects.update(finished_at=None)
        run(tasks.write_reminders, of=oak)
    assert len(posted(oak)) == 9


def test_what_is_due_stays_one_reminder_on_the_next_day(oak: Cast) -> None:
    for day in (15, 16):
        with time_machine.travel(on(day, "06:25"), tick=False):
            run(tasks.write_reminders, of=oak)
    assert len(posted(oak)) == 9


def test_on_a_closed_day_nothing_is_written_and_the_next_open_day_makes_up_for_it(oak: Cast) -> None:
    with oak.open():
        CalendarDay.objects.create(day=TUESDAY, kind=CalendarDay.Kind.CLOSED)
    with time_machine.travel(on(15, "06:25"), tick=False):
        run(tasks.write_reminders, of=oak)
    assert posted(oak) == []
    with time_machine.travel(on(16, "06:25"), tick=False):
        run(tasks.write_reminders, of=oak)
    assert len(posted(oak)) == 9


def test_a_clock_that_stood_still_for_days_is_made_up_for_once(oak: Cast) -> None:
    """What was due on Monday is written on Thursday, the first day on which the bell rings again, and then no more."""
    for day, hour in [(17, "06"), (17, "07"), (17, "20"), (18, "06")]:
        with time_machine.travel(on(day, f"{hour}:25"), tick=False):
            run(tasks.write_reminders, of=oak)
        assert len(posted(oak)) == 9
    with oak.open():
        assert list(ReminderPass.objects.order_by("on").values_list("on", flat=True)) == [
            TUESDAY + timedelta(days=2),
            TUESDAY + timedelta(days=3),
        ]


def test_the_bell_rings_by_the_districts_own_clock_and_once_a_day(oak: Cast, elm: Cast, monkeypatch) -> None:
    rung: list[int] = []

    def note(task: object) -> None:
        rung.append(1)

    monkeypatch.setattr(tasks, "ring", note)
    with time_machine.travel(on(15, "05:25"), tick=False):  # 06:25 in New York, where Elm is
        tasks.begin_reminders()
        assert len(rung) == 1
    with time_machine.travel(on(15, "13:25"), tick=False):
        run(tasks.write_reminders, of=oak)
        tasks.begin_reminders()
        assert len(rung) == 2
    with time_machine.travel(on(15, "22:25"), tick=False):
        tasks.begin_reminders()
        assert len(rung) == 2


def test_who_muted_a_kind_gets_none_and_the_mail_list_says_why(oak: Cast, smtp: MailServer) -> None:
    with oak.open():
        by = Actor.person(oak.gil)
        muted_kinds.choose(person=oak.gil, wanted=[], roles=[Role.GUARDIAN], at=on(14, "10:00"), by=by)
        assert MutedKind.objects.filter(kind="tests/late").exists()
    with time_machine.travel(on(15, "06:25"), tick=False) as clock:
        run(tasks.write_reminders, of=oak)
        clock.move_to(on(15, "07:30"))
        run(tasks.digests, of=oak)
        run(tasks.deliver_due, of=oak)
    assert ("Gil", "cancelled") in posted(oak)
    assert "gil@oak.example" not in {str(mail["To"]) for mail in smtp.received}
    assert len(smtp.received) == 8
    assert "/d/oak/my-reminders/" in text_of(smtp.received[0])
    with oak.open():
        assert Message.objects.get(kind="tests/late", person=oak.gil).fault == Fault.MUTED


def test_an_action_that_posts_one_of_a_muted_kind_sends_nothing(oak: Cast) -> None:
    with oak.open():
        MutedKind.objects.create(person=oak.mia, kind="tests/late", muted_at=on(14, "10:00"))
        by = Actor.person(oak.tom)
        assert outbox.post(kind="tests/late", to=oak.mia, by=by).state == State.CANCELLED
        assert outbox.post(kind="tests/late", to=oak.gil, by=by).state == State.WAITING
        asked = outbox.post(kind="tests/late", to=oak.mia, by=by, leave_after=timedelta(0))
        assert asked.state == State.WAITING


def test_many_are_posted_with_as_many_queries_as_few(oak: Cast, django_assert_num_queries) -> None:
    with oak.open():
        people = list(Person.objects.exclude(email="").order_by("pk"))
        for number, count in ((1, 2), (2, 8)):
            postings = [outbox.Posting(one, dedupe_key=f"{number}:{one.pk}") for one in people[:count]]
            with django_assert_num_queries(4):
                new = outbox.post_many(
                    kind="tests/late", postings=postings, district=oak.district, by=Actor.system("reminders")
                )
            assert new == count
