"""Mentors: the list, a mentor's page, adding, changing, deciding, leaving, ties, and the profile of whoever mentors."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.actions import invitations
from accounts.rules import invitation_refusal
from correspondence.printing import OnPaper, labels_page, sign_in_sheet_page
from mentoring import application_page, mentor_page, profile_steps
from mentoring.actions import employers, mentors, program_mentors
from mentoring.forms.mentors import DecisionForm, MentorAddForm, MentorForm, MentorProfileForm, ProgramForm, TieForm
from mentoring.mentor_table import MENTORS
from mentoring.mentor_tabs import mentor_tabs
from mentoring.models import Mentor, MentorTie, ProgramMentor
from mentoring.publicity import own_answer
from screening.querysets.holds import is_held
from tenancy import notices
from tenancy.actions import people
from tenancy.forms.people import ReasonForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.selections import Selection, first_names

State = ProgramMentor.State

# The list


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MENTORS_VIEW)
def mentor_list(request: DistrictRequest) -> HttpResponse:
    """The mentors whom this viewer may know of."""
    tabs = mentor_tabs(request.viewer, "mentoring:mentor_list")
    return MENTORS.page(request).render("mentoring/mentor_list.html", tabs=tabs)


@require_GET
@requires(Permission.MENTORS_VIEW)
def mentor_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same mentors, the same columns, every page."""
    return MENTORS.export(request)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_VIEW)
def mentor_label_selected(request: DistrictRequest) -> HttpResponse:
    """Labels with names and employers."""
    return labels_page(request, _on_paper())


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_VIEW)
def mentor_sheet_selected(request: DistrictRequest) -> HttpResponse:
    """A sheet on which these mentors sign that they came."""
    return sign_in_sheet_page(request, _on_paper())


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_enroll_selected(request: DistrictRequest) -> HttpResponse:
    """Add several mentors to a program, after a page that names them; who cannot be added is said with the reason."""
    selection = Selection(request, MENTORS)
    form = ProgramForm(request.POST or None, viewer=request.viewer)
    chosen = list(selection.rows)
    if form.is_valid() and chosen and not selection.refusal:
        refused = [(one.person.name, why) for one in chosen if (why := _enroll(request, one, form))]
        words = ngettext("%(count)s mentor was added.", "%(count)s mentors were added.", len(chosen) - len(refused))
        if len(chosen) > len(refused):
            notices.done(request, words % {"count": len(chosen) - len(refused)})
        if refused:
            notices.warn(request, " ".join(f"{name}: {why}" for name, why in refused[:20]))
        return redirect("mentoring:mentor_list")
    context = {"form": form, "selection": selection, "names": first_names([one.person.name for one in chosen])}
    is_wrong = request.method == "POST"
    return render(request, "mentoring/mentor_enroll_selected.html", context, status=422 if is_wrong else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SIGN_INS_EDIT)
