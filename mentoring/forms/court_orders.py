"""Forms about court orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.forms.guardians import clean_note
from mentoring.models import CourtOrder, Student
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.models import Person

_NO_ADDRESS = _("No addresses. Counselors, principals, coordinators and administrators read it; each reading is noted.")


class CourtOrderForm(DistrictForm[CourtOrder]):
    """What a court has said about a student."""

    class Meta:
        model = CourtOrder
        fields = ["kind", "about", "says", "source", "starts_on", "ends_on"]
        labels = {"kind": _("What it is about"), "about": _("Who it is about")}
        widgets = {
            "says": forms.Textarea({"rows": 3}),
            "starts_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "about": _("The parent who may have no contact or may not sign. Nobody, if they are not listed here."),
            "says": _NO_ADDRESS,
            "source": _("Such as “Order of March 4, shown by the mother”, and where a copy is filed."),
            "ends_on": _("Leave it empty if the order names no end. Its last day still counts."),
        }

    def __init__(self, *args: Any, student: Student, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.student = student
            self.fields["starts_on"].initial = self.viewer.today
        listed = Person.objects.of(self.viewer.district).filter(guardians__guardianships__student=student)
        about = self.fields["about"]
        about.queryset = listed.distinct().in_list_order()  # type: ignore[attr-defined]
        about.empty_label = _("Nobody listed here")  # type: ignore[attr-defined]

    def clean_says(self) -> str:
        """No address, no Social Security number."""
        return clean_note(self.cleaned_data["says"])

    def clean_source(self) -> str:
        """No address, no Social Security number."""
        return clean_note(self.cleaned_data["source"])

    def clean_starts_on(self) -> Any:
        """A day of our times."""
        check_year(self.cleaned_data["starts_on"])
        return self.cleaned_data["starts_on"]

    def clean_ends_on(self) -> Any:
        """A day of our times, or none."""
        if self.cleaned_data["ends_on"]:
            check_year(self.cleaned_data["ends_on"])
        return self.cleaned_data["ends_on"]


class CourtOrderEndForm(ViewerForm):
    """When an order ends, and how one knows."""

    ends_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The order still counts on that day."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Such as “Lifted by the court, letter seen”. Kept in the audit log, where administrators read it."),
    )

    def clean_ends_on(self) -> Any:
        """A day of our times."""
        check_year(self.cleaned_data["ends_on"])
        return self.cleaned_data["ends_on"]

    def clean_reason(self) -> str:
        """No address, no Social Security number."""
        return clean_note(self.cleaned_data["reason"])
