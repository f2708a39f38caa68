"""Parents and guardians: the list, how families are reached, one parent's page, their own wishes."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.actions import invitations, profiles
from accounts.models import User
from accounts.person_pages import sign_in_section
from accounts.rules import invitation_refusal
from correspondence.person_sections import messages_of, texts_to
from correspondence.printing import OnPaper, labels_page, sign_in_sheet_page
from mentoring.actions import guardians
from mentoring.forms.guardians import FamilyFilterForm, GuardianForm, OwnDetailsForm
from mentoring.guardian_rules import may_change_parent
from mentoring.guardian_sections import children_section, facts_of
from mentoring.guardian_table import FAMILIES, GUARDIANS, children_of
from mentoring.models import Guardian, Student
from mentoring.reachability import Way, with_ways
from tenancy import notices
from tenancy.actions import people
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.people_table import LIVE_ROLES
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.GUARDIANS_VIEW)
def guardian_list(request: DistrictRequest) -> HttpResponse:
    """The parents and guardians of the students whom this viewer sees."""
    return GUARDIANS.page(request).render("mentoring/guardian_list.html")


@require_GET
@requires(Permission.GUARDIANS_VIEW)
def guardian_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same parents, the same columns, every page."""
    return GUARDIANS.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.GUARDIANS_VIEW)
def guardian_reach(request: DistrictRequest) -> HttpResponse:
    """How many families are reached by email, by text message, on paper, and where to ask first; with the lists."""
    page = FAMILIES.page(request)
    form = cast(FamilyFilterForm, page.form)
    form.full_clean()
    students = form.in_place(Student.objects.visible_to(request.viewer).present(), form.cleaned_data)
    counted = with_ways(students, request.district, request.viewer.today).values("way").annotate(count=Count("pk"))
    counts = dict.fromkeys(Way.values, 0) | dict(counted.values_list("way", "count"))
    return page.render("mentoring/guardian_reach.html", counts=counts, place=_place(request), **_sums(counts))


def _sums(counts: dict[str, int]) -> dict[str, int]:
    return {"total": sum(counts.values()), "no_email": counts[Way.TEXT] + counts[Way.PAPER]}


def _place(request: DistrictRequest) -> str:
    """The program and school of the numbers, to be kept in their links."""
    kept = request.GET.copy()
    for name in [name for name in kept if name not in {"program", "school"} or not kept[name]]:
        del kept[name]
    return kept.urlencode()


@require_GET
@requires(Permission.GUARDIANS_VIEW)
def guardian_reach_export(request: DistrictRequest) -> HttpResponse:
    """The families as a file."""
    return FAMILIES.export(request)


@require_GET
@requires(Permission.GUARDIANS_VIEW)
def guardian_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One parent: for whom, whether and why they may sign, how to reach them, what reached them. Reading is noted."""
    viewer = request.viewer
    guardian = _seen(request, pk)
    person = Person.objects.of(request.district).prefetch_related(LIVE_ROLES).get(pk=guardian.person_id)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    people.note_reading(person=person, by=viewer.actor, since=midnight)
    others = [source(person, viewer) for source in (texts_to, messages_of, sign_in_section)]
    context = {
        "guardian": guardian,
        "person": person,
        "facts": facts_of(guardian, viewer),
        "sections": [children_section(guardian, viewer), *[one for one in others if one is not None]],
        "may_change": viewer.can(Permission.STUDENTS_EDIT) and may_change_parent(viewer, guardian),
    }
    return render(request, "mentoring/guardian_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_EDIT)
def guardian_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change who a parent is, how to reach them, and what they wish."""
    guardian = _seen(request, pk)
    if not may_change_parent(request.viewer, guardian):
        raise PermissionDenied(_("This person has another role here too. Ask a district administrator."))
    name = guardian.person.name
    form = GuardianForm(request.POST or None, instance=guardian.person, guardian=guardian, viewer=request.viewer)
    if form.is_valid():
        guardians.change(guardian=guardian, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("mentoring:guardian_detail", pk=pk)
    context = {"form": form, "name": name, "back_url": reverse("mentoring:guardian_detail", args=[pk])}
    return render(request, "mentoring/guardian_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CHILDREN_VIEW)
def guardian_own(request: DistrictRequest) -> HttpResponse:
    """What a parent changes about themselves: phone, language, interpreter, paper."""
    viewer = request.viewer
    guardian = get_object_or_404(Guardian.objects.visible_to(viewer).filter(person=viewer.person_id))
    person = guardian.person
    before = {
        "phone": person.phone,
        "language": person.language,
        "needs_interpreter": guardian.needs_interpreter,
        "prefers_paper": guardian.prefers_paper,
    }
    form = OwnDetailsForm(request.POST or None, initial=before, viewer=viewer)
    if form.is_valid():
        _save_own(request, guardian, form)
        notices.done(request, _("Saved."))
        return redirect(request.district.mount_point)
    return render(request, "mentoring/guardian_own.html", {"form": form}, status=422 if form.errors else 200)


def _save_own(request: DistrictRequest, guardian: Guardian, form: OwnDetailsForm) -> None:
    chosen, by = form.cleaned_data, request.viewer.actor
    profiles.change(
        person=guardian.person,
        user=cast(User, request.viewer.user),
        by=by,
        preferred_name=guardian.person.preferred_name,
        language=chosen["language"],
        phone=chosen["phone"],
    )
    wishes = {name: chosen[name] for name in guardians.WISHES}
    guardians.wish(guardian=guardian, by=by, **wishes)


# Several at once


@require_http_methods(["GET", "POST"])
@requires(Permission.SIGN_INS_EDIT)
def guardian_invite_selected(request: DistrictRequest) -> HttpResponse:
    """Invite several parents to sign in, after a page that says who is left out and why."""
    selection = Selection(request, GUARDIANS)
    chosen = list(selection.rows)
    refusals = {one.pk: invitation_refusal(one.person) for one in chosen}
    able = [one for one in chosen if not refusals[one.pk]]
    is_sent = request.method == "POST"
    if is_sent and able and not selection.refusal:
        for one in able:
            invitations.invite(person=one.person, by=request.viewer.actor, at=timezone.now())
        words = ngettext(
            "%(count)s invitation leaves in two minutes.", "%(count)s invitations leave in two minutes.", len(able)
        )
        notices.done(request, words % {"count": len(able)})
        return redirect("mentoring:guardian_list")
    context = {
        "selection": selection,
        "count": len(able),
        "names": first_names([f"{one.person.name} · {one.person.email}" for one in able]),
        "skipped": [(one.person.name, refusals[one.pk]) for one in chosen if refusals[one.pk]],
    }
    return render(request, "mentoring/guardian_invite_selected.html", context, status=422 if is_sent else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUARDIANS_VIEW)
def guardian_label_selected(request: DistrictRequest) -> HttpResponse:
    """Labels with the names of parents and of their children."""
    return labels_page(request, _ON_PAPER)


@require_http_methods(["GET", "POST"])
@requires(Permission.GUARDIANS_VIEW)
def guardian_sheet_selected(request: DistrictRequest) -> HttpResponse:
    """A sheet on which these parents sign that they came."""
    return sign_in_sheet_page(request, _ON_PAPER)


_ON_PAPER = OnPaper(
    screen=GUARDIANS,
    back_url_name="mentoring:guardian_list",
    name=lambda guardian: guardian.person.name,
    lines=lambda guardian: [held.student.person.name for held in children_of(guardian)],
)


def _seen(request: DistrictRequest, pk: int) -> Guardian:
    return get_object_or_404(GUARDIANS.rows(request.viewer), pk=pk)
