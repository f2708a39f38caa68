"""The page that asks for the extra sign-in step."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import extra_step as step
from accounts.access import next_page, requires_sign_in
from accounts.actions import extra_steps
from accounts.models import User


@require_http_methods(["GET", "POST"])
@requires_sign_in
def extra_step(request: HttpRequest) -> HttpResponse:
    """Why the step is needed and how to set it up; POST puts it off while the grace lasts.

    Who has set it up before is asked to do it now instead.
    """
    user = cast(User, request.user)
    extra_steps.ask(user, at=timezone.now())
    days_left, is_set_up = step.days_left(user, timezone.now()), step.is_set_up(user)
    go_on = next_page(request, otherwise="/")
    if step.is_done(request.session, user):
        return redirect(go_on)
    if request.method == "POST" and days_left and not is_set_up:
        step.put_off(request.session, user)
        return redirect(go_on)
    shown = {"days_left": days_left, "is_set_up": is_set_up, "next": go_on}
    return render(request, "accounts/extra_step.html", shown, status=422 if request.method == "POST" else 200)
