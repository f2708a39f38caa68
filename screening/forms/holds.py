"""Forms about safety holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.querysets.holds import SafetyHoldQuerySet
from tenancy.forms import ViewerForm
from tenancy.forms.lists import FilterForm


class HoldReasonForm(ViewerForm):
    """Why a hold is placed, or lifted."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Only district administrators and principals can read this, and each reading is recorded."),
    )


class HoldFilterForm(FilterForm):
    """Which holds are listed."""

    STATES = [("", _("On hold now")), ("lifted", _("Lifted")), ("all", _("All"))]

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def narrowed_by(self, rows: SafetyHoldQuerySet, chosen: dict[str, Any]) -> SafetyHoldQuerySet:
        """The live holds, if nothing else was chosen."""
        state = chosen.get("state", "")
        if state == "all":
            return rows
        return rows.exclude(lifted_at=None) if state == "lifted" else rows.live()
