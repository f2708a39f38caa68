"""The list of matches that run or are closed: how far each closing is, what is missing, who goes on next year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from mentoring.match_table import members_of
from mentoring.models import Match
from mentoring.querysets.matches import MatchQuerySet
from support.closing_rules import missing_of
from support.forms.closings import ClosingFilterForm
from support.models import Closing, Continuation
from support.querysets.closings import begun
from tenancy.lists import ListColumn, ListDeed, ListScreen, read_once
from tenancy.permissions import Permission
from tenancy.tables import Cell
from tenancy.viewer import Viewer

#: So many things that are missing stand in a cell; of more it says how many.
MOST_SAID = 2


def matches_to_close(viewer: Viewer) -> MatchQuerySet:
    """The matches that this viewer sees and that run, or whose closing was begun."""
    wanted = Q(state=Match.State.RUNNING) | Q(Exists(begun()))
    return Match.objects.visible_to(viewer).filter(wanted)


@read_once
def closings_of(matches: Sequence[Match], viewer: Viewer) -> dict[int, Closing]:
    """The closing of each match that has one, with its last talks."""
    rows = Closing.objects.of(viewer.district).filter(match__in=[one.pk for one in matches], taken_back_at=None)
    return {one.match_id: one for one in rows.prefetch_related("interviews__person")}


def standing(closing: Closing | None) -> Cell:
    """How far a closing is, in a word."""
    if closing is None:
        return Cell(_("Not begun"), kind="mute")
    if closing.finished_on is not None:
        words = _("since %(day)s") % {"day": date_format(closing.finished_on)}
        return Cell(_("Closed"), kind="ok", note=words)
    missing = missing_of(closing, closing.interviews.all())
    if not missing:
        return Cell(_("Ready to close"), kind="info")
    note = ngettext("%(count)s thing is missing", "%(count)s things are missing", len(missing))
    return Cell(_("Begun"), kind="warn", note=note % {"count": len(missing)})


# Columns


def _titles(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found, closings = members_of(matches, viewer), closings_of(matches, viewer)
    cells = {}
    for one in matches:
        url = reverse("mentoring:match_detail", args=[one.pk])
        if one.pk in closings:
            url = reverse("support:closing_detail", args=[closings[one.pk].pk])
        cells[one.pk] = Cell(found[one.pk].title, url=url)
    return cells


def _how_far(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    closings, may_edit = closings_of(matches, viewer), viewer.can(Permission.SUPPORT_EDIT)
    cells = {}
    for one in matches:
        cell = standing(closings.get(one.pk))
        if one.pk not in closings and may_edit:
            cell = Cell(cell.text, kind=cell.kind, url=reverse("support:closing_begin", args=[one.pk]))
        cells[one.pk] = cell
    return cells


def _missing(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, closing in closings_of(matches, viewer).items():
        said = [] if closing.finished_on else missing_of(closing, closing.interviews.all())
        more = len(said) - MOST_SAID
        note = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more} if more > 0 else ""
        cells[pk] = Cell(" ".join(said[:MOST_SAID]), note=note)
    return {one.pk: cells.get(one.pk, Cell("")) for one in matches}


def _planned_until(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.ends_on or "", kind=(_is_over(one, viewer) and "warn") or "") for one in matches}


def _is_over(match: Match, viewer: Viewer) -> bool:
    return match.ended_on is None and match.ends_on is not None and match.ends_on < viewer.today


def _kinds(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = closings_of(matches, viewer)
    return {
        one.pk: Cell(found[one.pk].get_kind_display(), note=found[one.pk].get_initiator_display())
        if one.pk in found
        else Cell("")
        for one in matches
    }


def _last_meetings(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = closings_of(matches, viewer)
    return {one.pk: Cell((found[one.pk].last_meeting_on or "") if one.pk in found else "") for one in matches}


def _next_steps(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = closings_of(matches, viewer)
    return {one.pk: Cell(found[one.pk].next_step if one.pk in found else "") for one in matches}


def _programs(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(f"{one.program.name} ({one.program.school_year.name})") for one in matches}


def again_words(asked: Continuation) -> Cell:
    """How far "same pair again?" is."""
    url = reverse("support:continuation_detail", args=[asked.pk])
    if asked.became_id is not None:
        return Cell(_("Goes on"), kind="ok", url=url)
    if asked.closed_on is not None:
        return Cell(_("Does not go on"), kind="mute", url=url)
    said = [one.answer for one in asked.answers.all()]
    note = _("%(yes)s of %(all)s said yes") % {"yes": said.count("yes"), "all": len(said)}
    return Cell(_("Asked"), kind="info", note=note, url=url)


def _again(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    rows = Continuation.objects.of(viewer.district).filter(match__in=[one.pk for one in matches])
    newest: dict[int, Continuation] = defaultdict()
    for one in rows.order_by("pk").prefetch_related("answers"):
        newest[one.match_id] = one
    return {one.pk: again_words(newest[one.pk]) if one.pk in newest else Cell(_("Not asked")) for one in matches}


_EDIT = Permission.SUPPORT_EDIT
CLOSINGS = ListScreen(
    name="closings",
    caption=gettext_lazy("Closing matches"),
    lead=gettext_lazy("What is done before a match is over: last talks, presentation, skills profile, next step."),
    counted=ngettext_lazy("%(words)s match", "%(words)s matches", "count"),
    rows=matches_to_close,
    form=ClosingFilterForm,
    columns=[
        ListColumn("match", gettext_lazy("Match"), _titles),
        ListColumn("until", gettext_lazy("Planned until"), _planned_until),
        ListColumn("far", gettext_lazy("How far"), _how_far),
        ListColumn("missing", gettext_lazy("What is missing"), _missing),
        ListColumn("again", gettext_lazy("Next year"), _again),
        ListColumn("program", gettext_lazy("Program"), _programs, is_shown=False, prefetch=("program__school_year",)),
        ListColumn("kind", gettext_lazy("Why it ends"), _kinds, is_shown=False),
        ListColumn("last", gettext_lazy("Last meeting"), _last_meetings, is_shown=False),
        ListColumn("next", gettext_lazy("Next step"), _next_steps, is_shown=False),
    ],
    deeds=[
        ListDeed(gettext_lazy("Begin to close"), "support:closing_begin_selected", _EDIT),
        ListDeed(gettext_lazy("Close"), "support:closing_finish_selected", _EDIT),
        ListDeed(gettext_lazy("Ask: same pair again?"), "support:continuation_ask_selected", _EDIT),
    ],
    export_url_name="support:closing_export",
    export_verb="closing.export",
    empty_title=gettext_lazy("No match to close"),
    empty_text=gettext_lazy("Matches show here from the day on which they start."),
    icon="people",
    key="created_at",
    is_descending=True,
)
