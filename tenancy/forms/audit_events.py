"""Filters of the audit log."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenancy.forms import ViewerForm
from tenancy.history import target_choices, verb_choices
from tenancy.models import AuditEvent, Membership, Person
from tenancy.models.owned import DistrictQuerySet

_ANY = _("Any")


class AuditFilterForm(ViewerForm):
    """Who did what to what, between which days. Every filter may be left out."""

    actor = forms.CharField(
        label=_("Done by"), required=False, max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )
    verb = forms.ChoiceField(label=_("What"), required=False)
    target = forms.ChoiceField(label=_("Done to a"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    #: A person whom the deeds are about; set by the link on their page.
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _ANY), *verb_choices()]  # type: ignore[attr-defined]
        self.fields["target"].choices = [("", _ANY), *target_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days come in order."""
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first day."))
        return self.cleaned_data

    def narrow(self, events: DistrictQuerySet[AuditEvent]) -> DistrictQuerySet[AuditEvent]:
        """The events that the filters leave; a filter that could not be read leaves everything."""
        self.full_clean()
        chosen = self.cleaned_data
        if chosen.get("actor"):
            doers = Person.objects.visible_to(self.viewer).named(chosen["actor"])
            events = events.filter(actor_person__in=doers.values("pk"))
        if chosen.get("verb"):
            events = events.filter(verb=chosen["verb"])
        if chosen.get("target"):
            events = events.filter(target_kind=chosen["target"])
        if chosen.get("first"):
            events = events.filter(at__gte=_midnight(chosen["first"]))
        if chosen.get("last") and chosen["last"] < date.max:
            events = events.filter(at__lt=_midnight(chosen["last"] + timedelta(days=1)))
        if chosen.get("person"):
            events = events.filter(self._about(chosen["person"]))
        return events

    def _about(self, pk: int) -> Q:
        roles = Membership.objects.of(self.viewer.district).filter(person=pk).values("pk")
        about = Q(target_kind=Person._meta.label_lower, target_id=pk)
        return about | Q(target_kind=Membership._meta.label_lower, target_id__in=roles)

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is on."""
        return any(self.data.get(name) for name in self.fields)


def _midnight(day: Any) -> datetime:
    """When a day begins in the district."""
    return timezone.make_aware(datetime.combine(day, time()))
