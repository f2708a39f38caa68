"""Which programs a role holds in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentoring.actions import membership_programs
from mentoring.forms.membership_programs import MembershipProgramForm, MembershipProgramGiveForm
from mentoring.models import MembershipProgram, Program
from tenancy import notices
from tenancy.actions.memberships import CannotGive
from tenancy.http import DistrictRequest, requires
from tenancy.models import Membership, Person
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.ROLES_EDIT)
def membership_program_give(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Give a person a role that holds in some programs."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).active(), pk=person_pk)
    live = Membership.objects.of(request.district).live().filter(person=person)
    form = MembershipProgramGiveForm(
        request.POST or None, viewer=request.viewer, held=frozenset(live.values_list("role", flat=True))
    )
    if form.is_valid():
        try:
            membership_programs.give(
                person=person, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data
            )
        except (membership_programs.CannotLimit, CannotGive) as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("%(name)s has the role now.") % {"name": person.name})
            return redirect("tenancy:person_detail", pk=person_pk)
    context = {
        "form": form,
        "person": person,
        "has_programs": Program.objects.of(request.district).exists(),
        "back_url": _person_url(person.pk),
    }
    return render(request, "mentoring/membership_program_give.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ROLES_EDIT)
def membership_program_edit(request: DistrictRequest, membership_pk: int) -> HttpResponse:
    """Limit a role to some programs, or say anew to which."""
    live = Membership.objects.of(request.district).live().filter(role__in=membership_programs.ROLES)
    visible = Person.objects.visible_to(request.viewer)
    membership = get_object_or_404(live.filter(person__in=visible).prefetch_related("person"), pk=membership_pk)
    named = MembershipProgram.objects.of(request.district).filter(membership=membership)
    form = MembershipProgramForm(
        request.POST or None, viewer=request.viewer, initial={"programs": named.values_list("program", flat=True)}
    )
    if form.is_valid():
        try:
            membership_programs.limit(membership=membership, by=request.viewer.actor, **form.cleaned_data)
        except membership_programs.CannotLimit as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("tenancy:person_detail", pk=membership.person_id)
    context = {
        "form": form,
        "membership": membership,
        "has_programs": Program.objects.of(request.district).exists(),
        "back_url": _person_url(membership.person_id),
    }
    return render(request, "mentoring/membership_program_edit.html", context, status=422 if form.errors else 200)


def _person_url(pk: int) -> str:
    return reverse("tenancy:person_detail", args=[pk])
