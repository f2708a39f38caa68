"""Matches: the list, a match's page, proposing, answering, the plan, joining and leaving, the end."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from mentoring import match_page, match_timeline, own_matches, pairing_rules
from mentoring.actions import match_ends, matches
from mentoring.blockers import Blocker
from mentoring.choosing_table import UNMATCHED
from mentoring.forms.matches import (
    AnswerForm,
    AnswerTypeInForm,
    GroupForm,
    MentorJoinForm,
    PlanForm,
    StudentJoinForm,
)
from mentoring.forms.program_students import ReasonForm
from mentoring.match_table import MATCHES, members_of, paused_among, state_badge
from mentoring.match_tabs import match_tabs
from mentoring.matching.candidates import Candidate, Candidates, candidates
from mentoring.models import (
    Answer,
    Format,
    Goal,
    Match,
    MatchMentor,
    MatchStudent,
    Mentor,
    Program,
    ProgramStudent,
)
from mentoring.page_parts import Side
from mentoring.policy_rules import policy_of
from tenancy import notices
from tenancy.forms import ViewerForm
from tenancy.http import DistrictRequest, requires
from tenancy.models import AuditEvent
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

_READ_ALONG = ("program__school_year", "program__policies", "supervising_teacher", "adult_in_charge", "continues")
#: Deeds that ``match_take_back`` undoes.
_UNDOABLE = ("match.end", "match.leave", "match.not_start")


# Lists


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MATCHES_VIEW)
def match_list(request: DistrictRequest) -> HttpResponse:
    """The matches of the students whom this viewer sees."""
    return MATCHES.page(request).render("mentoring/match_list.html", tabs=match_tabs(request.viewer, "matches"))


@require_GET
@requires(Permission.MATCHES_VIEW)
def match_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same matches, the same columns, every page."""
    return MATCHES.export(request)


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MATCHES_VIEW)
def unmatched_list(request: DistrictRequest) -> HttpResponse:
    """Accepted students who are in no match; each leads to whom they could meet."""
    viewer = request.viewer
    programs = Program.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT).current()
    current = programs.in_list_order().prefetch_related("policies", "school_year")
    context = {
        "tabs": match_tabs(viewer, "unmatched"),
        "group_programs": [one for one in current if _offers(one, Format.SMALL_GROUP)],
    }
    return UNMATCHED.page(request).render("mentoring/unmatched_list.html", **context)


