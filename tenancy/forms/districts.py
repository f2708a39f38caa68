"""Forms of a district's settings, its schools and school years."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from tenancy.forms import DistrictForm, OneLineMixin, check_year
from tenancy.forms.people import clean_phone
from tenancy.models import District, Feature, School, SchoolYear
from tenancy.models.owned import DistrictQuerySet
from tenancy.names import fold
from tenancy.viewer import Viewer

#: What each feature does, beside its switch.
FEATURES = {
    Feature.TEXT_MESSAGES: gettext_lazy(
        "Short reminders by text message to people who asked for them. Whoever answers STOP gets none."
    ),
    Feature.EQUITY_REPORTING: gettext_lazy(
        "Counts by sex, race and special population in state reports. Off, these are never stored."
    ),
}
#: More days than this are a slip of the pen: the wrong year.
LONGEST_YEAR = 400
#: Zones of most districts, first in the list, by the names that people use.
USUAL_ZONES: Mapping[str, str | Promise] = {
    "America/New_York": gettext_lazy("Eastern (New York)"),
    "America/Chicago": gettext_lazy("Central (Chicago)"),
    "America/Denver": gettext_lazy("Mountain (Denver)"),
    "America/Phoenix": gettext_lazy("Mountain without daylight saving (Phoenix)"),
    "America/Los_Angeles": gettext_lazy("Pacific (Los Angeles)"),
    "America/Anchorage": gettext_lazy("Alaska (Anchorage)"),
    "Pacific/Honolulu": gettext_lazy("Hawaii (Honolulu)"),
    "America/Puerto_Rico": gettext_lazy("Atlantic (Puerto Rico)"),
    "Pacific/Guam": gettext_lazy("Chamorro (Guam)"),
    "Pacific/Pago_Pago": gettext_lazy("Samoa (Pago Pago)"),
}


def zone_choices(current: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Those of most districts, then every other zone that has a name of its own; ``current`` whatever it is."""
    others = sorted((canonical_zones() | {current}) - set(USUAL_ZONES) - {""})
    return [
        (_("United States"), [(name, str(words)) for name, words in USUAL_ZONES.items()]),
        (_("All others"), [(name, _zone_words(name)) for name in others]),
    ]


@cache
def canonical_zones() -> frozenset[str]:
    """The zones of the time-zone database without the old names that it keeps for old data, like US/Central."""
    table = resources.files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text(encoding="utf-8")
    zones = (line.split()[1] for line in table.splitlines() if line.startswith("Z "))
    return frozenset(name for name in zones if "/" in name and not name.startswith("Etc/"))


