"""A rubric: up to six criteria, each with up to five levels."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journals import presets
from journals.actions.rubrics import CriterionWanted
from journals.models import Criterion, Rubric
from tenancy.forms import ViewerForm

MOST_CRITERIA, MOST_POINTS = 6, 5
_POINTS = range(MOST_POINTS, -1, -1)


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
        name = criterion.name if criterion else ""
        name_es = (criterion.name_es if criterion else "") or presets.SPANISH.get(name, "")
        self.fields[f"name_{number}"] = _line(_("Criterion"), 120, name)
        self.fields[f"name_es_{number}"] = _line(_("In Spanish"), 120, name_es, lang="es")
        self.fields[f"about_{number}"] = _line(_("What it looks at"), 200, criterion.about if criterion else "")
        words, words_es = _words_of(criterion)
        for points in _POINTS:
            label = ngettext("%(points)s point", "%(points)s points", points) % {"points": points}
            in_spanish = _("%(points)s, in Spanish") % {"points": label}
            self.fields[f"level_{number}_{points}"] = _line(label, 60, words.get(points, ""))
            self.fields[f"level_es_{number}_{points}"] = _line(in_spanish, 60, words_es.get(points, ""), lang="es")

    @property
    def groups(self) -> Iterator[tuple[int, list[forms.BoundField], list[forms.BoundField]]]:
        """For each criterion: its number, its name and description, its levels, each beside its Spanish."""
        for number in range(1, MOST_CRITERIA + 1):
            names = [self[f"name_{number}"], self[f"name_es_{number}"], self[f"about_{number}"]]
            pairs = ((self[f"level_{number}_{one}"], self[f"level_es_{number}_{one}"]) for one in _POINTS)
            yield number, names, [field for pair in pairs for field in pair]

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
                self.cleaned_data[f"name_{number}"],
                self.cleaned_data[f"about_{number}"],
                self._levels(number),
                self.cleaned_data[f"name_es_{number}"],
                self._levels(number, "level_es"),
            )
            for number in numbers
        ]

    def _levels(self, number: int, kind: str = "level") -> dict[int, str]:
        found = {points: self.cleaned_data.get(f"{kind}_{number}_{points}", "") for points in _POINTS}
        return {points: words for points, words in found.items() if words}


def _line(label: str, longest: int, initial: str, **attributes: str) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off", **attributes})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, initial=initial)


def _words_of(criterion: Criterion | None) -> tuple[dict[int, str], dict[int, str]]:
    """Points → word, in English and in Spanish, as they stand there or as they usually are."""
    levels = criterion.levels.all() if criterion else ()
    words = {one.points: one.words for one in levels} if criterion else dict(presets.LEVELS)
    written = {one.points: one.words_es for one in levels}
    return words, {points: written.get(points) or presets.SPANISH.get(word, "") for points, word in words.items()}
