"""Forms about asking to meet. Students and mentors read them in Spanish too."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Interest, Program
from tenancy.forms import ViewerForm
from tenancy.forms.lists import FilterForm
from tenancy.models import Person

State = Interest.State
_ANY: tuple[str, str | Promise] = ("", _("Any"))


class InterestFilterForm(FilterForm):
    """Which questions. Without a state, those that wait for somebody: open, or a yes that nobody has taken up."""

    STATES = [("", _("Waiting for somebody")), *State.choices, ("all", _("All"))]

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By state, program, and the name of the student or mentor."""
        state = chosen.get("state", "")
        if state != "all":
            rows = rows.filter(state=state) if state else rows.waiting()
        if text := chosen.get("q"):
            rows = rows.naming(Person.objects.of(self.viewer.district).named(text))
        return rows.filter(program=chosen["program"]) if chosen.get("program") else rows


class InterestForm(ViewerForm):
    """Whom a student asks to meet, and why."""

    mentor = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why would you like to meet?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The mentor, your teacher and the people who run the program read this."),
    )


class InterestAnswerForm(ViewerForm):
    """What a mentor answers a student who asked to meet."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (State.YES.value, _("Yes, I would like to meet")),
            (State.UNAVAILABLE.value, _("No time at present")),
            (State.NO.value, _("Not this time")),
        ],
        widget=forms.RadioSelect,
        help_text=_("You need not say why. The student is told kindly."),
    )
