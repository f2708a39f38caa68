"""What feedback asks of somebody today: to say how it goes, to do what was recommended, to read results."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from support.feedback_tokens import token_of
from support.models import FeedbackInvitation, FeedbackRound, Recommendation
from tenancy.permissions import Permission
from tenancy.todo import Line, Source, Todo
from tenancy.viewer import Viewer

#: Days before it is due from which on a recommendation stands on its owner's list.
SOON = timedelta(days=14)
#: How long results of a round are spoken of.
FRESH = timedelta(days=30)
MOST = 5


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Whoever is asked: the question. Owners: recommendations. Coordinators: rounds that are over."""
    if viewer.person_id is None:
        return
    yield from _asked(viewer)
    if viewer.can(Permission.PROGRAMS_VIEW):
        yield from _recommended(viewer)
    if viewer.can(Permission.SUPPORT_EDIT):
        yield from _over(viewer)


def _asked(viewer: Viewer) -> Iterator[Todo]:
    rows = FeedbackInvitation.objects.own(viewer).waiting(viewer.today).order_by("round__last_on", "pk")
    for one in rows.prefetch_related("round__program")[:MOST]:
        words = {"program": one.round.program.reader_name, "day": date_format(one.round.last_on)}
        yield Todo(
            key=f"support.feedback:{one.round_id}",
            group="waiting",
            harm=3,
            kind="info",
            status=_("Your opinion"),
            sentence=_("Tell us how it goes in %(program)s. Your answers are kept without your name. Until %(day)s.")
            % words,
            action=_("Answer in three minutes"),
            url=reverse("support:feedback_answer", args=[token_of(one.pk)]),
        )


def _recommended(viewer: Viewer) -> Iterator[Todo]:
    rows = Recommendation.objects.visible_to(viewer).open().filter(owner=viewer.person_id)
    for one in rows.filter(due_on__lte=viewer.today + SOON).order_by("due_on", "pk")[:MOST]:
        is_late = one.due_on < viewer.today
        words = {"what": one.what, "day": date_format(one.due_on)}
        yield Todo(
            key=f"support.recommendation:{one.pk}",
            group="overdue" if is_late else "ready",
            harm=2 if is_late else 3,
            kind="bad" if is_late else "info",
            status=_("Overdue") if is_late else _("To do"),
            sentence=_("After feedback, until %(day)s: %(what)s") % words,
            action=_("Say what was done"),
            url=reverse("support:recommendation_detail", args=[one.pk]),
        )


def _over(viewer: Viewer) -> Iterator[Todo]:
    """Rounds that are over, of which nobody has recommended anything."""
    rows = FeedbackRound.objects.changeable_by(viewer).over(viewer.today).without_recommendation()
    rows = rows.filter(last_on__gte=viewer.today - FRESH, program__archived_on=None)
    for one in rows.order_by("last_on", "pk").prefetch_related("audiences")[:MOST]:
        count = sum(audience.answered for audience in one.audiences.all())
        words = ngettext(
            "%(count)s person has answered “%(name)s”. Read the results and say what follows.",
            "%(count)s people have answered “%(name)s”. Read the results and say what follows.",
            count,
        )
        yield Todo(
            key=f"support.feedback_over:{one.pk}",
            group="ready",
            harm=3,
            kind="ok",
            status=_("Results"),
            sentence=words % {"count": count, "name": one.name},
            action=_("Read the results"),
            url=reverse("support:feedback_round_detail", args=[one.pk]),
        )
