"""Roles: give, say anew where they hold, end."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tenancy import notices
from tenancy.actions import memberships
from tenancy.forms.memberships import MembershipEndSelectedForm, MembershipForm
from tenancy.forms.people import ReasonForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import Membership, Person
from tenancy.permissions import STAFF_ROLES, Permission, Role

#: Nobody ends more people's roles at once than a page of the list holds, many times over.
MOST_SELECTED = 500


@require_http_methods(["GET", "POST"])
@requires(Permission.ROLES_EDIT)
def membership_add(request: DistrictRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).active(), pk=pk)
    held = frozenset(
        Membership.objects.of(request.district).live().filter(person=person).values_list("role", flat=True)
    )
    form = MembershipForm(request.POST or None, viewer=request.viewer, held=held)
    if form.is_valid():
        try:
            memberships.give(person=person, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        except memberships.CannotGive as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("%(name)s has the role now.") % {"name": person.name})
            return redirect("tenancy:person_detail", pk=pk)
    context = {"form": form, "person": person, "back_url": _person_url(person)}
    return render(request, "tenancy/membership_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ROLES_EDIT)
def membership_change(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say anew where a role holds."""
    membership = _live_staff_role(request, pk)
    here = {
        "scope": membership.scope,
        "schools": membership.school_rows.values_list("school", flat=True),
        "title": membership.title,
    }
    form = MembershipForm(
        request.POST or None, viewer=request.viewer, membership=membership, held=frozenset(), initial=here
    )
    if form.is_valid():
        try:
            memberships.change(membership=membership, by=request.viewer.actor, **form.cleaned_data)
        except memberships.CannotGive as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("tenancy:person_detail", pk=membership.person_id)
    context = {"form": form, "membership": membership, "back_url": _person_url(membership.person)}
    return render(request, "tenancy/membership_change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ROLES_EDIT)
def membership_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """End a role, after a question."""
    membership = _live_staff_role(request, pk)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            memberships.end(
                membership=membership, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except memberships.CannotEnd as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The role has ended."))
            return redirect("tenancy:person_detail", pk=membership.person_id)
    context = {"form": form, "membership": membership, "back_url": _person_url(membership.person)}
    return render(request, "tenancy/membership_end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ROLES_EDIT)
def membership_end_selected(request: DistrictRequest) -> HttpResponse:
    """End roles of several people, after a page that names them and says who is left out and why."""
    form = MembershipEndSelectedForm(request.POST or None, viewer=request.viewer)
    selected = _selected(request)
    found, left_out = _to_end(request, selected, request.POST.get("role", ""))
    if form.is_valid():
        ended = 0
        for membership in found:
            try:
                memberships.end(
                    membership=membership,
                    reason=form.cleaned_data["reason"],
                    on=request.viewer.today,
                    by=request.viewer.actor,
                )
            except memberships.CannotEnd as refusal:
                notices.warn(request, str(refusal))
            else:
                ended += 1
        words = ngettext("%(count)s role has ended.", "%(count)s roles have ended.", ended) % {"count": ended}
        notices.done(request, words)
        return redirect("tenancy:person_list")
    context = {
        "form": form,
        "roles": [f"{one.person.name}: {one.get_role_display()}" for one in found],
        "left_out": left_out,
        "hidden": [("selected", pk) for pk in selected],
    }
    return render(request, "tenancy/membership_end_selected.html", context, status=422 if form.errors else 200)


def _to_end(request: DistrictRequest, selected: list[int], role: str) -> tuple[list[Membership], list[tuple[str, str]]]:
    """The live staff roles of the selected people, and who is left out, with the reason."""
    chosen = list(Person.objects.visible_to(request.viewer).active().filter(pk__in=selected).in_list_order())
    live = Membership.objects.of(request.district).live().filter(person__in=chosen, role__in=STAFF_ROLES)
    found = list((live.filter(role=role) if role in Role.values else live).prefetch_related("person").order_by("pk"))
    oneself = [one for one in found if one.person_id == request.viewer.person_id]
    with_role = {one.person_id for one in found}
    left_out = [(one.name, _("has no such role")) for one in chosen if one.pk not in with_role]
    left_out += [(one.person.name, _("this is you; ask another administrator")) for one in oneself[:1]]
    return [one for one in found if one not in oneself], left_out


def _selected(request: DistrictRequest) -> list[int]:
    """Ids of the people ticked in the list."""
    typed = (request.POST or request.GET).getlist("selected")
    return [int(pk) for pk in typed if pk.isdecimal() and len(pk) < 19][:MOST_SELECTED]


def _live_staff_role(request: DistrictRequest, pk: int) -> Membership:
    live = Membership.objects.of(request.district).live().filter(role__in=STAFF_ROLES)
    visible = Person.objects.visible_to(request.viewer)
    return get_object_or_404(live.filter(person__in=visible).prefetch_related("person"), pk=pk)


def _person_url(person: Person) -> str:
    return reverse("tenancy:person_detail", args=[person.pk])
