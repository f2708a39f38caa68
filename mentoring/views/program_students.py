"""Students of a program: adding them, who stands where, interviews, decisions, the waiting list."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring import acceptance_rules, eligibility_rules, signing_rules, telling_rules
from mentoring.actions import program_students
from mentoring.blockers import Blocker
from mentoring.forms.program_students import AcceptForm, AddToProgramForm, InterviewForm, QuietReasonForm, ReasonForm
from mentoring.models import Goal, Policy, Program, ProgramStudent, Student, StudentApplication, StudentInterview
from mentoring.querysets.students import ProgramStudentQuerySet
from mentoring.student_table import FITS, SHAPES, STUDENTS, candidates, places_of
from tenancy import notices
from tenancy.forms import ViewerForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names
from tenancy.viewer import Viewer

State = ProgramStudent.State
_LISTS = (Permission.STUDENTS_VIEW, Permission.STUDENTS_TAUGHT_VIEW)


# Who is in a program


@require_GET
@vary_on_headers("HX-Request")
@requires(*_LISTS)
def program_student_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The students of a program, with where each stands."""
    program, policy = _program(request, program_pk)
    page = places_of(program, policy).page(request)
    waiting = (
        ProgramStudent.objects.of(request.viewer.district)
        .known_to_staff(request.viewer)
        .filter(program=program)
        .waiting()
    )
    return page.render(
        "mentoring/program_student_list.html",
        program=program,
        waiting_count=waiting.count(),
        may_select=_may_select(request.viewer, program),
    )


