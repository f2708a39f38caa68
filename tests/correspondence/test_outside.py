"""Mail to somebody who is none of the district's people."""

import pytest
from django.db import IntegrityError

from correspondence import outbox
from correspondence.models import Message
from correspondence.outbox import Addressee
from tenancy.actor import Actor
from tests.correspondence.delivering import deliver
from tests.factories.correspondence import MessageFactory

NOOR = Addressee("Noor Aziz", "noor@work.example", "es")


def _posted(oak, **more):
    by = more.pop("by", Actor.link("mentoring.apply", 1))
    return outbox.post_outside(kind="tests/note", to=NOOR, district=oak.district, by=by, **more)


def test_an_outsider_gets_their_mail(oak, mailoutbox):
    with oak.open():
        message = _posted(oak)
    kept = deliver(message, oak)

    assert [one.to for one in mailoutbox] == [["noor@work.example"]]
    assert (kept.state, kept.to_address, kept.reader_name, kept.language) == (
        "sent",
        "noor@work.example",
        "Noor Aziz",
        "es",
    )


def test_asked_for_twice_it_leaves_once(oak):
    with oak.open():
        assert _posted(oak, dedupe_key="once").pk == _posted(oak, dedupe_key="once").pk


def test_what_staff_cause_waits_for_undo(oak):
    with oak.open():
        message = _posted(oak, by=Actor.person(oak.ana))
    assert message.leave_at > message.created_at


def test_an_emptied_address_gets_nothing(oak, mailoutbox):
    with oak.open():
        message = _posted(oak)
        Message.objects.of(oak.district).update(to_address="")

    assert deliver(message, oak).state == "failed"
    assert mailoutbox == []


def test_a_message_is_to_somebody(oak):
    with oak.open(), pytest.raises(IntegrityError, match="correspondence_message_to_somebody"):
        MessageFactory(person=None, to_address="")


def test_message_list_names_an_outsider(oak, client_of):
    with oak.open():
        message = _posted(oak)
    ana = client_of(oak.ana)

    assert "Noor Aziz" in ana.get("mail/").content.decode()
    page = ana.get(f"mail/{message.pk}/").content.decode()
    assert "Noor Aziz" in page
    assert "noor@work.example" in page
