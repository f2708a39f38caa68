"""Filters of the lists of logs and of worries. Staff read them."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Activity, Meeting
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Match, Program
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School

_ANY: tuple[str, str | Promise] = ("", _("Any"))


class LogFilterForm(FilterForm):
    """Which logs."""

    LOOKS = [
        _ANY,
        ("place", _("Not an allowed place")),
        ("place_new", _("Not an allowed place, not seen yet")),
        ("absent", _("With a student noted absent")),
        ("absent_new", _("With a student noted absent, not seen yet")),
        ("special", _("Something special")),
        ("off_focus", _("Off focus")),
        ("missed", _("Somebody did not come")),
        ("changed", _("Changed later")),
        ("unseen", _("Not seen yet")),
    ]

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    look = forms.ChoiceField(label=_("What stands out"), required=False, choices=LOOKS)
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )
    school = forms.ModelChoiceField(
        label=_("School"), required=False, queryset=School.objects.none(), empty_label=_("Any")
    )
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By what stands out, program, school, days, and the name of a member."""
        matches = Match.objects.of(self.viewer.district)
        if text := chosen.get("q"):
            people = Person.objects.of(self.viewer.district).named(text)
            rows = rows.filter(meeting__match__in=matches.naming(people).values("pk"))
        if school := chosen.get("school"):
            rows = rows.filter(meeting__match__in=matches.at_school(school.pk).values("pk"))
        if program := chosen.get("program"):
            rows = rows.filter(meeting__match__program=program)
        if first := chosen.get("first"):
            rows = rows.filter(meeting__on__gte=first)
        if last := chosen.get("last"):
            rows = rows.filter(meeting__on__lte=last)
        return self._looked_at(rows, chosen.get("look", ""))

    def _looked_at(self, rows: Any, look: str) -> Any:
        ways = {
            "place": lambda: rows.filter(is_allowed_place=False),
            "place_new": rows.to_look_at,
            "absent": rows.though_absent,
            "absent_new": lambda: rows.though_absent().filter(seen_at=None),
            "special": lambda: rows.exclude(special=""),
            "off_focus": lambda: rows.filter(activities=[Activity.OTHER.value]),
            "missed": lambda: rows.filter(meeting__state=Meeting.State.MISSED),
            "changed": lambda: rows.filter(changed_at__isnull=False),
            "unseen": lambda: rows.filter(seen_at=None),
        }
        return ways[look]() if look in ways else rows


class WorryFilterForm(FilterForm):
    """Which worries. Without a state, those that nobody has answered."""

    STATES = [("", _("Open")), ("closed", _("Closed")), ("all", _("All"))]

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """Open, closed, or all."""
        state = chosen.get("state", "")
        if state == "all":
            return rows
        return rows.filter(closed_at__isnull=False) if state else rows.open()
