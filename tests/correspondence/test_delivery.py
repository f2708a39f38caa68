"""How a message leaves, and what becomes of it when it cannot."""

import re
import smtplib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from correspondence import links, outbox, tasks
from correspondence.links import Link
from correspondence.models import Message, MessageEvent, State
from correspondence.rules import RETRY_AFTER
from tenancy.actor import Actor
from tenancy.models import District, Person
from tests.conftest import Cast
from tests.correspondence.conftest import Made
from tests.correspondence.delivering import again, deliver, run, verbs
from tests.mail_server import MailServer, html_of, mail_server, text_of

NOW = timedelta(0)


def invite(oak: Cast, **wishes: object) -> Message:
    """Ana invites Gil; the message may leave at once."""
    with oak.open():
        return outbox.post(
            kind="tests/invitation",
            to=oak.gil,
            by=Actor.person(oak.ana),
            **{"link": Link("tests.invitation", 7), "leave_after": NOW, **wishes},
        )


def test_a_message_leaves_as_text_and_html_with_a_fresh_link(oak: Cast, smtp: MailServer, made: Made) -> None:
    sent = deliver(invite(oak), oak)
    (mail,) = smtp.received
    (link,) = made.links
    assert (sent.state, sent.attempts, sent.fault, sent.to_address) == ("sent", 1, "", "gil@oak.example")
    assert mail["To"] == "gil@oak.example"
    assert mail["From"] == "Oak School District <waymark@localhost>"
    assert mail["Message-ID"] == sent.message_id
    assert link in text_of(mail)
    assert link.replace("&", "&amp;") in html_of(mail)
    assert "you & yours: come & see" in text_of(mail)
    assert "Times are in" not in text_of(mail), "it shows none"
    assert verbs(sent, oak) == ["sending", "sent"]


def test_a_mail_that_shows_times_says_in_which_zone(oak: Cast, smtp: MailServer) -> None:
    deliver(invite(oak, context={"shows_times": True}), oak)
    assert "Times are in Central Time." in text_of(smtp.received[0])
    assert "Times are in Central Time." in html_of(smtp.received[0])


def test_the_foot_of_a_mail_says_whom_to_ask(oak: Cast, smtp: MailServer) -> None:
    deliver(invite(oak), oak)
    assert "Questions?" not in text_of(smtp.received[0]), "nobody is named"
    with oak.open() as district:
        district.contact_name, district.contact_phone = "Ana Flores", "+13125550141"
        district.save()
    deliver(invite(oak), oak)
    assert "Questions? Ana Flores (312) 555-0141" in text_of(smtp.received[1])
    assert "(312) 555-0141" in html_of(smtp.received[1])


def test_what_is_kept_is_the_text_without_its_link(oak: Cast, smtp: MailServer, made: Made) -> None:
    sent = deliver(invite(oak), oak)
    assert sent.subject == "Your invitation"
    assert text_of(smtp.received[0]).replace(made.links[0], "[link]").split() == sent.text.split()


def test_the_reader_reads_their_language(oak: Cast, smtp: MailServer) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(language="es")
        oak.gil.refresh_from_db()
    message = invite(oak, context={"shows_times": True})
    assert message.language == "es"
    deliver(message, oak)
    assert '<html lang="es">' in html_of(smtp.received[0])
    assert "hora central" in text_of(smtp.received[0])


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_link_is_made_in_the_language_of_its_reader(oak: Cast, smtp: MailServer, language: str) -> None:
    links.minter("tests.invitation")(lambda party_pk: links.opening(f"/invite/{party_pk}/"))
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(language=language)
        oak.gil.refresh_from_db()
    deliver(invite(oak), oak)
    assert f"/invite/7/?lang={language}\n" in text_of(smtp.received[0])


def test_a_language_that_messages_are_not_written_in_becomes_the_districts(oak: Cast) -> None:
    with oak.open():
        oak.gil.language = "bn"
        assert outbox.language_of(oak.gil) == "en"


def test_asking_twice_sends_once(oak: Cast, smtp: MailServer) -> None:
    first = invite(oak, dedupe_key="invitation:7")
    assert invite(oak, dedupe_key="invitation:7") == first
    deliver(first, oak)
    deliver(first, oak)
    assert len(smtp.received) == 1


def test_what_staff_caused_waits_two_minutes_for_undo(oak: Cast, smtp: MailServer) -> None:
    message = invite(oak, leave_after=None)
    assert message.leave_at - message.created_at == pytest.approx(timedelta(minutes=2), abs=timedelta(seconds=5))
    assert deliver(message, oak).state == "waiting"
    with time_machine.travel(timezone.now() + timedelta(minutes=2, seconds=1)):
        assert deliver(message, oak).state == "sent"


def test_a_deed_that_is_rolled_back_sends_nothing(oak: Cast) -> None:
    with pytest.raises(ZeroDivisionError), oak.open():
        invite(oak)
        raise ZeroDivisionError
    with oak.open():
        assert Message.objects.count() == 0


def test_a_server_that_is_away_is_tried_again_until_a_day_has_passed(oak: Cast, settings: object, made: Made) -> None:
    with mail_server() as gone:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port  # type: ignore[attr-defined]
    message = invite(oak)
    started = timezone.now()
    with time_machine.travel(started, tick=False) as clock:
        for attempt, wait in enumerate(RETRY_AFTER, 1):
            message = deliver(message, oak)
            assert (message.state, message.attempts, message.fault) == ("waiting", attempt, "unreachable")
            assert message.due_at == timezone.now() + wait
            assert deliver(message, oak).attempts == attempt
            clock.shift(wait)
        message = deliver(message, oak)
    assert (message.state, message.fault) == ("failed", "unreachable")
    assert len(made.links) == len(set(made.links)) == len(RETRY_AFTER) + 1


