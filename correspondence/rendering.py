"""From a message to words: mail as text and HTML, text messages.

Each text is made twice: once with the real links, to be sent, and once with "[link]" in their place, to be kept.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name
from django.template import Context
from django.template.loader import TemplateDoesNotExist, get_template
from django.utils import translation

from correspondence import kinds
from correspondence.links import BLANK, Outdated
from correspondence.models import Message
from tenancy.models import District

PRODUCT = "Waymark"

#: Links by the id of the message that asked for each: its own, and, in a daily summary, those of its parts.
Links = Mapping[int, str]


@dataclass(frozen=True)
class Written:
    """Subject, text and HTML of a mail. Holds usable links."""

    subject: str
    text: str
    html: str

    def __repr__(self) -> str:
        return "<Written>"


@dataclass(frozen=True)
class Line:
    """One part of a daily summary."""

    subject: str
    sentence: str
    link: str

    def __repr__(self) -> str:
        return "<Line>"


def blanks(links: Links) -> Links:
    """The same links, made unusable."""
    return dict.fromkeys(links, BLANK)


def mail(message: Message, links: Links) -> Written:
    """Write a message as a mail, in its reader's language. Call inside the district."""
    template = kinds.find(message.kind).template
    with translation.override(message.language):
        context = _context(message, links)
        subject = _one_line(_plain(f"{template}.subject.txt", context))[:255]
        context["subject"] = subject
        return Written(
            subject=subject,
            text=_tidy(_plain(f"{template}.txt", context)),
            html=get_template(f"{template}.html").render(context),
        )


def text_message(message: Message, links: Links) -> str:
    """Write a message as a text message, in its reader's language. Call inside the district."""
    template = kinds.find(message.kind).template
    with translation.override(message.language):
        return _one_line(_plain(f"{template}.sms.txt", _context(message, links)))


def sign_in_mail(template_prefix: str, language: str, values: Mapping[str, object]) -> Written:
    """Write a mail about signing in, from allauth's templates."""
    with translation.override(language):
        context = {**values, "product": PRODUCT, "language": language}
        subject = _one_line(_plain(f"{template_prefix}_subject.txt", context))[:255]
        context["subject"] = subject
        return Written(
            subject=subject,
            text=_tidy(_plain(f"{template_prefix}_message.txt", context)),
            html=get_template(f"{template_prefix}_message.html").render(context),
        )


def parts_of(message: Message) -> list[Message]:
    """The messages that a daily summary gathers, oldest first; none for any other kind."""
    if message.kind != kinds.DIGEST:
        return []
    gathered = Message.objects.of(message.district).filter(digest=message.resend_of_id or message.pk)
    return list(gathered.order_by("created_at", "pk"))


def zone_name(district: District, language: str) -> str:
    """What people call the district's time zone: "Central Time"."""
    return get_timezone_name(ZoneInfo(district.time_zone), locale=Locale.parse(language, sep="-"))


def _context(message: Message, links: Links) -> dict[str, object]:
    district = message.district
    return {
        "product": PRODUCT,
        **message.context,
        **kinds.find(message.kind).context(message),
        "message": message,
        "person": message.person,
        "reader_name": message.reader_name,
        "district": district,
        "language": message.language,
        "zone_name": zone_name(district, message.language),
        "link": links.get(message.pk, ""),
        "lines": _lines(message, links),
    }


def _lines(message: Message, links: Links) -> list[Line]:
    """The lines of a daily summary. What has been done since it was collected is left out; Outdated if that is all."""
    parts = parts_of(message)
    found = []
    for part in parts:
        with suppress(Outdated):
            found.append(_line(part, links))
    if parts and not found:
        raise Outdated
    return found


def _line(message: Message, links: Links) -> Line:
    template, context = kinds.find(message.kind).template, _context(message, links)
    return Line(
        subject=_one_line(_plain(f"{template}.subject.txt", context)),
        sentence=_sentence(f"{template}.line.txt", context),
        link=links.get(message.pk, ""),
    )


def _sentence(template: str, context: dict[str, object]) -> str:
    try:
        return _one_line(_plain(template, context))
    except TemplateDoesNotExist:
        return ""


def _plain(template: str, context: dict[str, object]) -> str:
    """Render plain text: nothing is escaped, whatever the engine's habit."""
    return str(get_template(template).template.render(Context(context, autoescape=False)))  # type: ignore[attr-defined]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    """At most one empty line in a row, no blanks at line ends, one newline at the end."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