@require_GET
@requires(Permission.MATCHES_VIEW)
def unmatched_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same students, the same columns."""
    return UNMATCHED.export(request)


# One match


@require_GET
@requires(Permission.MATCHES_VIEW)
def match_detail(request: DistrictRequest, pk: int, side: Side | None = None) -> HttpResponse:
    """A match: who takes part, what they said, what they plan, what is missing; other sides of it on sub-pages."""
    look = match_page.MatchLook.read(pk, request.viewer)
    match, viewer, sub_page = look.match, look.viewer, match_page.sub_page(side)
    words, kind = state_badge(match, is_paused=bool(paused_among([match], viewer)))
    context = {
        "match": match,
        "title": look.members.title,
        "badge_kind": kind,
        "badge_text": words,
        "tabs": match_page.tabs(match, viewer, sub_page),
        "sub_page": sub_page,
        **(_first_page(look) if sub_page is None else {"parts": sub_page.parts(match, viewer)}),
        "timeline": match_timeline.read(match, viewer, request.GET) if side == Side.TIMELINE else None,
    }
    return render(request, "mentoring/match_detail.html", context)


def _first_page(look: match_page.MatchLook) -> dict[str, object]:
    return {
        "parts": match_page.parts(look),
        "may_edit": look.may_edit,
        "deeds": match_page.deeds(look.match) if look.may_edit else [],
        "warnings": match_page.warnings(look),
        "take_back": match_page.last_end(look.match) if look.may_edit and look.match.ended_on else None,
    }


# Proposing


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_propose(request: DistrictRequest, place_pk: int) -> HttpResponse:
    """Whom a student could meet, side by side with one of them; proposing tells both.

    ``?mentor=`` is who stands beside the student; without it, who has most in common.
    """
    place = _place(request, place_pk)
    found = candidates(place, on=request.viewer.today)
    seen = set(Mentor.objects.visible_to(request.viewer).values_list("pk", flat=True))
    chosen = found.of(_number(request.POST.get("mentor") or request.GET.get("mentor")))
    if chosen is not None and chosen.mentor.pk not in seen:
        raise Http404
    form = ViewerForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and chosen is not None and form.is_valid():
        propose = _proposing(request, place.program, [place.student], chosen.mentor, Format.ONE_TO_ONE)
        if (match := _tried(form, propose)) is not None:
            words = _("Proposed. %(student)s and %(mentor)s are told in two minutes.")
            names = {"student": place.student.person.name, "mentor": chosen.mentor.person.name}
            return _proposed(request, match, words % names)
    context = {
        "form": form,
        "place": place,
        "student": place.student,
        "student_facts": _student_facts(place, found),
        "chosen": chosen,
        "mentor_facts": _mentor_facts(chosen, request.viewer) if chosen else [],
        "free": [one for one in found.free if one.mentor.pk in seen],
        "blocked": [one for one in found.blocked if one.mentor.pk in seen],
        "offers_one_to_one": _offers(place.program, Format.ONE_TO_ONE),
        "group_url": reverse("mentoring:match_propose_group", args=[place.program_id])
        if _offers(place.program, Format.SMALL_GROUP)
        else "",
    }
    return render(request, "mentoring/match_propose.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_propose_group(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Propose a small group: one mentor, up to four students. Each of them answers."""
    viewer = request.viewer
    mine = Program.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT).current()
    program = get_object_or_404(mine, pk=program_pk)
    ticked = {"students": request.GET.getlist("student"), "mentor": request.GET.get("mentor")}
    form = GroupForm(request.POST or None, viewer=viewer, program=program, initial=ticked)
    if form.is_valid():
        chosen = form.cleaned_data
        propose = _proposing(request, program, chosen["students"], chosen["mentor"], Format.SMALL_GROUP)
        if (match := _tried(form, propose)) is not None:
            return _proposed(request, match, _("Proposed. Everybody in the group is told in two minutes."))
    context = {"form": form, "program": program, "is_offered": _offers(program, Format.SMALL_GROUP)}
    return render(request, "mentoring/match_propose_group.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MATCHES_EDIT)
def match_unpropose(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo of a proposal just made: mails that have not left are stopped, and nobody hears of it."""
    match = _editable(request, pk)
    try:
        matches.unpropose(match=match, at=timezone.now(), by=request.viewer.actor)
    except match_ends.CannotTakeBack as refusal:
        notices.warn(request, str(refusal))
        return redirect("mentoring:match_detail", pk=pk)
    notices.done(request, _("The proposal was taken back. Nobody was told."))
    return redirect("mentoring:unmatched_list")


# Answers


@require_http_methods(["GET", "POST"])
@requires(Permission.STUDENT_OWN, Permission.MENTOR_OWN)
def match_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    """What a student or mentor reads of a match that was proposed to them, and where they answer."""
    own = own_matches.own_match(request.viewer, pk)
    if own is None:
        raise Http404
    is_student = isinstance(own.member, MatchStudent)
    back_url = reverse("mentoring:application_list" if is_student else "mentoring:mentee_list")
    if own.match.state == Match.State.RUNNING:
        return redirect(back_url)
    form = AnswerForm(request.POST or None, viewer=request.viewer, is_before_talk=not own.is_my_turn)
    if form.is_valid() and (answered := _answered(request, form, own.member)) is not None:
        is_yes = form.cleaned_data["answer"] == Answer.YES
        notices.done(
            request,
            _("Thank you. You both said yes.")
            if answered.state == Match.State.AGREED
            else _("Thank you. We write to you as soon as it is settled.")
            if is_yes
            else _("Thank you for telling us. Nobody but the program’s coordinators reads that you said no."),
        )
        return redirect(back_url)
    mentors = [row.mentor for row in own.match.mentor_rows.all() if row.left_on in {None, own.match.ended_on}]
    cleared = own_matches.cleared_of(mentors, request.viewer.today)
    context = {
        "form": form,
        "own": own,
        "is_student": is_student,
        "back_url": back_url,
        "profiles": [own_matches.mentor_facts(one, cleared[one.pk]) for one in mentors]
        if is_student
        else [own_matches.student_facts(row.student) for row in own.match.student_rows.all() if row.left_on is None],
        "is_paused": Match.objects.of(request.viewer.district).paused().filter(pk=pk).exists(),
    }
    return render(request, "mentoring/match_answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_student_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    """Type in what a student said."""
    return _type_in(request, _student_row(request, pk))


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_mentor_answer(request: DistrictRequest, pk: int) -> HttpResponse:
    """Type in what a mentor said."""
    return _type_in(request, _mentor_row(request, pk))


# The plan


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_plan(request: DistrictRequest, pk: int) -> HttpResponse:
    """Where and when they meet, what they do, who is in charge, what they want to learn."""
    match = _editable(request, pk)
    rows = match.student_rows.filter(left_on=None)
    goals = Goal.objects.of(match.district).filter(
        program_student__program=match.program_id,
        program_student__student__in=rows.values("student"),
        dropped_on=None,
        reached_on=None,
    )
    mentors = match.mentor_rows.filter(left_on=None).prefetch_related("mentor__person")
    form = PlanForm(
        request.POST or None,
        viewer=request.viewer,
        match=match,
        policy=policy_of(match.program),
        goals=list(goals.order_by("pk").values_list("text", flat=True)[: PlanForm.OBJECTIVES]),
        mentor_people=[row.mentor.person for row in mentors],
    )
    if form.is_valid():
        viewer = request.viewer
        try:
            matches.change_plan(
                match=match, plan=form.plan, objectives=form.objectives, on=viewer.today, by=viewer.actor
            )
        except matches.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("The plan was saved."))
            match.refresh_from_db()
            for words in match_page.place_warnings(match):
                notices.warn(request, words)
            return redirect("mentoring:match_detail", pk=pk)
    context = {"form": form, "match": match, "title": members_of([match], request.viewer)[pk].title}
    return render(request, "mentoring/match_plan.html", context, status=422 if form.errors else 200)


# Joining, leaving, the end


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_student_add(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ask another student into a group."""
    match = _editable(request, pk)
    form = StudentJoinForm(request.POST or None, viewer=request.viewer, match=match)
    if form.is_valid():
        student, viewer = form.cleaned_data["student"], request.viewer

        def add() -> MatchStudent:
            return matches.add_student(match=match, student=student, on=viewer.today, by=viewer.actor)

        if _tried(form, add) is not None:
            words = _("%(name)s and the mentor are asked in two minutes.")
            notices.done(request, words % {"name": student.person.name})
            return redirect("mentoring:match_detail", pk=pk)
    context = {"form": form, "match": match, "most": pairing_rules.MOST_STUDENTS[Format.SMALL_GROUP]}
    return render(request, "mentoring/match_student_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_mentor_add(request: DistrictRequest, pk: int) -> HttpResponse:
    """Give a match that lost its mentor another one."""
    match = _editable(request, pk)
    form = MentorJoinForm(request.POST or None, viewer=request.viewer, match=match)
    if form.is_valid():
        mentor, viewer = form.cleaned_data["mentor"], request.viewer

        def add() -> MatchMentor:
            return matches.add_mentor(match=match, mentor=mentor, on=viewer.today, by=viewer.actor)

        if _tried(form, add) is not None:
            notices.done(request, _("%(name)s is asked in two minutes.") % {"name": mentor.person.name})
            return redirect("mentoring:match_detail", pk=pk)
    context = {"form": form, "match": match}
    return render(request, "mentoring/match_mentor_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_student_leave(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that a student leaves a match."""
    return _leave(request, _student_row(request, pk))


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_mentor_leave(request: DistrictRequest, pk: int) -> HttpResponse:
    """Note that a mentor leaves a match."""
    return _leave(request, _mentor_row(request, pk))


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def match_end(request: DistrictRequest, pk: int) -> HttpResponse:
    """End a match, or take back a proposal, with a reason."""
    match = _editable(request, pk)
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        viewer = request.viewer
        try:
            event = match_ends.end(match=match, on=viewer.today, by=viewer.actor, **form.cleaned_data)
        except match_ends.CannotEnd as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("mentoring:match_take_back", args=[event.pk])
            notices.done(request, _("The match is over."), undo=undo)
            return redirect("mentoring:match_detail", pk=pk)
    context = {
        "form": form,
        "match": match,
        "title": members_of([match], request.viewer)[pk].title,
        "consequences": _end_consequences(match),
    }
    return render(request, "mentoring/match_end.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MATCHES_EDIT)
def match_take_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo the end of a match, or that somebody left it; ``pk`` is the event's."""
    event = get_object_or_404(AuditEvent.objects.of(request.viewer.district), pk=pk)
    if event.verb not in _UNDOABLE or event.target_kind != "mentoring.match":
        notices.warn(request, _("There is nothing to take back."))
        return redirect("mentoring:match_list")
    match = _editable(request, event.target_id or 0)
    try:
        match_ends.take_back(event=event, by=request.viewer.actor)
    except match_ends.CannotTakeBack as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("The match is as it was."))
    return redirect("mentoring:match_detail", pk=match.pk)


# Reading


def _match(request: DistrictRequest, pk: int) -> Match:
    return get_object_or_404(Match.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG), pk=pk)


def _editable(request: DistrictRequest, pk: int) -> Match:
    """A match that the viewer may change (else 404 or 403)."""
    match = _match(request, pk)
    if not match_page.may_edit(match, request.viewer):
        raise PermissionDenied
    return match


def _student_row(request: DistrictRequest, pk: int) -> MatchStudent:
    rows = MatchStudent.objects.of(request.viewer.district).prefetch_related("student__person")
    row = get_object_or_404(rows, pk=pk)
    _editable(request, row.match_id)
    return row


def _mentor_row(request: DistrictRequest, pk: int) -> MatchMentor:
    rows = MatchMentor.objects.of(request.viewer.district).prefetch_related("mentor__person")
    row = get_object_or_404(rows, pk=pk)
    _editable(request, row.match_id)
    return row


def _place(request: DistrictRequest, pk: int) -> ProgramStudent:
    """An accepted student's place in a program where the viewer may propose matches."""
    viewer = request.viewer
    known = ProgramStudent.objects.of(viewer.district).known_to_staff(viewer)
    place = get_object_or_404(
        known.prefetch_related("student__person", "student__school", "program__policies"),
        pk=pk,
    )
    if not ProgramStudent.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT).filter(pk=pk):
        raise PermissionDenied
    return place


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 12 else None


def _offers(program: Program, way: Format) -> bool:
    policy = policy_of(program)
    return policy is None or way in policy.formats


# Doing


def _proposing(
    request: DistrictRequest, program: Program, students: Any, mentor: Mentor, way: Format
) -> Callable[[], Match]:
    viewer = request.viewer
    return lambda: matches.propose(
        program=program, students=list(students), mentor=mentor, format=way, on=viewer.today, by=viewer.actor
    )


def _tried(form: ViewerForm, deed: Callable[[], Any]) -> Any:
    """What the deed made; None when it was refused, with the reasons on the form."""
    try:
        return deed()
    except matches.CannotPropose as refusal:
        for sentence in dict.fromkeys(_blocker_words(one) for one in refusal.blockers):
            form.add_error(None, sentence)
    except matches.CannotChange as refusal:
        form.add_error(None, str(refusal))
    return None


def _blocker_words(blocker: Blocker) -> str:
    turn = _("Whose turn: %(who)s.") % {"who": blocker.whose_turn} if blocker.whose_turn else ""
    return f"{blocker.sentence} {turn}".strip()


def _proposed(request: DistrictRequest, match: Match, words: str) -> HttpResponse:
    notices.done(request, words, undo=reverse("mentoring:match_unpropose", args=[match.pk]))
    return redirect("mentoring:match_detail", pk=match.pk)


def _answered(request: DistrictRequest, form: AnswerForm, member: MatchStudent | MatchMentor) -> Match | None:
    chosen = form.cleaned_data
    try:
        return matches.answer(
            member=member,
            answer=Answer(chosen["answer"]),
            rating=chosen["rating"],
            said=chosen.get("said", ""),
            on=request.viewer.today,
            by=request.viewer.actor,
        )
    except matches.CannotAnswer as refusal:
        form.add_error(None, str(refusal))
        return None


def _type_in(request: DistrictRequest, member: MatchStudent | MatchMentor) -> HttpResponse:
    person = member.student.person if isinstance(member, MatchStudent) else member.mentor.person
    form = AnswerTypeInForm(request.POST or None, viewer=request.viewer, name=person.name)
    if form.is_valid() and (match := _answered(request, form, member)) is not None:
        words = _("Both said yes. The agreement comes next.") if match.state == Match.State.AGREED else _("Saved.")
        notices.done(request, words)
        return redirect("mentoring:match_detail", pk=member.match_id)
    context = {"form": form, "name": person.name, "match_pk": member.match_id}
    return render(
        request, f"mentoring/match_{matches.side_of(member)}_answer.html", context, status=422 if form.errors else 200
    )


def _leave(request: DistrictRequest, member: MatchStudent | MatchMentor) -> HttpResponse:
    person = member.student.person if isinstance(member, MatchStudent) else member.mentor.person
    form = ReasonForm(request.POST or None, viewer=request.viewer)
    is_last = matches.is_last(member)
    if form.is_valid():
        viewer = request.viewer
        try:
            event = matches.leave(member=member, on=viewer.today, by=viewer.actor, **form.cleaned_data)
        except matches.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            words = (
                _("%(name)s left the match. Nobody is left to meet: end the match if it is over.")
                if is_last
                else _("%(name)s left the match. The match goes on with the others.")
            )
            undo = reverse("mentoring:match_take_back", args=[event.pk])
            notices.done(request, words % {"name": person.name}, undo=undo)
            return redirect("mentoring:match_detail", pk=member.match_id)
    context = {"form": form, "name": person.name, "match_pk": member.match_id, "is_last": is_last}
    return render(
        request, f"mentoring/match_{matches.side_of(member)}_leave.html", context, status=422 if form.errors else 200
    )


# Words


def _student_facts(place: ProgramStudent, found: Candidates) -> list[tuple[str, object]]:
    student, profile = place.student, found.profile
    return [
        *own_matches.student_facts(student)[1:],
        (_("Wrote"), " ".join(profile.texts)),
        (_("When"), profile.times),
        (_("What helps at meetings"), student.helps_at_meetings),
    ]


def _mentor_facts(chosen: Candidate, viewer: Viewer) -> list[tuple[str, object]]:
    mentor = chosen.mentor
    cleared = own_matches.cleared_of([mentor], viewer.today)[mentor.pk]
    return [
        (_("Occupation"), " · ".join(filter(None, [mentor.occupation, chosen.employer]))),
        (_("Career areas"), ", ".join(mentor.career_area_words)),
        (_("Wrote"), mentor.about),
        (_("When"), mentor.availability),
        (_("Where"), ", ".join(mentor.place_words)),
        (_("Speaks"), mentor.languages),
        (_("Checked and trained"), cleared),
    ]


def _end_consequences(match: Match) -> list[str]:
    if match.state == Match.State.RUNNING:
        return [
            _("Student and mentor no longer meet, and the mentor no longer sees the student."),
            _("Both, and the student’s parents or guardians, are told kindly in two minutes. Nobody reads the reason."),
            _("What was written and signed stays."),
            _("It can be taken back."),
        ]
    return [
        _("Everybody in it reads in neutral words that it does not come about. Nobody reads the reason."),
        _("It can be taken back."),
    ]
