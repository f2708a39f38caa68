"""Sent mail in words: a line of the list, the same line of the file, the life of one message."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from correspondence import kinds
from correspondence.models import Fault, Message, MessageEvent, State
from tenancy import exports
from tenancy.exports import with_zone
from tenancy.person_pages import SectionEvent
from tenancy.tables import Cell, Column, Kind, Row, Table

#: The shape and color of each state.
SHAPES: dict[str, Kind] = {
    State.WAITING: "info",
    State.CLAIMED: "info",
    State.COLLECTED: "mute",
    State.SENT: "ok",
    State.FAILED: "bad",
    State.CANCELLED: "mute",
    State.BOUNCED: "bad",
}


def label_of(message: Message) -> str:
    """What the kind of message is called; its bare name when nobody writes that kind any more."""
    try:
        return str(kinds.find(message.kind).label)
    except kinds.UnknownKind:
        return message.kind


def state_note(message: Message) -> str:
    """What the state alone does not say: why it did not leave, or when it will."""
    if message.fault:
        return str(Fault(message.fault).label)
    if message.state == State.WAITING:
        return _("Leaves %(when)s") % {"when": moment(message.leave_at)}
    return ""


def moment(at: object) -> str:
    """A time of the district, short."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")  # type: ignore[arg-type]


def table(messages: Iterable[Message]) -> Table:
    """The list; those that were not sent can be ticked. The people must have been read along."""
    body = [Row(_cells(message), pk=message.pk if message.state == State.FAILED else None) for message in messages]
    return Table(
        caption=_("Sent mail"),
        columns=[Column(_("To")), Column(_("Message")), Column(_("State")), Column(_("Written"))],
        body=body,
        is_selectable=any(row.pk for row in body),
        is_caption_hidden=True,
    )


def headings() -> list[str]:
    """The columns of the file: those of the list, with the quieter lines in columns of their own."""
    return [_("To"), _("Message"), _("Subject"), _("State"), _("Remark"), with_zone(_("Written"))]


def line(message: Message) -> list[object]:
    """A line of the file, with the cells of the list."""
    to, what, state, _written = _cells(message)
    return [to.text, what.text, what.note, state.text, state.note, exports.moment(message.created_at)]


def events(message: Message, rows: Iterable[MessageEvent]) -> list[SectionEvent]:
    """The life of a message, newest first. The people must have been read along."""
    written_by = message.posted_by.name if message.posted_by else ""
    return [
        *(_event(row) for row in rows),
        SectionEvent(at=message.created_at, title=_("Written"), who=written_by),
    ]


def _event(row: MessageEvent) -> SectionEvent:
    why = str(Fault(row.fault).label) if row.fault else ""
    return SectionEvent(
        at=row.at,
        title=row.get_verb_display(),
        who=row.person.name if row.person else "",
        text=" ".join(part for part in (why, _reply(row)) if part),
    )


def _cells(message: Message) -> list[Cell]:
    return [
        Cell(message.reader_name, url=reverse("correspondence:message_detail", args=[message.pk])),
        Cell(label_of(message), note=message.subject),
        Cell(message.get_state_display(), kind=SHAPES[message.state], note=state_note(message)),
        Cell(moment(message.created_at)),
    ]


def _reply(row: MessageEvent) -> str:
    return _("(Answer: %(reply)s)") % {"reply": row.reply} if row.reply else ""
