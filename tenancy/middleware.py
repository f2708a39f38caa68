"""The mount point: /d/<slug>/… opens a district."""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from tenancy.context import check_keys_now, district
from tenancy.models import District

#: Requests that only look.
_LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
_BELOW_DISTRICT = re.compile(r"^/d/(?P<slug>[-\w]+)(?P<rest>/.*)$")


class DistrictMiddleware:
    """Opens the district named in the address for the whole request: sign-in look-up, view, template and session.

    The transaction spans them all (ATOMIC_REQUESTS would wrap only the view). An answer of 500 and above, or 409, rolls
    it back.
    After a deed late keys are checked before the answer leaves, so that a broken one is reported with its view. (The
    database checks them again when the transaction ends, and then those of a page that only looks as well.)
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request inside its district, if its address names one."""
        below = _BELOW_DISTRICT.match(request.path_info)
        if below is None:
            return self.get_response(request)
        found = District.objects.filter(slug=below["slug"], is_active=True).first()
        if found is None:
            raise Http404
        request.path_info = below["rest"]
        request.urlconf = settings.DISTRICT_URLCONF
        request.district = found  # type: ignore[attr-defined]
        with district(found):
            response = self.get_response(request)
            if response.streaming and not _may_stream(response):
                raise RuntimeError("Answer with tenancy.http.stream(): the district is closed when a body is read.")
            if response.status_code >= 500 or response.status_code == HTTPStatus.CONFLICT:
                transaction.set_rollback(True)
            elif request.method not in _LOOKING:
                check_keys_now()
        return response


def _may_stream(response: HttpResponseBase) -> bool:
    return isinstance(response, FileResponse) or getattr(response, "opens_own_context", False)
