"""Forms about going on together next year: filters of the list, the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Program
from tenancy.forms import ViewerForm
from tenancy.forms.lists import FilterForm

_ANSWERS = [("yes", _("Yes, I would like to go on")), ("no", _("No, not next year"))]


class ContinuationFilterForm(FilterForm):
    """Which questions. Without a state, those that wait."""

    STATES = [
        ("", _("Waiting")),
        ("late", _("Waiting for too long")),
        ("on", _("Goes on")),
        ("off", _("Does not go on")),
        ("all", _("All")),
    ]

    state = forms.ChoiceField(label=_("How far"), required=False, choices=STATES)
    program = ProgramChoiceField(
        label=_("Next program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By how far it is, and the program in which they would go on."""
        if program := chosen.get("program"):
            rows = rows.filter(program=program)
        state = chosen.get("state", "")
        if state == "late":
            return rows.late(self.viewer.today)
        if state in {"on", "off"}:
            return rows.filter(became__isnull=False) if state == "on" else rows.filter(closed_on__isnull=False)
        return rows if state == "all" else rows.waiting()


class AnswerForm(ViewerForm):
    """Whether one would like to go on."""

    answer = forms.ChoiceField(
        label=_("Would you like to go on together next year?"),
        choices=_ANSWERS,
        widget=forms.RadioSelect,
        help_text=_("Coordinators of the program read your answer. The others are only told whether it goes on."),
    )


class AnswerTypeInForm(ViewerForm):
    """What somebody said to a colleague."""

    answer = forms.ChoiceField(
        label=_("What they said"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        help_text=_("Coordinators of the program read it. The others are only told whether it goes on."),
    )
