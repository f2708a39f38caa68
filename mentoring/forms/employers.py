"""Forms about employers and who works for them."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.models import Employer, Employment
from tenancy.forms import DistrictForm, ViewerForm, WebAddressField, check_year
from tenancy.forms.lists import FilterForm
from tenancy.forms.people import clean_phone
from tenancy.names import fold

_ANY = ("", _("Any"))


class EmployerFilterForm(FilterForm):
    """Filters of the list of employers. Every one may be left out."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    career_area = forms.ChoiceField(label=_("Career area"), required=False, choices=[_ANY, *CareerArea.choices])
    mentors = forms.ChoiceField(
        label=_("Mentors"), required=False, choices=[_ANY, ("yes", _("Has mentors now")), ("no", _("Has none now"))]
    )
    naming = forms.ChoiceField(
        label=_("May be shown in public"),
        required=False,
        choices=[_ANY, ("yes", _("Yes")), ("no", _("No")), ("unasked", _("Not asked"))],
    )
    state = forms.ChoiceField(
        label=_("Takes part"), required=False, choices=[("", _("Now")), ("ended", _("No longer")), ("all", _("All"))]
    )

    def narrowed_by(self, employers: QuerySet[Employer], chosen: dict[str, Any]) -> QuerySet[Employer]:
        """The employers of this name and area, with mentors or without."""
        state = chosen.get("state", "")
        if state != "all":
            over = employers.filter(ended_on__lt=self.viewer.today)
            employers = over if state == "ended" else employers.exclude(ended_on__lt=self.viewer.today)
        if chosen.get("q"):
            employers = employers.named(chosen["q"])  # type: ignore[attr-defined]
        if chosen.get("career_area"):
            employers = employers.filter(career_area=chosen["career_area"])
        if chosen.get("mentors"):
            here = Exists(present_of(Employment.objects.of(self.viewer.district)))
            employers = employers.filter(here if chosen["mentors"] == "yes" else ~here)
        if chosen.get("naming"):
            employers = employers.filter(may_be_named={"yes": True, "no": False, "unasked": None}[chosen["naming"]])
        return employers


def present_of(employments: QuerySet[Employment]) -> QuerySet[Employment]:
    """Who works for the outer employer at present and mentors."""
    return employments.filter(employer=OuterRef("pk"), ends_on=None, mentor__left_on=None)


class EmployerForm(DistrictForm[Employer]):
    """An employer, and whom to reach there."""

    class Meta:
        model = Employer
        fields = [
            "name",
            "career_area",
            "address",
            "website",
            "contact_name",
            "contact_title",
            "contact_email",
            "contact_phone",
        ]
        widgets = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "address": forms.Textarea({"rows": 3, "autocomplete": "off"}),
            "website": forms.URLInput({"autocomplete": "off", "placeholder": ""}),
            "contact_name": forms.TextInput({"autocomplete": "off"}),
            "contact_title": forms.TextInput({"autocomplete": "off"}),
            "contact_email": forms.EmailInput({"autocomplete": "off"}),
            "contact_phone": forms.TextInput({"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        }
        field_classes = {"website": WebAddressField}
        help_texts = {"address": _("Where they are. Stands on labels and letters.")}

    def clean_name(self) -> str:
        """A name that can be looked up; with it the key by which two of one name are found out."""
        name: str = self.cleaned_data["name"]
        self.instance.search_key = fold(name)
        if not self.instance.search_key:
            raise forms.ValidationError(_("Type a name with letters."))
        return name

    def clean_contact_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["contact_phone"])

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"search_key"}


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text, validators=[check_year])


class EmployerEndForm(ViewerForm):
    """Until when an employer takes part."""

    ended_on = _day(_("Takes part until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = self.viewer.today


class EmployerMergeForm(ViewerForm):
    """Which other row is the same employer."""

    into = forms.ModelChoiceField(
        label=_("It is the same as"), queryset=Employer.objects.none(), empty_label=_("Choose an employer")
    )

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Employer.objects.visible_to(self.viewer).exclude(pk=employer.pk).in_list_order()
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class EmploymentForm(ViewerForm):
    """Where a mentor works from a day on: an employer who is known, or a new one."""

    employer = forms.ModelChoiceField(
        label=_("Employer"), required=False, queryset=Employer.objects.none(), empty_label=_("Choose an employer")
    )
    new_employer = forms.CharField(
        label=_("Or a new employer"), required=False, max_length=160, widget=forms.TextInput({"autocomplete": "off"})
    )
    title = forms.CharField(
        label=_("Job title"), required=False, max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    starts_on = _day(_("Since"), _("Leave it empty if you do not know."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].required = False
        known = Employer.objects.visible_to(self.viewer).exclude(ended_on__lt=self.viewer.today)
        self.fields["employer"].queryset = known.in_list_order()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two; a new one of a known name is the known one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = str(cleaned.get("new_employer") or "").strip()
        if bool(cleaned.get("employer")) == bool(typed):
            self.add_error("employer", _("Choose an employer, or type a new one."))
        elif typed:
            if not fold(typed):
                self.add_error("new_employer", _("Type a name with letters."))
            known = Employer.objects.visible_to(self.viewer).filter(search_key=fold(typed)).first()
            cleaned["employer"] = known or Employer(district=self.viewer.district, name=typed)
        return cleaned


class EmploymentEndForm(ViewerForm):
    """Until when a mentor worked somewhere."""

    ends_on = _day(_("Last day"))

    def __init__(self, *args: Any, employment: Employment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employment = employment
        self.fields["ends_on"].initial = self.viewer.today

    def clean_ends_on(self) -> date:
        """Not before the first day."""
        ends_on: date = self.cleaned_data["ends_on"]
        if self.employment.starts_on and ends_on < self.employment.starts_on:
            raise forms.ValidationError(_("The last day comes after the first day."))
        return ends_on
