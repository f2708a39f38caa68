"""One's own details and sign-in."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import continue_as, languages
from accounts.access import requires_sign_in
from accounts.actions import profiles, sign_ins
from accounts.forms import ProfileForm
from accounts.models import SignInEvent, User
from accounts.sign_in_states import state_of
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

#: How much of the own activity one page shows.
SHOWN = 50


@require_http_methods(["GET", "POST"])
@requires(Permission.HOME_VIEW)
def profile(request: DistrictRequest) -> HttpResponse:
    """What one goes by, language and phone; how one signs in; one's districts."""
    viewer = request.viewer
    user = cast(User, viewer.user)
    form = ProfileForm(request.POST or None, instance=viewer.person, viewer=viewer) if viewer.person else None
    if form is not None and form.is_valid():
        profiles.change(person=form.instance, user=user, by=viewer.actor, **form.cleaned_data)
        return _saved(request, form.cleaned_data["language"])
    shown = {
        "form": form,
        "sign_in": state_of(user),
        "districts": continue_as.districts_of(user),
        "people": request.people,  # type: ignore[attr-defined]
    }
    return render(request, "accounts/profile.html", shown, status=422 if form and form.errors else 200)


def _saved(request: DistrictRequest, language: str) -> HttpResponse:
    """Say so in the language that was chosen, and go on in it. Staff read English, whatever their mails are in."""
    spoken = "en" if request.viewer.is_staff else language
    with translation.override(spoken):
        messages.success(request, _("Saved."))
    answer = redirect("accounts:profile")
    languages.remember(answer, spoken)
    return answer


@require_safe
@requires_sign_in
def sign_in_activity(request: HttpRequest) -> HttpResponse:
    """What happened to one's sign-in lately."""
    user = cast(User, request.user)
    events = SignInEvent.objects.of(user).order_by("-at")[:SHOWN]
    return render(request, "accounts/sign_in_activity.html", {"events": events, "shown": SHOWN})


@require_POST
@requires_sign_in
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out on one other computer."""
    if not sign_ins.end_session(user=cast(User, request.user), pk=pk, request=request):
        raise Http404
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")
