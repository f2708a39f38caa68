"""A rubric: up to six criteria, each with up to five levels."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journals import presets
from journals.actions.rubrics import CriterionWanted
from journals.models import Criterion, Rubric
from tenancy.forms import ViewerForm

MOST_CRITERIA, MOST_POINTS = 6, 5


class RubricForm(ViewerForm):
    """Empty criteria are left out; a level without a word is not offered."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        initial=presets.RUBRIC_NAME,
    )

    def __init__(self, *args: Any, rubric: Rubric | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = sorted(rubric.criteria.all(), key=lambda one: one.position) if rubric else []
        if rubric is not None:
            self.fields["name"].initial = rubric.name
        for number in range(1, MOST_CRITERIA + 1):
            self._add(number, there[number - 1] if number <= len(there) else None)

    def _add(self, number: int, criterion: Criterion | None) -> None:
        line = forms.TextInput({"autocomplete": "off"})
        self.fields[f"name_{number}"] = forms.CharField(
            label=_("Criterion"),
            max_length=120,
            required=False,
            widget=line,
            initial=criterion.name if criterion else "",
        )
        self.fields[f"about_{number}"] = forms.CharField(
            label=_("What it looks at"),
            max_length=200,
            required=False,
            widget=line,
            initial=criterion.about if criterion else "",
        )
        words = {one.points: one.words for one in criterion.levels.all()} if criterion else presets.LEVELS
        for points in range(MOST_POINTS, -1, -1):
            self.fields[f"level_{number}_{points}"] = forms.CharField(
                label=_("%(points)s points") % {"points": points},
                max_length=60,
                required=False,
                widget=line,
                initial=words.get(points, ""),
            )

    @property
    def groups(self) -> Iterator[tuple[int, list[forms.BoundField], list[forms.BoundField]]]:
        """For each criterion: its number, its name and description, its levels."""
        for number in range(1, MOST_CRITERIA + 1):
            levels = [self[f"level_{number}_{points}"] for points in range(MOST_POINTS, -1, -1)]
            yield number, [self[f"name_{number}"], self[f"about_{number}"]], levels

    def clean(self) -> dict[str, Any]:
        """At least one criterion, and at least two levels for each."""
        cleaned = super().clean() or {}
        named = [number for number in range(1, MOST_CRITERIA + 1) if cleaned.get(f"name_{number}")]
        if not named and not self.errors:
            self.add_error("name_1", _("Name at least one thing to look at."))
        for number in named:
            if len(self._levels(number)) < 2:
                self.add_error(f"name_{number}", _("Give it at least two levels."))
        return cleaned

    @property
    def criteria(self) -> list[CriterionWanted]:
        """What was written, in order."""
        numbers = [number for number in range(1, MOST_CRITERIA + 1) if self.cleaned_data.get(f"name_{number}")]
        return [
            CriterionWanted(
                self.cleaned_data[f"name_{number}"], self.cleaned_data[f"about_{number}"], self._levels(number)
            )
            for number in numbers
        ]

    def _levels(self, number: int) -> dict[int, str]:
        found = {points: self.cleaned_data.get(f"level_{number}_{points}", "") for points in range(MOST_POINTS, -1, -1)}
        return {points: words for points, words in found.items() if words}
