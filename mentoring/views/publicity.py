"""Publicity (S-25): which matches may be shown; what mentors say themselves, what employers said; press contacts."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring.actions import publicity
from mentoring.forms.publicity import EmployerConsentForm, MediaContactForm
from mentoring.models import Employer, MediaContact, Mentor, Program
from mentoring.publicity_table import MOST_PRINTED, publicity_of, table_to_print
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

# Who may be shown


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.PUBLICITY_VIEW)
def publicity_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The running matches of a program with what everybody in them said; below it, who speaks to the press."""
    program = _program(request, program_pk)
    contacts = MediaContact.objects.of(request.district).order_by("name", "pk")
    page = publicity_of(program).page(request)
    return page.render(
        "mentoring/publicity_list.html",
        program=program,
        contacts=contacts,
        may_edit_contacts=request.viewer.can(Permission.PROGRAMS_EDIT),
        print_query=request.GET.urlencode(),
    )


@require_GET
@requires(Permission.PUBLICITY_VIEW)
def publicity_export(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The list as a file: the same matches, the same columns, every page."""
    return publicity_of(_program(request, program_pk)).export(request)


@require_GET
@requires(Permission.PUBLICITY_VIEW)
def publicity_print(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The same matches, as they are filtered, as a page to print. Written to the log."""
    program, viewer = _program(request, program_pk), request.viewer
    matches = list(publicity_of(program).narrowed(request.GET, viewer).order_by("pk")[:MOST_PRINTED])
    publicity.note_printed(program=program, count=len(matches), by=viewer.actor)
    context = {
        "program": program,
        "table": table_to_print(matches, viewer) if matches else None,
        "contacts": MediaContact.objects.of(request.district).order_by("name", "pk"),
        "back_query": request.GET.urlencode(),
    }
    return render(request, "mentoring/publicity_print.html", context)


def _program(request: DistrictRequest, pk: int) -> Program:
    return get_object_or_404(Program.objects.visible_to(request.viewer), pk=pk)


# What was said


@require_POST
@requires(Permission.MENTOR_OWN)
def publicity_consent_answer(request: DistrictRequest) -> HttpResponse:
    """A mentor says whether they may be shown; they may say otherwise at any time."""
    viewer = request.viewer
    mentor = Mentor.objects.visible_to(viewer).filter(person=viewer.person_id).first()
    said = request.POST.get("answer")
    if mentor is None or said not in {"yes", "no"}:
        raise Http404
    publicity.answer(mentor=mentor, is_granted=said == "yes", on=viewer.today, at=timezone.now(), by=viewer.actor)
    notices.done(request, _("Saved. You can change your answer here at any time."))
    return redirect("mentoring:mentor_profile")


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def publicity_consent_record(request: DistrictRequest, employer_pk: int) -> HttpResponse:
    """Write down what somebody at an employer said."""
    viewer = request.viewer
    employer = get_object_or_404(Employer.objects.visible_to(viewer), pk=employer_pk)
    initial = {"said_by": employer.contact_name, "said_on": viewer.today}
    form = EmployerConsentForm(request.POST or None, viewer=viewer, initial=initial)
    if form.is_valid():
        try:
            publicity.record(
                employer=employer, on=viewer.today, at=timezone.now(), by=viewer.actor, **form.cleaned_data
            )
        except publicity.CannotRecord as refusal:
            form.add_error("said_on", str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect("mentoring:employer_detail", pk=employer_pk)
    context = {"form": form, "employer": employer}
    return render(request, "mentoring/publicity_consent_record.html", context, status=422 if form.errors else 200)


# Who speaks to the press


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def media_contact_add(request: DistrictRequest) -> HttpResponse:
    """List somebody who speaks to the press."""
    form = MediaContactForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        contact = publicity.add_contact(contact=form.instance, by=request.viewer.actor)
        notices.done(request, _("%(name)s was added.") % {"name": contact.name})
        return redirect(_back(request))
    context = {"form": form, "back_url": _back(request)}
    return render(request, "mentoring/media_contact_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def media_contact_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change how somebody who speaks to the press is reached."""
    contact = get_object_or_404(MediaContact.objects.of(request.district), pk=pk)
    form = MediaContactForm(request.POST or None, viewer=request.viewer, instance=contact)
    if form.is_valid():
        publicity.change_contact(contact=contact, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect(_back(request))
    context = {"form": form, "contact": contact, "back_url": _back(request)}
    return render(request, "mentoring/media_contact_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_EDIT)
def media_contact_delete(request: DistrictRequest, pk: int) -> HttpResponse:
    """Somebody no longer speaks to the press, after a page that asks."""
    contact = get_object_or_404(MediaContact.objects.of(request.district), pk=pk)
    if request.method == "POST":
        name = contact.name
        publicity.delete_contact(contact=contact, by=request.viewer.actor)
        notices.done(request, _("%(name)s is no longer listed.") % {"name": name})
        return redirect(_back(request))
    context = {"contact": contact, "back_url": _back(request)}
    return render(request, "mentoring/media_contact_delete.html", context)


def _back(request: DistrictRequest) -> str:
    """To the program's page from which one came, if one may see it."""
    pk = request.GET.get("program", "")
    if pk.isdecimal() and Program.objects.visible_to(request.viewer).filter(pk=pk).exists():
        return reverse("mentoring:publicity_list", args=[pk])
    return reverse("mentoring:program_list")
