"""Forms about people."""

from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from tenancy.forms import DistrictForm, ViewerForm
from tenancy.forms.lists import FilterForm
from tenancy.forms.memberships import clean_place, place_fields
from tenancy.models import District, Person, School
from tenancy.permissions import STAFF_ROLES, Permission, Role
from tenancy.person_pages import additions
from tenancy.querysets.people import PersonQuerySet
from tenancy.rules import roles_to_give

#: Countries whose numbers may be typed without a country code.
HOME_COUNTRY = "US"
_ANY = _("Any")


def language_choices(district: District) -> list[tuple[str, str]]:
    """The languages that the district uses and Waymark speaks, each by its own name."""
    spoken = [code for code, _name in settings.LANGUAGES if code in district.languages or code == district.language]
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in spoken]


def clean_phone(typed: str) -> str:
    """The number as +15551234567; "" for none. Refuses (ValidationError) what is no telephone number."""
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, HOME_COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(_("This is not a phone number. An example is (555) 010-0199."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PersonForm(DistrictForm[Person]):
    """A person's names and how to reach them."""

    class Meta:
        model = Person
        fields = ["given_name", "family_name", "preferred_name", "email", "phone", "language"]
        widgets = {
            "given_name": forms.TextInput({"autocomplete": "off"}),
            "family_name": forms.TextInput({"autocomplete": "off"}),
            "preferred_name": forms.TextInput({"autocomplete": "off"}),
            "email": forms.EmailInput({"autocomplete": "off", "inputmode": "email"}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        }
        help_texts = {
            "preferred_name": _("If it differs from the first name."),
            "language": _("The language of mails to this person."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = language_choices(self.viewer.district)
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=choices, help_text=self.fields["language"].help_text
        )
        self.fields["language"].initial = self.instance.language or self.viewer.district.language

    def clean_email(self) -> str:
        """In small letters, as it is looked up."""
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["phone"])


class PersonAddForm(PersonForm):
    """A new person with their first role, and whether an invitation leaves at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in roles_to_give(self.viewer)]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *roles])
        self.fields["title"] = forms.CharField(
            label=_("Job title"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "off"})
        )
        self.fields |= place_fields(self.viewer, Permission.PEOPLE_EDIT)
        if self.viewer.can(Permission.SIGN_INS_EDIT):
            self.fields["invite"] = forms.BooleanField(
                label=_("Send an invitation now"),
                required=False,
                initial=True,
                help_text=_("An email with a link to set up signing in. It leaves after two minutes."),
            )

    def clean(self) -> dict[str, Any]:
        """The place fits the role, and an invitation has an address."""
        cleaned = {**self.cleaned_data, **(super().clean() or {})}
        clean_place(self, role=cleaned.get("role", ""))
        if cleaned.get("invite") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("An invitation needs an email address. Type one, or do not send it now."))
        return cleaned


class PersonFilterForm(FilterForm):
    """Filters of the list of people. Every one may be left out."""

    ALL_STAFF = "staff"
    STATES = [("", _("Active")), ("inactive", _("Deactivated")), ("all", _("All"))]

    q = forms.CharField(
        label=_("Name, email or phone"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    school = forms.ModelChoiceField(label=_("School"), required=False, queryset=School.objects.none(), empty_label=_ANY)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [(role.value, role.label) for role in Role if role in STAFF_ROLES]
        others = [(role.value, role.label) for role in Role if role not in STAFF_ROLES]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _ANY),
            (self.ALL_STAFF, _("All staff")),
            (_("Staff"), staff),
            (_("Others"), others),
        ]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]
        can = self.viewer.can
        self.added = [one for one in additions().filters if one.permission is None or can(one.permission)]
        for one in self.added:
            self.fields[one.name] = forms.ChoiceField(
                label=str(one.label), required=False, choices=[("", _ANY), *one.choices]
            )

    def narrowed_by(self, people: PersonQuerySet, chosen: dict[str, Any]) -> PersonQuerySet:
        """The active people with these roles, in this school, of this name."""
        state = chosen.get("state", "")
        if state != "all":
            people = people.inactive() if state == "inactive" else people.active()
        if chosen.get("q"):
            people = people.named(chosen["q"])
        school = chosen.get("school")
        role = chosen.get("role", "")
        roles = STAFF_ROLES if role == self.ALL_STAFF else {role} - {""}
        people = people.holding(roles, school.pk if school else None)
        for one in self.added:
            if chosen.get(one.name):
                people = one.narrow(people, chosen[one.name])
        return people


class ReasonForm(ViewerForm):
    """Why something is done; kept in the audit log, and said so."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("A word or two is enough. Kept in the audit log, where district administrators read it."),
    )
