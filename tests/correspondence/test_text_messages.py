"""Text messages: only to who agreed, only where the district wants them, until STOP."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from correspondence import outbox
from correspondence.actions import text_consents
from correspondence.channels.answers import Refused, TryLater
from correspondence.channels.text_message import TextMessage, Twilio, parts
from correspondence.links import Link, absolute
from correspondence.models import Fault, Message, TextConsent
from tenancy.actor import Actor
from tenancy.models import AuditEvent, District, Feature, Person
from tests.conftest import Cast
from tests.correspondence.conftest import Made
from tests.correspondence.delivering import again, deliver, verbs
from tests.text_service import ACCOUNT, SENDER, TOKEN, TextService

PHONE = "+15550142"
NOW = timedelta(0)


@pytest.fixture
def texting(oak: Cast, texts: TextService) -> Iterator[TextService]:
    """Oak has switched texts on; Gil has no email and agreed to texts on his phone."""
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(features=[Feature.TEXT_MESSAGES])
        Person.objects.filter(pk=oak.gil.pk).update(email="", phone=PHONE)
        oak.gil.refresh_from_db()
        text_consents.opt_in(person=oak.gil, how=TextConsent.How.PAPER, at=timezone.now(), by=Actor.person(oak.ana))
    yield texts


def invite(oak: Cast) -> Message:
    with oak.open():
        gil = Person.objects.get(pk=oak.gil.pk)
        return outbox.post(
            kind="tests/invitation",
            to=gil,
            by=Actor.person(oak.ana),
            link=Link("tests.invitation", 7),
            leave_after=NOW,
        )


def call(oak: Cast, path: str, fields: dict[str, str], *, signature: str | None = None) -> object:
    """The service calls us, signed as it signs."""
    url = absolute(f"/d/oak/text-messages/{path}/")
    signed = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    real = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    return Client(enforce_csrf_checks=True).post(
        f"/d/oak/text-messages/{path}/",
        fields,
        headers={"X-Twilio-Signature": real if signature is None else signature},
    )


def test_who_has_no_mail_but_agreed_gets_a_text(oak: Cast, texting: TextService, made: Made) -> None:
    message = deliver(invite(oak), oak)
    ((path, fields),) = texting.received
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert fields == {
        "To": PHONE,
        "From": SENDER,
        "Body": f"Oak School District: come & see {made.links[0]}",
        "StatusCallback": absolute("/d/oak/text-messages/status/"),
    }
    assert (message.state, message.channel, message.to_address) == ("sent", "text", PHONE)
    assert message.text == "Oak School District: come & see [link]"


def test_nobody_is_texted_without_having_agreed(oak: Cast, texting: TextService) -> None:
    with oak.open():
        TextConsent.objects.all().delete()
    assert deliver(invite(oak), oak).fault == "nobody_reached"
    assert texting.received == []


def test_agreeing_is_for_one_phone(oak: Cast, texting: TextService) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(phone="+15550199")
    assert deliver(invite(oak), oak).fault == "nobody_reached"


def test_a_district_that_has_not_switched_texts_on_sends_none(oak: Cast, texting: TextService) -> None:
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(features=[])
    assert deliver(invite(oak), oak).fault == "nobody_reached"


def test_texts_keep_the_quiet_hours_unless_they_were_asked_for(oak: Cast, texting: TextService) -> None:
    evening = datetime(2026, 9, 15, 21, 0, tzinfo=ZoneInfo("America/Chicago"))
    with time_machine.travel(evening, tick=False), oak.open():
        gil = Person.objects.get(pk=oak.gil.pk)
        by_ana = outbox.post(kind="tests/invitation", to=gil, by=Actor.person(oak.ana))
        asked = outbox.post(kind="tests/invitation", to=gil, by=Actor.person(gil))
    assert by_ana.leave_at == evening + timedelta(hours=10)
    assert asked.leave_at == evening


def test_who_lost_their_address_is_not_texted_at_night(oak: Cast, texting: TextService) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="gil@oak.example")
    evening = datetime(2026, 9, 15, 21, 0, tzinfo=ZoneInfo("America/Chicago"))
    with time_machine.travel(evening, tick=False) as clock:
        with oak.open():
            gil = Person.objects.get(pk=oak.gil.pk)
            message = outbox.post(kind="tests/invitation", to=gil, by=Actor.person(oak.ana))
            assert message.leave_at == evening + timedelta(minutes=2)
            Person.objects.filter(pk=oak.gil.pk).update(email="")
        clock.shift(121)
        assert deliver(message, oak).leave_at == evening + timedelta(hours=10)
    assert texting.received == []


def test_stop_ends_texts_and_start_takes_them_up_again(oak: Cast, texting: TextService) -> None:
    answer = call(oak, "inbound", {"From": PHONE, "Body": " Stop. "})
    assert (answer.status_code, answer.content) == (200, b"<Response></Response>")  # type: ignore[attr-defined]
    assert deliver(invite(oak), oak).fault == "stopped"
    answer = call(oak, "inbound", {"From": PHONE, "Body": "START"})
    assert b"<Message>Oak School District: you get text messages again." in answer.content  # type: ignore[attr-defined]
    assert deliver(invite(oak), oak).state == "sent"
    with oak.open():
        stops = AuditEvent.objects.filter(target_id=oak.gil.pk).order_by("pk").values_list("verb", flat=True)
        assert list(stops) == ["text_consent.give", "text_consent.stop", "text_consent.give"]


def test_stop_is_for_everybody_on_that_phone(oak: Cast, texting: TextService) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.mia.pk).update(phone=PHONE)
        oak.mia.refresh_from_db()
        text_consents.opt_in(person=oak.mia, how=TextConsent.How.SPOKEN, at=timezone.now(), by=Actor.person(oak.ana))
    call(oak, "inbound", {"From": PHONE, "Body": "ALTO"})
    with oak.open():
        assert TextConsent.objects.live().count() == 0


def test_start_from_a_number_that_never_agreed_gives_nothing(oak: Cast, texting: TextService) -> None:
    answer = call(oak, "inbound", {"From": "+15559999", "Body": "START"})
    assert b"we do not know this number yet" in answer.content  # type: ignore[attr-defined]
    with oak.open():
        assert TextConsent.objects.count() == 1


def test_help_and_anything_else_say_whom_to_ask(oak: Cast, texting: TextService) -> None:
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(contact_phone="555 0100")
    answer = call(oak, "inbound", {"From": PHONE, "Body": "Will <b>Sam</b> be late?"})
    assert b"nobody reads this number. Contact: 555 0100." in answer.content  # type: ignore[attr-defined]


@pytest.mark.parametrize("signature", ["", "wrong", "ü"])
@pytest.mark.parametrize("path", ["inbound", "status"])
def test_a_call_without_the_services_signature_is_refused(
    oak: Cast, texting: TextService, path: str, signature: str
) -> None:
    answer = call(oak, path, {"From": PHONE, "Body": "STOP"}, signature=signature)
    assert answer.status_code == 403  # type: ignore[attr-defined]
    with oak.open():
        assert TextConsent.objects.live().count() == 1


def test_a_call_to_a_district_without_texts_finds_nothing(oak: Cast, texts: TextService) -> None:
    assert call(oak, "inbound", {"From": PHONE, "Body": "STOP"}).status_code == 404  # type: ignore[attr-defined]


def test_a_signature_for_oak_is_worth_nothing_in_elm(oak: Cast, elm: Cast, texting: TextService) -> None:
    with elm.open():
        District.objects.filter(pk=elm.district.pk).update(features=[Feature.TEXT_MESSAGES])
    fields = {"From": PHONE, "Body": "STOP"}
    signed = absolute("/d/oak/text-messages/inbound/") + f"BodySTOPFrom{PHONE}"
    signature = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    answer = Client().post("/d/elm/text-messages/inbound/", fields, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


def test_the_service_tells_what_became_of_a_text(oak: Cast, texting: TextService) -> None:
    first, second = deliver(invite(oak), oak), deliver(invite(oak), oak)
    for _time in range(2):
        call(oak, "status", {"MessageSid": first.provider_id, "MessageStatus": "delivered"})
    call(oak, "status", {"MessageSid": second.provider_id, "MessageStatus": "undelivered", "ErrorCode": "30003"})
    assert verbs(first, oak) == ["sending", "sent", "delivered"]
    assert (again(second, oak).state, again(second, oak).fault) == ("bounced", "came_back")


def test_a_number_that_answered_stop_at_the_service_is_stopped_here_too(oak: Cast, texting: TextService) -> None:
    texting.reply = (400, {"code": 21610})
    message = deliver(invite(oak), oak)
    assert (message.state, message.fault) == ("failed", "stopped")
    with oak.open():
        assert TextConsent.objects.live().count() == 0


@pytest.mark.parametrize(
    ("reply", "refusal", "code"),
    [
        ((400, {"code": 21211}), Refused, "400 21211"),
        ((429, {"code": 20429}), TryLater, "429 20429"),
        ((500, {}), TryLater, "500"),
        ((401, {"code": 20003}), TryLater, "401 20003"),
    ],
)
def test_what_the_service_says_decides(
    texts: TextService, reply: tuple[int, dict[str, object]], refusal: type[Refused | TryLater], code: str
) -> None:
    texts.reply = reply
    with pytest.raises(refusal) as raised:
        TextMessage(PHONE, "Hello", "").send()
    assert raised.value.reply == code


def test_a_service_that_does_not_answer_is_tried_later(
    texts: TextService, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr("correspondence.channels.text_message.PATIENCE", 0.2)
    texts.delay = 1
    with pytest.raises(TryLater):
        TextMessage(PHONE, "Hello", "").send()
    settings.TEXT_MESSAGE_URL = "http://AC0123:a-token@127.0.0.1:9/?from=+15550100"  # type: ignore[attr-defined]
    with pytest.raises(TryLater):
        TextMessage(PHONE, "Hello", "").send()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ñ" * 160, 1),
        ("í" * 70, 1),
        ("í" * 71, 2),
        ("😀" * 35, 1),
    ],
)
def test_parts_are_counted_as_they_are_paid_for(text: str, number: int) -> None:
    assert parts(text) == number


def test_a_text_of_too_many_parts_is_not_sent(texts: TextService) -> None:
    with pytest.raises(Refused) as raised:
        TextMessage(PHONE, "a" * 700, "").send()
    assert raised.value.fault == Fault.NOT_WRITTEN
    assert texts.received == []


def test_the_console_shows_texts_on_ones_own_machine(settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    settings.TEXT_MESSAGE_URL = "console:"  # type: ignore[attr-defined]
    TextMessage(PHONE, "Hello", "").send()
    assert capsys.readouterr().out == f"Text message to {PHONE}: Hello\n"


def test_without_a_token_no_signature_is_good() -> None:
    signature = base64.b64encode(hmac.new(b"", b"url", hashlib.sha1).digest()).decode()
    assert not Twilio.of("https://host/?from=+15550100").signs(signature, "url", {})
