"""Forms to close matches: begin, what is done, last talks, many at once, the filters of the list."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Match, Program
from support.models import Closing, ExitInterview
from support.querysets.closings import begun
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.models import Person

#: Matches whose planned last day is no further away than this are "soon over".
SOON_DAYS = 30
_KEPT = _("The program’s coordinators and administrators read this.")
_DATE = {"type": "date"}


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day, typed into the browser's own field."""
    widget = forms.DateInput(_DATE, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _check_past(day: date | None, today: date) -> date | None:
    if day is not None:
        check_year(day)
        if day > today:
            raise forms.ValidationError(_("This day has not come yet."))
    return day


class ClosingFilterForm(FilterForm):
    """Which matches. Without a state, all that run or are being closed."""

    STATES = [
        ("", _("All that are not closed")),
        ("due", _("Soon over, not begun")),
        ("open", _("Begun")),
        ("ready", _("Ready to close")),
        ("finished", _("Closed")),
    ]

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )
    state = forms.ChoiceField(label=_("How far"), required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By program, how far the closing is, and the name of a member."""
        if text := chosen.get("q"):
            rows = rows.naming(Person.objects.of(self.viewer.district).named(text))
        if program := chosen.get("program"):
            rows = rows.filter(program=program)
        return self._as_far_as(rows, chosen.get("state", ""))

    def _as_far_as(self, rows: Any, state: str) -> Any:
        finished = Exists(begun(finished_on__isnull=False))
        if state == "finished":
            return rows.filter(finished)
        if state == "due":
            last = date.fromordinal(self.viewer.today.toordinal() + SOON_DAYS)
            return rows.filter(~Exists(begun()), state=Match.State.RUNNING, ends_on__lte=last)
        if state in {"open", "ready"}:
            wanted = begun(finished_on=None)
            return rows.filter(Exists(wanted.complete() if state == "ready" else wanted))
        return rows.filter(~finished)


class ClosingBeginForm(ViewerForm):
    """Why and by whose wish a match is closed."""

    kind = forms.ChoiceField(label=_("Why it ends"), choices=Closing.Kind.choices, widget=forms.RadioSelect)
    initiator = forms.ChoiceField(label=_("Who wished it"), choices=Closing.Initiator.choices)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed when it ends early. Coordinators and administrators read this. It is not told by mail."),
    )
    last_meeting_on = day_field(_("Last meeting"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = Closing.Kind.PLANNED
        self.fields["initiator"].initial = Closing.Initiator.PLAN

    def clean_last_meeting_on(self) -> date | None:
        """Today or before."""
        return _check_past(self.cleaned_data["last_meeting_on"], self.viewer.today)

    def clean(self) -> dict[str, Any]:
        """An early end has a reason and somebody who wished it (S-13)."""
        chosen: dict[str, Any] = super().clean() or {}
        if chosen.get("kind") == Closing.Kind.EARLY:
            if not chosen.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Say why it ends early."))
            if chosen.get("initiator") == Closing.Initiator.PLAN:
                self.add_error("initiator", _("It ends early: say who wished it."))
        return chosen


class ClosingForm(DistrictForm[Closing]):
    """What is done before a match is over."""

    class Meta:
        model = Closing
        fields = [
            "kind",
            "initiator",
            "reason",
            "last_meeting_on",
            "presentation_on",
            "presentation_waived",
            "profile_updated_on",
            "next_step",
            "contact_after",
        ]
        widgets = {
            "reason": forms.Textarea({"rows": 2}),
            "last_meeting_on": forms.DateInput(_DATE, format="%Y-%m-%d"),
            "presentation_on": forms.DateInput(_DATE, format="%Y-%m-%d"),
            "profile_updated_on": forms.DateInput(_DATE, format="%Y-%m-%d"),
            "next_step": forms.Textarea({"rows": 3}),
            "contact_after": forms.Textarea({"rows": 2}),
        }
        labels = {"presentation_on": _("Day of the presentation"), "presentation_waived": _("There is no presentation")}
        help_texts = {
            "reason": _KEPT,
            "profile_updated_on": _("The day on which the student last went over both."),
            "next_step": _("A course, an internship, a job, a college. Staff of the student’s school read this."),
            "contact_after": _("Whether and how they stay in touch, as the parents agreed. Staff read this."),
        }

    def clean_last_meeting_on(self) -> date | None:
        """Today or before."""
        return _check_past(self.cleaned_data["last_meeting_on"], self.viewer.today)

    def clean_profile_updated_on(self) -> date | None:
        """Today or before."""
        return _check_past(self.cleaned_data["profile_updated_on"], self.viewer.today)

    def clean_presentation_on(self) -> date | None:
        """A day of this century; it may be to come."""
        day: date | None = self.cleaned_data["presentation_on"]
        if day is not None:
            check_year(day)
        return day

    def clean(self) -> dict[str, Any]:
        """A presentation has a day, or there is none."""
        chosen: dict[str, Any] = super().clean() or {}
        if chosen.get("presentation_on") and chosen.get("presentation_waived"):
            self.add_error("presentation_waived", _("Give the day, or say that there is none."))
        return chosen


class ExitInterviewForm(DistrictForm[ExitInterview]):
    """What was said in a last talk."""

    class Meta:
        model = ExitInterview
        fields = ["held_on", "quality", "best", "better", "told"]
        widgets = {
            "held_on": forms.DateInput(_DATE, format="%Y-%m-%d"),
            "best": forms.Textarea({"rows": 2}),
            "better": forms.Textarea({"rows": 2}),
            "told": forms.Textarea({"rows": 4}),
        }
        help_texts = {"best": _KEPT, "better": _KEPT, "told": _KEPT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].required = True
        self.initial["held_on"] = self.instance.held_on or self.viewer.today

    def clean_held_on(self) -> date | None:
        """Today or before."""
        return _check_past(self.cleaned_data["held_on"], self.viewer.today)


class SkipForm(ViewerForm):
    """Why there is no last talk."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Kept with the closing. Staff who see this match read it."),
    )


class FinishManyForm(ViewerForm):
    """What is passed over when many matches are closed."""

    skip_reason = forms.CharField(
        label=_("Why last talks that nobody noted are skipped"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Leave it empty to leave those matches out. Staff who see the matches read it."),
    )
    waives_presentation = forms.BooleanField(
        label=_("Where no day is noted, there was no presentation"), required=False
    )
