"""How a message leaves: claim it, write it, hand it over, note what became of it.

Each step is a transaction of its own and none is open while the mail server or text service is spoken to:

1. *claim*: the row says "leaving" and carries a lease. A second worker finds nothing to do.
2. *write*: links are made and the text is rendered; it is kept with its links blanked; an event says "handed over".
3. hand over, outside of every transaction.
4. *note*: sent, or to be tried again, or given up, with the reason.

A worker killed in between loses nothing: when the lease runs out, the sweep finds the row and the message leaves.
Killed before step 3 it had not left at all; killed between the other side's "250 OK" and step 4, it may leave twice.
SMTP knows no way to ask whether a message arrived, so the window is kept to that one moment, and both copies carry the
same Message-ID, by which mailboxes can tell them as one. Their links are not the same, and each works.
"""

import logging
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation

from correspondence import kinds, links, outbox, reach, rendering
from correspondence.actions import text_consents
from correspondence.attachments import NotAttached
from correspondence.channels.answers import Refused, TryLater
from correspondence.channels.email import Mail
from correspondence.channels.text_message import TextMessage
from correspondence.links import Link, Outdated
from correspondence.models import PENDING, Channel, Fault, Message, MessageEvent, State
from correspondence.reach import Address, Unreachable
from correspondence.rules import RETRY_AFTER, retry_at
from tenancy.context import district
from tenancy.models import District

log = logging.getLogger(__name__)

Verb = MessageEvent.Verb

#: Longer than writing and handing over can take; after it the worker is taken for dead.
LEASE = timedelta(minutes=3)


@dataclass(frozen=True)
class Claim:
    """The right to try one message once. A later claim of the same message has another number."""

    message_pk: int
    attempt: int


def deliver(message_pk: int) -> None:
    """Deliver one message of the task's district if it is due; whatever happens to it is noted in its row."""
    with district() as at:
        claim = claim_message(at, message_pk, now=timezone.now())
    if claim is None:
        return
    try:
        with district() as at:
            outgoing = write_message(at, claim, now=timezone.now())
    except Unreachable as reason:
        note_failed(claim, reason.fault)
    except Outdated:
        note_outdated(claim)
    except Exception as fault:  # a template or a context of any floor
        _log_fault(claim, fault)
        note_delayed(claim, Fault.NOT_WRITTEN)
    else:
        hand_over(claim, outgoing)


def claim_message(at: District, message_pk: int, *, now: datetime) -> Claim | None:
    """Claim a due message; None when there is nothing to do, or the district is closed.

    Holds it back instead when quiet hours have begun.
    """
    due = Message.objects.of(at).due(now).filter(pk=message_pk)
    message = due.select_for_update(skip_locked=True, of=("self",)).first()
    if message is None or not at.is_active:
        return None
    if message.person is not None:
        message.channel = outbox.usual_channel(message.person)  # an address may have come or gone since
    if (later := outbox.leaving_time(message, now)) > now:
        message.state, message.leave_at, message.due_at = State.WAITING, later, later
        message.save(update_fields=["state", "leave_at", "due_at"])
        _event(message, now, Verb.HELD)
        return None
    message.attempts += 1
    if message.attempts > len(RETRY_AFTER) + 1:  # its workers died each time
        _close(message, now, State.FAILED, Verb.FAILED, Fault.UNREACHABLE)
        return None
    message.state, message.due_at = State.CLAIMED, now + LEASE
    message.save(update_fields=["state", "due_at", "attempts"])
    return Claim(message.pk, message.attempts)


def write_message(at: District, claim: Claim, *, now: datetime) -> Mail | TextMessage:
    """Make the links, write the message, keep its text without them.

    Raises Unreachable, Outdated, or whatever a template or a floor above raises.
    """
    message = Message.objects.of(at).get(pk=claim.message_pk)
    address = reach.address_for(message)
    minted = mint_links(message)
    message.channel, message.to_address = address.channel, address.to
    write = _as_mail if address.channel == Channel.EMAIL else _as_text
    outgoing = write(message, address, minted)
    message.save(update_fields=["channel", "to_address", "subject", "text"])
    _event(message, now, Verb.SENDING)
    return outgoing


def mint_links(message: Message) -> dict[int, str]:
    """A fresh link for the message, and for each part of a daily summary that has one and is not outdated."""
    minted = {}
    with translation.override(message.language):
        if message.link_party is not None:
            minted[message.pk] = links.mint(Link(message.link_purpose, message.link_party))
        for part in rendering.parts_of(message):
            if part.link_party is not None:
                with suppress(Outdated):
                    minted[part.pk] = links.mint(Link(part.link_purpose, part.link_party))
    return minted


