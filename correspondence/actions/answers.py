"""What people answer to text messages: STOP, START, HELP."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from correspondence.actions import text_consents
from correspondence.models import TextConsent
from correspondence.outbox import language_of
from tenancy.models import District
from tenancy.templatetags.people import phone as spelled

STOP = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "alto", "parar", "baja"})
START = frozenset({"start", "unstop", "yes", "empezar", "sí", "si"})


def answer(district: District, phone: str, text: str, *, at: datetime) -> str:
    """Do what the first word says; returns what to answer, empty when nothing should be.

    STOP is answered by the provider itself, and nothing may follow it.
    """
    word = text.strip().strip(".!").casefold()
    if word in STOP:
        text_consents.stop_phone(district, phone, at=at)
        return ""
    with translation.override(_language(district, phone)):
        if word in START:
            return _started(district) if text_consents.start_phone(district, phone, at=at) else _unknown(district)
        return _help(district)


def _language(district: District, phone: str) -> str:
    consent = TextConsent.objects.of(district).filter(phone=phone).order_by("-opted_in_at").first()
    return language_of(consent.person) if consent else district.language


def _started(district: District) -> str:
    return _("%(district)s: you get text messages again. Reply STOP to end them.") % {"district": district.name}


def _unknown(district: District) -> str:
    return _("%(district)s: we do not know this number yet. Ask the school to add it. %(contact)s") % _words(district)


def _help(district: District) -> str:
    return _("%(district)s: nobody reads this number. %(contact)s Reply STOP to end text messages.") % _words(district)


def _words(district: District) -> dict[str, str]:
    contact = " ".join(part for part in (spelled(district.contact_phone), district.contact_email) if part)
    return {"district": district.name, "contact": _("Contact: %(contact)s.") % {"contact": contact} if contact else ""}
