"""Filters of the board."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from screening.models import Asked, Requirement, RequirementSet
from tenancy.forms.lists import FilterForm
from tenancy.querysets.people import PersonQuerySet

_ANY = _("Any")


class ClearanceFilterForm(FilterForm):
    """Who, of whom what is asked, how they stand, what kind of step is missing."""

    STATES = [
        ("", _ANY),
        ("clear", _("Cleared")),
        ("soon", _("Runs out within 60 days")),
        ("not", _("Not cleared")),
        ("missing", _("Something is missing")),
        ("pending", _("Waiting for the outcome")),
        ("expired", _("Run out")),
        ("failed", _("Not clear")),
        ("held", _("Paused until further notice")),
    ]

    q = forms.CharField(
        label=_("Name, email or phone"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("Clearance"), required=False, choices=STATES)
    missing = forms.ChoiceField(
        label=_("What is missing"), required=False, choices=[("", _ANY), *Requirement.Kind.choices]
    )
    asked = forms.ModelChoiceField(
        label=_("What is asked"), required=False, queryset=RequirementSet.objects.none(), empty_label=_ANY
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets = RequirementSet.objects.of(self.viewer.district).usable().order_by("name")
        self.fields["asked"].queryset = sets  # type: ignore[attr-defined]

    def narrowed_by(self, people: PersonQuerySet, chosen: dict[str, Any]) -> PersonQuerySet:
        """The people of whom one thing asked stands as all the filters say."""
        if chosen.get("q"):
            people = people.named(chosen["q"])
        on = self.viewer.today
        asked = Asked.objects.of(self.viewer.district).filter(person=OuterRef("pk"), ended_on=None)
        unfiltered = asked
        if state := chosen.get("state"):
            if state == "soon":
                asked = asked.running_out(on)
            elif state == "not":
                asked = asked.not_cleared(on)
            else:
                asked = asked.in_state(state, on)
        if kind := chosen.get("missing"):
            current = Requirement.objects.of(self.viewer.district).filter(until_version=None, kind=kind)
            asked = asked.not_cleared(on).filter(lacking__overlap=list(current.values_list("pk", flat=True)))
        if chosen.get("asked"):
            asked = asked.filter(requirement_set=chosen["asked"])
        return people if asked is unfiltered else people.filter(Exists(asked))
