"""Employers: the list, an employer's page, adding, changing, ending, joining two; who works for them."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from correspondence.printing import OnPaper, labels_page
from mentoring.actions import employers
from mentoring.forms.employers import (
    EmployerEndForm,
    EmployerForm,
    EmployerMergeForm,
    EmploymentEndForm,
    EmploymentForm,
)
from mentoring.mentor_table import EMPLOYERS
from mentoring.models import Employer, Employment, Mentor
from mentoring.publicity import employer_section
from mentoring.workplace_table import approvals_section
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionRow
from tenancy.templatetags.people import phone


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MENTORS_VIEW)
def employer_list(request: DistrictRequest) -> HttpResponse:
    """The employers of the district."""
    return EMPLOYERS.page(request).render("mentoring/employer_list.html")


@require_GET
@requires(Permission.MENTORS_VIEW)
def employer_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same employers, the same columns, every page."""
    return EMPLOYERS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_VIEW)
def employer_label_selected(request: DistrictRequest) -> HttpResponse:
    """Labels for letters to employers: the contact's name, the employer, the address."""
    paper = OnPaper(
        screen=EMPLOYERS,
        back_url_name="mentoring:employer_list",
        name=lambda one: one.contact_name or one.name,
        lines=lambda one: [*([one.name] if one.contact_name else []), *one.address.splitlines()],
    )
    return labels_page(request, paper)


