"""Who is looking: request.viewer."""
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from tenancy.viewer import Viewer


class ViewerMiddleware:
    """First version: nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if hasattr(request, "district"):
            request.viewer = Viewer.nobody(request.district)
        return self.get_response(request)
