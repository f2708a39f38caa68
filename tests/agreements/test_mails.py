"""What goes out: links and codes that exist only in the message, in the reader's language, naming no student above."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from agreements import evidence as chain
from agreements import mails
from agreements.actions import agreements, signing
from agreements.models import Permission, SigningCode, SigningLink
from correspondence import rendering
from correspondence.models import Message, State
from tenancy.actor import Actor
from tenancy.models import Person
from tests.agreements.packets import Papers, sent, sign, signed_by_all
from tests.conftest import Cast
from tests.correspondence.delivering import deliver

LINK = re.compile(r"https?://\S+/d/oak/sign/([\w-]{43})/")
KINDS = ("invitation", "reminder", "completed", "declined", "voided", "correction", "withdrawn", "copy", "code")


def delivered(cast: Cast, kind: str, person: Person) -> tuple[Message, str]:
    """The message as it left, and what its reader got."""
    with cast.open():
        message = Message.objects.filter(kind=f"agreements/{kind}", person=person).latest("pk")
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now(), leave_at=timezone.now(), was_asked_for=True)
    return deliver(message, cast), outgoing.outbox[-1].body


def test_the_mailed_link_leads_to_what_gil_signs(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak, at=timezone.now())
    message, body = delivered(oak, "invitation", oak.gil)
    assert message.state == State.SENT
    [token] = LINK.findall(body)
    assert "They are about: Sam." in body
    with oak.open():
        assert token not in message.text
        assert SigningLink.objects.get().party == papers.party(oak.gil)
        assert signing.open_link(token=token, at=timezone.now()) == papers.party(oak.gil)
        assert [one.kind for one in chain.events(papers.agreement)] == ["sent", "link_sent"]


def test_the_mailed_code_is_the_one_that_counts(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        party = sent(oak, at=timezone.now()).party(oak.gil)
        signing.send_code(party=party, at=timezone.now(), by=Actor.link("agreements.party", party.pk))
    message, body = delivered(oak, "code", oak.gil)
    [code] = re.findall(r"\b\d{6}\b", body)
    with oak.open():
        assert code not in message.text + message.subject
        assert SigningCode.objects.count() == 1
        assert not isinstance(
            signing.confirm_code(party=party, code=code, at=timezone.now(), by=Actor.system("test")), signing.Refused
        )


def test_what_was_signed_meanwhile_is_not_asked_for(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak, at=timezone.now())
        sign(papers, oak.mia, at=timezone.now())
        message = Message.objects.get(kind="agreements/invitation", person=oak.mia)
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now(), leave_at=timezone.now())
    assert deliver(message, oak).state == State.CANCELLED
    assert outgoing.outbox == []


def all_kinds(cast: Cast) -> Papers:
    """One message of every kind, to Gil."""
    papers, ana, now = signed_by_all(cast), Actor.person(cast.ana), timezone.now()
    mails.completed(papers.agreement, by=Actor.system("seal"))
    agreements.correct(agreement=papers.agreement, says="It is Fisher.", at=now, by=ana)
    signing.withdraw(permission=Permission.objects.get(kind="media"), note="", at=now, by=ana)
    mails.reminder(papers.party(cast.gil), on=cast.today, by=ana)
    mails.link_again(papers.party(cast.gil), by=ana)
    mails.signing_code(papers.party(cast.gil), by=ana)
    mails.declined(papers.agreement, but=papers.party(cast.mia), by=ana)
    agreements.void(agreement=papers.agreement, reason="He left", at=now, by=ana)
    return papers


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_message_is_neutral_and_has_one_link(oak: Cast, language: str) -> None:
    with oak.open():
        all_kinds(oak)
        for kind in KINDS:
            message = Message.objects.filter(kind=f"agreements/{kind}", person=oak.gil).latest("pk")
            message.language = language
            written = rendering.mail(message, {message.pk: "https://waymark.example/the-link"})
            assert "Haddad" not in written.subject and "Sam" not in written.subject
            assert "Sam Haddad" not in written.text and "He left" not in written.text
            assert written.text.count("the-link") == 1, kind
            assert written.html.count("the-link") == 1, kind


def test_everybody_is_told_once_that_all_have_signed(oak: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
        for _time in range(2):
            mails.completed(papers.agreement, by=Actor.system("seal"))
        rows = Message.objects.filter(kind__startswith="agreements/completed").order_by("pk")
        assert [(one.kind, one.person_id, one.for_digest) for one in rows] == [
            ("agreements/completed", oak.sam.pk, False),
            ("agreements/completed", oak.gil.pk, False),
            ("agreements/completed", oak.mia.pk, False),
            ("agreements/completed_for_school", oak.pia.pk, True),
        ]


def test_the_school_is_told_once_a_day_however_many_wait(oak: Cast) -> None:
    with oak.open():
        for _packet in range(3):
            papers = sent(oak)
            for person in (oak.sam, oak.gil, oak.mia):
                sign(papers, person)
        [message] = Message.objects.filter(kind="agreements/school_turn")
        assert mails.school_turn_context(message)["count"] == 3
        assert message.for_digest


def test_until_when_is_said(oak: Cast) -> None:
    with oak.open():
        sent(oak, at=timezone.now())
        message = Message.objects.get(kind="agreements/invitation", person=oak.sam)
        day = (timezone.now() + timedelta(days=31)).date()
        assert mails.invitation_context(message)["until"] == day
