"""Forms about visits to workplaces."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.forms.lists import MatchesFilterForm
from support.visit_days import overdue
from tenancy.forms import ViewerForm, check_year


class VisitFilterForm(MatchesFilterForm):
    """Which matches that meet at a workplace."""

    show = forms.ChoiceField(label=_("Which"), required=False, choices=[("", _("All")), ("due", _("Visit is due"))])

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By what is due, name, program and school."""
        rows = super().narrowed_by(rows, chosen)
        return rows.filter(overdue(self.viewer.today)) if chosen.get("show") == "due" else rows


class VisitForm(ViewerForm):
    """When somebody was or will be there."""

    day = forms.DateField(
        label=_("Day of the visit"),
        widget=forms.DateInput({"type": "date"}),
        help_text=_("A day to come plans the visit. Today or before notes that you were there."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody who sees the match at work reads this."),
    )

    def clean_day(self) -> Any:
        """A day of these years."""
        check_year(self.cleaned_data["day"])
        return self.cleaned_data["day"]
