"""How many lines of Today lead to which page: the counts in the bar of pages.

They are worked out where Today is shown, and kept in the session, so that no other page asks the database for them.
Whatever somebody does makes them uncertain: then the bar says nothing until they look at Today again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from django.http import HttpRequest, HttpResponseBase

from tenancy.http import DistrictRequest
from tenancy.todo import Todo

KEY = "today"


def keep(request: DistrictRequest, todos: Iterable[Todo]) -> None:
    """Remember where these lines lead, for today and this person."""
    viewer = request.viewer
    paths = Counter(one.url.partition("?")[0] for one in todos)
    found = {"whom": [viewer.district.pk, viewer.person_id], "day": viewer.today.isoformat(), "paths": dict(paths)}
    if request.session.get(KEY) != found:
        request.session[KEY] = found


def kept(request: HttpRequest) -> Mapping[str, int]:
    """Lines by the address to which they lead; nothing where Today was not looked at since the last deed."""
    session, viewer = getattr(request, "session", None), getattr(request, "viewer", None)
    found = session.get(KEY) if session is not None else None
    if found is None or viewer is None or found["whom"] != [viewer.district.pk, viewer.person_id]:
        return {}
    return dict(found["paths"]) if found["day"] == viewer.today.isoformat() else {}


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