def mentor_invite_selected(request: DistrictRequest) -> HttpResponse:
    """Invite several mentors to sign in, after a page that says who is left out and why."""
    selection = Selection(request, MENTORS)
    chosen = list(selection.rows)
    refusals = {one.pk: invitation_refusal(one.person) for one in chosen}
    able = [one for one in chosen if not refusals[one.pk]]
    if request.method == "POST" and able and not selection.refusal:
        for one in able:
            invitations.invite(person=one.person, by=request.viewer.actor, at=timezone.now())
        words = ngettext(
            "%(count)s invitation leaves in two minutes.", "%(count)s invitations leave in two minutes.", len(able)
        )
        notices.done(request, words % {"count": len(able)})
        return redirect("mentoring:mentor_list")
    context = {
        "selection": selection,
        "count": len(able),
        "names": first_names([f"{one.person.name} · {one.person.email}" for one in able]),
        "skipped": [(one.person.name, refusals[one.pk]) for one in chosen if refusals[one.pk]],
    }
    is_wrong = request.method == "POST"
    return render(request, "mentoring/mentor_invite_selected.html", context, status=422 if is_wrong else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_leave_selected(request: DistrictRequest) -> HttpResponse:
    """Several mentors stop, after a page that names them; who is in a match is left out: that is asked one by one."""
    selection = Selection(request, MENTORS)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    chosen = list(selection.rows)
    mine = Mentor.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    ids = set(mine.filter(pk__in=[one.pk for one in chosen]).values_list("pk", flat=True))
    matched = mentors.in_matches(chosen)
    refusals = {one.pk: _leave_refusal(one, is_mine=one.pk in ids, is_matched=one.pk in matched) for one in chosen}
    able = [one for one in chosen if not refusals[one.pk]]
    if form.is_valid() and able and not selection.refusal:
        for one in able:
            mentors.leave(mentor=one, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        words = ngettext("%(count)s mentor has left.", "%(count)s mentors have left.", len(able))
        notices.done(request, words % {"count": len(able)})
        return redirect("mentoring:mentor_list")
    context = {
        "form": form,
        "selection": selection,
        "count": len(able),
        "names": first_names([one.person.name for one in able]),
        "skipped": [(one.person.name, refusals[one.pk]) for one in chosen if refusals[one.pk]],
    }
    is_wrong = request.method == "POST"
    return render(request, "mentoring/mentor_leave_selected.html", context, status=422 if is_wrong else 200)


# One mentor


@require_GET
@requires(Permission.MENTORS_VIEW)
def mentor_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """Everything about one mentor. Reading it is noted."""
    viewer = request.viewer
    mentor = get_object_or_404(Mentor.objects.visible_to(viewer).prefetch_related("person"), pk=pk)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    people.note_reading(person=mentor.person, by=viewer.actor, since=midnight)
    context = {
        "mentor": mentor,
        "person": mentor.person,
        "is_paused": is_held(viewer.district, mentor.person_id),
        "sections": mentor_page.sections(mentor, viewer),
        "may_change": mentor_page.may_change(mentor, viewer),
        "may_see_person": viewer.can(Permission.PEOPLE_VIEW),
        "may_read_checks": viewer.can(Permission.CLEARANCE_OUTCOMES_VIEW),
    }
    return render(request, "mentoring/mentor_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_add(request: DistrictRequest) -> HttpResponse:
    """Add a mentor by hand; asks once when there is somebody like them, who may be made a mentor instead."""
    viewer = request.viewer
    form = MentorAddForm(request.POST or None, viewer=viewer)
    alike: list[Person] = []
    if form.is_valid():
        same = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "email")}
        alike = list(Person.objects.visible_to(viewer).active().alike(**same).in_list_order()[:5])
        known = next((one for one in alike if request.POST.get("same") == str(one.pk)), None)
        if not alike or known or "add_anyway" in request.POST:
            try:
                mentor = _add(request, form, known)
            except (mentors.CannotAdd, program_mentors.CannotAdd) as refusal:
                form.add_error(None, str(refusal))
            else:
                notices.done(request, _("%(name)s was added.") % {"name": mentor.person.name})
                return redirect("mentoring:mentor_detail", pk=mentor.pk)
    context = {"form": form, "alike": alike}
    return render(request, "mentoring/mentor_add.html", context, status=422 if form.errors or alike else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change a mentor's profile."""
    mentor = _mine(request, pk)
    form = MentorForm(request.POST or None, instance=mentor, viewer=request.viewer)
    if form.is_valid():
        mentors.change(mentor=mentor, by=request.viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved."))
        return redirect("mentoring:mentor_detail", pk=pk)
    context = {"form": form, "mentor": mentor}
    return render(request, "mentoring/mentor_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_leave(request: DistrictRequest, pk: int) -> HttpResponse:
    """A mentor stops, after a page that says what ends with it."""
    mentor = _mine(request, pk)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        mentors.leave(mentor=mentor, on=request.viewer.today, by=request.viewer.actor, **form.cleaned_data)
        undo = reverse("mentoring:mentor_return", args=[pk])
        notices.done(request, _("%(name)s has left.") % {"name": mentor.person.name}, undo=undo)
        return redirect("mentoring:mentor_detail", pk=pk)
    context = {"form": form, "mentor": mentor, "consequences": list(_ends_with(mentor))}
    return render(request, "mentoring/mentor_leave.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTORS_EDIT)
def mentor_return(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a mentor back."""
    mentor = _mine(request, pk)
    mentors.come_back(mentor=mentor, on=request.viewer.today, by=request.viewer.actor)
    notices.done(request, _("%(name)s is a mentor again.") % {"name": mentor.person.name})
    return redirect("mentoring:mentor_detail", pk=pk)


# In a program


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def program_mentor_add(request: DistrictRequest, mentor_pk: int) -> HttpResponse:
    """Add one mentor to a program."""
    mentor = _mine(request, mentor_pk)
    form = ProgramForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        if refusal := _enroll(request, mentor, form):
            form.add_error(None, refusal)
        else:
            words = {"name": mentor.person.name, "program": form.cleaned_data["program"].name}
            notices.done(request, _("%(name)s was added to %(program)s.") % words)
            return redirect("mentoring:mentor_detail", pk=mentor_pk)
    context = {"form": form, "mentor": mentor}
    return render(request, "mentoring/program_mentor_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def program_mentor_decide(request: DistrictRequest, pk: int) -> HttpResponse:
    """Accept, put on the waiting list, keep for other roles, do not accept, or note that they left."""
    place = _place(request, pk)
    form = DecisionForm(request.POST or None, viewer=request.viewer, place=place)
    if form.is_valid():
        chosen = {**form.cleaned_data, "state": State(form.cleaned_data["state"])}
        try:
            program_mentors.decide(place=place, on=request.viewer.today, by=request.viewer.actor, **chosen)
        except program_mentors.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            words = {"name": place.mentor.person.name, "state": chosen["state"].label, "program": place.program.name}
            undo = reverse("mentoring:program_mentor_undo", args=[pk])
            notices.done(request, _("%(name)s, %(program)s: %(state)s.") % words, undo=undo)
            return redirect("mentoring:mentor_detail", pk=place.mentor_id)
    context = {
        "form": form,
        "place": place,
        "mentor": place.mentor,
        "applications": [
            (one, application_page.ratings(one)) for one in place.mentor.applications.filter(program=place.program)
        ],
    }
    return render(request, "mentoring/program_mentor_decide.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MENTORS_EDIT)
def program_mentor_undo(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take the last decision back."""
    place = _place(request, pk)
    try:
        program_mentors.undo(place=place, at=timezone.now(), on=request.viewer.today, by=request.viewer.actor)
    except program_mentors.CannotDecide as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("Taken back."))
    return redirect("mentoring:mentor_detail", pk=place.mentor_id)


# What they are to students besides: S-7


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_tie_add(request: DistrictRequest, mentor_pk: int) -> HttpResponse:
    """Note what a mentor is to a student outside the program."""
    mentor = _mine(request, mentor_pk)
    form = TieForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            mentors.note_tie(
                mentor=mentor,
                student=form.cleaned_data["student"],
                kind=MentorTie.Kind(form.cleaned_data["kind"]),
                on=request.viewer.today,
                by=request.viewer.actor,
            )
        except mentors.CannotNote as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Noted. The two are not matched."))
            return redirect("mentoring:mentor_detail", pk=mentor_pk)
    context = {"form": form, "mentor": mentor}
    return render(request, "mentoring/mentor_tie_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTORS_EDIT)
def mentor_tie_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """A tie is over, after a question: the two may be matched then."""
    mine = Mentor.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    ties = MentorTie.objects.of(request.district).filter(mentor__in=mine.values("pk"), ended_on=None)
    tie = get_object_or_404(ties.prefetch_related("mentor__person", "student__person"), pk=pk)
    if request.method == "POST":
        mentors.end_tie(tie=tie, on=request.viewer.today, by=request.viewer.actor)
        notices.done(request, _("Noted. The two may be matched."))
        return redirect("mentoring:mentor_detail", pk=tie.mentor_id)
    return render(request, "mentoring/mentor_tie_end.html", {"tie": tie})


@require_POST
@requires(Permission.MENTORS_EDIT)
def mentor_word_read(request: DistrictRequest, pk: int) -> HttpResponse:
    """What a mentor said of students or of their employer needs nobody any more."""
    mentor = _mine(request, pk)
    if "employer" in request.POST:
        employers.drop_word(mentor=mentor, by=request.viewer.actor)
    else:
        mentors.note_read(mentor=mentor, by=request.viewer.actor)
    notices.done(request, _("Noted as read."))
    return redirect("mentoring:mentor_detail", pk=pk)


# The mentor's own page


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTOR_OWN)
def mentor_profile(request: DistrictRequest) -> HttpResponse:
    """What a mentor says of themselves; how far the profile is."""
    viewer = request.viewer
    mentor = Mentor.objects.visible_to(viewer).filter(person=viewer.person_id).first()
    if mentor is None:
        raise Http404
    form = MentorProfileForm(request.POST or None, instance=mentor, viewer=viewer)
    if form.is_valid():
        mentors.say(mentor=mentor, on=viewer.today, by=viewer.actor, **form.cleaned_data)
        notices.done(request, _("Saved. Thank you."))
        return redirect("mentoring:mentor_profile")
    if form.errors:
        mentor.refresh_from_db()
    context = {
        "form": form,
        "progress": profile_steps.progress(mentor),
        "work": profile_steps.present_work(mentor),
        "said": mentor.said_employer,
        "shown": own_answer(mentor),
    }
    return render(request, "mentoring/mentor_profile.html", context, status=422 if form.errors else 200)


def _mine(request: DistrictRequest, pk: int) -> Mentor:
    """A mentor whom the viewer may change (404 for others)."""
    mine = Mentor.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    return get_object_or_404(mine.prefetch_related("person"), pk=pk)


def _place(request: DistrictRequest, pk: int) -> ProgramMentor:
    mine = ProgramMentor.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    return get_object_or_404(mine.prefetch_related("mentor__person", "program"), pk=pk)


def _add(request: DistrictRequest, form: MentorAddForm, known: Person | None) -> Mentor:
    """The mentor that the form describes: somebody who is here already, or somebody new."""
    chosen, on, by = form.cleaned_data, request.viewer.today, request.viewer.actor
    said = {"career_areas": chosen["career_areas"], "is_adult_attested": chosen["is_adult_attested"]}
    said["occupation"] = chosen["title"]
    if known is not None:
        mentor = mentors.add(person=known, on=on, by=by, **said)
    else:
        invite = bool(chosen.get("invite"))
        mentor = mentors.add_person(of_person=form.of_person, invite=invite, on=on, by=by, **said)
    if chosen["program"]:
        program_mentors.add(mentor=mentor, program=chosen["program"], state=State.APPLIED, on=on, by=by)
    if chosen["employer"]:
        employers.employ(mentor=mentor, employer=chosen["employer"], title=chosen["title"], on=on, by=by)
    return mentor


def _enroll(request: DistrictRequest, mentor: Mentor, form: ProgramForm) -> str:
    """Add a mentor to the chosen program; returns why that cannot be, or why they are not accepted."""
    chosen, on, by = form.cleaned_data, request.viewer.today, request.viewer.actor
    is_accepted = chosen["state"] == State.ACCEPTED
    state = State.APPLIED if is_accepted else State(chosen["state"])
    try:
        place = program_mentors.add(mentor=mentor, program=chosen["program"], state=state, on=on, by=by)
    except program_mentors.CannotAdd as refusal:
        return str(refusal)
    if is_accepted:
        try:
            program_mentors.decide(place=place, state=State.ACCEPTED, is_told=chosen["is_told"], on=on, by=by)
        except program_mentors.CannotDecide as refusal:
            return _("Added, but not accepted: %(why)s") % {"why": refusal}
    return ""


def _leave_refusal(mentor: Mentor, *, is_mine: bool, is_matched: bool) -> str:
    if not is_mine:
        return _("They mentor in programs of others.")
    if mentor.left_on is not None:
        return _("They have left already.")
    if is_matched:
        return _("They are in a match. Open their page to end it.")
    return ""


def _ends_with(mentor: Mentor) -> list[str]:
    """What ends when a mentor leaves, in sentences."""
    found = [
        _("They leave their programs, and nothing is asked of them any more."),
        _("They cannot sign in as a mentor."),
    ]
    for row in mentors.running_matches(mentor):
        present = [one.student.person.name for one in row.match.student_rows.all() if one.left_on is None]
        words = {"names": ", ".join(present), "program": row.match.program.name}
        found.append(
            _("The match with %(names)s (%(program)s) goes on without them. Somebody must look for another.") % words
        )
    return found


def _on_paper() -> OnPaper[Mentor]:
    return OnPaper(
        screen=MENTORS, back_url_name="mentoring:mentor_list", name=lambda mentor: mentor.person.name, lines=_lines
    )


def _lines(mentor: Mentor) -> list[str]:
    """Where they work, and as what."""
    at = next(iter(mentor.present_employments), None)  # type: ignore[attr-defined]  # set by the prefetch
    return list(filter(None, [at.employer.name if at else "", (at.title if at else "") or mentor.occupation]))
