"""After a deed the counts in the bar may be wrong: they are worked out anew."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase

from config import counts
from config.tasks import renew_counts
from tenancy.celery import ring
from tenancy.viewer import Viewer

#: Seconds until counts are renewed: of deeds that come one upon the other, only the last one does it.
SOON = 1


class RenewCountsMiddleware:
    """Forgets the counts of whoever has done something in a district, and has them worked out anew.

    What was refused has changed nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then forget."""
        response = self.get_response(request)
        viewer: Viewer | None = getattr(request, "viewer", None)
        if request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST and viewer and viewer.user:
            wanted = counts.forget(viewer)
            if wanted and viewer.person_id:
                ring(renew_counts.signature(countdown=SOON), viewer.person_id, viewer.user.pk, wanted)
        return response
