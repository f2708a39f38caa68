"""Thank-you letters of a program: how many there would be, and putting them together."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from correspondence.actions import letters as drafting
from correspondence.models import LetterKind
from mentoring.models import Program
from mentoring.querysets.programs import ProgramQuerySet
from support import letters
from support.closing_tabs import closing_tabs
from support.forms.letters import ThankForm
from support.models import ThankYouLines
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.LETTERS_EDIT)
def letter_program_list(request: DistrictRequest) -> HttpResponse:
    """The programs whose people can be thanked, the newest first."""
    programs = list(_programs(request).to_choose())
    return render(
        request,
        "support/letter_program_list.html",
        {"programs": programs, "tabs": closing_tabs(request.viewer, "letters")},
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.LETTERS_EDIT)
def letter_program_detail(request: DistrictRequest, program_pk: int) -> HttpResponse:
    """Whom a program thanks: how many letters of each kind, how many of them exist; and putting a batch together."""
    program = get_object_or_404(_programs(request).prefetch_related("school_year"), pk=program_pk)
    viewer = request.viewer
    form = ThankForm(request.POST or None, viewer=viewer)
    if form.is_valid():
        chosen = form.cleaned_data
        found = letters.thanked(program, with_running=chosen["with_running"])
        try:
            batch = drafting.draft(
                district=viewer.district,
                kind=chosen["kind"],
                label=f"{program.name}, {program.school_year.name}",
                dated_on=chosen["dated_on"],
                wanted=letters.wanted(chosen["kind"], found, on=viewer.today),
                by=viewer.actor,
                at=timezone.now(),
            )
        except drafting.CannotDraft as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Put together. Look at the letters, then have them made."))
            return redirect("correspondence:letter_batch_detail", pk=batch.pk)
    lines = ThankYouLines.objects.visible_to(viewer).filter(match_student__match__program=program)
    context = {
        "program": program,
        "form": form,
        "kinds": _kinds(program, viewer.today),
        "unread": lines.unread().count(),
        "approved": lines.filter(approved_at__isnull=False).count(),
    }
    return render(request, "support/letter_program_detail.html", context, status=422 if form.errors else 200)


def _programs(request: DistrictRequest) -> ProgramQuerySet:
    return Program.objects.of(request.viewer.district).in_reach_of(request.viewer, Permission.LETTERS_EDIT)


def _kinds(program: Program, on: date) -> list[dict[str, object]]:
    """Each kind with how many letters there would be now, and how many of them exist already."""
    found = letters.thanked(program)
    rows = []
    for kind in LetterKind:
        keys = [one.dedupe_key for one in letters.wanted(kind, found, on=on)]
        there = drafting.already(program.district, keys)
        rows.append({"label": kind.label, "count": len(keys), "there": len(there), "left": len(keys) - len(there)})
    return rows
