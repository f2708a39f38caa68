"""The front office's home begins with who comes today."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from meetings.models import Meeting
from mentoring.models import MatchMentor, MatchStudent
from mentoring.page_parts import PagePart, section
from tenancy.permissions import Role
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.tables import Kind
from tenancy.viewer import Viewer

#: Lines on the home; the front desk's own page has them all.
MOST = 40
_LOOKS: dict[str, Kind] = {
    Meeting.State.PLANNED: "info",
    Meeting.State.HELD: "ok",
    Meeting.State.MISSED: "warn",
    Meeting.State.CANCELED: "mute",
}


def parts(viewer: Viewer) -> Iterable[PagePart]:
    """Today's meetings at the schools of this front office. A fixed number of queries."""
    if Role.FRONT_OFFICE not in viewer.roles:
        return
    meetings = _meetings(viewer)
    whole = [(_("The whole list, to print"), reverse("meetings:desk_list"))]
    empty = _("Nobody comes to meet a student today.")
    yield section(PersonSection(_("Who comes today"), rows=_rows(meetings, viewer), links=whole, empty=empty))


def _meetings(viewer: Viewer) -> list[Meeting]:
    today = Meeting.objects.at_desk(viewer)
    return list(today.prefetch_related("adult").order_by("starts_at", "pk")[:MOST])


def _rows(meetings: Sequence[Meeting], viewer: Viewer) -> list[SectionRow]:
    ids = {one.match_id for one in meetings}
    students = MatchStudent.objects.of(viewer.district).filter(match__in=ids, left_on=None)
    mentors = MatchMentor.objects.of(viewer.district).filter(match__in=ids, left_on=None)
    come: dict[int, list[str]] = {}
    for mentor in mentors.order_by("pk").prefetch_related("mentor__person"):
        come.setdefault(mentor.match_id, []).append(mentor.mentor.person.name)
    meet: dict[int, list[str]] = {}
    for row in students.order_by("pk").prefetch_related("student__person"):
        meet.setdefault(row.match_id, []).append(row.student.person.name)
    return [_row(one, come.get(one.match_id, []), meet.get(one.match_id, [])) for one in meetings]


def _row(meeting: Meeting, come: Sequence[str], meet: Sequence[str]) -> SectionRow:
    at = time_format(localtime(meeting.starts_at)) if meeting.starts_at else ""
    meets = _("meets %(names)s") % {"names": ", ".join(meet)} if meet else ""
    adult = _("%(name)s is there") % {"name": meeting.adult.name} if meeting.adult else ""
    late = _("%(count)s minutes late") % {"count": meeting.late_minutes} if meeting.late_minutes else ""
    note = " · ".join(filter(None, [meets, meeting.place_note, adult, late]))
    return SectionRow(
        " · ".join(filter(None, [at, ", ".join(come)])),
        note=note,
        kind=_LOOKS[meeting.state],
        status=meeting.get_state_display(),
    )
