"""Cover while somebody is away: see it, name it for oneself or for others, end it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions import covers
from accounts.covering import covers_seen_by, may_end_cover, own_roles, roles_to_set_cover_for
from accounts.grant_forms import CoverForm
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission


@require_GET
@requires(Permission.COVER_OWN, Permission.COVER_SET)
def cover_list(request: DistrictRequest) -> HttpResponse:
    """Cover that lasts or is to come: one's own, what one does for others, and that of one's people."""
    viewer = request.viewer
    seen = list(covers_seen_by(viewer).order_by("expires_at", "pk")[:200])
    context = {
        "covered": [one for one in seen if one.content_object.person_id == viewer.person_id],
        "covering": [one for one in seen if one.person_id == viewer.person_id],
        "others": [one for one in seen if viewer.person_id not in {one.person_id, one.content_object.person_id}],
        "may_name_own": viewer.can(Permission.COVER_OWN) and own_roles(viewer).exists(),
        "may_set": viewer.can(Permission.COVER_SET),
    }
    return render(request, "accounts/cover_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.COVER_OWN)
def cover_add(request: DistrictRequest) -> HttpResponse:
    """Name somebody who stands in for oneself."""
    form = CoverForm(request.POST or None, viewer=request.viewer, roles=own_roles(request.viewer))
    if form.is_valid() and _named(request, form):
        return redirect("accounts:cover_list")
    return render(request, "accounts/cover_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.COVER_SET)
def cover_set(request: DistrictRequest, pk: int) -> HttpResponse:
    """Name somebody who stands in for a colleague who cannot do it themselves."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).active(), pk=pk)
    roles = roles_to_set_cover_for(request.viewer).filter(person=person)
    form = CoverForm(request.POST or None, viewer=request.viewer, roles=roles)
    if form.is_valid() and _named(request, form):
        return redirect("tenancy:person_detail", pk=pk)
    context = {"form": form, "person": person, "has_roles": roles.exists()}
    return render(request, "accounts/cover_set.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.COVER_OWN, Permission.COVER_SET)
def cover_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """End cover now, after a question."""
    grant = get_object_or_404(covers_seen_by(request.viewer), pk=pk)
    if request.method == "POST" and may_end_cover(request.viewer, grant):
        covers.end(grant=grant, by=request.viewer.actor)
        notices.done(request, _("The cover has ended."))
        return redirect("accounts:cover_list")
    return render(request, "accounts/cover_end.html", {"grant": grant})


def _named(request: DistrictRequest, form: CoverForm) -> bool:
    """Name the cover; on a refusal say so in the form and answer False."""
    chosen = form.cleaned_data
    try:
        covers.name(
            memberships=list(chosen["memberships"]),
            to=chosen["to"],
            reason=chosen["reason"],
            starts_at=form.span.starts_at,
            expires_at=form.span.expires_at,
            by=request.viewer.actor,
        )
    except covers.CannotCover as refusal:
        form.add_error(None, str(refusal))
        return False
    notices.done(request, _("%(name)s covers.") % {"name": chosen["to"].name})
    return True
