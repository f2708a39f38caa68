"""The counts in the bar of pages: all lines of Today, and how many overdue ones lead to which page.

They are worked out where Today is shown, and kept in the cache for the rest of the day, so that no other page asks the
database for them. What their viewer does makes them uncertain: then the bar says nothing, and they are worked out
behind the scenes (``config.tasks.renew_counts``), which takes a second or two. While no worker or no cache is there,
they stay away until Today is opened: no count is better than a wrong one. What others do shows when Today is opened or
after the next deed.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.cache import cache

from tenancy.todo import Todo
from tenancy.viewer import Viewer

#: Seconds for which counts are kept: they are of one day.
_KEPT = 60 * 60 * 24


@dataclass(frozen=True)
class Counts:
    """All lines, and by the address to which they lead those that are overdue."""

    all: int = 0
    paths: Mapping[str, int] = field(default_factory=dict)


def keep(viewer: Viewer, todos: Iterable[Todo]) -> None:
    """Remember where these lines lead, for today and this viewer. Counts stand in staff's bar alone."""
    if not viewer.is_staff:
        return
    lines = list(todos)
    paths = Counter(one.url.partition("?")[0] for one in lines if one.belongs_to == "overdue")
    found = {"day": viewer.today.isoformat(), "all": len(lines), "paths": dict(paths)}
    cache.set(_key(viewer), found, _KEPT)


def kept(viewer: Viewer) -> Counts:
    """How many lines lead where; none where Today was not looked at, or a deed has just changed it."""
    found = cache.get(_key(viewer))
    is_of_today = found is not None and found.get("day") == viewer.today.isoformat()
    return Counts(found["all"], found["paths"]) if is_of_today else Counts()


def forget(viewer: Viewer) -> str:
    """After a deed: drop the counts. Answers what to renew them with; empty where there were none."""
    if not viewer.is_staff or cache.get(_key(viewer)) is None:
        return ""
    wanted = uuid.uuid4().hex
    cache.set(_key(viewer), {"wanted": wanted}, _KEPT)
    return wanted


def is_wanted(viewer: Viewer, wanted: str) -> bool:
    """Whether counts are still to be renewed by this; otherwise a later deed renews them."""
    found = cache.get(_key(viewer))
    return found is not None and found.get("wanted", wanted) == wanted


def _key(viewer: Viewer) -> str:
    """Of a person and a sign-in: for whom one covers hangs on both."""
    user = viewer.user.pk if viewer.user else None
    return f"today:{viewer.district.pk}:{viewer.person_id}:{user}"
