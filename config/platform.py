"""The pages of platform staff: districts of this installation, make one, enter one with a reason, close one."""

from typing import cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import requires_platform_staff
from accounts.actions import platform as visits
from accounts.models import User
from config.platform_forms import DistrictAddForm, PlatformReasonForm
from tenancy import notices
from tenancy.actions import districts
from tenancy.actor import Actor
from tenancy.context import platform
from tenancy.models import District, Membership, Person
from tenancy.pages import MOST_COUNTED, counted, keyset_page
from tenancy.permissions import Role
from tenancy.tables import Cell, Column, Row, Table


class CappedCount(Subquery):
    """How many rows the inner query finds, no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


@require_GET
@requires_platform_staff
def platform_list(request: HttpRequest) -> HttpResponse:
    """Every district of this installation, with how many people it has and whether anybody administers it."""
    with platform("The list of districts"):
        page = keyset_page(_counted_districts(), request.GET, key="name")
    context = {"page_of_districts": page, "table": _table(page.rows) if page.rows else None}
    return render(request, "config/platform_list.html", context)


@require_http_methods(["GET", "POST"])
@requires_platform_staff
def platform_add(request: HttpRequest) -> HttpResponse:
    """Make a district and invite its first administrator."""
    form = DistrictAddForm(request.POST or None)
    if form.is_valid():
        by = Actor.platform(cast(User, request.user), _("A new district"))
        administrator = districts.create(by=by, **form.cleaned_data)
        notices.done(
            request,
            _("%(district)s was made. The invitation to %(email)s leaves in two minutes.")
            % {"district": form.cleaned_data["name"], "email": administrator.email},
        )
        return redirect("platform_list")
    return render(request, "config/platform_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires_platform_staff
def platform_enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a district for an hour, with a reason that the district can read."""
    district = get_object_or_404(District, slug=slug, is_active=True)
    form = PlatformReasonForm(request.POST or None)
    if form.is_valid():
        try:
            visits.enter(
                request.session, district=district, user=cast(User, request.user), reason=form.cleaned_data["reason"]
            )
        except visits.CannotEnter as refusal:
            form.add_error("reason", str(refusal))
        else:
            return redirect(district.mount_point)
    context = {"form": form, "district": district}
    return render(request, "config/platform_enter.html", context, status=422 if form.errors else 200)


@require_POST
@requires_platform_staff
def platform_leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a district."""
    district = get_object_or_404(District, slug=slug)
    visits.leave(request.session, district=district, user=cast(User, request.user))
    notices.done(request, _("You have left %(district)s.") % {"district": district.name})
    return redirect("platform_list")


@require_http_methods(["GET", "POST"])
@requires_platform_staff
def platform_deactivate(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a district, after a question."""
    return _open_or_close(request, get_object_or_404(District, slug=slug, is_active=True))


@require_http_methods(["GET", "POST"])
@requires_platform_staff
def platform_reactivate(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a closed district again, after a question."""
    return _open_or_close(request, get_object_or_404(District, slug=slug, is_active=False))


def _open_or_close(request: HttpRequest, district: District) -> HttpResponse:
    closing = district.is_active
    form = PlatformReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        change = districts.deactivate if closing else districts.reactivate
        try:
            change(district=district, reason=reason, by=Actor.platform(cast(User, request.user), reason))
        except districts.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(district)s is closed.") if closing else _("%(district)s is open again.")
            notices.done(request, words % {"district": district.name})
            return redirect("platform_list")
    template = "config/platform_deactivate.html" if closing else "config/platform_reactivate.html"
    return render(request, template, {"form": form, "district": district}, status=422 if form.errors else 200)


def _counted_districts() -> QuerySet[District]:
    people = Person.objects.filter(district=OuterRef("pk"), deactivated_at=None, merged_into=None)
    administrators = Membership.objects.live().filter(
        district=OuterRef("pk"), role=Role.ADMINISTRATOR, person__deactivated_at=None
    )
    return District.objects.annotate(
        people_count=CappedCount(people.order_by().values("pk")[: MOST_COUNTED + 1]),
        has_administrator=Exists(administrators),
    )


def _table(found: list[District]) -> Table:
    columns = [Column(_("District")), Column(_("People"), is_number=True), Column(_("State")), Column(_("What to do"))]
    return Table(_("Districts"), columns, [_row(one) for one in found], is_caption_hidden=True)


def _row(one: District) -> Row:
    count = Cell(counted(one.people_count))  # type: ignore[attr-defined]  # annotated
    if not one.is_active:
        again = Cell(_("Open again"), url=reverse("platform_reactivate", args=[one.slug]))
        return Row([Cell(one.name, note=one.mount_point), count, Cell(_("Closed"), kind="mute"), again])
    has_administrator: bool = one.has_administrator  # type: ignore[attr-defined]  # annotated
    state = Cell(_("Open"), kind="ok") if has_administrator else Cell(_("No administrator"), kind="warn")
    enter = Cell(one.name, url=reverse("platform_enter", args=[one.slug]), note=one.mount_point)
    return Row([enter, count, state, Cell(_("Close"), url=reverse("platform_deactivate", args=[one.slug]))])
