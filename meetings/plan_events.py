"""What the timeline of a match tells of its plan: meetings planned, moved, canceled, by whom and why."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Meeting
from mentoring.models import Match
from tenancy.history import tell
from tenancy.models import AuditEvent
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


def planned_meetings(match: Match, viewer: Viewer) -> Iterable[SectionEvent]:
    """Meetings that somebody planned, moved or brought back; of a series one line."""
    if not viewer.can(Permission.MEETINGS_VIEW):
        return
    ids = Meeting.objects.visible_to(viewer).filter(match=match).values("pk")
    events = AuditEvent.objects.of(viewer.district).filter(
        target_kind="meetings.meeting", target_id__in=ids, verb__in=list(_PLANNED)
    )
    for one in tell(list(events.order_by("-at", "-pk")[:MOST])):
        day = str(one.event.facts.get("on", ""))
        words = str(one.what)
        if day:
            words = _("%(what)s: %(day)s") % {"what": words, "day": date_format(date.fromisoformat(day))}
        yield SectionEvent(one.event.at, words[:1].upper() + words[1:], who=one.who, kind="meetings")


#: What of the log is told here.
_PLANNED = ("meeting.plan", "meeting.plan_series", "meeting.move", "meeting.bring_back")
