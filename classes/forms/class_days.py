"""Attendance: everybody but those who are tapped; when a class meets; who follows up."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classes.actions.class_days import Missed
from classes.forms.posting import date_field
from classes.models import ClassAbsence, ClassDay, ClassTime
from classes.querysets.class_groups import groups_seen
from mentoring.forms.class_groups import PersonChoiceField, teachers_for
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import ClassGroup, Program, ProgramStudent
from tenancy.forms import ViewerForm
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School

#: What a student is who is not tapped.
HERE = "here"


@dataclass(frozen=True)
class Line:
    """One student on the page: three fields, whether the follow-up is open, whether the office noted them absent."""

    name: str
    place_id: int
    kind: forms.BoundField
    follow_up: forms.BoundField
    follow_up_by: forms.BoundField
    is_open: bool
    is_noted_absent: bool


class TakeForm(ViewerForm):
    """Who was not there. Everybody is here until somebody taps something else, but whom the office noted as absent.

    ``absent``: the ids of those students. A day that was taken stands as it was taken.
    """

    note = forms.CharField(
        label=gettext_lazy("Note about this day"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who sees the attendance of the class can read this."),
    )
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        places: Sequence[ProgramStudent],
        known: ClassDay | None,
        absent: Collection[int],
        owners: Sequence[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.owners = places, {str(one.pk): one for one in owners}
        self.absent = {one.pk for one in places if one.student_id in absent}
        self.has_preset = bool(self.absent) and known is None
        absences = {one.program_student_id: one for one in known.absences.all()} if known else {}
        if known is not None:
            self.initial.update({"note": known.note, "seen_at": known.taken_at.isoformat()})
        for place in places:
            self._add_line(place, absences.get(place.pk))

    def _add_line(self, place: ProgramStudent, absence: ClassAbsence | None) -> None:
        name = place.student.person.name
        self.fields[f"kind_{place.pk}"] = forms.ChoiceField(
            label=name,
            choices=[(HERE, _("Here")), *ClassAbsence.Kind.choices],
            widget=forms.RadioSelect({"class": "pills"}),
            initial=absence.kind if absence else self._likely(place),
            required=False,
        )
        self.fields[f"follow_up_{place.pk}"] = forms.CharField(
            label=_("What is to be done about it"),
            max_length=300,
            required=False,
            initial=absence.follow_up if absence else "",
        )
        self.fields[f"follow_up_by_{place.pk}"] = forms.ChoiceField(
            label=_("Who does it"),
            choices=[(pk, one.sorted_name) for pk, one in self.owners.items()],
            required=False,
            initial=str(absence.follow_up_by_id) if absence and absence.follow_up_by_id else str(self.viewer.person_id),
        )

    def _likely(self, place: ProgramStudent) -> str:
        return str(ClassAbsence.Kind.ABSENT) if self.has_preset and place.pk in self.absent else HERE

    @property
    def lines(self) -> Iterator[Line]:
        """One line a student, in the order of their names."""
        for place in self.places:
            kind, follow_up = self[f"kind_{place.pk}"], self[f"follow_up_{place.pk}"]
            yield Line(
                name=place.student.person.name,
                place_id=place.pk,
                kind=kind,
                follow_up=follow_up,
                follow_up_by=self[f"follow_up_by_{place.pk}"],
                is_noted_absent=place.pk in self.absent,
                is_open=bool(follow_up.value() or follow_up.errors or kind.errors),
            )

    def clean(self) -> dict[str, Any]:
        """Only somebody who missed class is followed up."""
        given = super().clean() or {}
        for place in self.places:
            kind, follow_up = given.get(f"kind_{place.pk}"), given.get(f"follow_up_{place.pk}")
            if follow_up and kind in {HERE, ""}:
                self.add_error(f"follow_up_{place.pk}", _("Say first how the student missed class."))
            if follow_up and not given.get(f"follow_up_by_{place.pk}"):
                self.add_error(f"follow_up_by_{place.pk}", _("Say who does it."))
        return given

    @property
    def missed(self) -> Mapping[int, Missed]:
        """Who was not there, by place in the program."""
        given = self.cleaned_data
        return {
            place.pk: Missed(
                given[f"kind_{place.pk}"],
                given[f"follow_up_{place.pk}"],
                self.owners.get(given[f"follow_up_by_{place.pk}"]),
            )
            for place in self.places
            if given[f"kind_{place.pk}"] not in {HERE, ""}
        }

    @property
    def seen_instant(self) -> datetime | None:
        """When what the page showed was taken; None when it was not."""
        try:
            return parse_datetime(self.cleaned_data["seen_at"])
        except ValueError:
            return None


class ClassTimesForm(ViewerForm):
    """On which weekdays a class meets."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("The class meets on"),
        choices=ClassTime.Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "pills"}),
        help_text=gettext_lazy("On these days, Today asks for attendance. On closed days it does not."),
    )


