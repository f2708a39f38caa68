"""Applications of mentors: the list, one application with its answers, taking up, declining, taking that back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring import application_page
from mentoring.actions import mentor_applications
from mentoring.forms.mentor_applications import DeclineForm, RatingForm, TakeUpForm
from mentoring.mentor_table import APPLICATION_KINDS, MENTOR_APPLICATIONS
from mentoring.mentor_tabs import mentor_tabs
from mentoring.models import MentorApplication, Program, ProgramMentor
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MENTORS_EDIT)
def mentor_application_list(request: DistrictRequest) -> HttpResponse:
    """The applications to the viewer's programs, the newest first; without filters, those that wait."""
    mine = Program.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    open_programs = mine.current().filter(takes_mentors=True).in_list_order().prefetch_related("school_year")
    tabs = mentor_tabs(request.viewer, "mentoring:mentor_application_list")
    return MENTOR_APPLICATIONS.page(request).render(
        "mentoring/mentor_application_list.html", open_programs=open_programs, tabs=tabs
    )


@require_GET
@requires(Permission.MENTORS_EDIT)
def mentor_application_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same applications, the same columns, every page."""
    return MENTOR_APPLICATIONS.export(request)


@require_GET
@requires(Permission.MENTORS_EDIT)
def mentor_application_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What somebody wrote, who is like them, how they are rated, and what can be decided."""
    application = _mine(request, pk)
    context = {
        "application": application,
        "kind": APPLICATION_KINDS[application.state],
        "facts": application_page.facts(application),
        "answers": application_page.answers(application),
        "alike": application_page.alike_rows(application, request.viewer),
        "rating": RatingForm(viewer=request.viewer, application=application),
        "is_new": application.state == MentorApplication.State.NEW,
        "may_reopen": not mentor_applications.reopening_refusal(application),
    }
    return render(request, "mentoring/mentor_application_detail.html", context)


@require_POST
@requires(Permission.MENTORS_EDIT)
def mentor_application_rate(request: DistrictRequest, pk: int) -> HttpResponse:
    """Keep how the four abilities are rated."""
    application = _mine(request, pk)
    form = RatingForm(request.POST, viewer=request.viewer, application=application)
    if form.is_valid():
        mentor_applications.rate(application=application, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("The rating is kept."))
    else:
        notices.warn(request, _("Choose one of the answers."))
    return redirect("mentoring:mentor_application_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_application_take_up(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take an applicant in: as whom, and whether they are somebody who is here already."""
    application = _mine(request, pk)
    alike = application_page.alike(application, request.viewer)
    form = TakeUpForm(request.POST or None, viewer=request.viewer, alike=alike)
    if form.is_valid():
        chosen = dict(form.cleaned_data)
        who, state = chosen.pop("who"), ProgramMentor.State(chosen.pop("state"))
        try:
            place = mentor_applications.take_up(
                application=application,
                state=state,
                person=next((one for one in alike if str(one.pk) == who), None),
                at=timezone.now(),
                on=request.viewer.today,
                by=request.viewer.actor,
                **chosen,
            )
        except mentor_applications.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("mentoring:mentor_application_reopen", args=[pk])
            notices.done(request, f"{application.name}: {state.label}.", undo=undo)
            return redirect("mentoring:mentor_detail", pk=place.mentor_id)
    context = {
        "form": form,
        "application": application,
        "ratings": application_page.ratings(application),
        "compared": application_page.compared(application, alike),
    }
    return render(request, "mentoring/mentor_application_take_up.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_application_decline(request: DistrictRequest, pk: int) -> HttpResponse:
    """Decline an application with a reason that stays here, and a kind mail."""
    application = _mine(request, pk)
    form = DeclineForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            mentor_applications.decline(
                application=application,
                at=timezone.now(),
                on=request.viewer.today,
                by=request.viewer.actor,
                **form.cleaned_data,
            )
        except mentor_applications.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("mentoring:mentor_application_reopen", args=[pk])
            notices.done(request, _("%(name)s was not accepted.") % {"name": application.name}, undo=undo)
            return redirect("mentoring:mentor_application_list")
    context = {"form": form, "application": application}
    return render(request, "mentoring/mentor_application_decline.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTORS_EDIT)
def mentor_application_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a decision back: the application is new again."""
    application = _mine(request, pk)
    try:
        mentor_applications.reopen(
            application=application, at=timezone.now(), on=request.viewer.today, by=request.viewer.actor
        )
    except mentor_applications.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back. The application waits for a decision again."))
    return redirect("mentoring:mentor_application_detail", pk=pk)


def _mine(request: DistrictRequest, pk: int) -> MentorApplication:
    seen = MentorApplication.objects.visible_to(request.viewer).prefetch_related(
        "program", "mentor__person", "decided_by"
    )
    return get_object_or_404(seen, pk=pk)
