"""The list of looks at goals, and one of them with both sides beside each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from mentoring.match_table import Members, members_of
from mentoring.models import MatchObjective
from support.actions import goals
from support.forms.goals import EXPECTED, STANDINGS, ReviewFilterForm
from support.models import GoalAnswer, GoalReview, ObjectiveState
from tenancy.lists import ListColumn, ListScreen
from tenancy.models import District
from tenancy.tables import Cell, Column, Kind, Row, Table
from tenancy.viewer import Viewer

STATE_KINDS: Mapping[str, Kind] = {
    ObjectiveState.State.WORKING: "info",
    ObjectiveState.State.REACHED: "ok",
    ObjectiveState.State.DROPPED: "mute",
}


def _rows(viewer: Viewer) -> "QuerySet[GoalReview]":
    return GoalReview.objects.visible_to(viewer).prefetch_related("match")


def _matches(rows: Sequence[GoalReview], viewer: Viewer) -> Mapping[int, Cell]:
    found = members_of([one.match for one in rows], viewer)
    return {
        one.pk: Cell(found[one.match_id].title, url=reverse("support:review_detail", args=[one.pk])) for one in rows
    }


def _states(rows: Sequence[GoalReview], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in rows:
        if one.closed_on:
            cells[one.pk] = Cell(_("Over"), kind="mute")
        elif one.due_on < viewer.today:
            cells[one.pk] = Cell(_("Overdue"), kind="bad")
        else:
            cells[one.pk] = Cell(_("Waiting for answers"), kind="warn")
    return cells


def _answered(rows: Sequence[GoalReview], viewer: Viewer) -> Mapping[int, Cell]:
    """How many of the members have answered."""
    members = goals.members_of(viewer.district, [one.match_id for one in rows])
    answers = GoalAnswer.objects.of(viewer.district).filter(review__in=[one.pk for one in rows])
    said: dict[int, set[int]] = defaultdict(set)
    for review_id, person_id in answers.values_list("review_id", "person_id"):
        said[review_id].add(person_id)
    words = _("%(count)s of %(all)s")
    return {
        one.pk: Cell(words % {"count": len(said[one.pk]), "all": len(set(members[one.match_id]) | said[one.pk])})
        for one in rows
    }


def _asked(rows: Sequence[GoalReview], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.asked_on) for one in rows}


def _due(rows: Sequence[GoalReview], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.due_on) for one in rows}


def _programs(rows: Sequence[GoalReview], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.match.program.name) for one in rows}


REVIEWS: ListScreen[GoalReview] = ListScreen(
    name="looks-at-goals",
    caption=gettext_lazy("Goal reviews"),
    counted=ngettext_lazy("%(words)s goal review", "%(words)s goal reviews", "count"),
    lead=gettext_lazy("Student and mentor say how far they are with each goal, and whether it is what they expected."),
    rows=_rows,
    form=ReviewFilterForm,
    columns=[
        ListColumn("match", gettext_lazy("Match"), _matches),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("answered", gettext_lazy("Answered"), _answered),
        ListColumn("due", gettext_lazy("To be answered by"), _due),
        ListColumn("asked", gettext_lazy("Asked on"), _asked, is_shown=False),
        ListColumn("program", gettext_lazy("Program"), _programs, prefetch=["match__program"]),
    ],
    export_url_name="support:review_export",
    export_verb="goal_review.export",
    empty_title=gettext_lazy("Nobody is asked about goals at present"),
    empty_text=gettext_lazy("Both sides are asked by the program’s rules, or by you on a match’s page."),
    icon="inbox",
    key="due_on",
)


# One look, side by side


def states_of(district: District, objectives: Iterable[MatchObjective]) -> Mapping[int, ObjectiveState]:
    """By objective: what staff last said of it. One query."""
    rows = ObjectiveState.objects.of(district).filter(objective__in=list(objectives))
    return {one.objective_id: one for one in rows.order_by("said_at", "pk")}


def side_by_side(review: GoalReview, viewer: Viewer, *, may_say: bool) -> Table:
    """Each objective, what every member says of it, where staff say it stands; with links for who may say so."""
    objectives = list(review.match.objectives.order_by("position"))
    found = members_of([review.match], viewer)[review.match_id]
    answers = GoalAnswer.objects.of(review.district).filter(review=review)
    said = {(one.person_id, one.objective_id): one for one in answers}
    people = _people(found)
    states = states_of(review.district, objectives)
    body = [
        Row(
            [
                _objective_cell(one),
                *(_cell(said.get((pk, one.pk)), STANDINGS) for pk, _n in people),
                _state(states, one, may_say=may_say),
            ]
        )
        for one in objectives
    ]
    body.append(
        Row([Cell(_("Is it what you expected?")), *(_cell(said.get((pk, None)), EXPECTED) for pk, _n in people), ""])
    )
    columns = [Column(_("Goal")), *(Column(name) for _pk, name in people), Column(_("Where it stands"))]
    return Table(caption=_("What both sides say"), columns=columns, body=body)


def _people(found: Members) -> list[tuple[int, str]]:
    """Whoever is in the match and whom the viewer sees; students first."""
    students = [(row.student.person_id, row.student.person.name) for row in found.students]
    mentors = [(row.mentor.person_id, row.mentor.person.name) for row in found.mentors]
    return list(dict.fromkeys([*students, *mentors]))


def _objective_cell(one: MatchObjective) -> Cell:
    return Cell(one.text, note=one.standard)


def _cell(answer: GoalAnswer | None, words: Sequence[tuple[str, object]]) -> Cell:
    if answer is None:
        return Cell(_("No answer yet"), kind="mute")
    found = dict(words)
    return Cell(str(found.get(str(answer.standing), "")), note=answer.note)


def _state(states: Mapping[int, ObjectiveState], one: MatchObjective, *, may_say: bool) -> Cell:
    said = states.get(one.pk)
    url = reverse("support:objective_say", args=[one.pk]) if may_say else ""
    if said is None:
        return Cell(_("Say where it stands") if may_say else "", url=url)
    note = " · ".join(filter(None, [date_format(localtime(said.said_at)), said.note]))
    return Cell(said.get_state_display(), url=url, kind="" if url else STATE_KINDS[said.state], note=note)