class FollowUpForm(ViewerForm):
    """What is to be done about an absence, and by whom."""

    follow_up = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=300,
        help_text=gettext_lazy("Who sees the attendance of the class can read this, and whoever does it."),
    )

    def __init__(self, *args: Any, owners: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(one.pk): one for one in owners}
        self.fields["follow_up_by"] = forms.ChoiceField(
            label=_("Who does it"), choices=[(pk, one.sorted_name) for pk, one in self.owners.items()]
        )

    @property
    def details(self) -> dict[str, Any]:
        """What was typed, for the action."""
        return {
            "follow_up": self.cleaned_data["follow_up"],
            "follow_up_by": self.owners[self.cleaned_data["follow_up_by"]],
        }


# Filters


class GroupChoiceField(forms.ModelChoiceField[ClassGroup]):
    """A class group by its name, school and year."""

    def label_from_instance(self, obj: Any) -> str:
        """Names of class groups come back in other schools and years."""
        return f"{obj.name} ({obj.school.name}, {obj.program.school_year.name})"


def _group_field(viewer: Any) -> GroupChoiceField:
    seen = groups_seen(viewer).of_current_programs().in_list_order().prefetch_related("program__school_year", "school")
    return GroupChoiceField(label=_("Class group"), queryset=seen, required=False, empty_label=_("Any"))


class ClassGroupLifeFilterForm(FilterForm):
    """Which class groups: of a program, a school, a teacher."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = groups_seen(self.viewer)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        schools = School.objects.of(self.viewer.district).filter(pk__in=seen.values("school")).order_by("name")
        self.fields["program"] = ProgramChoiceField(
            label=_("Program"), queryset=programs, required=False, empty_label=_("Current programs")
        )
        self.fields["school"] = forms.ModelChoiceField(
            label=_("School"), queryset=schools, required=False, empty_label=_("Any")
        )
        self.fields["teacher"] = PersonChoiceField(
            label=_("Teacher"), queryset=teachers_for(self.viewer), required=False, empty_label=_("Any")
        )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """Of one program or of all that go on."""
        program = chosen.get("program")
        rows = rows.filter(program=program) if program else rows.of_current_programs()
        if school := chosen.get("school"):
            rows = rows.filter(school=school)
        return rows.filter(supervising_teacher=chosen["teacher"]) if chosen.get("teacher") else rows


class ClassDayFilterForm(FilterForm):
    """Which days of which class group."""

    first = date_field(gettext_lazy("From"), required=False)
    last = date_field(gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = _group_field(self.viewer)
        self.order_fields(["group", "first", "last"])

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By class group and days."""
        if group := chosen.get("group"):
            rows = rows.filter(class_group=group)
        if first := chosen.get("first"):
            rows = rows.filter(day__gte=first)
        return rows.filter(day__lte=chosen["last"]) if chosen.get("last") else rows


class ClassAbsenceFilterForm(FilterForm):
    """Which absences: of a class group, a kind, to be followed up by whom."""

    MINE, OPEN, DONE = "mine", "open", "done"
    FOLLOW_UPS = (
        ("", gettext_lazy("Any")),
        (MINE, gettext_lazy("Open, mine")),
        (OPEN, gettext_lazy("Open")),
        (DONE, gettext_lazy("Done")),
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[("", gettext_lazy("Any")), *ClassAbsence.Kind.choices], required=False
    )
    follow_up = forms.ChoiceField(label=gettext_lazy("Follow-up"), choices=FOLLOW_UPS, required=False)
    first = date_field(gettext_lazy("From"), required=False)
    last = date_field(gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = _group_field(self.viewer)
        self.order_fields(["group", "kind", "follow_up", "first", "last"])

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By class group, kind, days, and who is to do what."""
        if group := chosen.get("group"):
            rows = rows.filter(class_day__class_group=group)
        if kind := chosen.get("kind"):
            rows = rows.filter(kind=kind)
        if first := chosen.get("first"):
            rows = rows.filter(missed_on__gte=first)
        if last := chosen.get("last"):
            rows = rows.filter(missed_on__lte=last)
        return self._by_follow_up(rows, chosen.get("follow_up", ""))

    def _by_follow_up(self, rows: Any, which: str) -> Any:
        if which == self.DONE:
            return rows.exclude(followed_up_on=None)
        if which == self.MINE:
            return rows.to_follow_up().filter(follow_up_by=self.viewer.person_id)
        return rows.to_follow_up() if which == self.OPEN else rows
