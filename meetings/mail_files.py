"""Calendar files that go with mails about meetings, so that one tap puts a meeting into a calendar or strikes it out.

They say what the download says (``calendar_files``): the same UID for ever, a SEQUENCE that grows, students by first
name alone. Raise Outdated where the mail they go with would be about nothing.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import translation

from correspondence.attachments import Attachments, File, WrittenFile
from correspondence.links import Outdated
from correspondence.models import Message
from meetings.calendar_files import calendar_file, method_of
from meetings.models import Meeting
from tenancy.viewer import Viewer

#: Meetings in one file: more than any series has.
MOST = 100


def of_meeting(key: str, *states: Meeting.State, otherwise_none: bool = False) -> Attachments:
    """The meeting that the message names under this key, in one of these states."""

    def files(message: Message) -> Sequence[File]:
        rows = Meeting.objects.of(message.district).filter(pk=message.context.get(key, 0), state__in=states)
        found = list(rows.prefetch_related("match", "adult"))
        if not found and not otherwise_none:
            raise Outdated
        return _files(found, message)

    return files


def of_series(message: Message) -> Sequence[File]:
    """What is planned of a match from the first meeting on that the message names."""
    first = _first(message)
    rows = Meeting.objects.of(message.district).planned().filter(match=first.match_id, on__gte=first.on)
    return _files(list(rows.in_list_order().prefetch_related("match", "adult")[:MOST]), message)


def of_canceled(message: Message) -> Sequence[File]:
    """What was canceled at one stroke from the first meeting on that the message names."""
    first = _first(message)
    until = date.fromisoformat(str(message.context["last_on"]))
    rows = Meeting.objects.of(message.district).filter(
        match=first.match_id,
        state=Meeting.State.CANCELED,
        canceled_at=first.canceled_at,
        on__gte=first.on,
        on__lte=until,
    )
    return _files(list(rows.in_list_order().prefetch_related("match", "adult")[:MOST]), message)


def _first(message: Message) -> Meeting:
    first = Meeting.objects.of(message.district).filter(pk=message.context.get("first", 0)).first()
    if first is None:
        raise Outdated
    return first


def _files(meetings: Sequence[Meeting], message: Message) -> list[File]:
    if not meetings or message.person is None:
        return []
    viewer = Viewer.of_person(message.district, message.person)
    with translation.override(message.language):
        content = calendar_file(meetings, viewer)
    name = f"meeting-{meetings[0].on:%Y-%m-%d}.ics" if len(meetings) == 1 else "meetings.ics"
    return [WrittenFile(name, f"text/calendar; method={method_of(meetings)}", content)]
