"""What plans of meetings add to the pages of a match, for staff."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import mail_words as words
from meetings.models import Meeting
from meetings.querysets.meetings import plannable_matches
from mentoring.models import Match
from mentoring.page_parts import PagePart, Side, section
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.viewer import Viewer

#: Lines of the part; the list has them all.
MOST = 5
#: Of which so many stand on the first page.
NEXT = 2


def next_meetings(match: Match, viewer: Viewer) -> PagePart | None:
    """On the first page: the next meetings, and how many of those before are not written down."""
    if not viewer.can(Permission.MEETINGS_VIEW) or match.state != Match.State.RUNNING:
        return None
    may_plan = plannable_matches(viewer).filter(pk=match.pk).exists()
    rows = [_row(one, may_plan) for one in _coming(match, viewer)[:NEXT]]
    found = PersonSection(
        _("Next meetings"),
        rows=[*_not_written(match, viewer), *rows],
        links=_links(match, may_plan=may_plan),
        empty=_("No meeting is planned."),
    )
    return section(found)


def _not_written(match: Match, viewer: Viewer) -> Iterator[SectionRow]:
    behind = Meeting.objects.visible_to(viewer).filter(match=match, sorted_at__lt=timezone.now()).planned()
    if count := behind.count():
        words = ngettext("%(count)s meeting is not written down", "%(count)s meetings are not written down", count)
        page = reverse("mentoring:match_detail", args=[match.pk, Side.MEETINGS])
        yield SectionRow(words % {"count": count}, kind="warn", status=_("To do"), links=[(_("Open"), page)])


def coming_meetings(match: Match, viewer: Viewer) -> PagePart | None:
    """What is still to come, and what was canceled of it; where one plans."""
    if not viewer.can(Permission.MEETINGS_VIEW) or match.state != Match.State.RUNNING:
        return None
    may_plan = plannable_matches(viewer).filter(pk=match.pk).exists()
    rows = [_row(one, may_plan) for one in _coming(match, viewer)[:MOST]]
    links, empty = _links(match, may_plan=may_plan), _("No meeting is planned.")
    return section(PersonSection(_("Coming meetings"), rows=rows, links=links, empty=empty))


def _coming(match: Match, viewer: Viewer) -> "QuerySet[Meeting]":
    coming = Meeting.objects.visible_to(viewer).filter(match=match, sorted_at__gte=timezone.now())
    return coming.ahead(viewer.today).order_by("sorted_at", "pk").prefetch_related("adult")


def _links(match: Match, *, may_plan: bool) -> list[tuple[str, str]]:
    return [(_("Plan meetings"), reverse("meetings:meeting_plan", args=[match.pk]))] if may_plan else []


def _row(meeting: Meeting, may_plan: bool) -> SectionRow:
    adult = meeting.adult.name if meeting.adult else ""
    note = " · ".join(filter(None, [words.where(meeting), adult]))
    page = (_("Open"), reverse("meetings:meeting_detail", args=[meeting.pk]))
    if meeting.is_canceled:
        status = _("Canceled: %(why)s") % {"why": meeting.get_cancel_cause_display()}
        return SectionRow(words.when(meeting), note=note, kind="mute", status=status, links=[page])
    move = (_("Move"), reverse("meetings:meeting_move", args=[meeting.pk]))
    is_new_year = meeting.on.year != timezone.localdate().year
    when = f"{words.when(meeting)} ({date_format(meeting.on)})" if is_new_year else words.when(meeting)
    return SectionRow(when, note=note, kind="info", status=_("Planned"), links=[move, page] if may_plan else [page])
