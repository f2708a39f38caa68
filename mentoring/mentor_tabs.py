"""The pages of a program's adults, side by side: mentors, applications, employers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.models import MentorApplication
from tenancy.pages import capped_count
from tenancy.permissions import Permission
from tenancy.viewer import Viewer


def mentor_tabs(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """The pages that this viewer may open; with how many applications wait. Nothing for who may open one alone."""
    if not viewer.can(Permission.MENTORS_EDIT):
        return []
    new = MentorApplication.objects.visible_to(viewer).filter(state=MentorApplication.State.NEW)
    pages = [
        (_("Mentors"), "mentoring:mentor_list", 0),
        (_("Applications"), "mentoring:mentor_application_list", capped_count(new)),
    ]
    return [
        {"label": label, "url": reverse(name), "is_current": name == current, "count": count or ""}
        for label, name, count in pages
    ]
