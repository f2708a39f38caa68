"""Who may call a view outside the districts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts import extra_step
from tenancy.http import outside

OutsideView = Callable[..., HttpResponseBase]


def requires_sign_in(view: OutsideView) -> OutsideView:
    """Let in whoever is signed in; others sign in and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return view(request, *args, **kwargs)

    guarded.access = "anybody who is signed in"  # type: ignore[attr-defined]  # read by the guard test of the URLconf
    return guarded


def requires_platform_staff(view: OutsideView) -> OutsideView:
    """Let in platform staff who did the extra step, without any grace. Everybody else is told that there is no page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        user = request.user
        if not user.is_platform_staff:
            raise Http404
        if not extra_step.is_done(request.session, user):
            return redirect(f"{outside('accounts:extra_step')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    guarded.access = "platform staff who did the extra step"  # type: ignore[attr-defined]
    return guarded


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Where the form or address says to go on, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    is_address = wanted.startswith(("/", "http://", "https://"))  # a bare word would be taken for a view's name
    return wanted if is_address and is_ours else otherwise
