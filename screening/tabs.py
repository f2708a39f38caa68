"""The pages beside the board: what is asked, trainings, policies."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tenancy.permissions import Permission
from tenancy.viewer import Viewer

Tab = dict[str, object]


def clearance_tabs(viewer: Viewer, current: str) -> list[Tab]:
    """The pages that this viewer may open."""
    pages = [
        (_("People"), "screening:clearance_list", Permission.CLEARANCE_OUTCOMES_VIEW),
        (_("What is asked"), "screening:requirement_set_list", Permission.CLEARANCE_OUTCOMES_VIEW),
        (_("Trainings"), "screening:training_list", Permission.CLEARANCE_OUTCOMES_VIEW),
        (_("Policies"), "screening:policy_document_list", Permission.CLEARANCE_OUTCOMES_VIEW),
        (_("Results as a list"), "screening:background_check_paste", Permission.CLEARANCE_EDIT),
    ]
    return [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for label, name, permission in pages
        if viewer.can(permission)
    ]
