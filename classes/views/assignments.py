"""Assignments, school events and what to go deeper into: posted by teachers, read by whom they concern."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions import assignments
from classes.forms.posting import AssignmentForm
from classes.models import Assignment, SharedWork
from classes.own_class import own_student, when_words
from classes.querysets.class_groups import groups_seen
from classes.views.class_focuses import back_to, chosen_groups
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

#: Everybody whom an assignment may concern; who sees which one is the queryset's.
READERS = (Permission.CLASSES_VIEW, Permission.STUDENT_OWN, Permission.MENTOR_OWN, Permission.CHILDREN_VIEW)


@require_GET
@requires(*READERS)
def assignment_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """What it is about, and the work that is shared of it with the viewer."""
    viewer = request.viewer
    seen = Assignment.objects.visible_to(viewer).prefetch_related("class_group__program", "posted_by")
    assignment = get_object_or_404(seen, pk=pk)
    works = SharedWork.objects.visible_to(viewer).filter(assignment=assignment).newest_first()
    student = own_student(viewer)
    at_work = groups_seen(viewer).filter(pk=assignment.class_group_id).exists()
    context = {
        "assignment": assignment,
        "when": when_words(assignment),
        "works": list(works.prefetch_related("student__person")),
        "own": works.filter(student=student).first() if student else None,
        "may_share": bool(student) and assignment.is_for_mentors and assignment.withdrawn_at is None,
        "is_at_work": at_work,
        "may_edit": Assignment.objects.of(viewer.district).editable_by(viewer).filter(pk=pk).exists(),
        "back_url": back_to([assignment.class_group]) if at_work else "",
    }
    return render(request, "classes/assignment_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def assignment_add(request: DistrictRequest) -> HttpResponse:
    """Post something for class groups; ``?group=`` ticks some, ``?kind=`` says what it is."""
    groups = chosen_groups(request)
    kind = request.GET.get("kind")
    initial = {"groups": [one.pk for one in groups], "kind": kind if kind in Assignment.Kind.values else "assignment"}
    form = AssignmentForm(request.POST or None, initial=initial, viewer=request.viewer)
    if form.is_valid():
        made = assignments.post(groups=form.groups, at=timezone.now(), by=request.viewer.actor, **form.details)
        words = ngettext("Posted for %(count)s class group.", "Posted for %(count)s class groups.", len(made))
        undo = reverse("classes:assignment_withdraw", args=[made[0].pk]) if len(made) == 1 else ""
        notices.done(request, words % {"count": len(made)}, undo=undo)
        return redirect(back_to(form.groups))
    context = {"form": form, "groups": groups, "back_url": back_to(groups)}
    return render(request, "classes/assignment_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def assignment_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change what an assignment says."""
    assignment = _editable(request, pk)
    before = {name: getattr(assignment, name) for name in assignments.DETAILS}
    form = AssignmentForm(request.POST or None, initial=before, shows_groups=False, viewer=request.viewer)
    if form.is_valid():
        assignments.change(assignment=assignment, by=request.viewer.actor, **form.details)
        notices.done(request, _("Saved."))
        return redirect("classes:assignment_detail", pk=pk)
    context = {"form": form, "title": before["title"], "back_url": reverse("classes:assignment_detail", args=[pk])}
    return render(request, "classes/assignment_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CLASSES_EDIT)
def assignment_withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take an assignment back; can be undone."""
    assignment = _editable(request, pk)
    assignments.withdraw(assignment=assignment, at=timezone.now(), by=request.viewer.actor)
    undo = reverse("classes:assignment_bring_back", args=[pk])
    words = _("“%(title)s” was withdrawn. Students and mentors do not see it any more.")
    notices.done(request, words % {"title": assignment.title}, undo=undo)
    return redirect(back_to([assignment.class_group]))


@require_POST
@requires(Permission.CLASSES_EDIT)
def assignment_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Show a withdrawn assignment again."""
    assignment = _editable(request, pk)
    assignments.bring_back(assignment=assignment, by=request.viewer.actor)
    notices.done(request, _("“%(title)s” shows again.") % {"title": assignment.title})
    return redirect(back_to([assignment.class_group]))


def _editable(request: DistrictRequest, pk: int) -> Assignment:
    mine = Assignment.objects.of(request.viewer.district).editable_by(request.viewer)
    return get_object_or_404(mine.prefetch_related("class_group__program"), pk=pk)
