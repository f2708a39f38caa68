"""One log line a request, with an id that its audit events and tasks carry too. No personal data, no addresses.

And what two people do at the same moment.
"""

import time
import uuid
from collections.abc import Callable

import structlog
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from config.errors import conflict

log = structlog.get_logger("waymark.request")

#: PostgreSQL's codes of a row that is there already: unique, and apart from others.
_THERE_ALREADY = frozenset({"23505", "23P01"})


class RequestLogMiddleware:
    """Gives the request its id and writes one line when it is answered.

    The line names the view, never the path or the query: paths may carry tokens, queries may carry names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then log."""
        started = time.monotonic()
        request_id = uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            district = getattr(request, "district", None)
            log.info(
                "request",
                method=request.method,
                view=match.view_name if match else "",
                status=response.status_code,
                ms=round((time.monotonic() - started) * 1000),
                district=district.pk if district else None,
            )
        response.headers["X-Request-ID"] = request_id
        return response


class SameMomentMiddleware:
    """Answers 409 where two requests made the same row at once and the database let one of them in.

    Forms find what is there already; only it can tell of the same moment. (A form sent twice by a double click.)
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for it. Anything else is a fault, as is a transaction that no savepoint saved."""
        code = getattr(exception.__cause__, "pgcode", "") if isinstance(exception, IntegrityError) else ""
        if code not in _THERE_ALREADY or connection.needs_rollback:
            return None
        log.warning("same_moment", code=code)
        return conflict(request)
