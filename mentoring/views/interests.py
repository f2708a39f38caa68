"""Asking to meet: a student asks, a mentor answers, staff turn a yes into a proposal."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring import own_matches
from mentoring.actions import interests
from mentoring.choosing_table import INTERESTS, state_words
from mentoring.forms.interests import InterestAnswerForm, InterestForm
from mentoring.match_tabs import match_tabs
from mentoring.matching.candidates import candidates
from mentoring.models import Interest, ProgramStudent
from mentoring.policy_rules import policy_of
from screening.querysets.holds import is_not_held
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

State = Interest.State


# Staff


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MATCHES_VIEW)
def interest_list(request: DistrictRequest) -> HttpResponse:
    """Who asked to meet whom, of the students whom this viewer sees at work."""
    tabs = match_tabs(request.viewer, "interests")
    return INTERESTS.page(request).render("mentoring/interest_list.html", tabs=tabs)


@require_GET
@requires(Permission.MATCHES_VIEW)
def interest_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same questions, the same columns."""
    return INTERESTS.export(request)


@require_GET
@requires(Permission.MATCHES_VIEW)
def interest_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """One question: who asked whom and why, the answer, and the way to a proposal."""
    viewer = request.viewer
    read_along = ("student__person", "mentor__person", "program", "match")
    known = Interest.objects.of(viewer.district).known_to_staff(viewer).prefetch_related(*read_along)
    interest = get_object_or_404(known, pk=pk)
    place = ProgramStudent.objects.of(viewer.district).filter(program=interest.program_id, student=interest.student_id)
    words, _url, kind = state_words(interest)
    context = {
        "interest": interest,
        "words": words,
        "kind": kind,
        "propose_url": _propose_url(place.first(), interest) if viewer.can(Permission.MATCHES_EDIT) else "",
    }
    return render(request, "mentoring/interest_detail.html", context)


def _propose_url(place: ProgramStudent | None, interest: Interest) -> str:
    """Where the question becomes a proposal; empty when it became one, or was answered otherwise."""
    if place is None or interest.match_id is not None or interest.state not in {State.OPEN, State.YES}:
        return ""
    return f"{reverse('mentoring:match_propose', args=[place.pk])}?mentor={interest.mentor_id}"


# A student's own


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN)
def interest_add(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """The mentors of a student's program who take students, and asking to meet one of them."""
    viewer = request.viewer
    mine = ProgramStudent.objects.of(viewer.district).filter(
        student__person=viewer.person_id, program=program_pk, program__archived_on=None, state="accepted"
    )
    place = get_object_or_404(mine.prefetch_related("student__person", "program__policies"))
    policy = policy_of(place.program)
    refusal = interests.asking_refusal(place, policy) if policy else ""
    found = candidates(place, on=viewer.today)
    form = InterestForm(request.POST or None, viewer=viewer)
    if form.is_valid():
        chosen = next((one.mentor for one in found.free if one.mentor.pk == form.cleaned_data["mentor"]), None)
        if chosen is None:
            form.add_error(None, _("This mentor cannot be asked at the moment. Choose somebody else."))
        else:
            try:
                note = form.cleaned_data["note"]
                interest = interests.ask(place=place, mentor=chosen, note=note, on=viewer.today, by=viewer.actor)
            except interests.CannotAsk as refused:
                form.add_error(None, str(refused))
            else:
                undo = reverse("mentoring:interest_withdraw", args=[interest.pk])
                words = _("%(name)s is asked in two minutes. You read the answer here.")
                notices.done(request, words % {"name": chosen.person.name}, undo=undo)
                return redirect("mentoring:interest_add", program_pk=program_pk)
    cleared = own_matches.cleared_of([one.mentor for one in found.free], viewer.today)
    waiting = {one.mentor_id for one, _words, _kind in own_matches.asked_questions(viewer) if one.state == State.OPEN}
    context = {
        "form": form,
        "place": place,
        "refusal": refusal,
        "mentors": [
            {"mentor": one.mentor, "cleared": cleared[one.mentor.pk], "common": one.score.parts[0].points > 0}
            for one in found.free
            if one.mentor.pk not in waiting
        ],
        "asked": own_matches.asked_questions(viewer, place.program_id),
        "policy": policy,
    }
    return render(request, "mentoring/interest_add.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.STUDENT_OWN)
def interest_withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    """A student takes their question back."""
    mine = Interest.objects.of(request.viewer.district).filter(student__person=request.viewer.person_id)
    interest = get_object_or_404(mine, pk=pk)
    interests.withdraw(interest=interest, on=request.viewer.today, by=request.viewer.actor)
    notices.done(request, _("Taken back."))
    return redirect("mentoring:interest_add", program_pk=interest.program_id)


# A mentor's own


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTOR_OWN)
def interest_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    """A mentor reads who would like to meet them, and answers."""
    asked = Interest.objects.of(request.viewer.district).filter(mentor__person=request.viewer.person_id)
    mine = asked.filter(is_not_held(request.viewer))
    interest = mine.prefetch_related("student__person", "student__school", "program").filter(pk=pk).first()
    if interest is None:
        raise Http404
    form = InterestAnswerForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        answer = State(form.cleaned_data["answer"])
        try:
            interests.answer(interest=interest, answer=answer, on=request.viewer.today, by=request.viewer.actor)
        except interests.CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("Thank you. Your coordinator plans the meeting.") if answer == State.YES else _("Thank you.")
            notices.done(request, words)
            return redirect("mentoring:mentee_list")
    context = {
        "form": form,
        "interest": interest,
        "name": own_matches.first_name(interest.student.person),
        "facts": own_matches.student_facts(interest.student),
        "is_open": interest.state == State.OPEN,
    }
    return render(request, "mentoring/interest_answer.html", context, status=422 if form.errors else 200)