@require_GET
@requires(*_LISTS)
def program_student_export(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The list as a file: the same students, the same columns, every page."""
    program, policy = _program(request, program_pk)
    return places_of(program, policy).export(request)


@require_GET
@requires(Permission.STUDENTS_SELECT)
def waiting_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The waiting list in its order."""
    program, _policy = _program(request, program_pk)
    mine = _all(request.viewer).in_reach_of(request.viewer, Permission.STUDENTS_SELECT)
    waiting = mine.filter(program=program).waiting().prefetch_related("student__person", "student__school")
    return render(request, "mentoring/waiting_list.html", {"program": program, "places": list(waiting)})


@require_POST
@requires(Permission.STUDENTS_SELECT)
def program_student_move_up(request: DistrictRequest, pk: int) -> HttpResponse:
    """Let somebody on the waiting list pass the one before."""
    place = _place(request, pk, Permission.STUDENTS_SELECT)
    try:
        program_students.move_up(place=place, by=request.viewer.actor)
    except program_students.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    return redirect("mentoring:waiting_list", program_pk=place.program_id)


# Adding


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.STUDENTS_SELECT)
def candidate_list(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The students who could join a program, with how its rules fit them."""
    program, policy = _program(request, program_pk)
    return candidates(program, policy).page(request).render("mentoring/candidate_list.html", program=program)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def candidate_add_selected(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Put the ticked students into a program, after a page that says who is left out and why."""
    program, policy = _program(request, program_pk)
    selection = Selection(request, candidates(program, policy))
    able, skipped = _addable(list(selection.rows), program, policy)
    may_do = request.method == "POST" and able and not selection.refusal
    if may_do and (answer := _add(request, program, able)):
        return answer
    context = {
        "program": program,
        "selection": selection,
        "names": first_names([one.person.name for one in able]),
        "count": len(able),
        "skipped": skipped,
        "back_url": selection.back_to(reverse("mentoring:candidate_list", args=[program.pk])),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/candidate_add_selected.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_add_selected(request: DistrictRequest) -> HttpResponse:
    """Put students ticked in the list of all students into a program: which one is asked here."""
    selection = Selection(request, STUDENTS)
    chosen = list(selection.rows)
    form = AddToProgramForm(request.POST if "program" in request.POST else None, viewer=request.viewer)
    skipped: list[tuple[str, str]] = []
    if form.is_valid() and chosen and not selection.refusal:
        program = form.cleaned_data["program"]
        able, skipped = _addable(chosen, program, _policy(program))
        may_do = able and (not skipped or "go_on" in request.POST)
        if may_do and (answer := _add(request, program, able)):
            return answer
        chosen = able
    hidden = [*selection.hidden, *([("go_on", "yes")] if skipped else [])]
    context = {
        "form": form,
        "program": form.cleaned_data.get("program") if form.is_bound else None,
        "selection": selection,
        "hidden": hidden,
        "names": first_names([one.person.name for one in chosen]),
        "count": len(chosen),
        "skipped": skipped,
        "back_url": reverse("mentoring:student_list"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/program_student_add_selected.html", context, status=status)


@require_POST
@requires(Permission.STUDENTS_SELECT)
def program_student_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo of adding students: those whom nothing happened to since are taken out again."""
    try:
        count = program_students.take_back_adding(
            event=_own_event(request, pk), at=timezone.now(), by=request.viewer.actor
        )
    except program_students.CannotTakeBack as refusal:
        notices.warn(request, str(refusal))
    else:
        words = ngettext("%(count)s student was taken out again.", "%(count)s students were taken out again.", count)
        notices.done(request, words % {"count": count})
    return redirect("mentoring:student_list")


def _add(request: DistrictRequest, program: Program, able: Sequence[Student]) -> HttpResponse | None:
    try:
        event = program_students.add(program=program, students=able, on=request.viewer.today, by=request.viewer.actor)
    except program_students.CannotAdd as refusal:
        notices.warn(request, str(refusal))
        return None
    count = len(event.facts["places"])
    words = ngettext(
        "%(count)s student was added to %(program)s.", "%(count)s students were added to %(program)s.", count
    )
    undo = reverse("mentoring:program_student_take_back", args=[event.pk])
    notices.done(request, words % {"count": count, "program": program.name}, undo=undo)
    return redirect("mentoring:program_student_list", program_pk=program.pk)


def _addable(
    chosen: Sequence[Student], program: Program, policy: Policy
) -> tuple[list[Student], list[tuple[str, str]]]:
    """Who can be added, and who cannot with the reason. What is unknown keeps nobody out."""
    there = set(program.students.filter(student__in=chosen).values_list("student_id", flat=True))
    found = eligibility_rules.eligibilities(chosen, policy)
    able, skipped = [], []
    for one in chosen:
        if one.pk in there:
            skipped.append((one.person.name, _("is in this program already")))
        elif found[one.pk].answer == eligibility_rules.Answer.NOT_MET and not found[one.pk].is_grade_alone:
            skipped.append((one.person.name, found[one.pk].words))
        else:
            able.append(one)
    return able, skipped


# One student in a program


@require_GET
@requires(*_LISTS)
def program_student_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A student's way into a program: what the rules ask, application, interview, goals, decision."""
    viewer = request.viewer
    known = _all(viewer).known_to_staff(viewer)
    place = get_object_or_404(known.prefetch_related("student__person", "student__school", "program"), pk=pk)
    may_interview = _has(viewer, Permission.STUDENTS_INTERVIEW, place)
    may_select = _has(viewer, Permission.STUDENTS_SELECT, place)
    policy = _policy(place.program)
    blockers = acceptance_rules.acceptance_blockers_of([place], policy)[place.pk]
    context = {
        "place": place,
        "person": place.student.person,
        "shape": SHAPES[place.state],
        "reasons": [_reason_task(one) for one in eligibility_rules.eligibility(place.student, policy)],
        "blockers": [_blocker_task(viewer, one) for one in blockers],
        "application": _application(place) if may_interview or may_select else None,
        "interviews": _interviews(place) if may_interview or may_select else [],
        "goals": place.goals.filter(dropped_on=None).order_by("pk"),
        "may_interview": may_interview and place.state not in {State.LEFT, State.DECLINED},
        "may_select": may_select,
        "may_accept": may_select and place.state in {State.INVITED, State.APPLIED, State.WAITLISTED, State.DECLINED},
        "may_waitlist": may_select and place.state in {State.INVITED, State.APPLIED, State.ACCEPTED},
        "may_decline": may_select and place.state in {State.INVITED, State.APPLIED, State.WAITLISTED},
        "on_paper": _letters([place], viewer) if may_select else [],
        "may_leave": may_select and place.state != State.LEFT,
        "may_type_in": may_select and place.state == State.INVITED,
        "reads_all": may_interview or may_select,
        "sees_program": Program.objects.visible_to(viewer).filter(pk=place.program_id).exists(),
    }
    return render(request, "mentoring/program_student_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_INTERVIEW)
def student_interview_add(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note a talk about goals, one to three of which become the student's."""
    place = _place(request, pk, Permission.STUDENTS_INTERVIEW)
    goals = list(place.goals.filter(dropped_on=None, reached_on=None).order_by("pk").values_list("text", flat=True))
    form = InterviewForm(request.POST or None, viewer=request.viewer, goals=goals)
    if form.is_valid():
        try:
            program_students.interview(
                place=place,
                held_on=form.cleaned_data["held_on"],
                held_by_id=request.viewer.person_id or 0,
                goals=form.goals,
                note=form.cleaned_data["note"],
                by=request.viewer.actor,
            )
        except program_students.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The interview was saved. The student sees the goals."))
            return redirect("mentoring:program_student_detail", pk=pk)
    context = {"form": form, "place": place}
    return render(request, "mentoring/student_interview_add.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.STUDENTS_INTERVIEW)
def goal_reach(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that a student reached a goal."""
    goal = _goal(request, pk)
    try:
        program_students.reach_goal(goal=goal, on=request.viewer.today, by=request.viewer.actor)
    except program_students.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    else:
        undo = reverse("mentoring:goal_reopen", args=[pk])
        notices.done(request, _("Reached: “%(goal)s”. The student sees it.") % {"goal": goal.text}, undo=undo)
    return redirect("mentoring:program_student_detail", pk=goal.program_student_id)


@require_POST
@requires(Permission.STUDENTS_INTERVIEW)
def goal_reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take back that a goal was reached."""
    goal = _goal(request, pk)
    try:
        program_students.reopen_goal(goal=goal, by=request.viewer.actor)
    except program_students.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("“%(goal)s” is still to be reached.") % {"goal": goal.text})
    return redirect("mentoring:program_student_detail", pk=goal.program_student_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_accept(request: DistrictRequest, pk: int) -> HttpResponse:
    """Accept one student, after a page that says what is open; a grade that is too low takes a reason."""
    place = _place(request, pk, Permission.STUDENTS_SELECT)
    policy, template = _policy(place.program), "mentoring/program_student_accept.html"
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
    place = _place(request, pk, Permission.STUDENTS_SELECT)
    form = QuietReasonForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    template = "mentoring/program_student_waitlist.html"
    if form.is_valid() and (answer := _decided(request, form, program_students.waitlist, [place], **form.cleaned_data)):
        return answer
    return _ask_one(request, place, form, template, state=State.WAITLISTED)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_decline(request: DistrictRequest, pk: int) -> HttpResponse:
    """Say no to one student, with a reason that is not told by mail."""
    place = _place(request, pk, Permission.STUDENTS_SELECT)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    template = "mentoring/program_student_decline.html"
    if form.is_valid() and (answer := _decided(request, form, program_students.decline, [place], **form.cleaned_data)):
        return answer
    return _ask_one(request, place, form, template, state=State.DECLINED)


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENTS_SELECT)
def program_student_leave(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take one student out of a program."""
    place = _place(request, pk, Permission.STUDENTS_SELECT)
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


# Several students


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
    event = _own_event(request, pk)
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
    program, policy = _program(request, program_pk)
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
            *_on_paper_words(able, request.viewer, state=deed.state),
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
    reach = _all(viewer).in_reach_of(viewer, Permission.STUDENTS_SELECT)
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
    tasks = [_blocker_task(viewer, one) for one in blockers]
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


# What they stand on


def _program(request: DistrictRequest, pk: int) -> tuple[Program, Policy]:
    program = get_object_or_404(Program.objects.visible_to(request.viewer), pk=pk)
    return program, _policy(program)


def _policy(program: Program) -> Policy:
    policy = Policy.objects.of(program.district).prefetch_related("program").filter(program=program).first()
    return policy or Policy(program=program)


def _all(viewer: Viewer) -> ProgramStudentQuerySet:
    """The students in programs of the district, to be narrowed at once by what the viewer may."""
    return ProgramStudent.objects.of(viewer.district)


def _place(request: DistrictRequest, pk: int, permission: Permission) -> ProgramStudent:
    """The place, if this viewer sees it (404) and holds the permission for it (403)."""
    known = _all(request.viewer).known_to_staff(request.viewer)
    place = get_object_or_404(known.prefetch_related("student__person", "student__school", "program"), pk=pk)
    if not _has(request.viewer, permission, place):
        raise PermissionDenied
    return place


def _goal(request: DistrictRequest, pk: int) -> Goal:
    """A goal of a student with whom the viewer talks about goals."""
    goal = get_object_or_404(Goal.objects.of(request.district), pk=pk)
    _place(request, goal.program_student_id, Permission.STUDENTS_INTERVIEW)
    return goal


def _letters(places: Sequence[ProgramStudent], viewer: Viewer) -> list[str]:
    """Who has no email address, of those whom a decision on these places concerns."""
    prefetch_related_objects([one.student for one in places], *signing_rules.WITH_SIGNERS)
    found = (person for place in places for person in telling_rules.people_on_paper(place, on=viewer.today))
    return [one.name for one in dict.fromkeys(found)]


def _on_paper_words(places: Sequence[ProgramStudent], viewer: Viewer, *, state: State) -> list[str]:
    """A sentence that names whom no mail about this decision reaches; none when it reaches everybody."""
    decided = [copy(one) for one in places]
    for one in decided:
        one.state = state
    names = _letters(decided, viewer)
    if not names:
        return []
    words = ngettext(
        "%(count)s person has no email address and gets no mail: %(names)s. Print a letter afterwards.",
        "%(count)s people have no email address and get no mail: %(names)s. Print letters afterwards.",
        len(names),
    )
    return [words % {"count": len(names), "names": ", ".join(first_names(names))}]


def _has(viewer: Viewer, permission: Permission, place: ProgramStudent) -> bool:
    return viewer.can(permission) and _all(viewer).in_reach_of(viewer, permission).filter(pk=place.pk).exists()


def _may_select(viewer: Viewer, program: Program) -> bool:
    reach = Program.objects.visible_to(viewer).in_reach_of(viewer, Permission.STUDENTS_SELECT)
    return viewer.can(Permission.STUDENTS_SELECT) and reach.filter(pk=program.pk).exists()


def _own_event(request: DistrictRequest, pk: int) -> AuditEvent:
    """A deed of the viewer's own on students who are still theirs: nobody takes back what somebody else did."""
    viewer = request.viewer
    event = get_object_or_404(AuditEvent.objects.of(viewer.district), pk=pk)
    ids = event.facts.get("places", [])
    mine = _all(viewer).in_reach_of(viewer, Permission.STUDENTS_SELECT).filter(pk__in=ids).count()
    if event.actor_person_id != viewer.person_id or mine != _all(viewer).filter(pk__in=ids).count():
        raise PermissionDenied
    return event


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
        "blockers": [_blocker_task(request.viewer, one) for one in blockers],
        "unreached": [] if state is None else _on_paper_words([place], request.viewer, state=state),
        "back_url": reverse("mentoring:program_student_detail", args=[place.pk]),
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _reason_task(reason: eligibility_rules.Reason) -> dict[str, object]:
    kind, words = FITS[reason.answer]
    return {"title": reason.sentence, "kind": kind, "status": words}


def _blocker_task(viewer: Viewer, blocker: Blocker) -> dict[str, object]:
    url = ""
    if blocker.fix:
        name, pk = blocker.fix
        needs = Permission.STUDENTS_EDIT if name.endswith("student_edit") else Permission.STUDENTS_INTERVIEW
        url = reverse(name, args=[pk]) if viewer.can(needs) else ""
    do = _("Fill it in") if blocker.code != "interview" else _("Note the interview")
    turn = _("Whose turn: %(whose)s") % {"whose": blocker.whose_turn} if blocker.fix else ""
    kind = "warn" if blocker.fix else "bad"
    return {"title": blocker.sentence, "kind": kind, "status": _("Open"), "text": turn, "url": url, "do": do}


def _application(place: ProgramStudent) -> StudentApplication | None:
    sent = StudentApplication.objects.of(place.district).filter(program_student=place, sent_at__isnull=False)
    return sent.prefetch_related("typed_by").first()


def _interviews(place: ProgramStudent) -> Sequence[StudentInterview]:
    held = StudentInterview.objects.of(place.district).filter(program_student=place)
    return list(held.order_by("-held_on", "-pk").prefetch_related("held_by"))
