"""The rules of a program, each explained beside its field."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentoring.actions import policies, programs
from mentoring.forms.policies import PolicyForm
from mentoring.models import Policy, Program
from mentoring.policy_effects import Change, effects
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMS_VIEW)
def policy_edit(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Read a program's rules, or change them. Says what a change would mean for those in it, and asks once more."""
    viewer = request.viewer
    program = get_object_or_404(Program.objects.visible_to(viewer), pk=program_pk)
    policy = get_object_or_404(Policy.objects.of(request.district), program=program)
    may_edit = _may_edit(request, program)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(_("You can read these rules. Coordinators of the program change them."))
    form = PolicyForm(request.POST or None, instance=copy(policy), viewer=viewer, is_readonly=not may_edit)
    meant: list[str] = []
    if form.is_valid():
        meant = effects(Change(policy, form.rules, viewer.today))
        if not meant or "save_anyway" in request.POST:
            return _save(request, policy, form)
    context = {
        "form": form,
        "program": program,
        "meant": meant,
        "may_edit": may_edit,
        "back_url": reverse("mentoring:program_detail", args=[program.pk]),
    }
    return render(request, "mentoring/policy_edit.html", context, status=422 if form.errors or meant else 200)


def _save(request: DistrictRequest, policy: Policy, form: PolicyForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    changed = policies.change(policy=policy, reason=reason, by=request.viewer.actor, **form.rules)
    notices.done(request, _("The rules are saved.") if changed else _("Nothing was changed."))
    return redirect("mentoring:program_detail", pk=policy.program_id)


def _may_edit(request: DistrictRequest, program: Program) -> bool:
    try:
        programs.refuse_archived(program)
    except programs.CannotChange:
        return False
    return (
        Program.objects.of(request.district)
        .in_reach_of(request.viewer, Permission.PROGRAMS_EDIT)
        .filter(pk=program.pk)
        .exists()
    )
