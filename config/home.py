"""The first page outside the districts; inside, the home page of each role: what needs you, what comes next."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts import continue_as
from accounts.access import requires_sign_in
from accounts.models import User
from config import counts, today
from config.homes import coordinator, counselor, front_office, guardian, mentor, principal, student, teacher
from config.navigation import Page
from mentoring.page_parts import PagePart
from tenancy import notices
from tenancy.actions import snoozes
from tenancy.forms.snoozes import PutOffForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import School, Scope, Snooze
from tenancy.permissions import Permission, Role
from tenancy.viewer import RoleHeld, Viewer

#: What stands above "Needs you today", and below it, role by role; somebody with several roles has them all.
ABOVE: Sequence[Callable[[Viewer], Iterable[PagePart]]] = (front_office.parts, coordinator.lines)
BELOW: Sequence[Callable[[Viewer], Iterable[PagePart]]] = (
    coordinator.parts,
    principal.parts,
    teacher.parts,
    counselor.parts,
    mentor.parts,
    guardian.parts,
    student.parts,
)


@require_safe
@requires_sign_in
def home_outside(request: HttpRequest) -> HttpResponse:
    """My districts; straight into the only one. Platform staff without one begin at the list of all."""
    user = cast(User, request.user)
    districts = continue_as.districts_of(user)
    if len(districts) == 1 and not user.is_platform_staff:
        return redirect(districts[0].mount_point)
    if user.is_platform_staff and not districts:
        return redirect("platform_list")
    closed = [] if districts else continue_as.closed_districts_of(user)
    return render(request, "config/home_outside.html", {"districts": districts, "closed": closed})


@require_GET
@requires(Permission.HOME_VIEW)
def home(request: DistrictRequest) -> HttpResponse:
    """What needs this viewer today, the worst first; below it what each of their roles looks at."""
    viewer = request.viewer
    found = today.read(viewer)
    counts.keep(viewer, found.todos)
    context = {
        "name": (viewer.person.preferred_name or viewer.person.given_name) if viewer.person else "",
        "roles": list(_roles(viewer)),
        "today": found,
        "todos": found.todos,
        "coming_up": found.coming_up,
        "above": [part for source in ABOVE for part in source(viewer)],
        "below": [part for source in BELOW for part in source(viewer)],
        "places": [] if viewer.is_staff else [link for link in Page(request).places if not link.is_current],
        "has_own_pages": not viewer.is_staff,
        "contact": request.district,
    }
    return render(request, "config/home.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.HOME_VIEW)
def today_put_off(request: DistrictRequest) -> HttpResponse:
    """Put off one of one's own lines until a day; with GET, ask for the day. A line that is gone: 404."""
    viewer = request.viewer
    key = request.POST.get("key") or request.GET.get("key", "")
    lines = [one for one in today.todos_of(viewer) if one.can_wait and one.key and one.key == key]
    if not lines or viewer.person is None or not viewer.is_staff:
        raise Http404
    initial = {"until_on": viewer.today + timedelta(days=7)}
    form = PutOffForm(request.POST or None, viewer=viewer, initial=initial)
    if form.is_valid():
        until_on = form.cleaned_data["until_on"]
        try:
            snooze = snoozes.put_off(
                person=viewer.person, key=key, until_on=until_on, on=viewer.today, at=timezone.now(), by=viewer.actor
            )
        except snoozes.CannotPutOff as refusal:
            form.add_error("until_on", str(refusal))
        else:
            words = _("Put off until %(day)s.") % {"day": date_format(until_on)}
            notices.done(request, words, undo=reverse("today_bring_back", args=[snooze.pk]))
            return redirect("home")
    context = {"form": form, "todo": lines[0], "key": key}
    return render(request, "config/today_put_off.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.HOME_VIEW)
def today_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Show one of one's own lines again that was put off."""
    mine = Snooze.objects.of(request.district).filter(person=request.viewer.person_id)
    snooze = get_object_or_404(mine, pk=pk)
    snoozes.bring_back(snooze=snooze, by=request.viewer.actor)
    notices.done(request, _("It is back on your list."))
    return redirect("home")


def _roles(viewer: Viewer) -> Iterator[str]:
    """Each of one's own roles and where it holds: "Principal (Oak High School)"."""
    own = [held for held in viewer.roles_held if held.covering_id is None]
    in_schools = {pk for held in own if held.scope == Scope.SCHOOLS for pk in held.school_ids}
    schools = School.objects.of(viewer.district).filter(pk__in=in_schools) if in_schools else ()
    names = {school.pk: school.name for school in schools}
    for held in own:
        yield f"{Role(held.role).label} ({_place(held, names)})" if viewer.is_staff else str(Role(held.role).label)
    if viewer.platform_reason:
        yield _("Platform staff")


def _place(held: RoleHeld, names: dict[int, str]) -> str:
    if held.scope == Scope.SCHOOLS:
        return ", ".join(sorted(names[pk] for pk in held.school_ids if pk in names))
    return str(Scope(held.scope).label)
