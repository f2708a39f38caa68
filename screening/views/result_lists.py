"""Results of background checks as a list from elsewhere: look first, then take it in; what failed is given back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from screening.actions import result_lists
from screening.forms.result_lists import ResultListForm
from screening.result_lines import Fault, Sheet, results_of, written
from screening.tabs import clearance_tabs
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Person
from tenancy.permissions import Permission


@dataclass(frozen=True)
class Report:
    """What a list does, or did."""

    taken: result_lists.Taken
    faults: list[Fault]
    dropped: list[str]
    is_done: bool

    @property
    def words(self) -> list[str]:
        """New, moved along, here already: each a sentence."""
        new, changed, same = len(self.taken.new), len(self.taken.changed), len(self.taken.same)
        return [
            ngettext("%(count)s new check", "%(count)s new checks", new) % {"count": new},
            ngettext("%(count)s check updated", "%(count)s checks updated", changed) % {"count": changed},
            ngettext("%(count)s line is here already", "%(count)s lines are here already", same) % {"count": same},
            ngettext("%(count)s line failed", "%(count)s lines failed", len(self.faults)) % {"count": len(self.faults)},
        ]


@require_http_methods(["GET", "POST"])
@requires(Permission.CLEARANCE_EDIT)
def background_check_paste(request: DistrictRequest) -> HttpResponse:
    """Paste or upload a list of results. Nothing is recorded before one has seen what it would do."""
    form = ResultListForm(request.POST or None, request.FILES or None, viewer=request.viewer)
    report = None
    if form.is_valid():
        report = _report(request, form, is_done="record" in request.POST)
        if "failed" in request.POST:
            return _given_back(form.cleaned_data["sheet"], report.faults)
        if report.is_done:
            count = report.taken.count
            words = ngettext("%(count)s result was recorded.", "%(count)s results were recorded.", count)
            notices.done(request, words % {"count": count})
    context = {
        "form": form,
        "report": report,
        "columns": form.columns() if report else [],
        "lines": form.cleaned_data["sheet"].text if report else "",
        "tabs": clearance_tabs(request.viewer, "screening:background_check_paste"),
    }
    return render(request, "screening/background_check_paste.html", context, status=422 if form.errors else 200)


def _report(request: DistrictRequest, form: ResultListForm, *, is_done: bool) -> Report:
    chosen, viewer = form.cleaned_data, request.viewer
    sheet: Sheet = chosen["sheet"]
    results, faults = results_of(sheet, chosen["places"], usual_type=chosen["check_type"], on=viewer.today)
    act = result_lists.take_in if is_done else result_lists.look
    taken = act(
        results,
        people=Person.objects.of(request.district).in_reach_of(viewer, Permission.CLEARANCE_EDIT).active(),
        tier=chosen["tier"],
        district=request.district,
        on=viewer.today,
        by=viewer.actor,
    )
    cells = {number: tuple(row) for number, row in sheet.rows}
    faults += [Fault(number, reason, cells[number]) for number, reason in taken.refused]
    return Report(taken, sorted(faults, key=lambda fault: fault.number), sheet.dropped, is_done)


def _given_back(sheet: Sheet, faults: list[Fault]) -> HttpResponse:
    """The failed lines as a file, with the reasons, ready to be put right and sent again."""
    rows = [[*fault.cells, fault.reason] for fault in faults]
    text = "\ufeff" + written([[*sheet.headings, _("Reason")], *rows])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="failed-lines.csv"'
    return response
