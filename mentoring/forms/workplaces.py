"""Forms about workplaces that students visit."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring.models import WorkplaceApproval
from tenancy.forms import DistrictForm, check_year
from tenancy.forms.lists import FilterForm


class WorkplaceFilterForm(FilterForm):
    """Which approvals. Without a choice, those that are not withdrawn."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All but withdrawn")),
            ("approved", _("Approved")),
            ("asked", _("Asked")),
            ("over", _("Run out")),
            ("withdrawn", _("Withdrawn")),
        ],
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By where they stand today."""
        state, today = chosen.get("state", ""), self.viewer.today
        if state == "withdrawn":
            return rows.exclude(withdrawn_on=None)
        rows = rows.filter(withdrawn_on=None)
        if state == "asked":
            return rows.filter(approved_on=None)
        if state == "approved":
            return rows.filter(Q(expires_on=None) | Q(expires_on__gte=today), approved_on__isnull=False)
        return rows.filter(expires_on__lt=today) if state == "over" else rows


class WorkplaceApprovalForm(DistrictForm[WorkplaceApproval]):
    """What somebody must know before students visit a workplace (S-30)."""

    class Meta:
        model = WorkplaceApproval
        fields = ("areas", "supervisor", "protection", "insurance", "employer_agreed_on", "expires_on")
        widgets = {
            "employer_agreed_on": forms.DateInput({"type": "date"}),
            "expires_on": forms.DateInput({"type": "date"}),
        }
        help_texts = {
            "areas": _("For example: pharmacy counter and break room; not the warehouse."),
            "supervisor": _("Name and job of the adult who looks after students there."),
            "protection": _("For example: safety glasses, closed shoes. Leave it empty if none is needed."),
            "insurance": _("Which insurance covers visits, if you know."),
            "expires_on": _("Leave it empty if the approval has no end."),
        }

    def clean(self) -> dict[str, Any]:
        """Days that there are; an approval does not end before it begins."""
        found: dict[str, Any] = super().clean() or {}
        for name in ("employer_agreed_on", "expires_on"):
            if day := found.get(name):
                try:
                    check_year(day)
                except forms.ValidationError as fault:
                    self.add_error(name, fault)
        if (day := found.get("expires_on")) and day < self.viewer.today:
            self.add_error("expires_on", _("This day has passed."))
        if (day := found.get("employer_agreed_on")) and day > self.viewer.today:
            self.add_error("employer_agreed_on", _("This day is still to come."))
        return found
