"""One summary a person a day, not at night and not when schools are closed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import time_machine

from correspondence import kinds, outbox, tasks
from correspondence.actions import text_consents
from correspondence.links import Outdated
from correspondence.models import Message, TextConsent
from tenancy.actor import Actor
from tenancy.models import CalendarDay, District, Feature, Person
from tests.conftest import Cast
from tests.correspondence.conftest import Made
from tests.correspondence.delivering import again, run, verbs
from tests.mail_server import MailServer, html_of, text_of
from tests.text_service import TextService

CHICAGO = ZoneInfo("America/Chicago")


def on(day: int, clock: str) -> datetime:
    """A time in September 2026; the 15th is a Tuesday."""
    return datetime.fromisoformat(f"2026-09-{day}T{clock}:00").replace(tzinfo=CHICAGO)


def note(oak: Cast, number: int, to: Person | None = None, *, urgent: bool = False) -> Message:
    with oak.open():
        return outbox.post(
            kind="tests/note", to=to or oak.gil, by=Actor.person(oak.ana), context={"number": number}, urgent=urgent
        )


def sweep(oak: Cast) -> None:
    """What the minute's sweep does in one district."""
    run(tasks.digests, of=oak)
    run(tasks.deliver_due, of=oak)


def test_a_day_of_notes_is_one_mail_the_next_morning(oak: Cast, smtp: MailServer) -> None:
    with time_machine.travel(on(15, "10:00"), tick=False) as clock:
        first = note(oak, 1)
        clock.move_to(on(15, "15:00"))
        second, other = note(oak, 2), note(oak, 3, oak.mia)
        assert first.leave_at == second.leave_at == on(16, "07:30")
        sweep(oak)
        assert smtp.received == []
        clock.move_to(on(16, "07:30"))
        sweep(oak)
        sweep(oak)
    assert sorted((str(mail["To"]), str(mail["Subject"])) for mail in smtp.received) == [
        ("gil@oak.example", "2 notes from Oak School District today"),
        ("mia@oak.example", "1 note from Oak School District today"),
    ]
    gils = next(mail for mail in smtp.received if mail["To"] == "gil@oak.example")
    assert "* A note for Gil\n  note 1, said Ana.\n\n* A note for Gil\n  note 2, said Ana." in text_of(gils)
    assert "<h2>A note for Gil</h2>" in html_of(gils)
    first = again(first, oak)
    assert (first.state, again(other, oak).state) == ("collected", "collected")
    assert again(second, oak).digest_id == first.digest_id
    assert verbs(first, oak) == ["collected"]


def test_what_comes_after_the_summary_waits_for_the_next_one(oak: Cast, smtp: MailServer) -> None:
    with time_machine.travel(on(15, "07:00"), tick=False) as clock:
        note(oak, 1)
        clock.move_to(on(15, "07:30"))
        sweep(oak)
        late = note(oak, 2)
        assert late.leave_at == on(16, "07:30")
        with oak.open():  # the district sets a later hour, and would send a second one today
            Message.objects.filter(pk=late.pk).update(due_at=on(15, "08:00"))
        clock.move_to(on(15, "09:00"))
        sweep(oak)
        assert len(smtp.received) == 1
        assert again(late, oak).due_at == on(16, "07:30")
        assert verbs(late, oak) == ["held"]


def test_the_summary_speaks_its_readers_language(oak: Cast, smtp: MailServer) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(language="es")
        oak.gil.refresh_from_db()
    with time_machine.travel(on(15, "10:00"), tick=False) as clock:
        note(oak, 1)
        clock.move_to(on(16, "07:30"))
        sweep(oak)
    assert smtp.subjects == ["1 aviso de Oak School District hoy"]
    assert "Esto pasó desde el último resumen." in text_of(smtp.received[0])


