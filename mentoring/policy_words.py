"""The main rules of a program in words, for its page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.models import Format, PlaceKind, Policy


def main_rules(policy: Policy) -> Iterator[tuple[str, object]]:
    """What people ask first about a program's rules, as terms and values."""
    yield _("Began as"), policy.get_preset_display()
    yield _("Students"), _("from grade %(grade)s") % {"grade": policy.minimum_grade}
    yield _("Who meets whom"), "; ".join(str(Format(code).label) for code in policy.formats)
    yield _("Where they meet"), "; ".join(str(PlaceKind(code).label) for code in policy.places)
    yield _("Promised"), _promise(policy)
    yield _("Calls and messages"), policy.get_remote_contact_display()
    yield _("Journal"), policy.get_journal_rhythm_display()


def _promise(policy: Policy) -> str:
    months = ngettext("%(count)s month", "%(count)s months", policy.promised_months)
    meetings = ngettext("%(count)s meeting", "%(count)s meetings", policy.planned_meetings)
    return _("%(months)s, %(meetings)s of %(minutes)s minutes") % {
        "months": months % {"count": policy.promised_months},
        "meetings": meetings % {"count": policy.planned_meetings},
        "minutes": policy.meeting_minutes,
    }
