"""Pages for what went wrong: each says what happened, that nothing was saved, and what to do now."""

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from config.navigation import PRODUCT

#: Seconds after which somebody who was too quick may try again.
RETRY_AFTER = 300
#: The last resort, for when the page of a server error cannot be drawn either.
PLAIN_SERVER_ERROR = (
    '<!doctype html><html lang="en"><title>Something went wrong – Waymark</title>'
    "<h1>Something went wrong</h1><p>Nothing was saved. Please try again in a few minutes.</p></html>"
)

log = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came in could not be read: 400."""
    return render(request, "422.html", status=HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A member of the district without the permission: 403, with the sentence of the refusal if it has one."""
    return render(request, "403.html", {"sentence": str(exception or "")}, status=HTTPStatus.FORBIDDEN)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing here for this viewer; nobody learns which: 404."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


@requires_csrf_token
def unprocessable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came in was understood and cannot be done: 422, with the sentence of the refusal."""
    return render(request, "422.html", {"sentence": str(exception or "")}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@requires_csrf_token
def conflict(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody did the same at the same moment: 409."""
    sentence = _(
        "The same was done at this very moment, perhaps by a double click. Go back and look whether it is done."
    )
    return render(request, "422.html", {"sentence": sentence}, status=HTTPStatus.CONFLICT)


@requires_csrf_token
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries in too little time: 429."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a good token, mostly one that was open since before signing in: 403."""
    sentence = _("This page was open for too long, so nothing was saved. Go back, reload it and send it again.")
    return render(request, "403.html", {"sentence": sentence, "is_stale": True}, status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault: 500. Drawn without the request, so that neither the database nor the session is asked."""
    try:
        page: str = loader.render_to_string("500.html", {"page": {"product": PRODUCT, "home_url": "/"}})
    except Exception:  # whatever broke the page may break this one too, and an answer must leave
        log.exception("The page of a server error could not be drawn.")
        page = PLAIN_SERVER_ERROR
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
