"""Forms of what is asked: requirement sets, their steps, trainings, policies."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from screening.forms import DaysMixin, day_input
from screening.models import PolicyDocument, Requirement, RequirementSet, Training
from screening.models.training import Topic
from screening.presets import PRESETS
from screening.social_security import refuse
from tenancy.forms import DistrictForm, ViewerForm, WebAddressField

_NOTICE = timedelta(days=30)
Kind = Requirement.Kind


class RequirementSetForm(DistrictForm[RequirementSet]):
    """What it is called."""

    class Meta:
        model = RequirementSet
        fields = ["name"]
        widgets = {"name": forms.TextInput({"autocomplete": "off"})}


class RequirementSetAddForm(RequirementSetForm):
    """A name, and what to start from."""

    start = forms.ChoiceField(
        label=gettext_lazy("Start from"),
        choices=[
            *((one.code, f"{one.name} ({len(one.steps)})") for one in PRESETS.values()),
            ("", gettext_lazy("Nothing: I add the steps myself")),
        ],
        required=False,
        initial="group",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("In brackets: how many steps. You can change every one of them afterwards."),
    )


class RequirementForm(DaysMixin, DistrictForm[Requirement]):
    """One step: what kind, which one, how long it counts."""

    class Meta:
        model = Requirement
        fields = [
            "kind",
            "title",
            "title_es",
            "check_type",
            "tier",
            "training",
            "document",
            "number",
            "valid_months",
            "renews_yearly",
            "minutes",
            "before_first_day",
            "counts_from_on",
        ]
        widgets = {
            "title": forms.TextInput({"autocomplete": "off"}),
            "title_es": forms.TextInput({"autocomplete": "off", "lang": "es"}),
            "counts_from_on": day_input(),
        }
        help_texts = {
            "title": gettext_lazy("Mentors and staff read it: “30-minute training”."),
            "title_es": gettext_lazy("Who reads Waymark in Spanish reads this. Empty: the words above."),
            "check_type": gettext_lazy("For a background check."),
            "tier": gettext_lazy("For a background check: where people will meet."),
            "training": gettext_lazy("For a training or an orientation."),
            "document": gettext_lazy("For a policy to read and agree to."),
            "number": gettext_lazy("For references."),
            "valid_months": gettext_lazy("24 for two years. Leave it out if it does not run out."),
            "renews_yearly": gettext_lazy("For checks without an end that the person confirms every year."),
            "minutes": gettext_lazy("Of the person’s own time."),
            "before_first_day": gettext_lazy("If not ticked, it is asked for but stops nobody."),
            "counts_from_on": gettext_lazy(
                "Until then it is announced and stops nobody. Leave it out to ask for it at once."
            ),
        }

    def __init__(self, *args: Any, is_in_use: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = self.viewer.district
        trainings = Training.objects.of(district).filter(is_active=True).order_by("title")
        documents = PolicyDocument.objects.of(district).filter(is_active=True).order_by("title")
        self.fields["training"].queryset = trainings  # type: ignore[attr-defined]
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["number"].min_value = 1  # type: ignore[attr-defined]
        if is_in_use and self.instance._state.adding:
            self.fields["counts_from_on"].initial = self.viewer.today + _NOTICE

    def clean(self) -> dict[str, Any]:
        """Each kind has what it is about, and nothing else."""
        cleaned = {**self.cleaned_data, **(super().clean() or {})}
        kind = cleaned.get("kind")
        needed = {
            Kind.BACKGROUND_CHECK.value: "check_type",
            Kind.TRAINING.value: "training",
            Kind.ORIENTATION.value: "training",
            Kind.ACKNOWLEDGEMENT.value: "document",
        }
        about = needed.get(str(kind), "")
        if about and not cleaned.get(about) and about not in self.errors:
            self.add_error(about, _("Choose one."))
        for name, empty in (("check_type", ""), ("training", None), ("document", None)):
            if name != about:
                cleaned[name] = empty
        return cleaned


class TrainingForm(DistrictForm[Training]):
    """A training or orientation."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What it speaks of"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    url = WebAddressField(
        label=gettext_lazy("Web address"),
        required=False,
        help_text=gettext_lazy("Where it is taken, if online. Mentors see it on their own page."),
    )

    class Meta:
        model = Training
        fields = ["title", "kind", "minutes", "url", "topics", "cost"]
        widgets = {"title": forms.TextInput({"autocomplete": "off"}), "kind": forms.RadioSelect({"class": "pills"})}


class TextsMixin(forms.Form):
    """A wording in each language of the district."""

    viewer: Any

    def add_texts(self, texts: dict[str, tuple[str, str]]) -> None:
        """A title and a text for each language; the district's own language is needed."""
        for code in self.language_codes:
            language = get_language_info(code)["name_local"].capitalize()
            title, body = texts.get(code, ("", ""))
            is_needed = code == self.main_language
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": language},
                max_length=120,
                required=is_needed,
                initial=title,
                validators=[refuse],
                widget=forms.TextInput({"autocomplete": "off"}),
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": language},
                max_length=20_000,
                required=is_needed,
                initial=body,
                widget=forms.Textarea({"rows": 10}),
                help_text=_("Everybody who is asked to agree to it reads it."),
            )

    @property
    def language_codes(self) -> list[str]:
        """The languages in which a policy can be written."""
        known = self.viewer.district.languages or [self.viewer.district.language]
        spoken = [code for code, _name in settings.LANGUAGES]
        return [code for code in spoken if code in known] or ["en"]

    @property
    def main_language(self) -> str:
        """The language without which a policy is not complete."""
        codes, own = self.language_codes, self.viewer.district.language
        return str(own) if own in codes else codes[0]

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """The wording of each language that was written."""
        chosen = self.cleaned_data
        return {
            code: (chosen[f"title_{code}"] or chosen[f"title_{self.main_language}"], chosen[f"body_{code}"])
            for code in self.language_codes
            if chosen.get(f"body_{code}")
        }


class PolicyDocumentForm(DistrictForm[PolicyDocument]):
    """What it is called in lists, and how long it takes to read."""

    class Meta:
        model = PolicyDocument
        fields = ["title", "minutes"]
        widgets = {"title": forms.TextInput({"autocomplete": "off"})}
        help_texts = {"title": gettext_lazy("The name in lists.")}


class PolicyDocumentAddForm(TextsMixin, PolicyDocumentForm):
    """A new policy with its first wording."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts({})


class PolicyVersionForm(DaysMixin, TextsMixin, ViewerForm):
    """A new wording, from when it counts, and whether everybody agrees anew."""

    takes_effect_on = forms.DateField(
        label=gettext_lazy("Takes effect on"),
        widget=day_input(),
        help_text=gettext_lazy("Who is cleared stays so until the day before."),
    )
    asks_again = forms.BooleanField(
        label=gettext_lazy("Everybody agrees to it anew"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Leave it out for small corrections."),
    )

    def __init__(self, *args: Any, texts: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts(texts)
        self.fields["takes_effect_on"].initial = self.viewer.today + _NOTICE
        self.order_fields([name for name in self.fields if name not in {"takes_effect_on", "asks_again"}])

    def clean_takes_effect_on(self) -> date:
        """Today at the earliest."""
        day: date = self.cleaned_data["takes_effect_on"]
        if day < self.viewer.today:
            raise forms.ValidationError(_("A new version takes effect today at the earliest."))
        return day
