"""Forms about looks at the goals. Students and mentors read the first one in Spanish too."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.models import Match, MatchObjective
from support.actions.goals import Said
from support.forms.lists import OfProgramsForm
from support.models import GoalAnswer, ObjectiveState
from tenancy.forms import ViewerForm

#: How far somebody is with an objective, and how much of what they expected has come true.
STANDINGS = [("1", _("Not begun")), ("2", _("Begun")), ("3", _("Well on the way")), ("4", _("Reached"))]
EXPECTED = [("1", _("Not at all")), ("2", _("A little")), ("3", _("Mostly")), ("4", _("Fully"))]
WHO_READS = _("Your teacher and the people who run the program read this.")


class GoalAnswerForm(ViewerForm):
    """How far one is with each objective, and with what one expected."""

    def __init__(
        self, *args: Any, objectives: Sequence[MatchObjective], before: Mapping[int | None, GoalAnswer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = objectives
        for one in objectives:
            self._ask(f"{one.pk}", one.text, STANDINGS, before.get(one.pk), note=gettext("Why? (optional)"))
        expected = gettext("Is it what you expected?")
        self._ask(
            "expected", expected, EXPECTED, before.get(None), note=gettext("What should be different? (optional)")
        )

    def _ask(self, key: str, label: str, choices: Any, before: GoalAnswer | None, *, note: str) -> None:
        self.fields[f"standing_{key}"] = forms.ChoiceField(
            label=label,
            choices=choices,
            widget=forms.RadioSelect({"class": "pills"}),
            initial=str(before.standing) if before and before.standing else None,
        )
        self.fields[f"note_{key}"] = forms.CharField(
            label=note,
            required=False,
            max_length=500,
            help_text=WHO_READS,
            initial=before.note if before else "",
        )

    @property
    def said(self) -> list[Said]:
        """What was chosen, once it is valid."""
        return [*(self._said(one, str(one.pk)) for one in self.objectives), self._said(None, "expected")]

    def _said(self, objective: MatchObjective | None, key: str) -> Said:
        chosen = self.cleaned_data
        return Said(objective, int(chosen[f"standing_{key}"]), chosen[f"note_{key}"])


class ReviewFilterForm(OfProgramsForm):
    """Which looks at goals. Without a choice, those that wait for answers."""

    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("Waiting for answers")),
            ("overdue", _("Overdue")),
            ("closed", _("Over")),
            ("all", _("All")),
        ],
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By how far they are, program, school and name."""
        show = chosen.get("show", "")
        if show in {"", "overdue"}:
            rows = rows.open().filter(due_on__lt=self.viewer.today) if show else rows.open()
        if show == "closed":
            rows = rows.exclude(closed_on=None)
        matches = Match.objects.of(self.viewer.district)
        if (people := self.found(chosen)) is not None:
            rows = rows.filter(match__in=matches.naming(people).values("pk"))
        if program := chosen.get("program"):
            rows = rows.filter(match__program=program)
        if school := chosen.get("school"):
            rows = rows.filter(match__in=matches.at_school(school.pk).values("pk"))
        return rows


class ObjectiveStateForm(ViewerForm):
    """Where an objective stands."""

    state = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=ObjectiveState.State.choices,
        widget=forms.RadioSelect({"class": "pills"}),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("Everybody who sees the match at work reads this."),
    )


def by_objective(answers: Iterable[GoalAnswer]) -> dict[int | None, GoalAnswer]:
    """What somebody said, by objective."""
    return {one.objective_id: one for one in answers}
