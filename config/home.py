"""The first page outside the districts; inside, the home page of each role: what needs you, what comes next."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts import continue_as
from accounts import todo as accounts
from accounts.access import requires_sign_in
from accounts.models import User
from agreements import signing_todo as signing
from agreements import todo as agreements
from config.navigation import Page
from correspondence import todo as correspondence
from mentoring import gate_todo, guardian_todo, match_todo, mentor_todo, packet_todo
from mentoring import program_todo as programs
from mentoring import todo as mentoring
from mentoring.children import children_of
from screening import safety_todo as safety
from screening import todo as screening
from tenancy import todo as tenancy
from tenancy.http import DistrictRequest, requires
from tenancy.models import School, Scope
from tenancy.permissions import Permission, Role
from tenancy.todo import Todo
from tenancy.viewer import RoleHeld, Viewer

#: Whatever asks something of somebody, floor by floor.
SOURCES: Sequence[Callable[[Viewer], Iterable[Todo]]] = (
    safety.todos,
    signing.todos,
    mentor_todo.todos,
    correspondence.todos,
    accounts.todos,
    match_todo.todos,
    gate_todo.todos,
    packet_todo.todos,
    mentoring.todos,
    agreements.todos,
    guardian_todo.todos,
    screening.todos,
    programs.todos,
    tenancy.todos,
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
    """What needs this viewer today, the worst first; with nothing to do, the next thing to come."""
    viewer = request.viewer
    found = sorted((one for source in SOURCES for one in source(viewer)), key=lambda one: one.harm)
    context = {
        "name": (viewer.person.preferred_name or viewer.person.given_name) if viewer.person else "",
        "roles": list(_roles(viewer)),
        "todos": found,
        "children": children_of(viewer) if viewer.can(Permission.CHILDREN_VIEW) else [],
        "coming_up": tenancy.coming_up(viewer),
        "places": [link for link in Page(request).places if not link.is_current],
        "has_own_pages": not viewer.is_staff,
        "contact": request.district,
    }
    return render(request, "config/home.html", context)


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
