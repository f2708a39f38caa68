"""What staff do about other people's sign-ins: invite, print codes, reset the extra step, unlink."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import extra_steps, invitations, sign_ins
from accounts.forms import SelectedForm
from accounts.models import Invitation, Seat
from accounts.rules import extra_step_reset_refusal, invitation_refusal, printed_code_refusal, sign_in_refusal
from accounts.sign_in_states import sign_ins_of
from tenancy.http import DistrictRequest, outside, requires
from tenancy.models import Person
from tenancy.people_table import LIVE_ROLES
from tenancy.permissions import Permission


@require_safe
@requires(Permission.SIGN_INS_EDIT)
def sign_in_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """How a person signs in, how they were invited, and what can be done about it."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES), pk=pk)
    shown = {
        "person": person,
        "sign_ins": sign_ins_of(person),
        "invitations": Invitation.objects.visible_to(request.viewer).filter(person=person).order_by("-created_at"),
        "invitation_refusal": invitation_refusal(person),
        "sign_in_refusal": sign_in_refusal(request.viewer, person),
        "printed_code_refusal": sign_in_refusal(request.viewer, person) or printed_code_refusal(person),
        "extra_step_reset_refusal": extra_step_reset_refusal(request.viewer, person),
        "now": timezone.now(),
    }
    return render(request, "accounts/sign_in_detail.html", shown)


@require_POST
@requires(Permission.SIGN_INS_EDIT)
def invitation_send(request: DistrictRequest, pk: int) -> HttpResponse:
    """Invite a person by mail, or send the invitation again."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES), pk=pk)
    try:
        invitations.invite(person=person, by=request.viewer.actor, at=timezone.now())
    except invitations.CannotInvite as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation leaves in two minutes."))
    return redirect("accounts:sign_in_detail", pk=person.pk)


@require_POST
@requires(Permission.SIGN_INS_EDIT)
def invitation_revoke(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.viewer), pk=pk)
    invitations.revoke(invitation=invitation, by=request.viewer.actor, at=timezone.now())
    messages.success(request, _("The invitation was taken back. Its link and code no longer work."))
    return redirect("accounts:sign_in_detail", pk=invitation.person_id)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.SIGN_INS_EDIT)
def printed_codes(request: DistrictRequest) -> HttpResponse:
    """Ask before codes are printed (GET, ?selected=1&selected=2); make them and show them, this once (POST)."""
    people = Person.objects.visible_to(request.viewer).in_list_order().prefetch_related(LIVE_ROLES)
    form = SelectedForm(request.POST if request.method == "POST" else request.GET, people=people)
    chosen = form.cleaned_data["selected"] if form.is_valid() else []
    refusals = {one.pk: sign_in_refusal(request.viewer, one) or printed_code_refusal(one) for one in chosen}
    able = [person for person in chosen if not refusals[person.pk]]
    printed = []
    if request.method == "POST" and able:
        printed = invitations.new_printed_codes(people=able, by=request.viewer.actor, at=timezone.now())
    shown = {
        "form": form,
        "able": able,
        "skipped": [(person.name, refusals[person.pk]) for person in chosen if refusals[person.pk]],
        "hidden": [("selected", person.pk) for person in able],
        "printed": printed,
        "address": request.build_absolute_uri(outside("accounts:invitation_code")),
        "district": request.district,
    }
    return render(request, "accounts/printed_codes.html", shown, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "POST"])
@requires(Permission.SIGN_INS_EDIT)
def extra_step_reset(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a lost extra step away, after asking."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES), pk=pk)

    def reset() -> str:
        count = extra_steps.reset(person=person, by=request.viewer.actor)
        return _("Done. They set it up again when they sign in.") if count else _("There was no extra step to reset.")

    refusal = extra_step_reset_refusal(request.viewer, person)
    return _after_asking(request, "accounts/extra_step_reset.html", person, {"refusal": refusal}, reset)


@require_http_methods(["GET", "POST"])
@requires(Permission.SIGN_INS_EDIT)
def sign_in_unlink(request: DistrictRequest, pk: int, user_pk: int) -> HttpResponse:
    """Let a sign-in no longer stand for a person, after asking."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES), pk=pk)
    seat = get_object_or_404(Seat.objects.of(request.district).filter(person=person), user_id=user_pk)
    refusal = sign_in_refusal(request.viewer, person)
    if seat.user == request.viewer.user:
        refusal = _("You cannot unlink your own sign-in.")

    def unlink() -> str:
        sign_ins.unlink(person=person, user=seat.user, by=request.viewer.actor)
        return _("This sign-in is no longer linked to %(name)s.") % {"name": person.name}

    return _after_asking(request, "accounts/sign_in_unlink.html", person, {"refusal": refusal, "seat": seat}, unlink)


def _after_asking(
    request: DistrictRequest, template: str, person: Person, shown: dict[str, object], do: Callable[[], str]
) -> HttpResponse:
    """GET asks; POST does it and says so, unless it is refused."""
    if request.method == "POST" and not shown["refusal"]:
        messages.success(request, do())
        return redirect("accounts:sign_in_detail", pk=person.pk)
    return render(request, template, {"person": person, **shown}, status=422 if request.method == "POST" else 200)