def spoken_languages() -> list[tuple[str, str]]:
    """The languages that Waymark speaks, each by its own name."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


class DistrictSettingsForm(OneLineMixin, forms.ModelForm[District]):
    """Everything that an administrator may change of their district."""

    class Meta:
        model = District
        fields = [
            "name",
            "time_zone",
            "language",
            "languages",
            "quiet_from",
            "quiet_until",
            "digest_at",
            "features",
            "contact_name",
            "contact_email",
            "contact_phone",
        ]
        widgets = {
            "name": forms.TextInput({"autocomplete": "organization"}),
            "quiet_from": forms.TimeInput({"type": "time", "class": "input-short"}, "%H:%M"),
            "quiet_until": forms.TimeInput({"type": "time", "class": "input-short"}, "%H:%M"),
            "digest_at": forms.TimeInput({"type": "time", "class": "input-short"}, "%H:%M"),
            "contact_name": forms.TextInput({"autocomplete": "off"}),
            "contact_email": forms.EmailInput({"autocomplete": "off"}),
            "contact_phone": forms.TextInput({"type": "tel", "autocomplete": "off"}),
        }
        help_texts = {
            "time_zone": gettext_lazy("Dates and times on every page and in every mail are in this zone."),
            "language": gettext_lazy("Used where a person has not chosen another one."),
            "quiet_from": gettext_lazy("From this hour on, mails and text messages that can wait do wait."),
            "digest_at": gettext_lazy("What is not urgent comes as one mail a day, at this hour."),
            "contact_name": gettext_lazy("Whom families and mentors may ask. It is in every mail."),
        }

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of families and mentors"), widget=forms.CheckboxSelectMultiple
    )
    features = forms.MultipleChoiceField(
        label=gettext_lazy("What this district uses"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        languages = spoken_languages()
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]
        self.fields["features"].choices = [  # type: ignore[attr-defined]
            (feature.value, format_html('{}<span class="cell-note">{}</span>', feature.label, FEATURES[feature]))
            for feature in Feature
        ]
        for name, choices in (("time_zone", zone_choices(self.instance.time_zone)), ("language", languages)):
            old = self.fields[name]
            self.fields[name] = forms.ChoiceField(label=old.label, choices=choices, help_text=old.help_text)

    def clean_contact_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["contact_phone"])

    def clean(self) -> dict[str, Any]:
        """Quiet hours have an end, and the main language is one of the district's."""
        super().clean()
        chosen = self.cleaned_data
        if chosen.get("quiet_from") and chosen.get("quiet_from") == chosen.get("quiet_until"):
            self.add_error("quiet_until", _("Quiet hours end at another time than they start."))
        languages = chosen.get("languages", [])
        if languages and chosen.get("language") and chosen["language"] not in languages:
            self.add_error("languages", _("The main language is one of these: tick it too."))
        return chosen


class SchoolForm(DistrictForm[School]):
    """A school."""

    class Meta:
        model = School
        fields = ["name", "phone", "address"]
        widgets = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "off"}),
            "address": forms.Textarea({"rows": 3, "autocomplete": "off"}),
        }

    def clean_name(self) -> str:
        """A name that no other school of the district has, however it is written."""
        name = str(self.cleaned_data["name"])
        if _has_namesake(School.objects.of(self.viewer.district).exclude(pk=self.instance.pk), name):
            raise forms.ValidationError(_("There is a school of this name already."))
        return name

    def clean_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["phone"])


class SchoolYearForm(DistrictForm[SchoolYear]):
    """A school year: its name, its first and its last day."""

    class Meta:
        model = SchoolYear
        fields = ["name", "starts_on", "ends_on"]
        widgets = {
            "name": forms.TextInput({"autocomplete": "off", "placeholder": "2026–27"}),
            "starts_on": forms.DateInput({"type": "date", "class": "input-short"}, "%Y-%m-%d"),
            "ends_on": forms.DateInput({"type": "date", "class": "input-short"}, "%Y-%m-%d"),
        }

    def clean_name(self) -> str:
        """A name that no other school year of the district has, however it is written."""
        name = str(self.cleaned_data["name"])
        if _has_namesake(SchoolYear.objects.of(self.viewer.district).exclude(pk=self.instance.pk), name):
            raise forms.ValidationError(_("There is a school year of this name already."))
        return name

    def clean_starts_on(self) -> date:
        """Of our days."""
        return _of_our_days(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date:
        """Of our days."""
        return _of_our_days(self.cleaned_data["ends_on"])

    def clean(self) -> dict[str, Any]:
        """The days come in order, as the database wants them, and are no more than a year has."""
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The last day must be after the first day."))
        elif first and last and (last - first).days >= LONGEST_YEAR:
            words = _("A school year has at most %(count)s days. Check both years.")
            self.add_error("ends_on", words % {"count": LONGEST_YEAR})
        return self.cleaned_data


def _has_namesake(rows: DistrictQuerySet[Any], name: str) -> bool:
    """Whether one of the rows, of which a district has dozens, has this name but for capitals, accents and dashes."""
    return any((fold(other) or other) == (fold(name) or name) for other in rows.values_list("name", flat=True))


def _of_our_days(day: date) -> date:
    check_year(day)
    return day


def _zone_words(name: str) -> str:
    return name.replace("_", " ")
