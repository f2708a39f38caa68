"""Forms about a student's own lines of thanks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Program
from tenancy.forms import ViewerForm
from tenancy.forms.lists import FilterForm

#: So many letters fit into a letter of one page.
LONGEST = 600


class ThankYouFilterForm(FilterForm):
    """Which lines. Without a state, those that wait for the teacher."""

    STATES = [
        ("", _("To read")),
        ("given_back", _("Given back")),
        ("approved", _("Approved")),
        ("all", _("All")),
    ]

    state = forms.ChoiceField(label=_("How far"), required=False, choices=STATES)
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By how far they are, and the program."""
        if program := chosen.get("program"):
            rows = rows.filter(match_student__match__program=program)
        state = chosen.get("state", "")
        if state == "approved":
            return rows.filter(approved_at__isnull=False)
        if state == "given_back":
            return rows.filter(approved_at=None).exclude(given_back_note="")
        return rows if state == "all" else rows.unread()


class ThankYouForm(ViewerForm):
    """The student's own lines."""

    text = forms.CharField(
        label=_("Your lines for the thank-you letter"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 7, "maxlength": LONGEST}),
        help_text=_(
            "What did you learn? What will you remember? Up to 600 letters. "
            "Your teacher reads them first; then they stand in the letter to your mentor."
        ),
    )


class GiveBackForm(ViewerForm):
    """What to change."""

    note = forms.CharField(
        label=_("What to change"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The student reads this, and gets a message."),
    )
