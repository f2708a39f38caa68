"""A document as the staff reads it: who signs, what happened, what the family allowed, corrections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from agreements import evidence, wordings
from agreements.evidence import EventKind
from agreements.models import STANDING, Agreement, DocumentText, Method, Party, Permission, SignatureEvent, State
from tenancy.models import Person
from tenancy.person_pages import SectionEvent
from tenancy.tables import Kind as Look


@dataclass(frozen=True)
class AnswerWords:
    """One yes or no of one party, and where it can be taken back on their word."""

    permission: Permission
    look: Look
    status: str
    note: str
    withdraw_url: str = ""


def timeline(agreement: Agreement) -> list[SectionEvent]:
    """Everything that happened to a document, the newest first. Two queries, and one for the names of staff."""
    found = evidence.events(agreement)
    staff = {pk for event in found for pk in _people_of(event)}
    names = {one.pk: one.name for one in Person.objects.of(agreement.district).filter(pk__in=staff)}
    return [_event(event, names) for event in reversed(found)]


def _people_of(event: SignatureEvent) -> set[int]:
    named = (event.facts.get(name) for name in ("host", "attested_by", "from", "to", "by"))
    return {pk for pk in named if isinstance(pk, int) and not isinstance(pk, bool)}


def _event(event: SignatureEvent, names: Mapping[int, str]) -> SectionEvent:
    who = event.party.name if event.party else ""
    return SectionEvent(
        event.at,
        str(dict(EventKind.choices).get(event.kind, event.kind)),
        who=who,
        text=" · ".join(_facts(event, names)),
    )


def _facts(event: SignatureEvent, names: Mapping[int, str]) -> list[str]:
    facts = event.facts
    found: list[tuple[str, Callable[[Any], str]]] = [
        ("method", lambda code: str(Method(code).label)),
        ("language", lambda code: _("read in %(language)s") % {"language": language_name(code)}),
        ("drawn", lambda _on: _("drawn")),
        ("code", lambda _on: _("with a code")),
        ("shared_address", lambda _on: _("somebody else is reached at the same address")),
        ("host", lambda pk: _("hosted by %(name)s") % {"name": names.get(pk, "")}),
        ("attested_by", lambda pk: _("attested by %(name)s") % {"name": names.get(pk, "")}),
        ("from", lambda pk: _("from %(name)s") % {"name": names.get(pk, "")}),
        ("to", lambda pk: _("to %(name)s") % {"name": names.get(pk, "")}),
        ("permission", lambda code: str(Permission.Kind(code).label)),
        ("by", lambda pk: _("noted by %(name)s") % {"name": names.get(pk, "")}),
    ]
    told = [words(facts[name]) for name, words in found if facts.get(name)]
    given = facts.get("answers") or {}
    return told + [f"{Permission.Kind(kind).label}: {_('yes') if yes else _('no')}" for kind, yes in given.items()]


def answers(agreement: Agreement, parties: Sequence[Party], *, may_edit: bool) -> list[AnswerWords]:
    """What each party answered, in the order of the questions."""
    order = [str(one) for one in Permission.Kind]
    rows = Permission.objects.of(agreement.district).filter(party__in=[one.pk for one in parties])
    found = sorted(
        rows.prefetch_related("party", "withdrawn_by"), key=lambda one: (order.index(one.kind), one.party_id)
    )
    is_live = agreement.state in {State.OUT, *STANDING}
    return [_answer(one, may_withdraw=may_edit and is_live) for one in found]


def _answer(one: Permission, *, may_withdraw: bool) -> AnswerWords:
    if one.withdrawn_at is not None:
        words = {
            "day": date_format(localtime(one.withdrawn_at)),
            "name": one.withdrawn_by.name if one.withdrawn_by else "",
        }
        note = _("on %(day)s, by %(name)s") % words
        return AnswerWords(one, "bad", _("Withdrawn"), " · ".join(filter(None, [note, one.withdrawn_note])))
    if not one.is_granted:
        return AnswerWords(one, "mute", _("No"), one.party.name)
    url = reverse("agreements:permission_withdraw_for", args=[one.pk]) if may_withdraw else ""
    return AnswerWords(one, "ok", _("Yes"), one.party.name, url)


def text_of(agreement: Agreement) -> tuple[DocumentText, SafeString] | None:
    """The frozen wording in the reader's language, else in English; None while it is a draft."""
    texts = {one.language: one for one in DocumentText.objects.filter(agreement=agreement)}
    text = texts.get(reading_language()) or texts.get("en")
    # Made by our own template when it went out, its values escaped.
    return (text, mark_safe(text.html)) if text else None  # noqa: S308


def reading_language() -> str:
    """The language of the page, if documents are written in it."""
    language = (get_language() or "en").partition("-")[0]
    return language if language in wordings.languages() else "en"


def language_name(code: str) -> str:
    """English, Spanish."""
    return str(get_language_info(code)["name_translated"])
