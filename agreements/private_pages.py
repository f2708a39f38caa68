"""Pages whose address may hold a secret: nothing of them is kept, and no other page learns where one came from."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.http import AnyView


class _TokenOfTheForm(CsrfViewMiddleware):
    """Checks the token of the form, as everywhere, but not where the form was.

    A page that sends no referrer sends ``Origin: null`` with its forms: browsers do so on purpose. Forms of another
    site still fail, since they have no token.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        told: bool = super()._origin_verified(request)  # type: ignore[misc]  # not in the stubs
        return told or request.META["HTTP_ORIGIN"] == "null"

    def _check_referer(self, request: HttpRequest) -> None:
        """Nothing: there is none."""


_checked = decorator_from_middleware(_TokenOfTheForm)


def private(view: AnyView) -> AnyView:
    """Answer with ``no-store`` and ``no-referrer``, and take forms from pages that were answered so."""
    inner = _checked(sensitive_post_parameters()(view))

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = inner(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answered
