"""What closing, going on and thanking ask of somebody today."""

from collections.abc import Iterator

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.models import Match
from support.models import Closing, Continuation, ContinuationAnswer, ThankYouLines
from support.querysets.closings import begun
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Coordinators: matches to close, who has not answered. Teachers: lines to read. Students, mentors: their own."""
    if viewer.can(Permission.SUPPORT_EDIT):
        yield from _over(viewer)
        yield from _ready(viewer)
        yield from _silent(viewer)
        yield from _stuck(viewer)
    if viewer.can(Permission.JOURNALS_GRADE) or viewer.can(Permission.SUPPORT_EDIT):
        yield from _lines_to_read(viewer)
    if viewer.can(Permission.STUDENT_OWN) or viewer.can(Permission.MENTOR_OWN):
        yield from _own_question(viewer)
    if viewer.can(Permission.STUDENT_OWN):
        yield from _own_lines(viewer)


def _over(viewer: Viewer) -> Iterator[Line]:
    mine = Match.objects.visible_to(viewer).in_reach_of(viewer, Permission.SUPPORT_EDIT)
    over = mine.filter(~Exists(begun()), state=Match.State.RUNNING, ends_on__lt=viewer.today)

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s match has passed its planned last day.",
            "%(count)s matches have passed their planned last day.",
            count,
        )
        return Todo(
            key="closing.over",
            group="overdue",
            harm=2,
            kind="warn",
            status=_("Time is over"),
            sentence=words % {"count": counted(count)},
            action=_("Close them or go on"),
            url=f"{reverse('support:closing_list')}?state=due",
        )

    yield Counted(over, line)


def _ready(viewer: Viewer) -> Iterator[Line]:
    mine = Match.objects.visible_to(viewer).in_reach_of(viewer, Permission.SUPPORT_EDIT)
    complete = Closing.objects.of(viewer.district).open().complete().filter(match__in=mine.values("pk"))

    def line(count: int) -> Todo:
        words = ngettext("%(count)s match can be closed.", "%(count)s matches can be closed.", count)
        return Todo(
            key="closing.ready",
            group="ready",
            harm=3,
            kind="ok",
            status=_("Ready"),
            sentence=words % {"count": counted(count)},
            action=_("Close"),
            url=f"{reverse('support:closing_list')}?state=ready",
        )

    yield Counted(complete, line)


def _silent(viewer: Viewer) -> Iterator[Line]:
    mine = Match.objects.visible_to(viewer).in_reach_of(viewer, Permission.SUPPORT_EDIT)
    late = Continuation.objects.of(viewer.district).late(viewer.today).filter(match__in=mine.values("pk"))

    def line(count: int) -> Todo:
        words = ngettext(
            "In %(count)s match somebody has not said whether they go on next year.",
            "In %(count)s matches somebody has not said whether they go on next year.",
            count,
        )
        return Todo(
            key="continuation.late",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("No answer"),
            sentence=words % {"count": counted(count)},
            action=_("See who"),
            url=f"{reverse('support:continuation_list')}?state=late",
        )

    yield Counted(late, line)


def _stuck(viewer: Viewer) -> Iterator[Todo]:
    """Everybody said yes, and something stood in the way of next year's match."""
    open_ones = ContinuationAnswer.objects.of(viewer.district).exclude(answer="yes").values("continuation")
    waiting = Continuation.objects.visible_to(viewer).waiting().exclude(pk__in=open_ones)
    if one := waiting.order_by("pk").first():
        yield Todo(
            key=f"continuation.stuck:{one.pk}",
            group="overdue",
            harm=2,
            kind="bad",
            status=_("In the way"),
            sentence=_("A match would go on next year, but something stands in the way."),
            action=_("Open it"),
            url=reverse("support:continuation_detail", args=[one.pk]),
        )


def _lines_to_read(viewer: Viewer) -> Iterator[Line]:
    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s student has written lines of thanks.", "%(count)s students have written lines of thanks.", count
        )
        return Todo(
            key="thank_yous.unread",
            group="ready",
            harm=3,
            kind="info",
            status=_("To read"),
            sentence=words % {"count": counted(count)},
            action=_("Read them"),
            url=reverse("support:thank_you_list"),
        )

    yield Counted(ThankYouLines.objects.visible_to(viewer).unread(), line)


def _own_question(viewer: Viewer) -> Iterator[Todo]:
    for row in ContinuationAnswer.objects.of(viewer.district).own(viewer).filter(answer="").order_by("pk")[:5]:
        yield Todo(
            key=f"continuation.own:{row.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Your answer"),
            sentence=_("Would you like to go on together next year?"),
            action=_("Answer"),
            url=reverse("support:continuation_answer", args=[row.pk]),
        )


def _own_lines(viewer: Viewer) -> Iterator[Todo]:
    mine = ThankYouLines.objects.visible_to(viewer).filter(match_student__student__person=viewer.person_id)
    for lines in mine.filter(approved_at=None).exclude(given_back_note="").order_by("pk")[:3]:
        yield Todo(
            key=f"thank_yous.own:{lines.pk}",
            group="waiting",
            harm=3,
            kind="warn",
            status=_("Please change"),
            sentence=_("Your teacher asks you to change the lines of thanks for your mentor."),
            action=_("Change them"),
            url=reverse("support:thank_you_write", args=[lines.match_student_id]),
        )
