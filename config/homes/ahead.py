"""The next things due, said when nothing else is."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Meeting
from mentoring.match_table import members_of
from tenancy.permissions import Permission
from tenancy.todo import ComingUp
from tenancy.viewer import Viewer


def next_meeting(viewer: Viewer) -> ComingUp | None:
    """The next meeting of the matches that this viewer sees at work."""
    if not viewer.can(Permission.MEETINGS_VIEW):
        return None
    planned = Meeting.objects.visible_to(viewer).filter(
        state=Meeting.State.PLANNED, on__gte=viewer.today, starts_at__gte=timezone.now()
    )
    meeting = planned.order_by("on", "starts_at", "pk").prefetch_related("match").first()
    if meeting is None or meeting.starts_at is None:
        return None
    members = members_of([meeting.match], viewer)[meeting.match_id]
    names = [row.student.person.name for row in members.students] + [row.mentor.person.name for row in members.mentors]
    when = date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT")
    words = _("Next meeting: %(names)s, %(when)s") % {"names": ", ".join(names), "when": when}
    return ComingUp(words, reverse("mentoring:match_detail", args=[meeting.match_id]), meeting.on)
