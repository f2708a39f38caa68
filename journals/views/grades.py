"""Grading: one entry after the other, kept comments, making grades visible, grades as a file."""

from collections.abc import Iterator

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journals import entry_words
from journals.actions import entries, grades, rubrics
from journals.forms.entries import GiveBackForm
from journals.forms.grades import BankedCommentForm, GradeForm
from journals.grading import Queue, Scope, queue_of, was_late
from journals.models import BankedComment, Entry, Grade, Rubric
from mentoring.models import Policy
from tenancy import audit, notices
from tenancy.exports import FORMATS
from tenancy.http import DistrictRequest, requires, stream
from tenancy.models import AuditEvent
from tenancy.pages import in_chunks
from tenancy.permissions import Permission
from tenancy.selections import first_names


@require_GET
@requires(Permission.JOURNALS_GRADE)
def entry_grade_next(request: DistrictRequest) -> HttpResponse:
    """To the first entry that waits for a grade, in the class group that ``?group=`` names or in all."""
    scope = Scope.of(request.viewer, request.GET.get("group", ""))
    queue = queue_of(scope)
    if url := queue.next_to_grade():
        return redirect(url)
    return _all_done(request, queue)


@require_http_methods(["GET", "POST"])
@requires(Permission.JOURNALS_GRADE)
def entry_grade(request: DistrictRequest, pk: int) -> HttpResponse:
    """The list, the text and the rubric side by side. "Save and next" keeps the grade and goes on.

    The first look closes the entry to its student; a look at one that is not handed in leads to its page.
    """
    viewer, scope = request.viewer, Scope.of(request.viewer, request.GET.get("group", ""))
    entry = _gradable(request, pk)
    if entry.state != Entry.State.HANDED_IN:
        notices.warn(request, _("This entry is not handed in at present."))
        return redirect("journals:entry_detail", pk=pk)
    entries.open_for_grading(entry=entry, at=timezone.now())
    grade = next(iter(entry.grades.all()), None)
    rubric = _rubric(entry, grade)
    banked = list(BankedComment.objects.visible_to(viewer).order_by("position", "pk"))
    form = GradeForm(
        request.POST or None,
        viewer=viewer,
        rubric=rubric,
        grade=grade,
        banked=banked,
        initial={
            "comment": grade.comment if grade else "",
            "entry_version": entry.version,
            "grade_version": grade.version if grade else 0,
        },
    )
    clash, other = "", None
    if form.is_valid():
        try:
            saved = _save(request, entry, rubric, form)
        except grades.GradedElsewhere as elsewhere:
            other = elsewhere.grade
            clash = _("Somebody graded this entry while you had it open. Look at both, then save what is to stand.")
        except grades.HandedInAnew as refusal:
            clash = str(refusal)
        except grades.CannotGrade as refusal:
            notices.warn(request, str(refusal))
            return redirect("journals:entry_detail", pk=pk)
        else:
            return _go_on(request, scope, saved, entry)
    standing = other or grade
    context = {
        "form": form,
        "entry": entry,
        "title": entry_words.title(entry),
        "facts": _facts(request, entry),
        "queue": queue_of(scope, current=pk),
        "rubric": rubric,
        "lacks_rubric": rubric is None and _policy(entry).grades_journal,
        "grade": grade,
        "clash": clash,
        "other": other,
        # After a clash the page goes on from what stands now: saving again is then on purpose.
        "entry_version": entry.version if clash else form["entry_version"].value(),
        "grade_version": standing.version if clash and standing is not None else form["grade_version"].value(),
        "versions": list(entry.versions.order_by("-number")),
        "give_back_form": GiveBackForm(viewer=viewer),
        "is_visible": grade is not None and grade.released_at is not None,
        "can_edit_rubric": viewer.can(Permission.PROGRAMS_EDIT),
    }
    return render(request, "journals/entry_grade.html", context, status=422 if form.errors or clash else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.JOURNALS_GRADE)
