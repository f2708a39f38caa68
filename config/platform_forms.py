"""Forms of platform staff."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenancy.forms import OneLineMixin
from tenancy.forms.districts import spoken_languages, zone_choices
from tenancy.models import District


class PlatformReasonForm(forms.Form):
    """Why platform staff do something in a district; the district can read it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "A few words: at least 5 letters. Kept in the district’s audit log, where its administrators read it."
        ),
    )


class DistrictAddForm(OneLineMixin, forms.ModelForm[District]):
    """A new district and its first administrator."""

    class Meta:
        model = District
        fields = ["name", "slug", "time_zone", "language", "languages"]
        widgets = {"name": forms.TextInput({"autocomplete": "off"}), "slug": forms.TextInput({"autocomplete": "off"})}
        help_texts = {"slug": gettext_lazy("Small letters, digits and hyphens: “oak” is reached at /d/oak/. It stays.")}
        error_messages = {
            "slug": {
                "unique": gettext_lazy("Another district has this web address."),
                "invalid": gettext_lazy("Use small letters, digits and hyphens."),
            }
        }

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of families and mentors"), widget=forms.CheckboxSelectMultiple
    )
    given_name = forms.CharField(
        label=gettext_lazy("First administrator: first name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    family_name = forms.CharField(
        label=gettext_lazy("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=gettext_lazy("The invitation goes there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = spoken_languages()
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]
        self.fields["languages"].initial = [code for code, _name in languages]
        for name, choices in (("time_zone", zone_choices()), ("language", languages)):
            old = self.fields[name]
            self.fields[name] = forms.ChoiceField(label=old.label, choices=choices)

    def clean_slug(self) -> str:
        """In small letters; hyphens stand between them, underscores nowhere."""
        slug = str(self.cleaned_data["slug"]).lower()
        if not re.fullmatch(r"[a-z0-9]+(-+[a-z0-9]+)*", slug):
            raise forms.ValidationError(_("Use small letters, digits and hyphens."))
        return slug

    def clean(self) -> dict[str, Any]:
        """The main language is one of the district's."""
        super().clean()
        chosen = self.cleaned_data
        if chosen.get("languages") and chosen.get("language") and chosen["language"] not in chosen["languages"]:
            self.add_error("languages", _("The main language is one of these: tick it too."))
        return chosen
