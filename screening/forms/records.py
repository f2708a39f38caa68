"""Forms of trainings taken, policies agreed to on paper, references; for one person or for many."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.forms import DaysMixin, day_input
from screening.models import PolicyDocument, Reference, Training
from tenancy.forms import DistrictForm, ViewerForm


class TrainingRecordForm(DaysMixin, ViewerForm):
    """Which training, on which day."""

    past = ("completed_on",)

    training = forms.ModelChoiceField(label=gettext_lazy("Training"), queryset=Training.objects.none())
    completed_on = forms.DateField(label=gettext_lazy("Done on"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Training.objects.of(self.viewer.district).filter(is_active=True).order_by("title")
        field = self.fields["training"]
        field.queryset = offered  # type: ignore[attr-defined]
        field.empty_label = _("Choose a training")  # type: ignore[attr-defined]
        self.fields["completed_on"].initial = self.viewer.today


class AcknowledgementForm(DaysMixin, ViewerForm):
    """Which policy was signed on paper, on which day."""

    past = ("acknowledged_on",)

    document = forms.ModelChoiceField(
        label=gettext_lazy("Policy"),
        queryset=PolicyDocument.objects.none(),
        help_text=gettext_lazy("The newest version counts."),
    )
    acknowledged_on = forms.DateField(label=gettext_lazy("Signed on paper on"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = PolicyDocument.objects.of(self.viewer.district).filter(is_active=True).order_by("title")
        field = self.fields["document"]
        field.queryset = offered  # type: ignore[attr-defined]
        field.empty_label = _("Choose a policy")  # type: ignore[attr-defined]
        self.fields["acknowledged_on"].initial = self.viewer.today


class ReferenceForm(DaysMixin, DistrictForm[Reference]):
    """Who speaks for the person."""

    past = ("asked_on", "received_on")

    class Meta:
        model = Reference
        fields = ["referee_name", "relation", "outcome", "trust", "asked_on", "received_on"]
        widgets = {
            "referee_name": forms.TextInput({"autocomplete": "off"}),
            "relation": forms.TextInput({"autocomplete": "off"}),
            "outcome": forms.RadioSelect({"class": "pills"}),
            "trust": forms.RadioSelect({"class": "pills"}),
            "asked_on": day_input(),
            "received_on": day_input(),
        }
        help_texts = {
            "relation": gettext_lazy("“Manager at Oak Clinic”. Coordinators and administrators read it."),
            "trust": gettext_lazy("Ask everybody who speaks for a mentor. Coordinators and administrators read it."),
            "received_on": gettext_lazy("Leave it out while you wait for it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = Reference.Outcome.choices  # type: ignore[attr-defined]
        self.fields["trust"].choices = [("", _("Not said")), *Reference.Trust.choices]  # type: ignore[attr-defined]
