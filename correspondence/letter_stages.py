"""How far one letter is, in words, and the proof that it left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from correspondence import letter_fields, message_table
from correspondence.letter_departures import leaving_words
from correspondence.models import LeftOut, Letter, Message
from correspondence.models.message import PENDING, State
from tenancy.tables import Kind
from tenancy.viewer import Viewer


@dataclass(frozen=True)
class Stage:
    """How far a letter is: a status and a quieter line."""

    kind: Kind
    text: str
    note: str = ""


@dataclass(frozen=True)
class Proof:
    """When and to where a letter left, and under which number mail servers know it."""

    at: datetime
    address: str
    message_id: str


def mails_of(letters: Sequence[Letter], viewer: Viewer) -> Mapping[int, Message]:
    """The newest mail of each letter: the last one that was sent again, else its own. One query."""
    by_message = {one.message_id: one.pk for one in letters if one.message_id}
    known = Q(pk__in=by_message) | Q(resend_of__in=by_message)
    found = Message.objects.of(viewer.district).filter(known).order_by("pk") if by_message else ()
    return {by_message[one.resend_of_id or one.pk]: one for one in found}


def stage_of(letter: Letter, mail: Message | None, *, written_until: datetime | None = None) -> Stage:
    """How far it is. The batch and the person must have been read along.

    ``written_until`` is when it leaves if a worker is about to write its mail (``letter_departures``).
    """
    if letter.left_out:
        return Stage("mute", _("Left out"), why_left_out(letter))
    if not letter.file:
        return Stage("info", _("To be made"), _("Once more, by choice") if letter.is_again else "")
    if letter.posted_on:
        return Stage("ok", _("Handed over"), _day(letter.posted_on))
    if mail is not None and mail.state in PENDING:
        return Stage("info", leaving_words(mail.leave_at))
    if mail is not None and mail.state != State.CANCELLED:
        return Stage(message_table.SHAPES[mail.state], mail.get_state_display(), _when(mail))
    if not address_of(letter):
        return Stage("warn", _("For paper"), _("No email address"))
    if written_until is not None:
        return Stage("info", leaving_words(written_until))
    return Stage("info", _("Made"), _("Stopped before it left") if mail is not None else "")


def why_left_out(letter: Letter) -> str:
    """The reason, in a sentence. The batch must have been read along."""
    if letter.left_out == LeftOut.ALREADY:
        words = {"day": _day(date.fromisoformat(letter.left_out_detail))}
        return _("They have this letter already, dated %(day)s") % words
    if letter.left_out == LeftOut.MISSING:
        words = {"field": letter_fields.label_of(letter.batch.kind, letter.left_out_detail)}
        return _("Not known: %(field)s") % words
    return letter.get_left_out_display()


def proof_of(mail: Message | None) -> Proof | None:
    """The proof that a letter left by mail; None as long as it has not."""
    if mail is None or mail.sent_at is None:
        return None
    return Proof(mail.sent_at, masked(mail.to_address), mail.message_id)


def address_of(letter: Letter) -> str:
    """Where it would go by email; empty where only paper is left. The person must have been read along."""
    return letter.person.email if letter.person else letter.to_email


def masked(address: str) -> str:
    """An email address, so that one knows it again and nobody else learns it: "m…@school.example"."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}" if at else ""


def _when(mail: Message) -> str:
    return message_table.moment(mail.sent_at) if mail.sent_at else message_table.state_note(mail)


def _day(day: date) -> str:
    return date_format(day)
