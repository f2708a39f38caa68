"""The pages about matches, side by side: matches, students without one, who asked to meet whom."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.models import Interest, Match, MatchPause, ProgramStudent
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

#: A tab counts no further.
MOST_COUNTED = 99


def match_tabs(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """The pages, with how many students and questions wait; ``current`` is the name of one."""
    unmatched = ProgramStudent.objects.of(viewer.district).known_to_staff(viewer).unmatched(viewer.district)
    waiting = Interest.objects.of(viewer.district).known_to_staff(viewer).waiting()
    pages = [
        ("matches", _("Matches"), "mentoring:match_list", ""),
        ("unmatched", _("Students without a mentor"), "mentoring:unmatched_list", _counted(unmatched)),
        ("interests", _("Asked to meet"), "mentoring:interest_list", _counted(waiting)),
    ]
    if viewer.can(Permission.MATCHES_EDIT):
        pages.append(("pauses", _("Pauses to decide"), "mentoring:pause_list", _counted(waiting_pauses(viewer))))
    return [
        {"label": label, "url": reverse(url_name), "is_current": name == current, "count": count}
        for name, label, url_name, count in pages
    ]


def _counted(rows: "QuerySet[Any]") -> str:
    """How many wait, in a few signs: who has more than a hundred reads the number in the list itself."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def waiting_pauses(viewer: Viewer) -> "QuerySet[MatchPause]":
    """Proposed pauses of the running matches that the viewer looks after."""
    reached = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)
    mine = MatchPause.objects.of(viewer.district).filter(state=MatchPause.State.PROPOSED)
    return mine.filter(match__in=reached.filter(state=Match.State.RUNNING).values("pk"))


def may_propose(viewer: Viewer) -> bool:
    """Whether the viewer may propose matches somewhere."""
    return viewer.can(Permission.MATCHES_EDIT)
