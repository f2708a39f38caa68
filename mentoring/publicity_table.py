"""Who may be shown: the running matches of a program with what everybody in them said, as a list and for paper."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.forms.publicity import PublicityFilterForm
from mentoring.match_table import members_of
from mentoring.models import Match, Program
from mentoring.publicity import Showing, Voice, showings_of
from mentoring.querysets.matches import MatchQuerySet
from tenancy.lists import ListColumn, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table
from tenancy.viewer import Viewer

#: Matches on one print.
MOST_PRINTED = 500
Side = Literal["students", "mentors", "employers"]


def publicity_of(program: Program) -> ListScreen[Match]:
    """The running matches of a program, as a list."""
    args = [program.pk]
    return ListScreen(
        name="publicity",
        caption=gettext_lazy("Who may be shown"),
        lead=program.name,
        counted=ngettext_lazy("%(words)s match", "%(words)s matches", "count"),
        rows=partial(rows_of, program),
        form=partial(PublicityFilterForm, program=program),
        columns=[
            ListColumn("match", gettext_lazy("Match"), _titles),
            ListColumn("standing", gettext_lazy("In photos and stories"), _standings),
            ListColumn("students", gettext_lazy("Students"), partial(_said, "students")),
            ListColumn("mentors", gettext_lazy("Mentors"), partial(_said, "mentors")),
            ListColumn("employers", gettext_lazy("Employers"), partial(_said, "employers")),
        ],
        export_url_name="mentoring:publicity_export",
        export_url_args=args,
        export_verb="publicity.export",
        empty_title=gettext_lazy("No match runs yet"),
        empty_text=gettext_lazy("Running matches show here, with what students, mentors and employers said."),
        icon="people",
        key="pk",
    )


def rows_of(program: Program, viewer: Viewer) -> MatchQuerySet:
    """The running matches of a program about whose publicity the viewer may know."""
    seen = Match.objects.visible_to(viewer).in_reach_of(viewer, Permission.PUBLICITY_VIEW)
    return seen.filter(program=program, state=Match.State.RUNNING)


def table_to_print(matches: Sequence[Match], viewer: Viewer) -> Table:
    """The same matches for paper."""
    titles, standings = _titles(matches, viewer), _standings(matches, viewer)
    sides: Sequence[Side] = ("students", "mentors", "employers")
    said = [_said(side, matches, viewer) for side in sides]
    labels = [_("Match"), _("In photos and stories"), _("Students"), _("Mentors"), _("Employers")]
    body = [
        Row([Cell(titles[one.pk].text), standings[one.pk], *(column[one.pk] for column in said)]) for one in matches
    ]
    return Table(caption=_("Who may be shown"), columns=[Column(one) for one in labels], body=body)


def _titles(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = members_of(matches, viewer)
    return {one.pk: Cell(found[one.pk].title, url=reverse("mentoring:match_detail", args=[one.pk])) for one in matches}


def _showings(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Showing]:
    """What was said in each match. The columns of one page ask for the same rows: what was read is kept on them."""
    if matches and all(hasattr(one, "_showing") for one in matches):
        return {one.pk: one._showing for one in matches}  # type: ignore[attr-defined]
    found = showings_of(matches, viewer)
    for one in matches:
        one._showing = found[one.pk]  # type: ignore[attr-defined]
    return found


def _standings(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, showing in _showings(matches, viewer).items():
        words, kind = showing.standing
        cells[pk] = Cell(words, kind=kind)
    return cells


def _said(side: Side, matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, showing in _showings(matches, viewer).items():
        voices: Sequence[Voice] = getattr(showing, side)
        details = " · ".join(filter(None, (one.details for one in voices)))
        cells[pk] = Cell("; ".join(one.words for one in voices), note=details)
    return cells
