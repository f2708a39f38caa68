"""The pages about feedback, side by side."""

from django.urls import reverse
from django.utils.translation import gettext as _

from support.models import Recommendation
from tenancy.pages import capped_count
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


def feedback_tabs(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """The pages; ``current`` is the name of one. How many recommendations are overdue stands beside them."""
    overdue = Recommendation.objects.visible_to(viewer).open().filter(due_on__lt=viewer.today)
    pages = [("recommendations", _("Recommendations"), "support:recommendation_list", capped_count(overdue))]
    if viewer.can(Permission.REPORTS_VIEW):
        pages.insert(0, ("rounds", _("Rounds"), "support:feedback_round_list", 0))
    return [
        {"label": label, "url": reverse(url_name), "is_current": name == current, "count": count or ""}
        for name, label, url_name, count in pages
    ]
