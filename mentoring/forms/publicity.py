"""Forms about publicity: which matches may be shown, what an employer said, who speaks to the press."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import Match, MediaContact, Program
from mentoring.publicity import showings_of
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.forms.people import clean_phone
from tenancy.models import Person, School

YES_OR_NO = [("yes", _("Yes, they may be shown")), ("no", _("No"))]


class PublicityFilterForm(FilterForm):
    """Which matches of a program: those that may be shown or not, of a school, of a name."""

    SHOWN = [("", _("All")), ("yes", _("May be shown")), ("no", _("Not yet, or not at all"))]

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    shown = forms.ChoiceField(label=_("May be shown"), required=False, choices=SHOWN)
    school = forms.ModelChoiceField(
        label=_("School"), required=False, queryset=School.objects.none(), empty_label=_("Any")
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = program.school_rows.values("school")
        self.fields["school"].queryset = School.objects.of(self.viewer.district).filter(pk__in=theirs).order_by("name")  # type: ignore[attr-defined]

    def narrowed_by(self, matches: Any, chosen: dict[str, Any]) -> Any:
        """By name and school; what everybody said is read for all that are left, once."""
        if text := chosen.get("q"):
            matches = matches.naming(Person.objects.of(self.viewer.district).named(text))
        if school := chosen.get("school"):
            matches = matches.at_school(school.pk)
        if wanted := chosen.get("shown"):
            found: dict[int, Any] = showings_of(list(matches), self.viewer)
            ids = [pk for pk, one in found.items() if one.may_be_shown == (wanted == "yes")]
            matches = Match.objects.of(self.viewer.district).filter(pk__in=ids)
        return matches


class EmployerConsentForm(ViewerForm):
    """What somebody at an employer said."""

    is_granted = forms.TypedChoiceField(
        label=_("May the employer be shown in photos and stories?"),
        choices=YES_OR_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    said_by = forms.CharField(
        label=_("Who said so"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Name and job title of the person at the employer."),
    )
    said_on = forms.DateField(
        label=_("On which day"),
        widget=forms.DateInput({"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
        validators=[check_year],
    )


class MediaContactForm(DistrictForm[MediaContact]):
    """Somebody who speaks to the press."""

    class Meta:
        model = MediaContact
        fields = ["name", "title", "phone", "email"]
        widgets = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "title": forms.TextInput({"autocomplete": "off"}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
            "email": forms.EmailInput({"autocomplete": "off"}),
        }

    def clean_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["phone"])
