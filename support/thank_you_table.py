"""The list of students' own lines of thanks, for whoever reads them before they go out."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.match_table import members_of
from support.forms.thank_yous import ThankYouFilterForm
from support.models import ThankYouLines
from tenancy.lists import ListColumn, ListScreen
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

_STUDENT, _MATCH = "match_student__student__person", "match_student__match"


def standing(lines: ThankYouLines) -> tuple[str, Kind]:
    """How far lines are, as staff read it."""
    if lines.approved_at is not None:
        return _("Approved"), "ok"
    return (_("Given back"), "info") if lines.given_back_note else (_("To read"), "warn")


def _names(rows: Sequence[ThankYouLines], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.match_student.student.person.name, url=reverse("support:thank_you_review", args=[one.pk]))
        for one in rows
    }


def _mentors(rows: Sequence[ThankYouLines], viewer: Viewer) -> Mapping[int, Cell]:
    matches = {one.match_student.match_id: one.match_student.match for one in rows}
    found = members_of(matches.values(), viewer)
    return {one.pk: Cell(", ".join(found[one.match_student.match_id].mentor_names)) for one in rows}


def _texts(rows: Sequence[ThankYouLines], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.text if len(one.text) < 160 else f"{one.text[:150]}…") for one in rows}


def _states(rows: Sequence[ThankYouLines], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in rows:
        words, kind = standing(one)
        cells[one.pk] = Cell(words, kind=kind, note=one.given_back_note if not one.approved_at else "")
    return cells


def _written(rows: Sequence[ThankYouLines], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.written_at) for one in rows}


THANK_YOUS = ListScreen(
    name="lines-of-thanks",
    caption=gettext_lazy("Lines of thanks"),
    lead=gettext_lazy("What students write for the thank-you letter to their mentor. Somebody reads it first."),
    counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
    rows=ThankYouLines.objects.visible_to,
    form=ThankYouFilterForm,
    columns=[
        ListColumn("student", gettext_lazy("Student"), _names, prefetch=(_STUDENT,)),
        ListColumn("mentor", gettext_lazy("Mentor"), _mentors, prefetch=(_MATCH,)),
        ListColumn("lines", gettext_lazy("Lines"), _texts),
        ListColumn("state", gettext_lazy("How far"), _states),
        ListColumn("written", gettext_lazy("Written"), _written, has_time=True),
    ],
    export_url_name="support:thank_you_export",
    export_verb="thank_you_lines.export",
    empty_title=gettext_lazy("No lines to read"),
    empty_text=gettext_lazy("Students write them on their own page, once their match runs."),
    icon="inbox",
    key="pk",
)
