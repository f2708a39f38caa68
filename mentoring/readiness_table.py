"""The list of a program's matches that have not started: how far each is, what is missing, whose turn it is."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from mentoring.actions.starts import NOT_STARTED
from mentoring.forms.readiness import ReadinessFilterForm
from mentoring.gate_rules import Gate, far_gates_of
from mentoring.match_table import members_of
from mentoring.models import Match, Program
from mentoring.querysets.matches import MatchQuerySet
from mentoring.readiness import NEARLY, sight_of
from tenancy.lists import ListColumn, ListScreen
from tenancy.tables import Cell
from tenancy.viewer import Viewer

#: So many things that are missing stand in a cell; of more it says how many.
MOST_SAID = 3
_READ_ALONG = ("supervising_teacher", "adult_in_charge")


def readiness_of(program: Program) -> ListScreen[Match]:
    """The matches of a program that have not started, as a list."""
    args = [program.pk]
    return ListScreen(
        name="readiness",
        caption=gettext_lazy("Before they start"),
        lead=program.name,
        counted=ngettext_lazy("%(words)s match", "%(words)s matches", "count"),
        rows=partial(open_matches, program),
        form=ReadinessFilterForm,
        columns=[
            ListColumn("match", gettext_lazy("Match"), _titles),
            ListColumn("ready", gettext_lazy("How far"), _how_far, prefetch=_READ_ALONG),
            ListColumn("missing", gettext_lazy("What is missing"), _missing, prefetch=_READ_ALONG),
            ListColumn("turn", gettext_lazy("Whose turn"), _turns, prefetch=_READ_ALONG),
            ListColumn("since", gettext_lazy("Since"), _since, prefetch=_READ_ALONG),
            ListColumn("state", gettext_lazy("State"), _states, is_shown=False),
        ],
        export_url_name="mentoring:readiness_export",
        export_url_args=args,
        export_verb="match.export_readiness",
        empty_title=gettext_lazy("No match waits to start"),
        empty_text=gettext_lazy("Matches show here from the day on which somebody proposes them until they start."),
        icon="people",
        key="created_at",
    )


def open_matches(program: Program, viewer: Viewer) -> MatchQuerySet:
    """The matches of a program that this viewer sees and that have not ended; the filter leaves those asked for."""
    return Match.objects.visible_to(viewer).filter(program=program, state__in=[*NOT_STARTED, Match.State.RUNNING])


def gates_on(matches: Sequence[Match], viewer: Viewer) -> Iterable[Gate]:
    """How far each match on a page is that has not started."""
    return [gate for one in matches if one.state in NOT_STARTED for gate in [_gates(matches, viewer)[one.pk]]]


def _gates(matches: Sequence[Match], viewer: Viewer) -> dict[int, Gate]:
    """The gate of each row. The columns of one page ask for the same rows: what was read is kept on them."""
    if matches and all(hasattr(one, "_gate") for one in matches):
        return {one.pk: one._gate for one in matches}  # type: ignore[attr-defined]
    found = far_gates_of(matches, viewer.today)
    for one in matches:
        one._gate = found[one.pk]  # type: ignore[attr-defined]
    return found


def _titles(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = members_of(matches, viewer)
    return {one.pk: Cell(found[one.pk].title, url=reverse("mentoring:match_detail", args=[one.pk])) for one in matches}


def _how_far(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    running = {one.pk for one in matches if one.state == Match.State.RUNNING}
    for pk, gate in _gates(matches, viewer).items():
        count = len(gate.blockers)
        if not count:
            cells[pk] = Cell(_("Ready"), kind="ok")
            continue
        if pk in running:
            cells[pk] = Cell(_("Runs, lacks something"), kind="warn")
            continue
        note = ngettext("%(count)s thing is missing", "%(count)s things are missing", count) % {"count": count}
        is_near = count <= NEARLY
        cells[pk] = Cell(_("Nearly") if is_near else _("Waiting"), kind="info" if is_near else "warn", note=note)
    return cells


def _missing(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    sight = sight_of(matches, viewer)
    cells = {}
    for pk, gate in _gates(matches, viewer).items():
        said = list(dict.fromkeys(sight.said(one)[0] for one in gate.blockers))
        more = len(said) - MOST_SAID
        note = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more} if more > 0 else ""
        cells[pk] = Cell(" ".join(said[:MOST_SAID]), note=note)
    return cells


def _turns(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    sight = sight_of(matches, viewer)
    cells = {}
    for pk, gate in _gates(matches, viewer).items():
        names = [name for one in gate.blockers for name in sight.said(one)[1].split(", ") if name]
        cells[pk] = Cell(capfirst(", ".join(dict.fromkeys(names))))
    return cells


def _since(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        pk: Cell(min((one.since for one in gate.blockers if one.since), default=None))
        for pk, gate in _gates(matches, viewer).items()
    }


def _states(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.get_state_display()) for one in matches}
