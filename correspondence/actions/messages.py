"""What staff do with messages: stop, hurry, try again, send anew, note that one came back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from correspondence import outbox
from correspondence.models import Fault, Message, MessageEvent, State
from tenancy import audit
from tenancy.actor import Actor

Verb = MessageEvent.Verb


class TooLate(Exception):
    """The message is no longer in the state for this; the text says so."""


@transaction.atomic
def cancel(message: Message, *, at: datetime, by: Actor) -> None:
    """Stop a message that has not begun to leave. Refuses (TooLate) any other. This is what Undo calls."""
    mine = _locked(message, State.WAITING, _("This message has left already or is leaving right now."))
    mine.state = State.CANCELLED
    mine.save(update_fields=["state"])
    _note(mine, Verb.CANCELLED, "message.cancel", at, by)


@transaction.atomic
def cancel_waiting(messages: QuerySet[Message], *, at: datetime, by: Actor) -> int:
    """Stop all of these that have not begun to leave; returns how many. Whoever calls writes the deed down, once."""
    waiting = messages.filter(state=State.WAITING).order_by("pk").select_for_update(of=("self",))
    stopped = list(waiting.values_list("pk", "district_id"))
    Message.objects.filter(pk__in=[pk for pk, _district in stopped]).update(state=State.CANCELLED)
    MessageEvent.objects.bulk_create(
        [
            MessageEvent(district_id=district, message_id=pk, at=at, verb=Verb.CANCELLED, person_id=by.person_id)
            for pk, district in stopped
        ],
        batch_size=500,
    )
    return len(stopped)


@transaction.atomic
def send_now(message: Message, *, at: datetime, by: Actor) -> None:
    """Let a waiting message leave at once, whatever it waits for: Undo, quiet hours, the summary, its next try."""
    mine = _locked(message, State.WAITING, _("This message has left already or is leaving right now."))
    mine.for_digest, mine.was_asked_for = False, True
    mine.leave_at = mine.due_at = at
    mine.save(update_fields=["for_digest", "was_asked_for", "leave_at", "due_at"])
    _note(mine, Verb.RETRIED, "message.send_now", at, by)
    outbox.ring_for(mine)


@transaction.atomic
def retry(message: Message, *, at: datetime, by: Actor) -> None:
    """Try a message again that was given up. Refuses (TooLate) any other."""
    mine = _locked(message, State.FAILED, _("Only a message that was not sent can be tried again."))
    mine.state, mine.fault, mine.attempts, mine.was_asked_for = State.WAITING, "", 0, True
    mine.leave_at = mine.due_at = at
    mine.save(update_fields=["state", "fault", "attempts", "was_asked_for", "leave_at", "due_at"])
    _note(mine, Verb.RETRIED, "message.retry", at, by)
    outbox.ring_for(mine)


@transaction.atomic
def resend(message: Message, *, by: Actor) -> Message:
    """Send the same message anew, with a fresh link. Refuses (TooLate) one that has yet to leave."""
    if message.is_pending or message.state == State.COLLECTED:
        raise TooLate(_("This message has not left yet."))
    again = outbox.post_again(message, by=by)
    audit.record(by=by, verb="message.resend", target=message, facts={"new": again.pk})
    return again


@transaction.atomic
def mark_bounced(message: Message, *, at: datetime, by: Actor, reply: str = "") -> None:
    """Note that a sent message came back as undeliverable. Refuses (TooLate) one that was not sent."""
    mine = _locked(message, State.SENT, _("Only a message that was sent can come back."))
    mine.state, mine.fault = State.BOUNCED, Fault.CAME_BACK
    mine.save(update_fields=["state", "fault"])
    _note(mine, Verb.BOUNCED, "message.bounce", at, by, reply)


@transaction.atomic
def mark_delivered(message: Message, *, at: datetime) -> None:
    """Note that a text message reached its phone; said twice, it is noted once."""
    known = MessageEvent.objects.of(message.district).filter(message=message, verb=Verb.DELIVERED)
    if not known.exists():
        MessageEvent.objects.create(district=message.district, message=message, at=at, verb=Verb.DELIVERED)


def _locked(message: Message, state: State, refusal: str) -> Message:
    """The row as it is now, locked. Raises TooLate in any other state."""
    rows = Message.objects.of(message.district).filter(pk=message.pk, state=state)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise TooLate(refusal)
    return row


def _note(message: Message, event: MessageEvent.Verb, deed: str, at: datetime, by: Actor, reply: str = "") -> None:
    MessageEvent.objects.create(
        district=message.district,
        message=message,
        at=at,
        verb=event,
        fault=message.fault,
        reply=reply,
        person_id=by.person_id,
    )
    audit.record(by=by, verb=deed, target=message)