def entry_give_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Ask the student to add to an entry, with a note; then on to the next one."""
    scope = Scope.of(request.viewer, request.GET.get("group", ""))
    entry = _gradable(request, pk)
    form = GiveBackForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        queue = queue_of(scope, current=pk)
        try:
            entries.give_back(entry=entry, note=form.cleaned_data["note"], at=timezone.now(), by=request.viewer.actor)
        except entries.CannotGiveBack as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s is asked to add to the entry.") % {"name": entry.match_student.student.person.name}
            notices.done(request, words, undo=reverse("journals:entry_take_again", args=[pk]) + scope.query)
            url = queue.next_to_grade()
            return redirect(url or "journals:journal_list")
    context = {
        "form": form,
        "entry": entry,
        "name": entry.match_student.student.person.name,
        "title": entry_words.title(entry),
        "back_url": reverse("journals:entry_grade", args=[pk]) + scope.query,
    }
    return render(request, "journals/entry_give_back.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.JOURNALS_GRADE)
def entry_take_again(request: DistrictRequest, pk: int) -> HttpResponse:
    """Undo of giving an entry back."""
    scope = Scope.of(request.viewer, request.GET.get("group", ""))
    entry = _gradable(request, pk)
    try:
        entries.take_again(entry=entry, at=timezone.now(), by=request.viewer.actor)
    except entries.CannotUndo as refusal:
        notices.warn(request, str(refusal))
        return redirect("journals:entry_detail", pk=pk)
    notices.done(request, _("The entry is handed in as before."))
    return redirect(reverse("journals:entry_grade", args=[pk]) + scope.query)


@require_POST
@requires(Permission.JOURNALS_GRADE)
def grade_undo(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a grade back that was just given."""
    mine = Grade.objects.of(request.district).gradable_by(request.viewer)
    grade = get_object_or_404(mine, pk=pk)
    try:
        grades.undo(grade=grade, by=request.viewer.actor)
    except grades.CannotUndo as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("The grade was taken back."))
    return redirect("journals:entry_grade", pk=grade.entry_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.JOURNALS_GRADE)
def grade_release(request: DistrictRequest) -> HttpResponse:
    """Make every grade of a class group visible in one go, after a page that names the students."""
    scope = Scope.of(request.viewer, request.GET.get("group", ""))
    rows = list(
        scope.grades_to_release().order_by("pk").prefetch_related("entry__match_student__student__person")[:1000]
    )
    if request.method == "POST":
        event = grades.release(grades=rows, at=timezone.now(), by=request.viewer.actor)
        if event is None:
            notices.warn(request, _("There was nothing left to make visible."))
            return redirect("journals:journal_list")
        count = len(event.facts["grades"])
        words = ngettext("%(count)s grade is visible.", "%(count)s grades are visible.", count)
        undo = reverse("journals:grade_release_undo", args=[event.pk])
        notices.done(request, words % {"count": count}, undo=undo)
        return redirect("journals:journal_list")
    waiting = scope.entries().to_grade().count()
    people = dict.fromkeys(one.entry.match_student.student.person.name for one in rows)
    context = {
        "scope": scope,
        "count": len(rows),
        "names": first_names(sorted(people)),
        "waiting": waiting,
        "back_url": reverse("journals:journal_list"),
    }
    return render(request, "journals/grade_release.html", context)


@require_POST
@requires(Permission.JOURNALS_GRADE)
def grade_release_undo(request: DistrictRequest, pk: int) -> HttpResponse:
    """Hide grades again, as long as nobody was told; ``pk`` is the event of the release."""
    mine = AuditEvent.objects.of(request.district).filter(
        verb="grade.release", actor_person_id=request.viewer.person_id
    )
    event = get_object_or_404(mine, pk=pk)
    try:
        count = grades.undo_release(event=event, at=timezone.now(), by=request.viewer.actor)
    except grades.CannotUndo as refusal:
        notices.warn(request, str(refusal))
    else:
        words = ngettext("%(count)s grade is hidden again.", "%(count)s grades are hidden again.", count)
        notices.done(request, words % {"count": count})
    return redirect("journals:journal_list")


@require_GET
@requires(Permission.JOURNALS_VIEW)
def grade_export(request: DistrictRequest) -> HttpResponse:
    """Grades with the columns that learning platforms take, of the class group that ``?group=`` names or of all."""
    viewer, scope = request.viewer, Scope.of(request.viewer, request.GET.get("group", ""))
    try:
        kind = FORMATS[request.GET.get("format", "csv")]
    except KeyError:
        raise BadRequest from None
    seen = scope.narrow(Entry.objects.visible_to(viewer))
    rows = Grade.objects.visible_to(viewer).filter(points__isnull=False, entry__in=seen.values("pk")).current()
    along = rows.prefetch_related("entry__meeting", "entry__match_student__match__program", _PERSON)
    facts: dict[str, audit.Fact] = {"group": scope.key}
    audit.record(by=viewer.actor, verb="grade.export", facts=facts)

    def body() -> Iterator[bytes | str]:
        headings = [_("Student ID"), _("Student"), _("Assignment"), _("Points"), _("Out of"), _("Date")]
        return kind.write(headings, (_line(one) for chunk in in_chunks(along, key="pk") for one in chunk))

    return stream(body, content_type=kind.content_type, filename=f"journal-grades.{kind.ending}")