def test_the_summary_of_who_has_no_mail_is_a_text(oak: Cast, texts: TextService) -> None:
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(features=[Feature.TEXT_MESSAGES])
        Person.objects.filter(pk=oak.gil.pk).update(email="", phone="+15550142")
        oak.gil.refresh_from_db()
        text_consents.opt_in(person=oak.gil, how=TextConsent.How.PAPER, at=on(14, "10:00"), by=Actor.person(oak.ana))
    with time_machine.travel(on(15, "10:00"), tick=False) as clock:
        for number in range(5):
            note(oak, number, oak.gil)
        clock.move_to(on(16, "07:30"))
        sweep(oak)
    ((_path, fields),) = texts.received
    assert fields["Body"] == (
        "Oak School District: A note for Gil. A note for Gil. A note for Gil. And 2 more. "
        "Reply STOP to end text messages."
    )


def test_no_summary_leaves_on_a_day_that_was_closed_over_night(oak: Cast, smtp: MailServer) -> None:
    with time_machine.travel(on(15, "15:00"), tick=False) as clock:
        message = note(oak, 1)
        with oak.open():
            CalendarDay.objects.create(day=date(2026, 9, 16), kind=CalendarDay.Kind.CLOSED)
        clock.move_to(on(16, "07:30"))
        sweep(oak)
        assert smtp.received == []
        assert again(message, oak).leave_at == on(17, "07:30")


def test_no_summary_leaves_on_a_weekend(oak: Cast) -> None:
    with time_machine.travel(on(18, "15:00"), tick=False):
        assert note(oak, 1).leave_at == on(21, "07:30")


def test_urgent_news_does_not_wait_for_the_summary(oak: Cast, smtp: MailServer) -> None:
    with time_machine.travel(on(15, "15:00"), tick=False) as clock:
        note(oak, 1, urgent=True)
        clock.shift(121)
        sweep(oak)
    assert smtp.subjects == ["A note for Gil"]


def test_what_waymark_sends_by_itself_keeps_the_quiet_hours(oak: Cast, smtp: MailServer) -> None:
    with time_machine.travel(on(15, "21:00"), tick=False) as clock, oak.open():
        reminder = outbox.post(kind="tests/invitation", to=oak.gil, by=Actor.system("beat"), urgent=True)
        by_ana = outbox.post(kind="tests/invitation", to=oak.gil, by=Actor.person(oak.ana))
        code = outbox.post(kind="tests/invitation", to=oak.gil, by=Actor.person(oak.gil))
        assert reminder.leave_at == on(16, "07:00")
        assert by_ana.leave_at == on(15, "21:02")
        assert code.leave_at == on(15, "21:00")
        clock.move_to(on(15, "21:00"))


def test_a_message_that_was_delayed_into_the_night_is_held(oak: Cast, smtp: MailServer) -> None:
    with time_machine.travel(on(15, "19:59"), tick=False) as clock:
        with oak.open():
            reminder = outbox.post(kind="tests/invitation", to=oak.gil, by=Actor.system("beat"))
        clock.move_to(on(15, "20:30"))
        sweep(oak)
        assert smtp.received == []
        assert verbs(reminder, oak) == ["held"]
        clock.move_to(on(16, "07:00"))
        sweep(oak)
    assert len(smtp.received) == 1


def test_what_was_done_since_is_left_out_of_a_summary_and_the_rest_arrives(
    oak: Cast, smtp: MailServer, made: Made
) -> None:
    @kinds.kind("tests/note", label="Note", for_digest=True)
    def note_unless_done(message: Message) -> dict[str, object]:
        if message.context["number"] in done:
            raise Outdated
        return {"what": f"note {message.context['number']}"}

    done: set[object] = set()
    with time_machine.travel(on(15, "10:00"), tick=False) as clock:
        note(oak, 1)
        note(oak, 2)
        lost = note(oak, 3, oak.mia)
        done |= {1, 3}
        clock.move_to(on(16, "07:30"))
        sweep(oak)
    (mail,) = smtp.received
    assert mail["To"] == "gil@oak.example"
    assert "note 2" in text_of(mail)
    assert "note 1" not in text_of(mail)
    with oak.open():
        assert Message.objects.get(kind=kinds.DIGEST, person=oak.mia).fault == "outdated"
    assert again(lost, oak).state == "collected"
