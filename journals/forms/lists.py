"""Filters of lists of entries and of class groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.forms.class_days import GroupChoiceField
from journals.models import Entry
from journals.querysets.entries import EntryQuerySet
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import ClassGroup, Program
from mentoring.querysets.class_groups import ClassGroupQuerySet
from tenancy.forms.lists import FilterForm
from tenancy.models import Person

_ANY = _("Any")
_NAME = forms.TextInput({"type": "search", "autocomplete": "off"})


class LateFilterForm(FilterForm):
    """Whose late entries: by student, program, class group."""

    q = forms.CharField(label=_("Student"), required=False, max_length=80, widget=_NAME)
    program = ProgramChoiceField(label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_ANY)
    group = GroupChoiceField(
        label=_("Class group"), required=False, queryset=ClassGroup.objects.none(), empty_label=_ANY
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).current().to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        groups = ClassGroup.objects.visible_to(self.viewer).of_current_programs().in_list_order()
        groups = groups.prefetch_related("program__school_year", "school")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def narrowed_by(self, rows: EntryQuerySet, chosen: dict[str, Any]) -> EntryQuerySet:
        """The entries that these filters leave."""
        if chosen.get("q"):
            people = Person.objects.of(self.viewer.district).named(chosen["q"])
            rows = rows.filter(match_student__student__person__in=people.values("pk"))
        if chosen.get("program"):
            rows = rows.filter(match_student__match__program=chosen["program"])
        if chosen.get("group"):
            rows = rows.in_class_group(chosen["group"].pk)
        return rows


class EntryFilterForm(LateFilterForm):
    """Which entries: by student, program, class group, and how they stand."""

    STATES: Sequence[tuple[str, Any]] = (
        ("", _ANY),
        ("to_grade", _("Waits for a teacher")),
        ("to_release", _("Graded, not visible yet")),
        *Entry.State.choices,
    )

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def narrowed_by(self, rows: EntryQuerySet, chosen: dict[str, Any]) -> EntryQuerySet:
        """The entries that these filters leave."""
        rows = super().narrowed_by(rows, chosen)
        state = chosen.get("state", "")
        special: Mapping[str, Any] = {"to_grade": rows.to_grade, "to_release": rows.to_release}
        if state in special:
            found: EntryQuerySet = special[state]()
            return found
        return rows.filter(state=state) if state else rows


class JournalFilterForm(FilterForm):
    """Class groups of a program."""

    program = ProgramChoiceField(label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_ANY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).current().to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]

    def narrowed_by(self, rows: ClassGroupQuerySet, chosen: dict[str, Any]) -> ClassGroupQuerySet:
        """Those of the program."""
        return rows.filter(program=chosen["program"]) if chosen.get("program") else rows
