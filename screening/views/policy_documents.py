"""Policies in writing: their versions, what they say, who agreed."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from screening.actions import policy_documents
from screening.forms.requirements import PolicyDocumentAddForm, PolicyDocumentForm, PolicyVersionForm
from screening.models import Acknowledgement, PolicyDocument, PolicyVersion
from screening.reach import refuse_others, sets_with
from screening.tabs import clearance_tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table


@require_GET
@requires(Permission.CLEARANCE_OUTCOMES_VIEW)
def policy_document_list(request: DistrictRequest) -> HttpResponse:
    """Every policy with its newest version. (A district has a handful, so there are no pages.)"""
    body = []
    for one in PolicyDocument.objects.of(request.district).order_by("title").prefetch_related("versions"):
        newest = max(one.versions.all(), key=lambda version: version.number, default=None)
        body.append(
            Row(
                [
                    Cell(one.title, url=reverse("screening:policy_document_detail", args=[one.pk])),
                    Cell(newest.number if newest else ""),
                    Cell(newest.takes_effect_on if newest else ""),
                    Cell(one.minutes),
                ]
            )
        )
    columns = [
        Column(_("Policy")),
        Column(_("Newest version"), is_number=True),
        Column(_("In effect from")),
        Column(_("Minutes to read"), is_number=True),
    ]
    context = {
        "table": Table(_("Policies"), columns, body, is_caption_hidden=True) if body else None,
        "tabs": clearance_tabs(request.viewer, "screening:policy_document_list"),
        "may_edit": request.viewer.can(Permission.REQUIREMENTS_EDIT),
    }
    return render(request, "screening/policy_document_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def policy_document_add(request: DistrictRequest) -> HttpResponse:
    """Add a policy with its first wording."""
    form = PolicyDocumentAddForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        made = policy_documents.add(
            district=request.district,
            title=form.cleaned_data["title"],
            minutes=form.cleaned_data["minutes"],
            texts=form.texts,
            on=request.viewer.today,
            by=request.viewer.actor,
        )
        notices.done(request, _("“%(title)s” was added.") % {"title": made.title})
        return redirect("screening:policy_document_detail", pk=made.pk)
    return render(request, "screening/policy_document_add.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@requires(Permission.CLEARANCE_OUTCOMES_VIEW)
def policy_document_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """Its versions, newest first, with what they say and how many agreed."""
    found = get_object_or_404(PolicyDocument.objects.of(request.district), pk=pk)
    versions = list(
        PolicyVersion.objects.of(request.district).filter(document=found).prefetch_related("texts").order_by("-number")
    )
    agreed = Acknowledgement.objects.visible_to(request.viewer).live().filter(version__in=versions)
    by_version = agreed.values("version").annotate(number=Count("person", distinct=True))
    numbers = {row["version"]: row["number"] for row in by_version}
    context = {
        "found": found,
        "versions": [(one, numbers.get(one.pk, 0), one.takes_effect_on > request.viewer.today) for one in versions],
        "asking": policy_documents.sets_asking(found),
        "may_edit": request.viewer.can(Permission.REQUIREMENTS_EDIT),
    }
    return render(request, "screening/policy_document_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def policy_document_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change its name in lists, or how long it takes to read."""
    found = get_object_or_404(PolicyDocument.objects.of(request.district), pk=pk)
    refuse_others(request.viewer, sets_with(request.viewer, found))
    title = found.title
    form = PolicyDocumentForm(request.POST or None, instance=found, viewer=request.viewer)
    if form.is_valid():
        policy_documents.change(document=found, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("screening:policy_document_detail", pk=pk)
    back_url = reverse("screening:policy_document_detail", args=[pk])
    context = {"form": form, "title": title, "back_url": back_url}
    return render(request, "screening/policy_document_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.REQUIREMENTS_EDIT)
def policy_version_add(request: DistrictRequest, policy_document_pk: int) -> HttpResponse:
    """Publish a new wording; it begins with the newest one."""
    found = get_object_or_404(PolicyDocument.objects.of(request.district), pk=policy_document_pk)
    refuse_others(request.viewer, sets_with(request.viewer, found))
    versions = PolicyVersion.objects.of(request.district).filter(document=found).prefetch_related("texts")
    newest = versions.order_by("-number").first()
    texts = {one.language: (one.title, one.body) for one in newest.texts.all()} if newest else {}
    form = PolicyVersionForm(request.POST or None, viewer=request.viewer, texts=texts)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            policy_documents.publish(
                document=found,
                texts=form.texts,
                takes_effect_on=chosen["takes_effect_on"],
                asks_again=chosen["asks_again"],
                on=request.viewer.today,
                by=request.viewer.actor,
            )
        except policy_documents.CannotPublish as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The new version is published."))
            return redirect("screening:policy_document_detail", pk=found.pk)
    back_url = reverse("screening:policy_document_detail", args=[found.pk])
    context = {"form": form, "found": found, "back_url": back_url}
    return render(request, "screening/policy_version_add.html", context, status=422 if form.errors else 200)
