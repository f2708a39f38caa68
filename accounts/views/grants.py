"""What is shared by exception: the list, sharing somebody's page, ending it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions import grants
from accounts.covering import Span, grants_seen_by, may_share
from accounts.grant_forms import GrantForm
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person, PersonGrant
from tenancy.pages import keyset_page
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table


@require_GET
@requires(Permission.GRANTS_VIEW)
def grant_list(request: DistrictRequest) -> HttpResponse:
    """What is shared, what ends last first; with ``?state=over`` what ran out. What was ended is in the audit log."""
    is_over = request.GET.get("state") == "over"
    seen, now = grants_seen_by(request.viewer), timezone.now()
    seen = seen.filter(expires_at__lte=now) if is_over else seen.filter(expires_at__gt=now)
    page = keyset_page(seen, request.GET, key="expires_at", is_descending=True)
    context = {
        "page_of_grants": page,
        "table": _table(page.rows, may_end=request.viewer.can(Permission.GRANTS_GIVE) and not is_over),
        "is_over": is_over,
        "tabs": [
            {"label": _("Shared now"), "url": "?", "is_current": not is_over},
            {"label": _("Ran out"), "url": "?state=over", "is_current": is_over},
        ],
        "may_read_log": request.viewer.can(Permission.AUDIT_VIEW),
    }
    return render(request, "accounts/grant_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.GRANTS_GIVE)
def grant_give(request: DistrictRequest, pk: int) -> HttpResponse:
    """Show a person's page to somebody whose role does not show it."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).active(), pk=pk)
    if not may_share(request.viewer, person):
        raise PermissionDenied(_("This page was shared with you. Only staff of this person’s schools can share it."))
    form = GrantForm(request.POST or None, viewer=request.viewer, of=person)
    if form.is_valid():
        chosen = form.cleaned_data
        until = Span.of_days(request.viewer.today, chosen["last"]).expires_at
        try:
            grants.give(of=person, to=chosen["to"], reason=chosen["reason"], expires_at=until, by=request.viewer.actor)
        except grants.CannotShare as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("%(name)s is shared.") % {"name": person.name})
            return redirect("tenancy:person_detail", pk=pk)
    context = {"form": form, "person": person}
    return render(request, "accounts/grant_give.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.GRANTS_GIVE)
def grant_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """Stop sharing now, after a question."""
    grant = get_object_or_404(grants_seen_by(request.viewer), pk=pk)
    if request.method == "POST":
        grants.end(grant=grant, by=request.viewer.actor)
        notices.done(request, _("No longer shared."))
        return redirect("accounts:grant_list")
    return render(request, "accounts/grant_end.html", {"grant": grant})


def _table(found: list[PersonGrant], *, may_end: bool) -> Table:
    columns = [Column(_("Who is shared")), Column(_("With")), Column(_("Until")), Column(_("Reason"))]
    columns += [Column(_("What to do"))] if may_end else []
    return Table(_("Shared by exception"), columns, [_row(one, may_end) for one in found], is_caption_hidden=True)


def _row(one: PersonGrant, may_end: bool) -> Row:
    by = _("by %(name)s") % {"name": one.granted_by.name} if one.granted_by else ""
    cells: list[object] = [
        Cell(one.content_object.name, url=reverse("tenancy:person_detail", args=[one.content_object_id])),
        Cell(one.person.name),
        Cell(date_format(one.last_day)),
        Cell(one.reason, note=by),
    ]
    return Row([*cells, Cell(_("End"), url=reverse("accounts:grant_end", args=[one.pk]))] if may_end else cells)
