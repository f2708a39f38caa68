"""The one door by which messages to people of a district go out.

    outbox.post(kind="accounts/invitation", to=person, by=actor, link=Link("accounts.invitation", invitation.pk))

Posting writes a row in the transaction of the deed and nothing else: if the deed is rolled back, no message leaves;
once it stands, the message leaves even if the broker is down or a worker is killed.
"""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from celery import signature
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from correspondence import kinds, links
from correspondence.addressees import Addressee as Addressee
from correspondence.links import Link
from correspondence.models import Channel, Fault, Message, MutedKind, State
from correspondence.rules import UNDO_WINDOW, Timetable
from correspondence.timetables import timetable
from tenancy.about import About
from tenancy.actor import Actor, Kind
from tenancy.celery import ring
from tenancy.models import District, Person

#: A number, or a short code: never a name, a sentence, an address or a secret.
Fact = int | str
_CODE = re.compile(r"(?!.*//)[\w.:+/-]{0,60}")

#: Rung by name: tasks stand above this module.
_DELIVER = signature("correspondence.tasks.deliver")


class NotACode(ValueError):
    """A message's context holds something else than ids and codes."""


def post(
    *,
    kind: str,
    to: Person,
    by: Actor,
    context: Mapping[str, Fact] | None = None,
    link: Link | None = None,
    dedupe_key: str = "",
    leave_after: timedelta | None = None,
    urgent: bool = False,
    about: About | None = None,
) -> Message:
    """Write a message, in the transaction at hand; it leaves after the commit.

    ``leave_after``: ``timedelta(0)`` for what the reader asked for just now, which keeps no quiet hours. Left out, what
    staff caused waits two minutes, so that Undo can stop it; what the reader or Waymark itself caused does not wait.
    ``urgent`` keeps a kind that usually waits for the daily summary out of it. With a ``dedupe_key``, asking again
    returns the first message, whatever became of it, and sends nothing.

    Raises UnknownKind, UnknownPurpose and NotACode: faults of the caller.
    """
    known = kinds.find(kind)
    if link:
        links.check_purpose(link.purpose)
    _check_codes(context or {})
    if dedupe_key and (first := Message.objects.of(to.district).filter(dedupe_key=dedupe_key).first()):
        return first
    was_asked_for = _is_asked_for(to, by, leave_after)
    message = _new(
        Posting(to, context=context or {}, link=link, dedupe_key=dedupe_key, urgent=urgent, about=about), known, by
    )
    message.for_digest, message.was_asked_for = message.for_digest and not was_asked_for, was_asked_for
    if known.muted_by and not was_asked_for and muted(to.district, kind, [to.pk]):
        return _write_muted(message)
    wait = leave_after if leave_after is not None else _usual_wait(by, was_asked_for)
    return _write(message, timezone.now() + wait)


@dataclass(frozen=True)
class Posting:
    """One message of many of a kind. Fields as the arguments of ``post``."""

    to: Person
    dedupe_key: str
    context: Mapping[str, Fact] = field(default_factory=dict)
    link: Link | None = None
    about: About | None = None
    urgent: bool = False


