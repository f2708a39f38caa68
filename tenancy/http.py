"""Requests inside a district: who may call a view, addresses of both sides, answers that stream."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import get_script_prefix, reverse, set_script_prefix
from django_htmx.middleware import HtmxDetails

from tenancy.context import current_district, district
from tenancy.models import District
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

P = ParamSpec("P")


class DistrictRequest(HttpRequest):
    """A request below /d/<slug>/: its district and who is looking. (For the type checker; nothing makes one.)"""

    district: District
    viewer: Viewer
    htmx: HtmxDetails


DistrictView = Callable[Concatenate[DistrictRequest, P], HttpResponseBase]
AnyView = Callable[..., HttpResponseBase]


def requires(*permissions: Permission) -> Callable[[DistrictView[P]], DistrictView[P]]:
    """Let only those in who hold one of the permissions.

    Nobody signed in: to the sign-in page and back. A stranger: 404. A member without the permission: 403.
    """

    def decorate(view: DistrictView[P]) -> DistrictView[P]:
        @wraps(view)
        def guarded(request: DistrictRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            viewer = request.viewer
            if not viewer.is_signed_in:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if viewer.is_stranger:
                raise Http404
            if not any(viewer.can(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = permissions  # type: ignore[attr-defined]  # read by the guard test of the URLconf
        return cast(DistrictView[P], guarded)

    return decorate


def open_to_all(reason: str) -> Callable[[AnyView], AnyView]:
    """Say of a view that anyone may call it, and why. A view without this or ``requires`` fails a test."""

    def decorate(view: AnyView) -> AnyView:
        view.access = reason  # type: ignore[attr-defined]
        return view

    return decorate


def outside(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page outside every district: ``outside("account_login")`` is ``/accounts/login/``."""
    prefix = get_script_prefix()
    set_script_prefix("/")
    try:
        return reverse(name, urlconf=settings.ROOT_URLCONF, args=args, kwargs=kwargs)
    finally:
        set_script_prefix(prefix)


def district_url(of: District, name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page of a district, from wherever: ``district_url(oak, "home")`` is ``/d/oak/``."""
    prefix = get_script_prefix()
    set_script_prefix(of.mount_point)
    try:
        return reverse(name, urlconf=settings.DISTRICT_URLCONF, args=args, kwargs=kwargs)
    finally:
        set_script_prefix(prefix)


def stream(rows: Callable[[], Iterator[bytes | str]], *, content_type: str, filename: str = "") -> HttpResponse:
    """Answer with what a generator yields, in a district context of its own.

    The request's context is closed by the time a body is read, so the generator must fetch everything itself, inside.
    With a file name the answer is a download.
    """
    of = current_district()
    if of is None:
        raise RuntimeError("stream() is for views of a district.")

    def body() -> Iterator[bytes | str]:
        with district(of.pk):
            yield from rows()

    response = StreamingHttpResponse(body(), content_type=content_type)
    response.opens_own_context = True  # type: ignore[attr-defined]  # the middleware refuses other streams
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return cast(HttpResponse, response)
