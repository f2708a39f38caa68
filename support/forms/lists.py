"""What the filters of this floor's lists have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Program
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School


class OfProgramsForm(FilterForm):
    """By name, program and school. Programs that are archived are not offered."""

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )
    school = forms.ModelChoiceField(
        label=_("School"), required=False, queryset=School.objects.none(), empty_label=_("Any")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).current().to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]

    def found(self, chosen: dict[str, Any]) -> Any:
        """The people of the typed name, or None."""
        text = chosen.get("q")
        return Person.objects.of(self.viewer.district).named(text) if text else None


class MatchesFilterForm(OfProgramsForm):
    """Which matches: by name, program and school."""

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """Matches of a program, a school, with somebody of this name."""
        if (people := self.found(chosen)) is not None:
            rows = rows.naming(people)
        if program := chosen.get("program"):
            rows = rows.filter(program=program)
        if school := chosen.get("school"):
            rows = rows.at_school(school.pk)
        return rows
