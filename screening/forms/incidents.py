"""Forms about incidents."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.models import Incident, IncidentNote
from screening.querysets.incidents import IncidentQuerySet
from tenancy.forms import ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School
from tenancy.viewer import Viewer

_ANY = gettext_lazy("Any")
_READ_BY = gettext_lazy("Read by district administrators, principals and coordinators. Write what you saw and heard.")
_TOLD_HELP = gettext_lazy("Parent, principal, nurse, police, child protection: who, when, by whom.")
#: People whom one search offers.
_MOST_FOUND = 10


def _authorities() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Authorities"), choices=IncidentNote.Authorities, widget=forms.RadioSelect
    )


def _told() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Who was told, and when"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_TOLD_HELP,
    )


def found_by(typed: str, viewer: Viewer) -> list[Person]:
    """The first people of this name whom the viewer may know of."""
    return Person.objects.visible_to(viewer).active().first_named(typed, _MOST_FOUND)


class IncidentForm(ViewerForm):
    """What happened. People are found by name with a button of their own, and then ticked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind"), choices=Incident.Kind, widget=forms.RadioSelect({"class": "pills"})
    )
    day = forms.DateField(label=gettext_lazy("Date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    school = forms.ModelChoiceField(
        label=gettext_lazy("School"),
        required=False,
        queryset=School.objects.none(),
        empty_label=gettext_lazy("No school"),
    )
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=200,
        help_text=gettext_lazy("Room, workplace, bus: as exactly as you know."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"), max_length=6000, widget=forms.Textarea({"rows": 8}), help_text=_READ_BY
    )
    find = forms.CharField(
        label=gettext_lazy("Find somebody who was involved"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
        help_text=gettext_lazy("Type a name and press “Find”. What you have written stays."),
    )
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who was involved"),
        required=False,
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    accused = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who is said to have caused it"),
        required=False,
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They cannot read this report, whatever their role."),
    )
    others = forms.CharField(
        label=gettext_lazy("Others who were there"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Names of those whom you could not find above."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    told = _told()
    authorities = _authorities()

    def __init__(self, *args: Any, found: list[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]
        self._offer(found or [])

    def _offer(self, found: list[Person]) -> None:
        """Offer whoever was just found, and whoever was ticked before; without any, ask nothing."""
        sent = self.data if self.is_bound else self.initial
        ticked = [pk for name in ("people", "accused") for pk in ids_in(sent, name)]
        offered = Person.objects.visible_to(self.viewer).active()
        offered = offered.filter(pk__in=[*ticked, *(one.pk for one in found)]).in_list_order()
        for name in ("people", "accused"):
            if ticked or found:
                self.fields[name].queryset = offered  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean_day(self) -> Any:
        """A day of our times."""
        check_year(self.cleaned_data["day"])
        return self.cleaned_data["day"]

    def clean(self) -> dict[str, Any]:
        """It has happened already; names that were typed were looked for."""
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.pop("day", None), cleaned.pop("time", None)
        if day and time:
            cleaned["happened_at"] = timezone.make_aware(datetime.combine(day, time))
            if cleaned["happened_at"] > timezone.now():
                self.add_error("time", _("This is still to come. Check the date and the time."))
        if cleaned.pop("find", ""):
            self.add_error("find", _("Press “Find” to look for this name, or write it below “Others”."))
        return {"people": [], "accused": [], **cleaned}


class IncidentNoteForm(ViewerForm):
    """What came later."""

    text = forms.CharField(
        label=gettext_lazy("What came later"), max_length=6000, widget=forms.Textarea({"rows": 5}), help_text=_READ_BY
    )
    told = _told()
    authorities = _authorities()


class IncidentFilterForm(FilterForm):
    """Which incidents are listed."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind"), required=False, choices=[("", _ANY), *Incident.Kind.choices]
    )
    school = forms.ModelChoiceField(
        label=gettext_lazy("School"), required=False, queryset=School.objects.none(), empty_label=_ANY
    )
    authorities = forms.ChoiceField(
        label=gettext_lazy("Authorities"), required=False, choices=[("", _ANY), *IncidentNote.Authorities.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]

    def narrowed_by(self, rows: IncidentQuerySet, chosen: dict[str, Any]) -> IncidentQuerySet:
        """Incidents of this kind, at this school, standing so with the authorities."""
        wanted = {name: chosen[name] for name in ("kind", "school", "authorities") if chosen.get(name)}
        return rows.filter(**wanted)


def ids_in(sent: Any, name: str) -> list[int]:
    """The ids that a query or a dict of first values holds below this name."""
    typed = sent.getlist(name) if hasattr(sent, "getlist") else sent.get(name, [])
    return [int(pk) for pk in map(str, typed) if pk.isdecimal() and len(pk) < 19]
