"""The pages of somebody who was invited: from a link in a mail, or from a code on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import invitation_codes, languages
from accounts.actions import invitations, sign_ins
from accounts.adapter import sign_in_name
from accounts.forms import InvitationCodeForm, WayToSignInForm
from accounts.models import Invitation, User
from accounts.secrets import spaced
from tenancy.actor import Actor
from tenancy.http import DistrictRequest, district_url, open_to_all, outside


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@open_to_all("opened by the secret of a mailed link, before there is a sign-in")
def invitation_open(request: DistrictRequest, token: str) -> HttpResponse:
    """A mailed link. GET only shows who is invited by whom; POST accepts, or asks for a new link when it ran out."""
    invitation = invitations.find(request.district, token, Invitation.Channel.EMAIL)
    if invitation is None:
        return _closed(request, status=404)
    if invitations.is_live(invitation, timezone.now()):
        return _welcome(request, invitation)
    if request.method == "POST" and not invitations.send_anew_refusal(invitation):
        by = Actor.link("accounts.invitation", invitation.pk)
        invitations.invite_again(invitation=invitation, by=by, at=timezone.now())
        return _closed(request, is_sent=True)
    return _closed(request, can_ask=not invitations.send_anew_refusal(invitation), status=410)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@open_to_all("opened by a printed code that was typed just before")
def invitation_accept(request: DistrictRequest) -> HttpResponse:
    """What follows a right printed code."""
    invitation = invitation_codes.held(request.session, request.district)
    if invitation is None or not invitations.is_live(invitation, timezone.now()):
        return redirect(outside("accounts:invitation_code"))
    return _welcome(request, invitation)


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_all("the first page of somebody with a printed code")
def invitation_code(request: HttpRequest) -> HttpResponse:
    """District and printed code. The same answer for every wrong one; few tries an hour."""
    form = InvitationCodeForm(request.POST or None, initial={"district": request.GET.get("district", "")})
    if form.is_valid():
        found = invitation_codes.try_code(request, **form.cleaned_data)
        if isinstance(found, Invitation):
            return redirect(district_url(found.district, "accounts:invitation_accept"))
        form.add_error("code", found.reason)
    return render(request, "accounts/invitation_code.html", {"form": form}, status=422 if form.errors else 200)


def _welcome(request: DistrictRequest, invitation: Invitation) -> HttpResponse:
    """Who is invited, and how they want to sign in from now on."""
    languages.speak(request, invitation.person.language)
    own = request.user if request.user.is_authenticated else None
    known = invitations.known_sign_in(invitation)
    form = WayToSignInForm(request.POST if _is_choice(request) else None, invitation=invitation)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            if "use_own" in request.POST and own:
                return _join(request, invitation, own)
            if "use_known" in request.POST and known and invitation.channel == Invitation.Channel.EMAIL:
                return _join(request, invitation, known)
            if form.is_valid():
                return _begin(request, invitation, form)
        except invitations.CannotAccept as reason:
            refusal = str(reason)
        status = 422
    shown = {
        "invitation": invitation,
        "form": form,
        "own": sign_in_name(own) if own else "",
        "known": known if invitation.channel == Invitation.Channel.EMAIL else None,
        "is_renewal": known is not None and invitation.channel == Invitation.Channel.PAPER,
        "refusal": refusal,
    }
    return render(request, "accounts/invitation_open.html", shown, status=status)


def _is_choice(request: HttpRequest) -> bool:
    return request.method == "POST" and not {"use_own", "use_known"} & set(request.POST)


def _join(request: DistrictRequest, invitation: Invitation, user: User) -> HttpResponse:
    """Accept with a sign-in that is there already; whoever is not signed in with it does that next."""
    invitations.accept(invitation=invitation, user=user, at=timezone.now(), request=request)
    if user == request.user:
        return redirect(request.district.mount_point)
    return redirect(f"{outside('account_login')}?next={request.district.mount_point}")


def _begin(request: DistrictRequest, invitation: Invitation, form: WayToSignInForm) -> HttpResponse:
    """Accept with a new sign-in and open its first session."""
    user = invitations.accept_anew(
        invitation=invitation, password=form.cleaned_data.get("password", ""), at=timezone.now(), request=request
    )
    sign_ins.open_session(request, user)
    if user.code:
        told = _("Your sign-in code is %(code)s. Keep it: you sign in with it and your password.")
        messages.info(request, told % {"code": spaced(user.code)})
    if form.cleaned_data.get("way") == WayToSignInForm.Way.PASSKEY:
        return redirect(f"{outside('mfa_add_webauthn')}?next={request.district.mount_point}")
    return redirect(request.district.mount_point)


def _closed(
    request: DistrictRequest, *, can_ask: bool = False, is_sent: bool = False, status: int = 200
) -> HttpResponse:
    """The link leads nowhere any more; says the same whatever it once led to."""
    shown = {"can_ask": can_ask, "is_sent": is_sent}
    return render(request, "accounts/invitation_closed.html", shown, status=status)
