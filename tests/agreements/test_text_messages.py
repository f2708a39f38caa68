"""A parent without email who agreed to text messages signs by one."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from agreements.actions import signing
from agreements.actions.signing import Sent
from agreements.followers import address_changed
from correspondence.actions import text_consents
from correspondence.channels.text_message import parts
from correspondence.models import Channel, Message, TextConsent
from tenancy.actions import people
from tenancy.actor import Actor
from tenancy.models import District, Feature, Person
from tests.agreements.packets import sent
from tests.conftest import Cast
from tests.correspondence.delivering import deliver
from tests.text_service import TextService, text_service

PHONE = "+15550142"


@pytest.fixture
def texting(transactional_oak: Cast, settings) -> Iterator[TextService]:
    """Oak has switched texts on; Gil has no email and agreed to texts on his phone."""
    oak = transactional_oak
    with text_service() as service:
        settings.TEXT_MESSAGE_URL = service.url
        with oak.open():
            District.objects.filter(pk=oak.district.pk).update(features=[Feature.TEXT_MESSAGES])
            Person.objects.filter(pk=oak.gil.pk).update(email="", phone=PHONE)
            oak.gil.refresh_from_db()
            text_consents.opt_in(person=oak.gil, how=TextConsent.How.PAPER, at=timezone.now(), by=Actor.person(oak.ana))
        yield service


def delivered(oak: Cast, kind: str) -> None:
    with oak.open():
        message = Message.objects.get(kind=f"agreements/{kind}", person=oak.gil)
        now = timezone.now()
        Message.objects.filter(pk=message.pk).update(due_at=now, leave_at=now, was_asked_for=True)
    deliver(message, oak)


def test_gil_gets_link_and_code_by_text_message(transactional_oak: Cast, texting: TextService) -> None:
    oak = transactional_oak
    with oak.open():
        party = sent(oak, at=timezone.now()).party(oak.gil)
        assert party.state == "invited"
        by = Actor.link("agreements.party", party.pk)
        assert signing.send_code(party=party, at=timezone.now(), by=by) == Sent(Channel.TEXT, "… 01 42")
    delivered(oak, "invitation")
    delivered(oak, "code")
    link, code = (fields["Body"] for _path, fields in texting.received)
    assert {fields["To"] for _path, fields in texting.received} == {PHONE}
    assert max(parts(link), parts(code)) <= 4
    [token] = re.findall(r"/d/oak/sign/([\w-]{43})/", link)
    [digits] = re.findall(r"\b\d{6}\b", code)
    with oak.open():
        assert signing.open_link(token=token, at=timezone.now()) == party
        confirmed = signing.confirm_code(party=party, code=digits, at=timezone.now(), by=by)
        assert not isinstance(confirmed, signing.Refused)


def test_no_text_goes_to_a_phone_that_sam_has_too(transactional_oak: Cast, texting: TextService) -> None:
    oak = transactional_oak
    with oak.open():
        Person.objects.filter(pk=oak.sam.pk).update(phone=PHONE)
        party = sent(oak, at=timezone.now()).party(oak.gil)
        assert party.state == "waiting"
        refused = signing.send_code(party=party, at=timezone.now(), by=Actor.system("test"))
        assert "A student uses the same address" in refused.reason


def test_a_corrected_address_brings_the_invitation(oak: Cast) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="")
        oak.gil.refresh_from_db()
        papers = sent(oak)
        assert papers.party(oak.gil).state == "waiting"
        people.change(person=oak.gil, by=Actor.person(oak.ana), email="gil@new.example")
        assert [one.state for one in papers.of(oak.gil)] == ["invited", "invited"]
        assert Message.objects.filter(kind="agreements/invitation", person=oak.gil).count() == 1
        address_changed(person=oak.mia, by=Actor.person(oak.ana))
        assert Message.objects.filter(kind="agreements/invitation", person=oak.mia).count() == 2
