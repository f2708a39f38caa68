"""The lists of rounds of feedback and of what was recommended after them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from support.forms.feedback import FeedbackRoundFilterForm, RecommendationFilterForm
from support.models import FeedbackRound, Recommendation
from tenancy.lists import ListColumn, ListDeed, ListScreen
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer


def round_state(round_: FeedbackRound, viewer: Viewer) -> tuple[str, Kind]:
    """How far a round is."""
    if round_.is_draft:
        return _("Not sent yet"), "warn"
    return (_("Answers come in"), "info") if round_.is_open(viewer.today) else (_("Over"), "mute")


def recommendation_state(one: Recommendation, viewer: Viewer) -> tuple[str, Kind]:
    """How far a recommendation is."""
    if one.state == Recommendation.State.OPEN:
        return (_("Overdue"), "bad") if one.due_on < viewer.today else (_("Open"), "info")
    return (_("Done"), "ok") if one.state == Recommendation.State.DONE else (_("Dropped"), "mute")


# Rounds


def _names(rows: Sequence[FeedbackRound], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.name, url=reverse("support:feedback_round_detail", args=[one.pk])) for one in rows}


def _programs(rows: Sequence[FeedbackRound], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name, note=one.program.school_year.name) for one in rows}


def _states(rows: Sequence[FeedbackRound], viewer: Viewer) -> Mapping[int, Cell]:
    found = {one.pk: round_state(one, viewer) for one in rows}
    return {pk: Cell(words, kind=kind) for pk, (words, kind) in found.items()}


def _answered(rows: Sequence[FeedbackRound], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for one in rows:
        groups = one.audiences.all()
        numbers = {"count": sum(each.answered for each in groups), "all": sum(each.asked for each in groups)}
        cells[one.pk] = Cell("" if one.is_draft else _("%(count)s of %(all)s") % numbers)
    return cells


def _last_days(rows: Sequence[FeedbackRound], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.last_on) for one in rows}


def _recommended(rows: Sequence[FeedbackRound], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(len(one.recommendations.all())) for one in rows}


ROUNDS: ListScreen[FeedbackRound] = ListScreen(
    name="feedback",
    caption=gettext_lazy("Feedback"),
    lead=gettext_lazy(
        "Ask students, mentors, parents and teachers how it goes. Answers are kept without names; what follows from "
        "them gets an owner."
    ),
    counted=ngettext_lazy("%(words)s round", "%(words)s rounds", "count"),
    rows=FeedbackRound.objects.visible_to,
    form=FeedbackRoundFilterForm,
    columns=[
        ListColumn("name", gettext_lazy("Round"), _names),
        ListColumn("program", gettext_lazy("Program"), _programs, prefetch=("program__school_year",)),
        ListColumn("state", gettext_lazy("State"), _states),
        ListColumn("answered", gettext_lazy("Answered"), _answered, prefetch=("audiences",)),
        ListColumn("last", gettext_lazy("Last day"), _last_days),
        ListColumn(
            "recommended", gettext_lazy("What follows"), _recommended, is_number=True, prefetch=("recommendations",)
        ),
    ],
    add=ListDeed(gettext_lazy("Ask for feedback"), "support:feedback_round_add", Permission.SUPPORT_EDIT),
    empty_title=gettext_lazy("Nobody has been asked yet"),
    empty_text=gettext_lazy("A round asks everybody around a program’s matches the same short questions."),
    icon="inbox",
    key="last_on",
    is_descending=True,
)


# Recommendations


def _what(rows: Sequence[Recommendation], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.what, url=reverse("support:recommendation_detail", args=[one.pk])) for one in rows}


def _owners(rows: Sequence[Recommendation], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.owner.name) for one in rows}


def _due(rows: Sequence[Recommendation], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.due_on) for one in rows}


def _how_far(rows: Sequence[Recommendation], viewer: Viewer) -> Mapping[int, Cell]:
    found = {one.pk: recommendation_state(one, viewer) for one in rows}
    return {one.pk: Cell(found[one.pk][0], kind=found[one.pk][1], note=one.outcome) for one in rows}


def _of_programs(rows: Sequence[Recommendation], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.round.program.name, note=one.round.name) for one in rows}


def _why(rows: Sequence[Recommendation], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.why) for one in rows}


RECOMMENDATIONS: ListScreen[Recommendation] = ListScreen(
    name="recommendations",
    caption=gettext_lazy("Recommendations"),
    lead=gettext_lazy("What is to be done about what people said, by whom, until when."),
    counted=ngettext_lazy("%(words)s recommendation", "%(words)s recommendations", "count"),
    rows=Recommendation.objects.visible_to,
    form=RecommendationFilterForm,
    columns=[
        ListColumn("what", gettext_lazy("What"), _what),
        ListColumn("owner", gettext_lazy("Who does it"), _owners, prefetch=("owner",)),
        ListColumn("due", gettext_lazy("Until"), _due),
        ListColumn("state", gettext_lazy("State"), _how_far),
        ListColumn("program", gettext_lazy("Program"), _of_programs, prefetch=("round__program",)),
        ListColumn("why", gettext_lazy("Why"), _why, is_shown=False),
    ],
    export_url_name="support:recommendation_export",
    export_verb="recommendation.export",
    empty_title=gettext_lazy("Nothing is recommended"),
    empty_text=gettext_lazy("Recommendations are written from the results of a round of feedback."),
    icon="inbox",
    key="due_on",
)