def post_many(*, kind: str, postings: Sequence[Posting], district: District, by: Actor) -> int:
    """Write many messages of one kind, each once for its dedupe key; returns how many are new.

    A fixed number of queries however many they are. They keep quiet hours and summaries as those of ``post`` do, and
    the sweep finds them: no bell is rung. Raises as ``post`` does.
    """
    known = kinds.find(kind)
    for one in postings:
        _check_codes(one.context)
        if one.link:
            links.check_purpose(one.link.purpose)
    keys = [one.dedupe_key for one in postings]
    written = set(Message.objects.of(district).filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    fresh = [one for one in postings if one.dedupe_key not in written]
    silenced = muted(district, kind, [one.to.pk for one in fresh]) if known.muted_by else set()
    now = timezone.now()
    times = timetable(district, now)
    rows = []
    for one in fresh:
        one.to.district = district  # it is theirs; reading it for each would be a query each
        message = _new(one, known, by)
        message.message_id = new_message_id(district.pk)
        message.leave_at = message.due_at = _leaving_time(message, now, lambda: times)
        if one.to.pk in silenced:
            message.state, message.fault = State.CANCELLED, Fault.MUTED
        rows.append(message)
    # Somebody else may be writing the same at the same moment: the first one counts.
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def muted(district: District, kind: str, person_ids: Sequence[int]) -> set[int]:
    """Who of these asked not to get this kind."""
    rows = MutedKind.objects.of(district).filter(kind=kind, person__in=person_ids)
    return set(rows.values_list("person_id", flat=True))


def post_outside(
    *,
    kind: str,
    to: Addressee,
    district: District,
    by: Actor,
    context: Mapping[str, Fact] | None = None,
    dedupe_key: str = "",
    leave_after: timedelta | None = None,
    about: About | None = None,
) -> Message:
    """Write an email to somebody who is no person of the district. Otherwise as ``post``; it holds no link."""
    kinds.find(kind)
    _check_codes(context or {})
    if dedupe_key and (first := Message.objects.of(district).filter(dedupe_key=dedupe_key).first()):
        return first
    was_asked_for = by.kind == Kind.LINK if leave_after is None else leave_after == timedelta(0)
    message = Message(
        district=district,
        kind=kind,
        to_name=to.name[:160] or "–",
        to_address=to.email,
        posted_by_id=by.person_id,
        language=spoken(to.language, district),
        channel=Channel.EMAIL,
        context=dict(context or {}),
        about_label=about.label if about else "",
        about_url_name=about.url_name if about else "",
        about_pk=about.pk if about else None,
        dedupe_key=dedupe_key,
        was_asked_for=was_asked_for,
        is_automatic=by.kind == Kind.SYSTEM,
    )
    wait = leave_after if leave_after is not None else _usual_wait(by, was_asked_for)
    return _write(message, timezone.now() + wait)


def post_again(message: Message, *, by: Actor) -> Message:
    """Write the same message anew, with a fresh link when it leaves: at once, since somebody waits for it."""
    again = Message(
        district=message.district,
        kind=message.kind,
        person=message.person,
        to_name=message.to_name,
        to_address="" if message.person else message.to_address,
        posted_by_id=by.person_id,
        language=language_of(message.person) if message.person else message.language,
        channel=usual_channel(message.person) if message.person else Channel.EMAIL,
        context=message.context,
        link_purpose=message.link_purpose,
        link_party=message.link_party,
        about_label=message.about_label,
        about_url_name=message.about_url_name,
        about_pk=message.about_pk,
        is_urgent=message.is_urgent,
        was_asked_for=True,
        resend_of=message.resend_of or message,
    )
    return _write(again, timezone.now())


@dataclass(frozen=True)
class Pending:
    """What should have left by now and has not: how many, and how long the oldest has waited."""

    count: int
    oldest_seconds: int


def pending() -> Pending:
    """How the outbox of all districts together does, for /healthz. Needs no district; sees numbers only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, oldest_seconds FROM outbox_pending(%s)", [timezone.now()])
        return Pending(*cursor.fetchone())


def ring_for(message: Message) -> None:
    """Wake a worker for a message that may leave, once this transaction stands."""
    ring(_DELIVER, message.pk)


def usual_channel(person: Person) -> Channel:
    """By email if there is an address; ``reach`` decides for good when the message leaves."""
    return Channel.EMAIL if person.email else Channel.TEXT


def language_of(person: Person) -> str:
    """The person's language if messages are written in it, else the district's."""
    return spoken(person.language, person.district)


def new_message_id(room: int | str) -> str:
    """A Message-ID, made once for each message, so that a second copy can be told as one.

    It names the district's id, so that a mail that comes back finds its row without a look across districts.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}.{room}@{domain or urlsplit(settings.PUBLIC_URL).hostname}>"


def spoken(language: str, district: District) -> str:
    """This language if Waymark writes in it, else the district's, else English."""
    spoken = {code for code, _name in settings.LANGUAGES}
    return next((code for code in (language, district.language) if code in spoken), "en")


def _new(one: Posting, known: kinds.Kind, by: Actor) -> Message:
    return Message(
        district=one.to.district,
        kind=known.name,
        person=one.to,
        posted_by_id=by.person_id,
        language=language_of(one.to),
        channel=usual_channel(one.to),
        context=dict(one.context),
        link_purpose=one.link.purpose if one.link else "",
        link_party=one.link.party_pk if one.link else None,
        about_label=one.about.label if one.about else "",
        about_url_name=one.about.url_name if one.about else "",
        about_pk=one.about.pk if one.about else None,
        dedupe_key=one.dedupe_key,
        is_urgent=one.urgent,
        for_digest=known.for_digest and not one.urgent,
        is_automatic=by.kind == Kind.SYSTEM,
    )


def _write_muted(message: Message) -> Message:
    """Keep a row that says why nothing was sent."""
    message.state, message.fault = State.CANCELLED, Fault.MUTED
    return _save(message, timezone.now())


def _write(message: Message, earliest: datetime) -> Message:
    """Save the row; ring when it may leave at once."""
    now = timezone.now()
    written = _save(message, leaving_time(message, earliest))
    if written is message and message.leave_at <= now:
        ring_for(message)
    return written


def _save(message: Message, leave_at: datetime) -> Message:
    """Save the row, or find the one that somebody else wrote for the same key at the same moment."""
    message.message_id = new_message_id(message.district_id)
    message.leave_at = message.due_at = leave_at
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        first = Message.objects.of(message.district).filter(dedupe_key=message.dedupe_key).first()
        if not message.dedupe_key or first is None:
            raise
        return first
    return message


def leaving_time(message: Message, earliest: datetime) -> datetime:
    """When a message may leave, not before ``earliest``: with the daily summary, after quiet hours, or at once.

    Quiet hours hold what nobody waits for: everything automatic, and all text messages, which ring. An email that a
    person caused lies still in its reader's mailbox and is not held; nor is anything that its reader asked for.
    """
    return _leaving_time(message, earliest, lambda: timetable(message.district, earliest))


def _leaving_time(message: Message, earliest: datetime, times: Callable[[], Timetable]) -> datetime:
    if message.for_digest:
        return times().next_digest(earliest)
    if message.was_asked_for or not (message.is_automatic or message.channel == Channel.TEXT):
        return earliest
    return times().after_quiet(earliest)


def _is_asked_for(to: Person, by: Actor, leave_after: timedelta | None) -> bool:
    if leave_after is not None:
        return leave_after == timedelta(0)
    return by.kind == Kind.LINK or (by.person_id is not None and by.person_id == to.pk)


def _usual_wait(by: Actor, was_asked_for: bool) -> timedelta:
    return timedelta(0) if was_asked_for or by.kind == Kind.SYSTEM else UNDO_WINDOW


def _check_codes(context: Mapping[str, Any]) -> None:
    for name, value in context.items():
        if not isinstance(value, int) and not (isinstance(value, str) and _CODE.fullmatch(value)):
            raise NotACode(f"{name!r} must be an id or a short code; templates read the rest when the message leaves.")