def hand_over(claim: Claim, outgoing: Mail | TextMessage) -> None:
    """Outside of every transaction: give it to the other side and note the answer."""
    try:
        provider_id = outgoing.send()
    except Refused as refusal:
        if refusal.fault == Fault.STOPPED:
            with district() as at:
                text_consents.stop_phone(at, outgoing.to, at=timezone.now())
        note_failed(claim, refusal.fault, refusal.reply)
    except TryLater as delay:
        note_delayed(claim, Fault.UNREACHABLE, delay.reply)
    except NotAttached as fault:
        _log_fault(claim, fault)
        note_delayed(claim, Fault.NOT_WRITTEN)
    except Exception as fault:  # an address or header that cannot be written
        _log_fault(claim, fault)
        note_failed(claim, Fault.NOT_WRITTEN)
    else:
        note_sent(claim, provider_id)


def note_sent(claim: Claim, provider_id: str) -> None:
    """It left. True even when the lease has run out meanwhile."""
    now = timezone.now()
    with district() as at:
        pending = Message.objects.of(at).filter(pk=claim.message_pk, state__in=PENDING)
        if message := pending.select_for_update(of=("self",)).first():
            message.state, message.fault, message.provider_id = State.SENT, "", provider_id
            message.sent_at = message.due_at = now
            message.save(update_fields=["state", "fault", "provider_id", "sent_at", "due_at"])
            _event(message, now, Verb.SENT)


def note_delayed(claim: Claim, fault: Fault, reply: str = "") -> None:
    """It did not leave: set the next try, or give up after the last."""
    now = timezone.now()
    again = retry_at(claim.attempt, now)
    if again is None:
        note_failed(claim, fault, reply)
        return
    with district() as at:
        if message := _still_ours(at, claim):
            message.state, message.due_at, message.fault = State.WAITING, again, fault
            message.save(update_fields=["state", "due_at", "fault"])
            _event(message, now, Verb.DELAYED, fault, reply)


def note_failed(claim: Claim, fault: Fault, reply: str = "") -> None:
    """It will not leave by itself any more."""
    with district() as at:
        if message := _still_ours(at, claim):
            _close(message, timezone.now(), State.FAILED, Verb.FAILED, fault, reply)


def note_outdated(claim: Claim) -> None:
    """What it was about is over: nobody misses it, so it counts as canceled and not as failed."""
    with district() as at:
        if message := _still_ours(at, claim):
            _close(message, timezone.now(), State.CANCELLED, Verb.CANCELLED, Fault.OUTDATED)


def _as_mail(message: Message, address: Address, minted: rendering.Links) -> Mail:
    kept, sent = rendering.mail(message, rendering.blanks(minted)), rendering.mail(message, minted)
    message.subject, message.text = kept.subject, kept.text
    return Mail(
        to=address.to,
        subject=sent.subject,
        text=sent.text,
        html=sent.html,
        message_id=message.message_id,
        sender_name=message.district.name,
        reply_to=message.district.contact_email,
        files=tuple(kinds.find(message.kind).attachments(message)),
    )


def _as_text(message: Message, address: Address, minted: rendering.Links) -> TextMessage:
    message.subject, message.text = "", rendering.text_message(message, rendering.blanks(minted))
    status_url = links.absolute(reverse("correspondence:text_message_status"))
    return TextMessage(address.to, rendering.text_message(message, minted), status_url)


def _still_ours(at: District, claim: Claim) -> Message | None:
    """The message, locked, unless another worker has claimed it since."""
    ours = Message.objects.of(at).filter(pk=claim.message_pk, state=State.CLAIMED, attempts=claim.attempt)
    return ours.select_for_update(of=("self",)).first()


def _close(
    message: Message, at: datetime, state: State, verb: MessageEvent.Verb, fault: Fault, reply: str = ""
) -> None:
    message.state, message.fault = state, fault
    message.save(update_fields=["state", "fault", "attempts"])
    _event(message, at, verb, fault, reply)


def _event(message: Message, at: datetime, verb: MessageEvent.Verb, fault: Fault | str = "", reply: str = "") -> None:
    MessageEvent.objects.create(
        district_id=message.district_id, message=message, at=at, verb=verb, fault=fault, reply=reply
    )


def _log_fault(claim: Claim, fault: Exception) -> None:
    """Where it broke. Not what it says: a template's complaint quotes its whole context, links included."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    log.error(
        "message_not_written",
        extra={"message_pk": claim.message_pk, "fault": type(fault).__name__, "at": f"{last.filename}:{last.lineno}"},
    )
