"""People: the list, finding somebody, a person's page, adding, changing, letting go."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from tenancy import notices
from tenancy.actions import memberships, people
from tenancy.forms.people import PersonAddForm, PersonForm, ReasonForm
from tenancy.history import history_of
from tenancy.http import DistrictRequest, requires
from tenancy.models import Membership, Person
from tenancy.people_table import LIVE_ROLES, live_roles, people_list, place_words
from tenancy.permissions import STAFF_ROLES, Permission, Role
from tenancy.person_pages import PersonSection, SectionRow, additions
from tenancy.rules import may_change
from tenancy.viewer import Viewer

#: More hits than this ask for more letters.
MOST_HITS = 20


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.PEOPLE_VIEW)
def person_list(request: DistrictRequest) -> HttpResponse:
    """The people whom this viewer may know of, with filters, columns of choice and deeds for several."""
    may_merge = request.viewer.reach(Permission.PEOPLE_EDIT).whole_district
    return people_list().page(request).render("tenancy/person_list.html", may_merge=may_merge)


@require_GET
@requires(Permission.PEOPLE_VIEW)
def person_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same people, the same columns, every page."""
    return people_list().export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.PEOPLE_VIEW)
def person_search(request: DistrictRequest) -> HttpResponse:
    """Find anybody from any page; a single hit leads straight to the person."""
    query = request.GET.get("q", "").strip()[:80]
    people_here = Person.objects.visible_to(request.viewer).active().prefetch_related(LIVE_ROLES)
    hits = people_here.first_named(query, MOST_HITS + 1)
    if len(hits) == 1 and not request.htmx:
        return redirect("tenancy:person_detail", pk=hits[0].pk)
    rows = [SectionRow(one.name, _roles_words(one), links=[(one.name, _url(one))]) for one in hits[:MOST_HITS]]
    context = {"query": query, "rows": rows, "has_more": len(hits) > MOST_HITS, "most": MOST_HITS}
    return render(request, f"tenancy/person_search.html{'#hits' if request.htmx else ''}", context)


@require_GET
@requires(Permission.PEOPLE_VIEW)
def person_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A person's page: who they are, what they are here, and what each floor knows of them. Reading it is noted."""
    viewer = request.viewer
    person = get_object_or_404(Person.objects.visible_to(viewer).prefetch_related(LIVE_ROLES), pk=pk)
    if person.merged_into_id is not None:
        return redirect("tenancy:person_detail", pk=person.merged_into_id)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    people.note_reading(person=person, by=viewer.actor, since=midnight)
    sections = [_roles(person, viewer)]
    sections += [made for source in additions().sections if (made := source(person, viewer)) is not None]
    if viewer.can(Permission.AUDIT_VIEW):
        sections.append(history_of(person))
    held = live_roles(person)
    context = {
        "person": person,
        "sections": sections,
        "may_change": may_change(viewer, person, held),
        "may_deactivate": _may_deactivate(viewer, person, held),
        "may_merge": may_change(viewer, person, held) and viewer.reach(Permission.PEOPLE_EDIT).whole_district,
        "may_reactivate": person.deactivated_at is not None and viewer.can(Permission.ROLES_EDIT),
    }
    return render(request, "tenancy/person_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def person_add(request: DistrictRequest) -> HttpResponse:
    """Add somebody with a first role; asks once when there is somebody like them already."""
    viewer = request.viewer
    form = PersonAddForm(request.POST or None, viewer=viewer)
    alike: list[Person] = []
    if form.is_valid():
        chosen = form.cleaned_data
        same = {name: chosen[name] for name in ("given_name", "family_name", "email")}
        alike = list(Person.objects.visible_to(viewer).active().alike(**same).in_list_order()[:5])
        if not alike or "add_anyway" in request.POST:
            try:
                person = people.add(**chosen, on=viewer.today, by=viewer.actor)
            except memberships.CannotGive as refusal:
                form.add_error(None, str(refusal))
            else:
                notices.done(request, _("%(name)s was added.") % {"name": person.name})
                return redirect(_url(person))
    context = {"form": form, "alike": [(one.name, one.email, _url(one)) for one in alike]}
    return render(request, "tenancy/person_add.html", context, status=422 if form.errors or alike else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def person_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change names and how to reach somebody."""
    person = _changeable(request, pk)
    form = PersonForm(request.POST or None, instance=person, viewer=request.viewer)
    if form.is_valid():
        people.change(person=person, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect(_url(person))
    name = Person.objects.visible_to(request.viewer).get(pk=pk).name
    context = {"form": form, "name": name, "back_url": _url(person)}
    return render(request, "tenancy/person_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def person_deactivate(request: DistrictRequest, pk: int) -> HttpResponse:
    """Let somebody go, after a question; can be undone."""
    person = _changeable(request, pk)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    refusal = (
        "" if person.pk != request.viewer.person_id else _("You cannot deactivate yourself. Ask another administrator.")
    )
    if form.is_valid() and not refusal:
        try:
            people.deactivate(person=person, at=timezone.now(), by=request.viewer.actor, **form.cleaned_data)
        except people.CannotDeactivate as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("tenancy:person_reactivate", args=[pk]) if request.viewer.can(Permission.ROLES_EDIT) else ""
            notices.done(request, _("%(name)s was deactivated.") % {"name": person.name}, undo=undo)
            return redirect("tenancy:person_list")
    context = {"form": form, "person": person, "back_url": _url(person), "refusal": refusal}
    return render(request, "tenancy/person_deactivate.html", context, status=422 if form.errors or refusal else 200)


@require_POST
@requires(Permission.ROLES_EDIT)
def person_reactivate(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take somebody back."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).filter(merged_into=None), pk=pk)
    people.reactivate(person=person, by=request.viewer.actor)
    notices.done(request, _("%(name)s is active again.") % {"name": person.name})
    return redirect(_url(person))


def _changeable(request: DistrictRequest, pk: int) -> Person:
    """The person, if this viewer sees them (404) and may change them (403)."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES), pk=pk)
    if not may_change(request.viewer, person, live_roles(person)):
        raise PermissionDenied(_("Only a district administrator can change this person."))
    return person


def _may_deactivate(viewer: Viewer, person: Person, held: Sequence[Membership]) -> bool:
    return person.pk != viewer.person_id and may_change(viewer, person, held)


def _roles_words(person: Person) -> str:
    held = [(one.get_role_display(), place_words(one)) for one in live_roles(person)]
    return ", ".join(f"{role} ({place})" if place else role for role, place in held)


def _roles(person: Person, viewer: Viewer) -> PersonSection:
    held = live_roles(person)
    may_edit = viewer.can(Permission.ROLES_EDIT) and person.is_active
    rows = [
        SectionRow(
            one.get_role_display(),
            " · ".join(filter(None, [one.title, place_words(one), _since(one)])),
            links=_role_links(one) if may_edit and Role(one.role) in STAFF_ROLES else (),
        )
        for one in held
    ]
    links = [(_("Give a role"), reverse("tenancy:membership_add", args=[person.pk]))] if may_edit else []
    return PersonSection(_("Roles"), rows=rows, links=links, empty=_("No role here at present."))


def _since(membership: Membership) -> str:
    return _("since %(day)s") % {"day": date_format(membership.started_on)}


def _role_links(membership: Membership) -> list[tuple[str, str]]:
    return [
        (_("Change"), reverse("tenancy:membership_change", args=[membership.pk])),
        (_("End"), reverse("tenancy:membership_end", args=[membership.pk])),
    ]


def _url(person: Person) -> str:
    return reverse("tenancy:person_detail", args=[person.pk])
