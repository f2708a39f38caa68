"""Mails about signing in: outside every district, sealed until they leave."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from correspondence import sign_in_mail, tasks
from correspondence.models import SignInMail
from correspondence.sealed import unseal
from tests.mail_server import MailServer, text_of

PREFIX = "tests/code"
CODE = "QWXZ-8823"


@pytest.fixture(autouse=True)
def templates(settings: object, tmp_path: Path, made: object) -> None:
    """One mail as allauth names its templates."""
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "code_subject.txt").write_text("Your code\n")
    (folder / "code_message.txt").write_text(
        '{% extends "correspondence/mail/base.txt" %}{% block content %}Enter {{ code }} & go.{% endblock %}'
    )
    (folder / "code_message.html").write_text(
        '{% extends "correspondence/mail/base.html" %}{% block content %}<p>{{ code }}</p>{% endblock %}'
    )
    settings.TEMPLATES[0]["DIRS"].append(tmp_path)  # type: ignore[attr-defined]


def post() -> SignInMail:
    return sign_in_mail.post(PREFIX, "ana@oak.example", {"code": CODE}, language="en")


def deliver(mail: SignInMail) -> SignInMail:
    tasks.deliver_sign_in_mail.apply([mail.pk], throw=True)
    mail.refresh_from_db()
    return mail


@pytest.mark.django_db
def test_the_code_is_sealed_until_it_leaves_and_wiped_then(smtp: MailServer) -> None:
    mail = post()
    assert CODE not in str(SignInMail.objects.values().get())
    assert unseal(mail.sealed_context) == {"code": CODE}
    mail = deliver(mail)
    assert (mail.state, mail.sealed_context) == ("sent", "")
    assert smtp.received[0]["Message-ID"] == mail.message_id
    assert "Enter QWXZ-8823 & go." in text_of(smtp.received[0])
    assert "Times are in" not in text_of(smtp.received[0])


@pytest.mark.django_db
def test_it_leaves_once(smtp: MailServer) -> None:
    mail = deliver(post())
    deliver(mail)
    assert len(smtp.received) == 1


@pytest.mark.django_db
def test_a_server_that_is_away_is_tried_again(smtp: MailServer) -> None:
    smtp.content_reply = "451 4.3.0 Later"
    mail = deliver(post())
    assert (mail.state, mail.reply) == ("waiting", "451 4.3.0")
    smtp.content_reply = ""
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert deliver(mail).state == "sent"


@pytest.mark.django_db
def test_a_code_that_is_too_late_is_wiped_and_not_sent(smtp: MailServer) -> None:
    mail = post()
    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        mail = deliver(mail)
    assert (mail.state, mail.sealed_context) == ("failed", "")
    assert smtp.received == []


@pytest.mark.django_db
def test_a_key_that_was_taken_away_fails_and_says_nothing(
    smtp: MailServer, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    mail = post()
    settings.FACTOR_KEYS = ["q" * 43 + "="]  # type: ignore[attr-defined]
    assert deliver(mail).state == "failed"
    assert CODE not in caplog.text


@pytest.mark.django_db
def test_the_sweep_finds_what_no_bell_was_rung_for_and_throws_old_rows_away(smtp: MailServer) -> None:
    mail = deliver(post())
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        tasks.sweep.apply(throw=True)
    assert not SignInMail.objects.filter(pk=mail.pk).exists()