@pytest.mark.parametrize(
    ("recipient", "content", "state", "fault", "reply"),
    [
        ("550 5.1.1 No such user", "", "failed", "address_refused", "550 5.1.1"),
        ("450 4.2.1 Slow down", "", "waiting", "unreachable", "450 4.2.1"),
        ("", "554 5.7.1 Blocked, see {link}", "failed", "address_refused", "554 5.7.1"),
        ("", "451 4.3.0 Later", "waiting", "unreachable", "451 4.3.0"),
    ],
)
def test_what_the_server_says_decides(
    oak: Cast, smtp: MailServer, recipient: str, content: str, state: str, fault: str, reply: str
) -> None:
    smtp.recipient_reply, smtp.content_reply = recipient, content
    message = deliver(invite(oak), oak)
    assert (message.state, message.fault) == (state, fault)
    with oak.open():
        assert message.events.latest("pk").reply == reply


def test_nobody_to_reach_is_said(oak: Cast, smtp: MailServer) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="")
    message = deliver(invite(oak), oak)
    assert (message.state, message.fault) == ("failed", "nobody_reached")
    assert smtp.received == []


def test_somebody_who_left_gets_nothing(oak: Cast, smtp: MailServer) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(deactivated_at=timezone.now())
    assert deliver(invite(oak), oak).fault == "left"


def test_a_merged_person_is_reached_as_who_they_are_now(oak: Cast, smtp: MailServer) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(merged_into=oak.mia, email="")
    assert deliver(invite(oak), oak).to_address == "mia@oak.example"


def test_a_link_to_something_that_is_gone_stops_the_message(oak: Cast, smtp: MailServer, made: Made) -> None:
    message = invite(oak)
    made.is_outdated = True
    assert deliver(message, oak).fault == "outdated"
    assert smtp.received == []


def test_a_broken_template_is_noted_and_its_words_are_not_logged(
    oak: Cast, smtp: MailServer, made: Made, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(message: Message, links: dict[int, str]) -> None:
        raise ValueError(f"quoting {links}")

    monkeypatch.setattr("correspondence.rendering.mail", explode)
    message = deliver(invite(oak), oak)
    assert (message.state, message.fault) == ("waiting", "not_written")
    assert "message_not_written" in caplog.text
    assert made.links[0] not in caplog.text


def test_a_worker_killed_before_it_spoke_to_the_server_loses_nothing(
    oak: Cast, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = invite(oak)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("correspondence.delivery.write_message", _killed)
        deliver(message, oak)
    assert again(message, oak).state == "claimed"
    assert deliver(message, oak).state == "claimed"
    with time_machine.travel(timezone.now() + timedelta(minutes=3, seconds=1)):
        assert deliver(message, oak).state == "sent"
    assert len(smtp.received) == 1


def test_a_worker_killed_after_the_server_took_it_sends_a_second_copy_of_the_same_message(
    oak: Cast, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = invite(oak)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("correspondence.delivery.note_sent", _killed)
        deliver(message, oak)
    with time_machine.travel(timezone.now() + timedelta(minutes=3, seconds=1)):
        assert deliver(message, oak).state == "sent"
    first, second = smtp.received
    assert first["Message-ID"] == second["Message-ID"] == message.message_id
    assert verbs(message, oak) == ["sending", "sending", "sent"]


def _killed(*args: object, **kwargs: object) -> None:
    raise SystemExit


def test_a_worker_that_comes_back_late_does_not_undo_what_another_did(
    oak: Cast, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, send = invite(oak), EmailMultiAlternatives.send

    def slow(mail: object) -> str:
        """While this worker hangs, its lease runs out and another one sends the message."""
        monkeypatch.setattr(EmailMultiAlternatives, "send", send)
        with time_machine.travel(timezone.now() + timedelta(minutes=4)):
            assert deliver(message, oak).state == "sent"
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMultiAlternatives, "send", slow)
    assert deliver(message, oak).state == "sent"


def test_due_messages_leave_together_and_only_this_districts(oak: Cast, elm: Cast, smtp: MailServer) -> None:
    invite(oak), invite(oak, dedupe_key="second"), invite(elm)
    run(tasks.deliver_due, of=oak)
    assert [str(mail["To"]) for mail in smtp.received] == ["gil@oak.example", "gil@oak.example"]


def test_a_closed_district_sends_nothing(oak: Cast, smtp: MailServer) -> None:
    message = invite(oak)
    assert outbox.pending().count == 1
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(is_active=False)
    assert outbox.pending().count == 0
    assert deliver(message, oak).state == "waiting"


def test_elm_cannot_deliver_oaks_message(oak: Cast, elm: Cast, smtp: MailServer) -> None:
    message = invite(oak)
    run(tasks.deliver, message.pk, of=elm)
    assert again(message, oak).state == "waiting"


def test_the_message_id_names_the_district_and_stays(oak: Cast) -> None:
    message = invite(oak)
    assert re.fullmatch(rf"<[0-9a-f]{{32}}\.{oak.district.pk}@localhost>", message.message_id)


def test_an_event_is_never_changed(oak: Cast) -> None:
    assert MessageEvent.append_only


@pytest.mark.parametrize("state", [State.SENT, State.CANCELLED, State.FAILED])
def test_what_is_over_does_not_leave(oak: Cast, smtp: MailServer, state: State) -> None:
    message = invite(oak)
    with oak.open():
        Message.objects.update(state=state, sent_at=datetime(2026, 9, 1, tzinfo=UTC) if state == State.SENT else None)
    deliver(message, oak)
    assert smtp.received == []
