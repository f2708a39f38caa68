"""Forms about support calls: the list, noting one, skipping one, asking for one, what was done afterwards."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.forms.class_groups import PersonChoiceField
from mentoring.models import Match
from support.callees import Callee
from support.forms.lists import OfProgramsForm
from support.models import SupportCall
from support.rules import AHEAD
from tenancy.forms import ViewerForm, check_year
from tenancy.models import Person
from tenancy.permissions import Role
from tenancy.viewer import Viewer

#: Who reads what was told.
WHO_READS = _("Coordinators and administrators read this. Teachers and principals do not.")


class CallFilterForm(OfProgramsForm):
    """Which talks. Without a choice, those that are due within a week or overdue."""

    SHOWN = [
        ("", _("Due within a week, and overdue")),
        ("overdue", _("Overdue")),
        ("later", _("Planned for later")),
        ("unsafe", _("Not safe or not sure")),
        ("held", _("Talked")),
        ("skipped", _("Skipped")),
        ("all", _("All")),
    ]

    show = forms.ChoiceField(label=_("Which"), required=False, choices=SHOWN)
    caller = forms.ChoiceField(
        label=_("Who calls"),
        required=False,
        choices=[("", _("Anybody")), ("me", _("Me")), ("nobody", _("Nobody has taken it on"))],
    )
    role = forms.ChoiceField(
        label=_("With whom"), required=False, choices=[("", _("Anybody")), *SupportCall.Role.choices]
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By what is to be done, caller, role, program, school and name."""
        rows = self._shown(rows, chosen.get("show", ""))
        if (people := self.found(chosen)) is not None:
            rows = rows.naming(people)
        if program := chosen.get("program"):
            rows = rows.filter(match__program=program)
        if school := chosen.get("school"):
            rows = rows.filter(match__in=Match.objects.of(self.viewer.district).at_school(school.pk).values("pk"))
        if caller := chosen.get("caller"):
            rows = rows.filter(caller=self.viewer.person_id if caller == "me" else None)
        return rows.filter(role=chosen["role"]) if chosen.get("role") else rows

    def _shown(self, rows: Any, show: str) -> Any:
        soon = self.viewer.today + timedelta(days=AHEAD)
        if show == "overdue":
            return rows.overdue(self.viewer.today)
        if show == "later":
            return rows.open().filter(due_on__gt=soon)
        if show == "unsafe":
            return rows.unsafe()
        if show == "held":
            return rows.filter(held_on__isnull=False)
        if show == "skipped":
            return rows.filter(skipped_on__isnull=False)
        return rows if show == "all" else rows.open().filter(due_on__lte=soon)


class CallNoteForm(ViewerForm):
    """What came out of a talk. The fixed question is first, and always answered."""

    is_safe = forms.ChoiceField(
        label=_("Is the student safe and well in this match?"),
        choices=SupportCall.Safe.choices,
        widget=forms.RadioSelect({"class": "pills"}),
        help_text=_("Ask everybody, every time, in these words. “No” and “not sure” show on Today at once."),
    )
    told = forms.CharField(
        label=_("What they told"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=WHO_READS,
    )
    quality = forms.TypedChoiceField(
        label=_("How is it going, from 1 to 10?"),
        required=False,
        choices=[("", _("Not asked")), *((number, str(number)) for number in range(1, 11))],
        coerce=int,
        empty_value=None,
    )
    next_step = forms.CharField(
        label=_("What happens next"),
        required=False,
        max_length=300,
        help_text=_("Everybody who sees the match at work reads this."),
    )
    channel = forms.ChoiceField(
        label=_("How"), choices=SupportCall.Channel.choices, widget=forms.RadioSelect({"class": "pills"})
    )
    held_on = forms.DateField(label=_("Talked on"), widget=forms.DateInput({"type": "date"}))

    def clean_held_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["held_on"]
        check_year(day)
        if day > self.viewer.today:
            raise forms.ValidationError(gettext("This day is still to come."))
        return day


class CallSkipForm(ViewerForm):
    """Why a talk does not take place."""

    reason = forms.CharField(
        label=_("Why not?"),
        max_length=200,
        help_text=_("“Not reached three times”, say. Everybody who sees the match at work reads this."),
    )


class CallFollowUpForm(ViewerForm):
    """What was done about a student who may not be safe or well."""

    what = forms.CharField(
        label=_("What was done?"), max_length=500, widget=forms.Textarea({"rows": 3}), help_text=WHO_READS
    )


def callers_for(viewer: Viewer) -> Any:
    """Colleagues who may take talks on: coordinators and administrators whom the viewer knows of."""
    return Person.objects.visible_to(viewer).active().holding({Role.COORDINATOR, Role.ADMINISTRATOR}).in_list_order()


class CallAskForm(ViewerForm):
    """With whom to talk, about what, until when, and who calls."""

    callee = forms.ChoiceField(label=_("With whom"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("What it is about"), required=False, max_length=200, help_text=WHO_READS)
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput({"type": "date"}))
    caller = PersonChoiceField(
        label=_("Who calls"), required=False, queryset=Person.objects.none(), empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, callees: Sequence[Callee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.callees = callees
        self.fields["callee"].choices = [  # type: ignore[attr-defined]
            (str(number), f"{one.person.name} ({one.role.label})") for number, one in enumerate(callees)
        ]
        self.fields["caller"].queryset = callers_for(self.viewer)  # type: ignore[attr-defined]

    def clean_callee(self) -> Callee:
        """The person chosen."""
        return self.callees[int(self.cleaned_data["callee"])]

    def clean_due_on(self) -> Any:
        """Today or later."""
        day = self.cleaned_data["due_on"]
        check_year(day)
        if day < self.viewer.today:
            raise forms.ValidationError(gettext("This day is over. Choose today or a later day."))
        return day


class CallTakeForm(ViewerForm):
    """Who takes talks on."""

    caller = PersonChoiceField(label=_("Who calls"), queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caller"].queryset = callers_for(self.viewer)  # type: ignore[attr-defined]
