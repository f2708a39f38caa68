"""One log line a request, with an id that its audit events and tasks carry too. No personal data, no addresses."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger("waymark.request")


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
