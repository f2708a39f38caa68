"""Forms of background checks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.forms import DaysMixin, day_input
from screening.models import BackgroundCheck, CheckType, Tier
from screening.social_security import refuse
from tenancy.forms import DistrictForm, ViewerForm

_NO_NUMBERS = gettext_lazy("Coordinators and administrators read it. Never a Social Security number.")
_OUTCOMES = BackgroundCheck.Outcome
_DECIDED = {_OUTCOMES.CLEAR, _OUTCOMES.NOT_CLEAR}


class BackgroundCheckForm(DaysMixin, DistrictForm[BackgroundCheck]):
    """One check: first what decides, then its dates, its cost, and the notices where it was not clear."""

    past = (
        "disclosed_on",
        "consented_on",
        "ordered_on",
        "received_on",
        "decided_on",
        "first_notice_on",
        "disputed_on",
        "final_notice_on",
        "renewed_on",
    )
    FIRST = ("check_type", "tier", "outcome", "decided_on", "expires_on")
    DATES = ("disclosed_on", "consented_on", "ordered_on", "vendor", "order_number", "received_on", "renewed_on")
    COST = ("paid_by", "amount", "account_code", "retain_until")
    NOTICES = ("first_notice_on", "disputed_on", "final_notice_on")

    class Meta:
        model = BackgroundCheck
        fields = [
            "check_type",
            "tier",
            "outcome",
            "decided_on",
            "expires_on",
            "disclosed_on",
            "consented_on",
            "ordered_on",
            "vendor",
            "order_number",
            "received_on",
            "renewed_on",
            "first_notice_on",
            "disputed_on",
            "final_notice_on",
            "paid_by",
            "amount",
            "account_code",
            "retain_until",
        ]
        widgets = {
            **{name: day_input() for name in fields if name.endswith("_on") or name == "retain_until"},
            "outcome": forms.RadioSelect({"class": "pills"}),
            "vendor": forms.TextInput({"autocomplete": "off"}),
            "order_number": forms.TextInput({"autocomplete": "off"}),
            "account_code": forms.TextInput({"autocomplete": "off"}),
        }
        help_texts = {
            "tier": gettext_lazy("A check for outings is good enough for the school, too."),
            "decided_on": gettext_lazy("The day of the outcome. Leave it out while you wait for it."),
            "expires_on": gettext_lazy("Only if the check itself names a last day."),
            "vendor": _NO_NUMBERS,
            "order_number": _NO_NUMBERS,
            "account_code": _NO_NUMBERS,
            "retain_until": gettext_lazy("When this record is due to be deleted, by your district’s rules."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = _OUTCOMES.choices  # type: ignore[attr-defined]
        self.fields["outcome"].required = True

    def clean(self) -> dict[str, Any]:
        """An outcome has a day; while one waits for it, there is none."""
        cleaned = {**self.cleaned_data, **(super().clean() or {})}
        if cleaned.get("outcome") in _DECIDED:
            if not cleaned.get("decided_on") and "decided_on" not in self.errors:
                self.add_error("decided_on", _("On which day was it decided?"))
        elif cleaned.get("outcome"):
            cleaned["decided_on"] = None
        return cleaned

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """The folded parts of the form: heading, fields, and whether it is open from the start."""
        named = [(_("Dates and vendor"), self.DATES), (_("Cost and keeping"), self.COST), (_("Notices"), self.NOTICES)]
        return [
            (heading, fields := [self[name] for name in names], any(one.errors or one.value() for one in fields))
            for heading, names in named
        ]

    @property
    def first(self) -> list[forms.BoundField]:
        """What is always shown."""
        return [self[name] for name in self.FIRST]


class CheckSelectedForm(DaysMixin, ViewerForm):
    """The same check for many people: clear, or ordered, on a day. What was not clear is recorded one by one."""

    OUTCOMES = [(_OUTCOMES.CLEAR.value, _OUTCOMES.CLEAR.label), (_OUTCOMES.PENDING.value, gettext_lazy("Ordered"))]
    past = ("day",)

    check_type = forms.ChoiceField(label=gettext_lazy("What is checked"), choices=CheckType.choices)
    tier = forms.TypedChoiceField(
        label=gettext_lazy("Good enough for"), choices=Tier.choices, coerce=int, initial=Tier.PLACE
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=OUTCOMES,
        initial=_OUTCOMES.CLEAR.value,
        widget=forms.RadioSelect({"class": "pills"}),
        help_text=gettext_lazy("A check that was not clear is recorded on the person’s own page."),
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    vendor = forms.CharField(
        label=gettext_lazy("Who makes the check"),
        max_length=80,
        required=False,
        validators=[refuse],
        help_text=_NO_NUMBERS,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = self.viewer.today

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        chosen = self.cleaned_data
        is_clear = chosen["outcome"] == _OUTCOMES.CLEAR
        return {
            "check_type": chosen["check_type"],
            "tier": chosen["tier"],
            "outcome": chosen["outcome"],
            "vendor": chosen["vendor"],
            "decided_on": chosen["day"] if is_clear else None,
            "ordered_on": None if is_clear else chosen["day"],
        }

    @property
    def preview(self) -> tuple[str, date | None]:
        """Kind and day of the outcome as they are filled in, before anything is sent: who would be left out."""
        if self.is_bound and self.is_valid():
            return self.facts["check_type"], self.facts["decided_on"]
        return str(self.initial.get("check_type") or CheckType.NAME), self.viewer.today
