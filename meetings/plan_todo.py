"""What plans of meetings ask of somebody today: a guest who is not cleared, nobody in charge, another time proposed."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import mail_words as words
from meetings.desk import uncleared_guests
from meetings.models import Meeting, MeetingProposal
from meetings.querysets.meetings import plannable_matches
from mentoring.models import Match
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: Meetings of today that are looked at one by one; proposals of another time that stand on a line of their own.
MOST, MOST_PROPOSALS = 50, 8


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """The front desk: who comes without being cleared. Members: their next meeting, when it is today.

    Who plans: nobody in charge, other times to decide on, matches without a coming meeting.
    """
    if viewer.person_id is None:
        return
    if viewer.can(Permission.FRONT_DESK_VIEW):
        yield from _not_cleared(viewer)
    if viewer.can(Permission.MEETINGS_EDIT):
        yield from _without_adult(viewer)
        yield from _proposed(viewer)
        yield from _nothing_planned(viewer)
    if viewer.can(Permission.MENTOR_OWN) or viewer.can(Permission.STUDENT_OWN):
        yield from _today(viewer)


def _not_cleared(viewer: Viewer) -> Iterator[Todo]:
    if names := uncleared_guests(viewer, MOST):
        sentence = _("%(names)s comes today and is not checked and trained now. Ask the coordinator first.")
        yield Todo(
            key="meetings.not_cleared",
            group="overdue",
            harm=1,
            kind="bad",
            status=_("Not cleared"),
            sentence=sentence % {"names": ", ".join(names)},
            action=_("See who comes"),
            url=reverse("meetings:desk_list"),
            can_wait=False,
        )


def _without_adult(viewer: Viewer) -> Iterator[Todo]:
    """Meetings to come whose adult in charge left, or was never named."""
    mine = Meeting.objects.of(viewer.district).editable_by(viewer).planned().filter(on__gte=viewer.today)
    gone = mine.filter(Q(adult=None) | Q(adult__deactivated_at__isnull=False))
    first = gone.in_list_order().first()
    if first is not None:
        yield Todo(
            key=f"meetings.adult:{first.pk}",
            group="overdue",
            harm=1 if first.on == viewer.today else 2,
            kind="bad",
            status=_("Nobody in charge"),
            sentence=_("Nobody is in charge of the meeting on %(when)s.") % {"when": words.when(first)},
            action=_("Name somebody"),
            url=reverse("meetings:meeting_change_adult", args=[first.pk]),
        )


def _proposed(viewer: Viewer) -> Iterator[Todo]:
    """Other times that somebody proposed and nobody has decided, the earliest first."""
    waiting = MeetingProposal.objects.to_decide_by(viewer).coming(timezone.now()).in_list_order()
    for one in waiting.prefetch_related("proposed_by", "meeting")[:MOST_PROPOSALS]:
        names = {"name": one.proposed_by.name, "wanted": words.instant_words(one.starts_at)}
        yield Todo(
            key=f"meetings.proposal:{one.pk}",
            group="waiting",
            harm=2,
            kind="info",
            status=_("Another time"),
            sentence=_("Instead of %(when)s, %(wanted)s would suit %(name)s better.")
            % {**names, "when": words.when(one.meeting)},
            action=_("Decide"),
            url=reverse("meetings:meeting_detail", args=[one.meeting_id]),
        )


def _nothing_planned(viewer: Viewer) -> Iterator[Line]:
    """Running matches that nothing stops and of which no meeting is to come."""
    coming = Meeting.objects.of(viewer.district).coming(timezone.now()).values("match")
    running = plannable_matches(viewer).filter(state=Match.State.RUNNING).not_paused().exclude(pk__in=coming)

    def line(count: int) -> Todo:
        first = running.order_by("pk").first()
        sentence = ngettext(
            "%(count)s running match has no meeting planned.",
            "%(count)s running matches have no meeting planned.",
            count,
        )
        return Todo(
            key="meetings.nothing_planned",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("To plan"),
            sentence=sentence % {"count": counted(count)},
            action=_("Plan the first one"),
            url=reverse("meetings:meeting_plan", args=[first.pk]),
        )

    yield Counted(running, line)


def _today(viewer: Viewer) -> Iterator[Todo]:
    now = timezone.now()
    mine = Meeting.objects.of(viewer.district).of_member(viewer).planned().filter(on=viewer.today)
    meeting = mine.in_list_order().first()
    if meeting is not None and meeting.ends_at > now:
        yield Todo(
            key=f"meetings.today:{meeting.pk}",
            group="ready",
            harm=2,
            kind="info",
            status=_("Today"),
            sentence=_("You meet today: %(when)s, %(where)s.")
            % {"when": words.when(meeting), "where": words.where(meeting)},
            action=_("Look"),
            url=reverse("meetings:meeting_own_list"),
        )
