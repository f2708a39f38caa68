"""The pages about closing matches, going on and thanking, side by side."""

from django.urls import reverse
from django.utils.translation import gettext as _

from support.models import ThankYouLines
from tenancy.pages import capped_count
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


def closing_tabs(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """The pages; ``current`` is the name of one. How many lines wait for the teacher stands beside them."""
    unread = capped_count(ThankYouLines.objects.visible_to(viewer).unread())
    pages = [
        ("closings", _("Closing matches"), "support:closing_list", 0),
        ("again", _("Same pair again?"), "support:continuation_list", 0),
        ("lines", _("Lines of thanks"), "support:thank_you_list", unread),
    ]
    if viewer.can(Permission.LETTERS_EDIT):
        pages.append(("letters", _("Thank-you letters"), "support:letter_program_list", 0))
    return [
        {"label": label, "url": reverse(url_name), "is_current": name == current, "count": count or ""}
        for name, label, url_name, count in pages
    ]
