"""Forms of the front desk: whose day, who is absent; and of a school that closes for a day."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.desk import schools_of
from meetings.querysets.meetings import absent_students
from mentoring.models import Student
from tenancy.forms import ViewerForm, check_year
from tenancy.models import Person, School
from tenancy.permissions import Permission


class DeskForm(ViewerForm):
    """Which school's desk; with one school there is nothing to choose."""

    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("All schools")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [one.pk for one in schools_of(self.viewer)]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).filter(pk__in=ids).order_by("name")  # type: ignore[attr-defined]


class StudentChoiceField(forms.ModelChoiceField[Student]):
    """Students by their names, family name first, with grade and school."""

    def label_from_instance(self, obj: Any) -> str:
        """As lists have them."""
        school = obj.school.name if obj.school else ""
        return " · ".join(filter(None, [obj.person.sorted_name, school]))


class AbsenceFindForm(ViewerForm):
    """Which student is looked for."""

    q = forms.CharField(
        label=_("Name of the student"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    @property
    def found(self) -> "QuerySet[Student]":
        """The students of that name whom the viewer may say to be absent; without a name, those who meet today."""
        students: QuerySet[Student] = absent_students(self.viewer)
        text = self.cleaned_data.get("q", "") if self.is_valid() else ""
        if text:
            people = Person.objects.of(self.viewer.district).named(text)
            return students.filter(person__in=people.values("pk"))
        return students


class AbsenceForm(ViewerForm):
    """Who is absent today."""

    student = StudentChoiceField(label=_("Student"), queryset=Student.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        students = absent_students(self.viewer).prefetch_related("person", "school").order_by("search_key", "pk")
        self.fields["student"].queryset = students  # type: ignore[attr-defined]


class DayCloseForm(ViewerForm):
    """Which school is closed on which day, and why."""

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput({"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
        validators=[check_year],
    )
    note = forms.CharField(
        label=_("Name or reason"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Everybody who sees the calendar reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = self.viewer.reach(Permission.CALENDAR_EDIT)
        schools = School.objects.of(self.viewer.district).order_by("name")
        schools = schools if reach.whole_district else schools.filter(pk__in=reach.school_ids)
        field = self.fields["school"]
        field.queryset, field.empty_label = schools, None  # type: ignore[attr-defined]
        self.initial = {"on": self.viewer.today, **self.initial}
        if len(schools) == 1:
            self.initial.setdefault("school", schools[0].pk)
