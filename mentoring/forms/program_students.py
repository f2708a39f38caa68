"""Forms on a student's way into a program: adding, interview, decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.forms.students import programs_of
from mentoring.models import Program
from tenancy.forms import ViewerForm, check_year
from tenancy.permissions import Permission

#: Goals that an interview may set.
MOST_GOALS = 3
_LOGGED = _("Kept in the audit log, where district administrators read it. It is not told by mail.")


class AddToProgramForm(ViewerForm):
    """Into which program."""

    program = ProgramChoiceField(label=_("Program"), queryset=Program.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = programs_of(self.viewer, Permission.STUDENTS_SELECT)
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["program"].empty_label = _("Choose a program")  # type: ignore[attr-defined]


class InterviewForm(ViewerForm):
    """A talk about goals."""

    held_on = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The student’s teacher and the program’s coordinators read this. The student does not."),
    )

    def __init__(self, *args: Any, goals: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = self.viewer.today
        for number in range(1, MOST_GOALS + 1):
            self.fields[f"goal_{number}"] = forms.CharField(
                label=_("Goal %(number)s") % {"number": number},
                required=number == 1,
                max_length=300,
                initial=goals[number - 1] if len(goals) >= number else "",
                widget=forms.TextInput({"autocomplete": "off"}),
                help_text=_("In the student’s own words. The student sees the goals; later the mentor does too.")
                if number == 1
                else "",
            )
        self.order_fields(["held_on", *(f"goal_{number}" for number in range(1, MOST_GOALS + 1)), "note"])

    def clean_held_on(self) -> Any:
        """Today or before."""
        day = self.cleaned_data["held_on"]
        check_year(day)
        if day > self.viewer.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    @property
    def goals(self) -> list[str]:
        """The goals, each once."""
        typed = (self.cleaned_data[f"goal_{number}"].strip() for number in range(1, MOST_GOALS + 1))
        return list(dict.fromkeys(filter(None, typed)))


class ReasonForm(ViewerForm):
    """Why it was decided so."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_LOGGED)


class AcceptForm(ViewerForm):
    """Accepting one student; with a grade that is too low, why an exception is made."""

    exception_reason = forms.CharField(
        label=_("Why an exception is made"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_LOGGED
    )

    def __init__(self, *args: Any, needs_exception: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_exception:
            del self.fields["exception_reason"]


class QuietReasonForm(ReasonForm):
    """Why, if one likes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
