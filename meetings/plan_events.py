"""What the timeline of a match tells of its plan: meetings that were canceled, by whom and why."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Meeting
from mentoring.models import Match
from tenancy.permissions import Permission
from tenancy.person_pages import SectionEvent
from tenancy.viewer import Viewer

#: No more than this are read.
MOST = 100


def canceled_meetings(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """Meetings that did not take place because somebody called them off."""
    if not viewer.can(Permission.MEETINGS_VIEW):
        return
    canceled = Meeting.objects.visible_to(viewer).filter(match=match, state=Meeting.State.CANCELED)
    for one in canceled.order_by("-canceled_at", "-pk").prefetch_related("canceled_by")[:MOST]:
        if one.canceled_at is not None:
            words = {"day": date_format(one.on), "cause": one.get_cancel_cause_display()}
            yield SectionEvent(
                one.canceled_at,
                _("Meeting on %(day)s canceled: %(cause)s") % words,
                who=one.canceled_by.name if one.canceled_by else "",
                text=one.cancel_note,
                kind="meetings",
            )