@require_GET
@requires(Permission.MENTORS_VIEW)
def employer_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One employer: whom to reach, the mentors of now and before, whether it may be named."""
    employer = get_object_or_404(Employer.objects.visible_to(request.viewer), pk=pk)
    may_change = request.viewer.can(Permission.MENTORS_EDIT)
    rows = list(_employment_rows(request, employer, may_change=may_change))
    context = {
        "employer": employer,
        "is_over": employer.ended_on is not None and employer.ended_on < request.viewer.today,
        "facts": _facts(employer),
        "visits": approvals_section(employer, request.viewer),
        "publicity": employer_section(employer, request.viewer),
        "mentors": PersonSection(_("Mentors"), rows=rows, empty=_("No mentor works here at present.")),
        "may_change": may_change,
    }
    return render(request, "mentoring/employer_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def employer_add(request: DistrictRequest) -> HttpResponse:
    """Add an employer; asks once when there are some whose name begins alike."""
    form = EmployerForm(request.POST or None, viewer=request.viewer)
    alike: list[Employer] = []
    if form.is_valid():
        first_word = form.cleaned_data["name"].split()[0]
        alike = list(Employer.objects.visible_to(request.viewer).named(first_word).in_list_order()[:5])
        if not alike or "add_anyway" in request.POST:
            employer = employers.add(employer=form.instance, by=request.viewer.actor)
            notices.done(request, _("%(name)s was added.") % {"name": employer.name})
            return redirect("mentoring:employer_detail", pk=employer.pk)
    context = {"form": form, "alike": alike}
    return render(request, "mentoring/employer_add.html", context, status=422 if form.errors or alike else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def employer_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change an employer."""
    employer = get_object_or_404(Employer.objects.visible_to(request.viewer), pk=pk)
    form = EmployerForm(request.POST or None, instance=employer, viewer=request.viewer)
    if form.is_valid():
        employers.change(employer=employer, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("mentoring:employer_detail", pk=pk)
    context = {"form": form, "back_url": reverse("mentoring:employer_detail", args=[pk])}
    return render(request, "mentoring/employer_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def employer_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """An employer takes part until a day, after a page that names the mentors whom somebody must ask."""
    employer = get_object_or_404(Employer.objects.visible_to(request.viewer), pk=pk)
    form = EmployerEndForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        employers.end(employer=employer, by=request.viewer.actor, **form.cleaned_data)
        undo = reverse("mentoring:employer_take_back", args=[pk])
        notices.done(request, _("%(name)s no longer takes part.") % {"name": employer.name}, undo=undo)
        return redirect("mentoring:employer_detail", pk=pk)
    here = Employment.objects.of(request.district).filter(employer=employer, ends_on=None, mentor__left_on=None)
    seen = here.filter(mentor__in=Mentor.objects.visible_to(request.viewer).values("pk"))
    names = [one.mentor.person.name for one in seen.prefetch_related("mentor__person").order_by("pk")]
    context = {"form": form, "employer": employer, "names": names}
    return render(request, "mentoring/employer_end.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTORS_EDIT)
def employer_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """An employer takes part again."""
    employer = get_object_or_404(Employer.objects.visible_to(request.viewer), pk=pk)
    employers.take_back(employer=employer, by=request.viewer.actor)
    notices.done(request, _("%(name)s takes part again.") % {"name": employer.name})
    return redirect("mentoring:employer_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def employer_merge(request: DistrictRequest, pk: int) -> HttpResponse:
    """Two rows are the same employer: one goes, its mentors go to the other."""
    employer = get_object_or_404(Employer.objects.visible_to(request.viewer), pk=pk)
    form = EmployerMergeForm(request.POST or None, viewer=request.viewer, employer=employer)
    if form.is_valid():
        into = form.cleaned_data["into"]
        name = employer.name
        employers.merge(employer=employer, into=into, by=request.viewer.actor)
        notices.done(request, _("%(name)s is one with %(into)s now.") % {"name": name, "into": into.name})
        return redirect("mentoring:employer_detail", pk=into.pk)
    count = Employment.objects.of(request.district).filter(employer=employer).count()
    words = ngettext("%(count)s mentor goes over.", "%(count)s mentors go over.", count) % {"count": count}
    context = {"form": form, "employer": employer, "moves": words}
    return render(request, "mentoring/employer_merge.html", context, status=422 if form.errors else 200)


# Who works where


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def employment_add(request: DistrictRequest, mentor_pk: int) -> HttpResponse:
    """Where a mentor works from a day on; what they said themselves is filled in."""
    mine = Mentor.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    mentor = get_object_or_404(mine.prefetch_related("person"), pk=mentor_pk)
    form = EmploymentForm(request.POST or None, viewer=request.viewer, initial=_said(request, mentor))
    if form.is_valid():
        chosen = form.cleaned_data
        employer, by = chosen["employer"], request.viewer.actor
        try:
            if employer.pk is None:
                employers.add(employer=employer, by=by)
            employers.employ(
                mentor=mentor,
                employer=employer,
                title=chosen["title"],
                starts_on=chosen["starts_on"],
                on=request.viewer.today,
                by=by,
            )
        except employers.CannotEmploy as refusal:
            form.add_error(None, str(refusal))
        else:
            words = {"name": mentor.person.name, "employer": employer.name}
            notices.done(request, _("%(name)s works for %(employer)s.") % words)
            return redirect("mentoring:mentor_detail", pk=mentor_pk)
    context = {"form": form, "mentor": mentor}
    return render(request, "mentoring/employment_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def employment_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """A mentor left an employer on a day."""
    employment = _employment(request, pk)
    form = EmploymentEndForm(request.POST or None, viewer=request.viewer, employment=employment)
    if form.is_valid():
        employers.leave(employment=employment, by=request.viewer.actor, **form.cleaned_data)
        words = {
            "name": employment.mentor.person.name,
            "employer": employment.employer.name,
            "day": date_format(form.cleaned_data["ends_on"]),
        }
        undo = reverse("mentoring:employment_resume", args=[pk])
        notices.done(request, _("%(name)s left %(employer)s on %(day)s.") % words, undo=undo)
        return redirect("mentoring:mentor_detail", pk=employment.mentor_id)
    context = {"form": form, "employment": employment}
    return render(request, "mentoring/employment_end.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTORS_EDIT)
def employment_resume(request: DistrictRequest, pk: int) -> HttpResponse:
    """They work there after all."""
    employment = _employment(request, pk)
    try:
        employers.stay(employment=employment, by=request.viewer.actor)
    except employers.CannotEmploy as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back."))
    return redirect("mentoring:mentor_detail", pk=employment.mentor_id)


def _employment(request: DistrictRequest, pk: int) -> Employment:
    mine = Mentor.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    found = Employment.objects.of(request.district).filter(mentor__in=mine.values("pk"))
    return get_object_or_404(found.prefetch_related("mentor__person", "employer"), pk=pk)


def _said(request: DistrictRequest, mentor: Mentor) -> dict[str, object]:
    """What the mentor said: the employer of this name, or else the name to be added."""
    if not mentor.said_employer_on:
        return {"title": mentor.occupation}
    known = Employer.objects.visible_to(request.viewer).named(mentor.said_employer).in_list_order().first()
    said: dict[str, object] = {"title": mentor.said_title}
    return {**said, "employer": known.pk} if known else {**said, "new_employer": mentor.said_employer}


def _facts(employer: Employer) -> list[tuple[str, object]]:
    return [
        (_("Career area"), employer.get_career_area_display()),
        (_("Contact"), ", ".join(filter(None, [employer.contact_name, employer.contact_title]))),
        (_("Email"), employer.contact_email),
        (_("Phone"), phone(employer.contact_phone)),
        (_("Address"), ", ".join(employer.address.splitlines())),
        (_("Website"), employer.website),
        (_("Takes part until"), date_format(employer.ended_on) if employer.ended_on else ""),
    ]


def _employment_rows(request: DistrictRequest, employer: Employer, *, may_change: bool) -> Iterator[SectionRow]:
    """Who mentors and works here, those of now first. Of mentors of others' programs nobody is named."""
    every = Employment.objects.of(request.district).filter(employer=employer)
    seen = every.filter(mentor__in=Mentor.objects.visible_to(request.viewer).values("pk"))
    rows = list(seen.prefetch_related("mentor__person").order_by("pk"))
    for one in sorted(rows, key=lambda row: (row.ends_on is not None, row.mentor.search_key)):
        days = [
            _("since %(day)s") % {"day": date_format(one.starts_on)} if one.starts_on else "",
            _("until %(day)s") % {"day": date_format(one.ends_on)} if one.ends_on else "",
        ]
        links = [(_("Open"), reverse("mentoring:mentor_detail", args=[one.mentor_id]))]
        if may_change and one.ends_on is None:
            links.append((_("Has left"), reverse("mentoring:employment_end", args=[one.pk])))
        yield SectionRow(
            one.mentor.person.name,
            note=" · ".join(filter(None, [one.title, *days])),
            kind="mute" if one.ends_on or one.mentor.left_on else "ok",
            status=_("Before") if one.ends_on else _("Mentors no longer") if one.mentor.left_on else _("Now"),
            links=links,
        )
