"""Duplicates: who is likely here twice, side by side, and merging by a person who looked."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenancy import notices
from tenancy.actions import people_merging
from tenancy.forms.merges import MergeForm
from tenancy.http import DistrictRequest, requires
from tenancy.merge_preview import compared, left_behind
from tenancy.merging import CannotMerge, likely_duplicates, refusals
from tenancy.models import Person
from tenancy.pages import keyset_page
from tenancy.people_table import LIVE_ROLES, live_roles
from tenancy.permissions import Permission
from tenancy.rules import may_change
from tenancy.tables import Cell, Column, Row, Table
from tenancy.templatetags.people import phone

#: More hits than this ask for more letters.
MOST_HITS = 10


@require_GET
@requires(Permission.PEOPLE_EDIT)
def person_merge_list(request: DistrictRequest) -> HttpResponse:
    """People who are likely here twice, each beside the one who was here before."""
    _refuse_partial(request)
    page = keyset_page(likely_duplicates(request.district), request.GET, key="search_key")
    ids = [one.twin_id for one in page.rows]  # type: ignore[attr-defined]  # annotated
    people = Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES)
    known = {one.pk: one for one in people.filter(pk__in=[*ids, *(row.pk for row in page.rows)])}
    pairs = [(known[row.twin_id], known[row.pk]) for row in page.rows]  # type: ignore[attr-defined]
    columns = [Column(_("Name")), Column(_("Here before")), Column(_("Added later")), Column(_("What to do"))]
    body = [
        Row(
            [
                Cell(older.sorted_name),
                Cell(_roles(older), note=_reached(older)),
                Cell(_roles(younger), note=_reached(younger)),
                Cell(_("Compare"), url=_merge_url(older, younger))
                if _may_change(request, older) and _may_change(request, younger)
                else Cell(_("A district administrator looks at it")),
            ]
        )
        for older, younger in pairs
    ]
    table = Table(_("People who are likely here twice"), columns, body, is_caption_hidden=True)
    return render(request, "tenancy/person_merge_list.html", {"table": table, "duplicates": page})


@require_GET
@requires(Permission.PEOPLE_EDIT)
def person_merge_find(request: DistrictRequest, pk: int) -> HttpResponse:
    """Look for the other row of a person who is here twice."""
    _refuse_partial(request)
    person = _changeable(request, pk)
    query = request.GET.get("q", "").strip()[:80] or person.family_name
    seen = Person.objects.visible_to(request.viewer).filter(merged_into=None).exclude(pk=pk)
    hits = seen.prefetch_related(LIVE_ROLES).first_named(query, MOST_HITS + 1)
    found = [one.pk for one in hits]
    with_roles = {one.pk: one for one in seen.prefetch_related(LIVE_ROLES).filter(pk__in=found)}
    urls = {pk: _merge_url(person, one) for pk, one in with_roles.items() if _may_change(request, one)}
    context = {
        "person": person,
        "query": query,
        "hits": [
            (one.name, " · ".join(filter(None, [_roles(with_roles[one.pk]), _reached(one)])), urls.get(one.pk, ""))
            for one in hits[:MOST_HITS]
        ],
        "has_more": len(hits) > MOST_HITS,
        "back_url": reverse("tenancy:person_detail", args=[pk]),
    }
    return render(request, "tenancy/person_merge_find.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def person_merge(request: DistrictRequest, pk: int, other_pk: int) -> HttpResponse:
    """The two side by side: what each has, which values survive, why they cannot be one. Merging cannot be undone."""
    _refuse_partial(request)
    kept = _changeable(request, pk)
    if pk == other_pk:
        return redirect("tenancy:person_merge_find", pk=pk)
    gone = _changeable(request, other_pk, or_inactive=True)
    why_not = refusals(kept, gone)
    form = MergeForm(request.POST or None, kept=kept, gone=gone, viewer=request.viewer)
    if form.is_valid() and not why_not:
        try:
            people_merging.merge(
                kept=kept, gone=gone, from_gone=form.from_gone, on=request.viewer.today, by=request.viewer.actor
            )
        except CannotMerge as refusal:
            why_not = [str(refusal)]
        else:
            notices.done(request, _("%(name)s is one person now.") % {"name": kept.name})
            return redirect("tenancy:person_detail", pk=pk)
    context = {
        "kept": kept,
        "gone": gone,
        "form": form,
        "refusals": why_not,
        "table": compared(kept, gone),
        "left_behind": left_behind(kept, gone),
        "swap_url": _merge_url(gone, kept) if gone.is_active else "",
        "list_url": reverse("tenancy:person_merge_list"),
    }
    is_wrong = request.method == "POST"
    return render(request, "tenancy/person_merge.html", context, status=422 if is_wrong else 200)


@require_POST
@requires(Permission.PEOPLE_EDIT)
def person_merge_refuse(request: DistrictRequest, pk: int, other_pk: int) -> HttpResponse:
    """These are two people: they are not shown as likely duplicates again."""
    _refuse_partial(request)
    both = _changeable(request, pk), _changeable(request, other_pk, or_inactive=True)
    if pk != other_pk:
        people_merging.set_apart(people_apart=both, by=request.viewer.actor)
        notices.done(request, _("Noted: these are two people."))
    return redirect("tenancy:person_merge_list")


def _refuse_partial(request: DistrictRequest) -> None:
    """Only who works for the whole district sees everything that the two have."""
    if not request.viewer.reach(Permission.PEOPLE_EDIT).whole_district:
        raise PermissionDenied(_("Somebody who works for the whole district merges people."))


def _changeable(request: DistrictRequest, pk: int, *, or_inactive: bool = False) -> Person:
    """The person, if this viewer sees them (404) and may change them (403). Who left may still go into another."""
    people = Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES).filter(merged_into=None)
    person = get_object_or_404(people, pk=pk)
    if not _may_change(request, person, or_inactive=or_inactive):
        raise PermissionDenied(_("Only a district administrator can change this person."))
    return person


def _may_change(request: DistrictRequest, person: Person, *, or_inactive: bool = True) -> bool:
    as_active = Person(pk=person.pk) if or_inactive else person
    return may_change(request.viewer, as_active, live_roles(person))


def _merge_url(kept: Person, gone: Person) -> str:
    return reverse("tenancy:person_merge", args=[kept.pk, gone.pk])


def _roles(person: Person) -> str:
    return ", ".join(dict.fromkeys(one.get_role_display() for one in live_roles(person))) or _("No role")


def _reached(person: Person) -> str:
    return " · ".join(filter(None, [person.email, phone(person.phone)]))