@require_http_methods(["GET", "POST"])
@requires(Permission.JOURNALS_GRADE)
def banked_comment_list(request: DistrictRequest) -> HttpResponse:
    """One's own kept comments, and a box for one more."""
    person = request.viewer.person
    if person is None:
        raise Http404
    form = BankedCommentForm(request.POST or None, viewer=request.viewer, instance=BankedComment(teacher=person))
    if form.is_valid():
        kept = grades.keep_comment(text=form.cleaned_data["text"], teacher=person, by=request.viewer.actor)
        notices.done(request, _("The comment was kept.") if kept else _("You keep this comment already."))
        return redirect("journals:banked_comment_list")
    comments = BankedComment.objects.visible_to(request.viewer).order_by("position", "pk")
    context = {"form": form, "comments": list(comments[:200])}
    return render(request, "journals/banked_comment_list.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.JOURNALS_GRADE)
def banked_comment_delete(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a kept comment out of the list."""
    comment = get_object_or_404(BankedComment.objects.visible_to(request.viewer), pk=pk)
    grades.forget_comment(comment=comment, by=request.viewer.actor)
    notices.done(request, _("The comment was removed from your list."))
    return redirect("journals:banked_comment_list")


_PERSON = "entry__match_student__student__person"


def _line(grade: Grade) -> list[object]:
    student = grade.entry.match_student.student
    return [
        student.state_student_id or student.person.sourced_id,
        student.person.sorted_name,
        entry_words.title(grade.entry),
        grade.points,
        grade.out_of,
        timezone.localdate(grade.graded_at),
    ]


def _gradable(request: DistrictRequest, pk: int) -> Entry:
    mine = Entry.objects.of(request.district).gradable_by(request.viewer)
    along = ("meeting", "match_student__match__program__policies", "match_student__student__person", "grades__marks")
    return get_object_or_404(mine.prefetch_related(*along), pk=pk)


def _policy(entry: Entry) -> Policy:
    (policy,) = entry.match_student.match.program.policies.all()
    return policy


def _rubric(entry: Entry, grade: Grade | None) -> Rubric | None:
    """The rubric of the grade that stands, of the same text; else the program's of today, where it grades."""
    if grade is not None and grade.rubric_id and grade.entry_version == entry.version:
        return Rubric.objects.of(entry.district).prefetch_related("criteria__levels").get(pk=grade.rubric_id)
    return rubrics.in_use(entry.match_student.match.program) if _policy(entry).grades_journal else None


def _save(request: DistrictRequest, entry: Entry, rubric: Rubric | None, form: GradeForm) -> Grade:
    saved = grades.save(
        entry=entry,
        rubric=rubric,
        levels=form.levels,
        comment=form.whole_comment,
        entry_version=form.cleaned_data["entry_version"],
        grade_version=form.cleaned_data["grade_version"],
        at=timezone.now(),
        by=request.viewer.actor,
    )
    if form.cleaned_data["keep"] and request.viewer.person is not None:
        grades.keep_comment(text=form.cleaned_data["comment"], teacher=request.viewer.person, by=request.viewer.actor)
    return saved


def _go_on(request: DistrictRequest, scope: Scope, grade: Grade, entry: Entry) -> HttpResponse:
    name = entry.match_student.student.person.name
    points = entry_words.points_words(grade)
    words = _("%(name)s’s journal is graded: %(points)s.") if points else _("%(name)s’s journal is read.")
    undo = reverse("journals:grade_undo", args=[grade.pk]) if grade.version == 1 else ""
    notices.done(request, words % {"name": name, "points": points}, undo=undo)
    queue = queue_of(scope, current=entry.pk)
    return redirect(queue.next_to_grade()) if queue.next_to_grade() else _all_done(request, queue)


def _all_done(request: DistrictRequest, queue: Queue) -> HttpResponse:
    if queue.done:
        return redirect(reverse("journals:grade_release") + queue.scope.query)
    notices.done(request, _("Nothing waits for a grade here."))
    return redirect("journals:journal_list")


def _facts(request: DistrictRequest, entry: Entry) -> list[str]:
    """What stands below the name: when it was sent, how long it is, with whom the student meets."""
    sent = date_format(timezone.localtime(entry.handed_in_at), "DATETIME_FORMAT") if entry.handed_in_at else ""
    count = len(entry.text.split())
    mentors = entry_words.mentor_names(entry, request.district)
    return [
        one
        for one in (
            _("Handed in %(when)s") % {"when": sent} if sent else "",
            _("late") if was_late(entry) else "",
            ngettext("%(count)s word", "%(count)s words", count) % {"count": count},
            _("mentor: %(names)s") % {"names": mentors} if mentors else "",
        )
        if one
    ]
