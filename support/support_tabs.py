"""The pages about supporting matches, side by side."""

from django.urls import reverse
from django.utils.translation import gettext as _

from support.models import SupportCall
from tenancy.pages import capped_count
from tenancy.viewer import Viewer


def support_tabs(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """The pages; ``current`` is the name of one. How many talks are overdue stands beside them."""
    overdue = capped_count(SupportCall.objects.visible_to(viewer).overdue(viewer.today))
    pages = [
        ("calls", _("Support calls"), "support:call_list", overdue),
        ("quiet", _("Not met for a while"), "support:quiet_list", 0),
        ("goals", _("Goals"), "support:review_list", 0),
        ("visits", _("Workplace visits"), "support:visit_list", 0),
        ("hours", _("Hours"), "support:hours_list", 0),
        ("promises", _("Promised time"), "support:promise_list", 0),
        ("perks", _("Gifts and extras"), "support:perk_list", 0),
    ]
    return [
        {"label": label, "url": reverse(url_name), "is_current": name == current, "count": count or ""}
        for name, label, url_name, count in pages
    ]
