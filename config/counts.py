"""The counts in the bar of pages: all lines of Today, and how many overdue ones lead to which page.

They are worked out where Today is shown, and kept in the session, so that no other page asks the database for them.
Whatever somebody does makes them uncertain: then the bar says nothing until they look at Today again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponseBase

from tenancy.http import DistrictRequest
from tenancy.todo import Todo

KEY = "today"


@dataclass(frozen=True)
class Counts:
    """All lines, and by the address to which they lead those that are overdue."""

    all: int = 0
    paths: Mapping[str, int] = field(default_factory=dict)


def keep(request: DistrictRequest, todos: Iterable[Todo]) -> None:
    """Remember where these lines lead, for today and this person."""
    viewer = request.viewer
    lines = list(todos)
    paths = Counter(one.url.partition("?")[0] for one in lines if one.belongs_to == "overdue")
    found = {
        "whom": [viewer.district.pk, viewer.person_id],
        "day": viewer.today.isoformat(),
        "all": len(lines),
        "paths": dict(paths),
    }
    if request.session.get(KEY) != found:
        request.session[KEY] = found


def kept(request: HttpRequest) -> Counts:
    """How many lines lead where; none where Today was not looked at since the last deed."""
    session, viewer = getattr(request, "session", None), getattr(request, "viewer", None)
    found = session.get(KEY) if session is not None else None
    if found is None or viewer is None or found["whom"] != [viewer.district.pk, viewer.person_id]:
        return Counts()
    return Counts(found["all"], found["paths"]) if found["day"] == viewer.today.isoformat() else Counts()


class ForgetCountsMiddleware:
    """After a deed the counts in the bar may be wrong: they are forgotten."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then forget."""
        response = self.get_response(request)
        if request.method == "POST" and KEY in request.session:
            del request.session[KEY]
        return response
