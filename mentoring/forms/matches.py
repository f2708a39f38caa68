"""Forms about matches: filters of the list, proposing, the plan, answers, members, the end."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentoring.forms.class_groups import PersonChoiceField, ProgramChoiceField, teachers_for
from mentoring.models import Format, Match, Program
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School

State = Match.State
_ANY: tuple[str, str | Promise] = ("", _("Any"))


class MatchFilterForm(FilterForm):
    """Which matches. Without a state, those that have not ended."""

    PAUSED = "paused"
    STATES = [
        ("", _("All that have not ended")),
        (State.PROPOSED.value, State.PROPOSED.label),
        (State.AGREED.value, State.AGREED.label),
        (State.RUNNING.value, State.RUNNING.label),
        (PAUSED, _("Paused until further notice")),
        (State.ENDED.value, State.ENDED.label),
        (State.NOT_STARTED.value, State.NOT_STARTED.label),
        ("all", _("All")),
    ]

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_ANY[1]
    )
    school = forms.ModelChoiceField(
        label=_("School"), required=False, queryset=School.objects.none(), empty_label=_ANY[1]
    )
    teacher = PersonChoiceField(
        label=_("Supervising teacher"), required=False, queryset=Person.objects.none(), empty_label=_ANY[1]
    )
    format = forms.ChoiceField(label=_("Who meets whom"), required=False, choices=[_ANY, *Format.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).in_list_order().prefetch_related("school_year")
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]
        self.fields["teacher"].queryset = teachers_for(self.viewer)  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By state, program, school, teacher, format, and the name of a member, also of one who left."""
        rows = self._in_state(rows, chosen.get("state", ""))
        if text := chosen.get("q"):
            rows = rows.naming(Person.objects.of(self.viewer.district).named(text))
        if school := chosen.get("school"):
            rows = rows.at_school(school.pk)
        same = {"program": "program", "teacher": "supervising_teacher", "format": "format"}
        return rows.filter(**{field: chosen[name] for name, field in same.items() if chosen.get(name)})

    def _in_state(self, rows: Any, state: str) -> Any:
        if state in {"", self.PAUSED}:
            return rows.open().paused() if state else rows.open()
        return rows if state == "all" else rows.filter(state=state)
