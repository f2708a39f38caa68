""" "Same pair again?": the list of what is asked, who said what, since when."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.match_table import members_of
from mentoring.policy_rules import policy_of
from support.closing_table import again_words
from support.forms.continuations import ContinuationFilterForm
from support.models import Continuation
from tenancy.lists import ListColumn, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell
from tenancy.viewer import Viewer

_PEOPLE = ("answers__person",)


def is_late(asked: Continuation, viewer: Viewer) -> bool:
    """Whether somebody has taken longer to answer than the next program's rules say."""
    policy = policy_of(asked.program)
    is_open = asked.closed_on is None and asked.became_id is None
    return is_open and policy is not None and (viewer.today - asked.asked_on).days > policy.days_to_answer


def _titles(rows: Sequence[Continuation], viewer: Viewer) -> Mapping[int, Cell]:
    found = members_of({one.match_id: one.match for one in rows}.values(), viewer)
    return {
        one.pk: Cell(found[one.match_id].title, url=reverse("support:continuation_detail", args=[one.pk]))
        for one in rows
    }


def _how_far(rows: Sequence[Continuation], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {one.pk: again_words(one) for one in rows}
    return {pk: Cell(cell.text, kind=cell.kind, note=cell.note) for pk, cell in cells.items()}


def _waits_for(rows: Sequence[Continuation], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in rows:
        is_open = one.closed_on is None and one.became_id is None
        names = [row.person.name for row in sorted(one.answers.all(), key=lambda row: row.pk) if not row.answer]
        cells[one.pk] = Cell(", ".join(names) if is_open else "")
    return cells


def _asked_on(rows: Sequence[Continuation], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.asked_on, kind="warn" if is_late(one, viewer) else "") for one in rows}


def _programs(rows: Sequence[Continuation], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(f"{one.program.name} ({one.program.school_year.name})") for one in rows}


CONTINUATIONS = ListScreen(
    name="same-pair-again",
    caption=gettext_lazy("Same pair again?"),
    lead=gettext_lazy("Who was asked whether they go on together next year. Ask in the list “Closing matches”."),
    counted=ngettext_lazy("%(words)s match", "%(words)s matches", "count"),
    rows=Continuation.objects.visible_to,
    form=ContinuationFilterForm,
    columns=[
        ListColumn("match", gettext_lazy("Match"), _titles, prefetch=("match",)),
        ListColumn("far", gettext_lazy("How far"), _how_far, prefetch=_PEOPLE),
        ListColumn(
            "waits", gettext_lazy("Waits for"), _waits_for, prefetch=_PEOPLE, permission=Permission.SUPPORT_EDIT
        ),
        ListColumn("asked", gettext_lazy("Asked"), _asked_on, prefetch=("program__policies",)),
        ListColumn("program", gettext_lazy("Next program"), _programs, prefetch=("program__school_year",)),
    ],
    export_url_name="support:continuation_export",
    export_verb="continuation.export",
    empty_title=gettext_lazy("Nobody is asked"),
    empty_text=gettext_lazy("Matches show here once you ask them whether they go on next year."),
    icon="people",
    key="pk",
    is_descending=True,
)
