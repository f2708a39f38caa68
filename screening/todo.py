"""What clearance asks of somebody today."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.models import Asked
from screening.own_steps import OwnStep, own_steps
from screening.querysets.asked import AskedQuerySet
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Of staff: who is not clear, whose clearance ran out or runs out. Of a mentor: their own steps."""
    if viewer.can(Permission.CLEARANCE_EDIT):
        yield from _board(viewer)
    if viewer.can(Permission.MENTOR_OWN) and viewer.person is not None:
        yield from _own(viewer)


def _board(viewer: Viewer) -> Iterator[Line]:
    live, url = Asked.objects.visible_to(viewer).live(), reverse("screening:clearance_list")

    def expired(lapsed: int) -> Todo:
        words = ngettext(
            "%(count)s person is no longer cleared: something ran out.",
            "%(count)s people are no longer cleared: something ran out.",
            lapsed,
        )
        return Todo(
            key="clearance.expired",
            group="overdue",
            harm=1,
            kind="bad",
            status=_("Run out"),
            sentence=words % {"count": counted(lapsed)},
            action=_("See who"),
            url=f"{url}?state=expired",
        )

    def running_out(soon: int) -> Todo:
        words = ngettext(
            "The clearance of %(count)s person runs out within 60 days.",
            "The clearance of %(count)s people runs out within 60 days.",
            soon,
        )
        return Todo(
            key="clearance.soon",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Runs out soon"),
            sentence=words % {"count": counted(soon)},
            action=_("See who"),
            url=f"{url}?state=soon",
        )

    yield Counted(_people(live.in_state(Asked.State.EXPIRED, viewer.today)), expired)
    yield Counted(_people(live.running_out(viewer.today)), running_out)


def _people(rows: AskedQuerySet) -> "QuerySet[Any]":
    return rows.order_by().values("person").distinct()


def _own(viewer: Viewer) -> Iterator[Todo]:
    own = viewer.once(own_steps, lambda: own_steps(viewer))
    if own is None:
        return
    yield from _to_renew([step for step in own.steps if step.kind == "warn" and not step.is_open])
    mine = [step for step in own.steps if step.kind == "warn" and step.is_open]
    if mine:
        words = ngettext(
            "%(count)s step is your turn: %(titles)s.", "%(count)s steps are your turn: %(titles)s.", len(mine)
        )
        yield Todo(
            key="clearance.own",
            group="ready",
            harm=2,
            kind="warn",
            status=_("Your turn"),
            sentence=words % {"count": len(mine), "titles": ", ".join(step.title for step in mine)},
            action=_("See your steps"),
            url=reverse("screening:step_list"),
        )


def _to_renew(steps: Sequence[OwnStep]) -> Iterator[Todo]:
    """Steps that are done and run out soon."""
    if not steps:
        return
    words = ngettext(
        "%(count)s step runs out soon: %(titles)s.", "%(count)s steps run out soon: %(titles)s.", len(steps)
    )
    yield Todo(
        key="clearance.renew",
        group="ready",
        harm=2,
        kind="warn",
        status=_("Renew soon"),
        sentence=words % {"count": len(steps), "titles": ", ".join(step.title for step in steps)},
        action=_("See your steps"),
        url=reverse("screening:step_list"),
    )
