"""What classes work on: posted for several class groups at once, copied, changed, withdrawn."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from classes.actions import class_focuses
from classes.forms.posting import ClassFocusForm, first_days
from classes.models import ClassFocus
from classes.querysets.class_groups import groups_edited
from mentoring.models import ClassGroup
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def class_focus_add(request: DistrictRequest) -> HttpResponse:
    """Say what class groups work on. ``?group=`` ticks some, ``?copy=`` begins with the words of an earlier one."""
    groups = chosen_groups(request)
    like = _copied(request)
    initial = first_days(groups=groups or _group_of(like), like=like, today=request.viewer.today)
    form = ClassFocusForm(request.POST or None, initial=initial, viewer=request.viewer)
    if form.is_valid():
        try:
            made = class_focuses.post(groups=form.groups, at=timezone.now(), by=request.viewer.actor, **form.details)
        except class_focuses.CannotPost as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("Posted for %(count)s class group.", "Posted for %(count)s class groups.", len(made))
            notices.done(request, words % {"count": len(made)}, undo=_undo(made))
            return redirect(back_to(form.groups))
    context = {"form": form, "groups": groups, "back_url": back_to(groups)}
    return render(request, "classes/class_focus_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CLASSES_EDIT)
def class_focus_edit(request: DistrictRequest, pk: int) -> HttpResponse:
    """Change what a focus says, or its days."""
    focus = _editable(request, pk)
    before = {name: getattr(focus, name) for name in class_focuses.DETAILS}
    form = ClassFocusForm(request.POST or None, initial=before, shows_groups=False, viewer=request.viewer)
    if form.is_valid():
        try:
            class_focuses.change(focus=focus, by=request.viewer.actor, **form.details)
        except class_focuses.CannotPost as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Saved."))
            return redirect(back_to([focus.class_group]))
    context = {"form": form, "group": focus.class_group, "back_url": back_to([focus.class_group])}
    return render(request, "classes/class_focus_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CLASSES_EDIT)
def class_focus_withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a focus back; can be undone."""
    focus = _editable(request, pk)
    class_focuses.withdraw(focus=focus, at=timezone.now(), by=request.viewer.actor)
    undo = reverse("classes:class_focus_bring_back", args=[pk])
    notices.done(request, _("The focus was withdrawn. Students and mentors do not see it any more."), undo=undo)
    return redirect(back_to([focus.class_group]))


@require_POST
@requires(Permission.CLASSES_EDIT)
def class_focus_bring_back(request: DistrictRequest, pk: int) -> HttpResponse:
    """Show a withdrawn focus again."""
    focus = _editable(request, pk)
    try:
        class_focuses.bring_back(focus=focus, by=request.viewer.actor)
    except class_focuses.CannotPost as refusal:
        notices.warn(request, str(refusal))
    else:
        notices.done(request, _("The focus shows again."))
    return redirect(back_to([focus.class_group]))


def chosen_groups(request: DistrictRequest) -> list[ClassGroup]:
    """The class groups that ``?group=`` names; the only one of somebody who has one."""
    mine = groups_edited(request.viewer).in_list_order()
    wanted = [pk for pk in request.GET.getlist("group") if pk.isdecimal()]
    if wanted:
        return list(mine.filter(pk__in=wanted))
    first = list(mine[:2])
    return first if len(first) == 1 else []


def back_to(groups: Sequence[ClassGroup]) -> str:
    """The page of the class; the list where there are several, or none."""
    if len(groups) == 1:
        return reverse("classes:class_group_detail", args=[groups[0].pk])
    return reverse("classes:class_group_list")


def _group_of(focus: ClassFocus | None) -> list[ClassGroup]:
    return [focus.class_group] if focus else []


def _undo(made: Sequence[ClassFocus]) -> str:
    """One can be taken back at once; several are withdrawn one by one."""
    return reverse("classes:class_focus_withdraw", args=[made[0].pk]) if len(made) == 1 else ""


def _copied(request: DistrictRequest) -> ClassFocus | None:
    pk = request.GET.get("copy", "")
    found = ClassFocus.objects.visible_to(request.viewer).prefetch_related("class_group")
    return found.filter(pk=pk).first() if pk.isdecimal() else None


def _editable(request: DistrictRequest, pk: int) -> ClassFocus:
    mine = ClassFocus.objects.of(request.viewer.district).editable_by(request.viewer)
    return get_object_or_404(mine.prefetch_related("class_group__program"), pk=pk)
