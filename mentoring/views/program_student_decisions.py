"""Decisions on students of a program: on one, on several at once, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mentoring import acceptance_rules, eligibility_rules
from mentoring.actions import program_students
from mentoring.blockers import Blocker
from mentoring.forms.program_students import AcceptForm, QuietReasonForm, ReasonForm
from mentoring.models import Policy, ProgramStudent
from mentoring.program_student_access import own_event, place_for, places_of_district, program_with_rules, rules_of
from mentoring.program_student_words import blocker_task, unreached_words
from mentoring.student_table import places_of
from tenancy import notices
from tenancy.forms import ViewerForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names
from tenancy.viewer import Viewer

State = ProgramStudent.State


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_accept(request: DistrictRequest, pk: int) -> HttpResponse:
    """Accept one student, after a page that says what is open; a grade that is too low takes a reason."""
    place = place_for(request, pk, Permission.STUDENTS_SELECT)
    policy, template = rules_of(place.program), "mentoring/program_student_accept.html"
    needs_exception = eligibility_rules.eligibilities([place.student], policy)[place.student_id].is_grade_alone
    reason = _("so far none") if needs_exception else ""
    blockers = acceptance_rules.acceptance_blockers_of([place], policy, exception_reason=reason)[place.pk]
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        viewer=request.viewer,
        needs_exception=needs_exception,
        initial={"exception_reason": place.exception_reason},
    )
    if form.is_valid() and not blockers:
        return _decided(request, form, program_students.accept, [place], **form.cleaned_data) or _ask_one(
            request, place, form, template, blockers, state=State.ACCEPTED
        )
    return _ask_one(request, place, form, template, blockers, state=State.ACCEPTED)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_waitlist(request: DistrictRequest, pk: int) -> HttpResponse:
    """Put one student on the waiting list."""
    place = place_for(request, pk, Permission.STUDENTS_SELECT)
    form = QuietReasonForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    template = "mentoring/program_student_waitlist.html"
    if form.is_valid() and (answer := _decided(request, form, program_students.waitlist, [place], **form.cleaned_data)):
        return answer
    return _ask_one(request, place, form, template, state=State.WAITLISTED)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_decline(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say no to one student, with a reason that is not told by mail."""
    place = place_for(request, pk, Permission.STUDENTS_SELECT)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    template = "mentoring/program_student_decline.html"
    if form.is_valid() and (answer := _decided(request, form, program_students.decline, [place], **form.cleaned_data)):
        return answer
    return _ask_one(request, place, form, template, state=State.DECLINED)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_leave(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take one student out of a program."""
    place = place_for(request, pk, Permission.STUDENTS_SELECT)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            program_students.leave(place=place, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        except program_students.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("%(name)s left the program.") % {"name": place.student.person.name})
            return redirect("mentoring:program_student_detail", pk=pk)
    return _ask_one(request, place, form, "mentoring/program_student_leave.html")


@dataclass(frozen=True)
class Deed:
    """One decision for several students: its action, whom it is for, whether a reason is asked."""

    action: Any
    state: ProgramStudent.State
    states: frozenset[str]
    form: type[ViewerForm] | None
    needs_eligibility: bool = False


_ACCEPT = Deed(
    program_students.accept,
    State.ACCEPTED,
    frozenset({State.INVITED, State.APPLIED, State.WAITLISTED, State.DECLINED}),
    None,
    needs_eligibility=True,
)

_WAITLIST = Deed(
    program_students.waitlist,
    State.WAITLISTED,
    frozenset({State.INVITED, State.APPLIED, State.ACCEPTED}),
    QuietReasonForm,
)

_DECLINE = Deed(
    program_students.decline,
    State.DECLINED,
    frozenset({State.INVITED, State.APPLIED, State.WAITLISTED}),
    ReasonForm,
)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_accept_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Accept several students, after a page that says who is left out and why."""
    return _decide_selected(request, program_pk, _ACCEPT, "mentoring/program_student_accept_selected.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_waitlist_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Put several students on the waiting list, in the order of the list."""
    return _decide_selected(request, program_pk, _WAITLIST, "mentoring/program_student_waitlist_selected.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_decline_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Say no to several students, with one reason."""
    return _decide_selected(request, program_pk, _DECLINE, "mentoring/program_student_decline_selected.html")


@require_POST
@requires(Permission.STUDENTS_SELECT)
def program_student_decision_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo of a decision, as long as no mail about it has left."""
    event = own_event(request, pk)
    try:
        count = program_students.take_back_decision(event=event, at=timezone.now(), by=request.viewer.actor)
    except program_students.CannotTakeBack as refusal:
        notices.warn(request, str(refusal))
        return redirect("mentoring:student_list")
    words = ngettext(
        "The decision on %(count)s student was taken back. No mail leaves.",
        "The decisions on %(count)s students were taken back. No mail leaves.",
        count,
    )
    notices.done(request, words % {"count": count})
    place = get_object_or_404(ProgramStudent.objects.visible_to(request.viewer), pk=event.facts["places"][0])
    return redirect("mentoring:program_student_list", program_pk=place.program_id)


def _decide_selected(request: DistrictRequest, program_pk: int, deed: Deed, template: str) -> HttpResponse:
    program, policy = program_with_rules(request, program_pk)
    selection = Selection(request, places_of(program, policy))
    able, skipped = _decidable(request.viewer, list(selection.rows), policy, deed)
    form = deed.form(request.POST if request.method == "POST" else None, viewer=request.viewer) if deed.form else None
    is_sent = request.method == "POST" and (form is None or form.is_valid())
    refusal = selection.refusal
    if is_sent and able and not refusal:
        values = form.cleaned_data if form else {}
        try:
            return _tell(request, deed.action(places=able, on=request.viewer.today, by=request.viewer.actor, **values))
        except program_students.CannotDecide as why:
            refusal = str(why)
    context = {
        "form": form,
        "program": program,
        "selection": selection,
        "refusal": refusal,
        "names": [
            *first_names([one.student.person.name for one in able]),
            *unreached_words(able, request.viewer, state=deed.state),
        ],
        "count": len(able),
        "skipped": skipped,
        "back_url": selection.back_to(reverse("mentoring:program_student_list", args=[program.pk])),
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _decidable(
    viewer: Viewer, chosen: Sequence[ProgramStudent], policy: Policy, deed: Deed
) -> tuple[list[ProgramStudent], list[tuple[str, str]]]:
    """On whom this can be decided, and on whom not with the reason."""
    reach = places_of_district(viewer).in_reach_of(viewer, Permission.STUDENTS_SELECT)
    mine = set(reach.filter(pk__in=[one.pk for one in chosen]).values_list("pk", flat=True))
    blockers = acceptance_rules.acceptance_blockers_of(chosen, policy) if deed.needs_eligibility else {}
    able, skipped = [], []
    for one in chosen:
        name = one.student.person.name
        if one.pk not in mine:
            skipped.append((name, _("is not among your schools and programs")))
        elif one.state not in deed.states:
            skipped.append((name, one.get_state_display()))
        elif blockers.get(one.pk):
            skipped.append((name, _blocked_words(viewer, blockers[one.pk])))
        else:
            able.append(one)
    return able, skipped


def _blocked_words(viewer: Viewer, blockers: Sequence[Blocker]) -> str:
    """What is open, whose turn it is, and a link to where this viewer can do something about it."""
    tasks = [blocker_task(viewer, one) for one in blockers]
    words = format_html_join(" ", "{} {}", ((task["title"], task["text"]) for task in tasks))
    links = format_html_join("", ' · <a href="{}">{}</a>', ((task["url"], task["do"]) for task in tasks if task["url"]))
    return format_html("{}{}", words, links)


def _decided(
    request: DistrictRequest, form: ViewerForm, action: Any, places: Sequence[ProgramStudent], **values: Any
) -> HttpResponse | None:
    """Do it and go on to the student; None, with the reason in the form, where it was refused."""
    try:
        event = action(places=places, on=request.viewer.today, by=request.viewer.actor, **values)
    except program_students.CannotDecide as refusal:
        form.add_error(None, str(refusal))
        return None
    return _tell(request, event)


def _tell(request: DistrictRequest, event: AuditEvent) -> HttpResponse:
    """Say what was decided, with Undo, and go on to the student or the list."""
    ids = event.facts["places"]
    words = {
        State.ACCEPTED: ngettext("%(count)s student was accepted.", "%(count)s students were accepted.", len(ids)),
        State.WAITLISTED: ngettext(
            "%(count)s student is on the waiting list.", "%(count)s students are on the waiting list.", len(ids)
        ),
        State.DECLINED: ngettext("%(count)s student was declined.", "%(count)s students were declined.", len(ids)),
    }[State(event.facts["now"])] % {"count": len(ids)}
    undo = reverse("mentoring:program_student_decision_take_back", args=[event.pk])
    notices.done(request, _("%(words)s They are told in two minutes.") % {"words": words}, undo=undo)
    if len(ids) == 1:
        return redirect("mentoring:program_student_detail", pk=ids[0])
    place = get_object_or_404(ProgramStudent.objects.visible_to(request.viewer), pk=ids[0])
    return redirect("mentoring:program_student_list", program_pk=place.program_id)


def _ask_one(
    request: DistrictRequest,
    place: ProgramStudent,
    form: ViewerForm,
    template: str,
    blockers: Sequence[Blocker] = (),
    *,
    state: State | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "place": place,
        "person": place.student.person,
        "blockers": [blocker_task(request.viewer, one) for one in blockers],
        "unreached": [] if state is None else unreached_words([place], request.viewer, state=state),
        "back_url": reverse("mentoring:program_student_detail", args=[place.pk]),
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)
