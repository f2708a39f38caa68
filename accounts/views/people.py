"""For whom a sign-in goes on in a district; inviting several people of the list."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import continue_as as people
from accounts.access import next_page
from accounts.actions import invitations
from accounts.forms import ContinueAsForm, SelectedForm
from accounts.rules import invitation_refusal
from tenancy import notices
from tenancy.http import DistrictRequest, open_to_all, requires
from tenancy.models import Person
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@open_to_all("asks whom to go on as, before there is a viewer; shows only people of one's own sign-in")
def continue_as(request: DistrictRequest) -> HttpResponse:
    """One sign-in, several people (two parents with one address): whom to go on as."""
    own: list[Any] = request.people  # type: ignore[attr-defined]
    go_on = next_page(request, otherwise=request.district.mount_point)
    if len(own) < 2:
        return redirect(go_on)
    form = ContinueAsForm(request.POST or None, people=own)
    if form.is_valid():
        people.choose(request.session, request.district, form.cleaned_data["person"])
        return redirect(go_on)
    return render(
        request, "accounts/continue_as.html", {"form": form, "next": go_on}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.SIGN_INS_EDIT)
def invitation_send_selected(request: DistrictRequest) -> HttpResponse:
    """Invite the people ticked in the list, after a page that says who is left out and why."""
    people = Person.objects.visible_to(request.viewer).in_list_order()
    form = SelectedForm(request.POST if request.method == "POST" else request.GET, people=people)
    chosen = list(form.cleaned_data["selected"]) if form.is_valid() else []
    refusals = {person.pk: invitation_refusal(person) for person in chosen}
    able = [person for person in chosen if not refusals[person.pk]]
    if request.method == "POST" and able:
        for person in able:
            invitations.invite(person=person, by=request.viewer.actor, at=timezone.now())
        words = ngettext(
            "%(count)s invitation leaves in two minutes.", "%(count)s invitations leave in two minutes.", len(able)
        )
        notices.done(request, words % {"count": len(able)})
        return redirect("tenancy:person_list")
    context = {
        "form": form,
        "able": [f"{person.name} · {person.email}" for person in able],
        "left_out": [(person.name, refusals[person.pk]) for person in chosen if refusals[person.pk]],
        "hidden": [("selected", person.pk) for person in able],
    }
    return render(request, "accounts/invitation_send_selected.html", context, status=200 if form.is_valid() else 422)
