"""Forms about students, and filters of their lists."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.grades import grade_choices, grade_words
from mentoring.models import ClassGroup, Policy, Program, ProgramStudent, Section, Student
from mentoring.querysets.students import ProgramStudentQuerySet, StudentQuerySet
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.forms.people import PersonForm, clean_phone
from tenancy.models import Person, School, SchoolYear
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

_ANY = _("Any")
_NOT_GIVEN = _("Not known")
_OLDEST_BIRTH_YEAR = 1990


def schools_of(viewer: Viewer, permission: Permission) -> Any:
    """The schools in which a permission holds, by name."""
    schools, reach = School.objects.of(viewer.district).order_by("name"), viewer.reach(permission)
    return schools if reach.whole_district or not reach.school_ids else schools.filter(pk__in=reach.school_ids)


def programs_of(viewer: Viewer, permission: Permission) -> Any:
    """The running programs in which a permission holds, the newest first."""
    return Program.objects.visible_to(viewer).in_reach_of(viewer, permission).current().to_choose()


class StudentFilterForm(FilterForm):
    """Filters of the list of students. Every one may be left out."""

    HERE = [("", _("At school here")), ("left", _("Left the district")), ("all", _("All"))]
    MISSING = [
        ("", _ANY),
        ("career_area", _("Career area")),
        ("signer", _("Somebody who may sign")),
        ("grade", _("Grade")),
        ("school", _("School")),
    ]
    TURNING = [
        ("", _ANY),
        ("30", _("Within 30 days")),
        ("90", _("Within 90 days")),
        ("year", _("In this school year")),
        ("365", _("Within a year")),
    ]

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    school = forms.ModelChoiceField(label=_("School"), required=False, queryset=School.objects.none(), empty_label=_ANY)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    career_area = forms.ChoiceField(label=_("Career area"), required=False, choices=[("", _ANY), *CareerArea.choices])
    program = ProgramChoiceField(label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_ANY)
    state = forms.ChoiceField(
        label=_("State in the program"), required=False, choices=[("", _ANY), *ProgramStudent.State.choices]
    )
    class_group = forms.ModelChoiceField(
        label=_("Class group"), required=False, queryset=ClassGroup.objects.none(), empty_label=_ANY
    )
    turning_18 = forms.ChoiceField(label=_("Turning 18"), required=False, choices=TURNING)
    missing = forms.ChoiceField(label=_("Missing"), required=False, choices=MISSING)
    here = forms.ChoiceField(label=_("Still here"), required=False, choices=HERE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        viewer = self.viewer
        groups = ClassGroup.objects.of(viewer.district).filter(program__archived_on=None).order_by("name")
        if viewer.can(Permission.STUDENTS_VIEW):
            _offer(self, "school", schools_of(viewer, Permission.STUDENTS_VIEW))
        else:
            groups = groups.filter(supervising_teacher=viewer.person_id)
            for name in ("school", "turning_18", "missing"):
                del self.fields[name]
        if viewer.can(Permission.STUDENTS_VIEW) and not viewer.can(Permission.STUDENTS_EDIT):
            del self.fields["turning_18"]
        _offer(self, "program", Program.objects.visible_to(viewer).current().to_choose())
        _offer(self, "class_group", groups)
        self.fields["grade"].choices = [("", _ANY), *grade_choices()]  # type: ignore[attr-defined]

    def narrowed_by(self, students: StudentQuerySet, chosen: dict[str, Any]) -> StudentQuerySet:
        """The students of this name, school, grade, career area, program, class group, and so on."""
        here = chosen.get("here", "")
        if here != "all":
            students = students.gone() if here == "left" else students.present()
        students = _narrowed(students, chosen, self.viewer)
        if program := chosen.get("program"):
            students = students.in_program(program.pk, [chosen["state"]] if chosen.get("state") else [])
        if group := chosen.get("class_group"):
            students = students.in_class_group(group.pk)
        if chosen.get("turning_18"):
            students = students.turning_18(self.viewer.today, self._last_day(chosen["turning_18"]))
        missing = chosen.get("missing")
        if missing == "signer":
            return students.without_signer()
        if missing == "school":
            return students.filter(school=None)
        return students.filter(**{missing: ""}) if missing else students

    def _last_day(self, choice: str) -> date:
        """The last day on which somebody may turn 18 to be shown; without a school year, a year from now."""
        today = self.viewer.today
        if choice != "year":
            return today + timedelta(days=int(choice))
        running = SchoolYear.objects.of(self.viewer.district).filter(ends_on__gte=today).order_by("ends_on").first()
        return running.ends_on if running else today + timedelta(days=365)


class CandidateFilterForm(FilterForm):
    """Filters of the students who could join a program."""

    FITS = [("", _ANY), ("met", _("Fits")), ("unknown", _("Something to ask")), ("not_met", _("Does not fit"))]

    q = StudentFilterForm.base_fields["q"]
    school = forms.ModelChoiceField(label=_("School"), required=False, queryset=School.objects.none(), empty_label=_ANY)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    section = forms.ModelChoiceField(
        label=_("Class on the roster"), required=False, queryset=Section.objects.none(), empty_label=_ANY
    )
    fits = forms.ChoiceField(label=_("Fits the rules"), required=False, choices=FITS)

    def __init__(self, *args: Any, program: Program, policy: Policy, **kwargs: Any) -> None:
        self.program, self.policy = program, policy
        super().__init__(*args, **kwargs)
        viewer = self.viewer
        self.school_ids = list(program.school_rows.values_list("school_id", flat=True))
        schools = schools_of(viewer, Permission.STUDENTS_SELECT)
        sections = Section.objects.of(viewer.district).filter(ended_on=None, school__in=schools).order_by("title", "pk")
        if self.school_ids:
            sections = sections.filter(school__in=self.school_ids)
        _offer(self, "school", schools)
        _offer(self, "section", sections)
        self.fields["grade"].choices = [("", _ANY), *grade_choices()]  # type: ignore[attr-defined]

    def narrowed_by(self, students: StudentQuerySet, chosen: dict[str, Any]) -> StudentQuerySet:
        """The students of this name, school, grade and class whom the rules of the program fit like that."""
        students = _narrowed(students, chosen, self.viewer)
        if section := chosen.get("section"):
            students = students.in_section(section.pk)
        ways = {"met": students.fitting, "unknown": students.perhaps_fitting, "not_met": students.not_fitting}
        fits = chosen.get("fits")
        return ways[fits](self.policy, self.school_ids) if fits else students


class PlaceFilterForm(FilterForm):
    """Filters of the students of a program."""

    q = StudentFilterForm.base_fields["q"]
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _ANY), *ProgramStudent.State.choices])
    interview = forms.ChoiceField(label=_("Interview"), required=False, choices=[("", _ANY), ("no", _("Not held yet"))])

    def narrowed_by(self, places: ProgramStudentQuerySet, chosen: dict[str, Any]) -> ProgramStudentQuerySet:
        """The students of this name who stand like that."""
        if chosen.get("q"):
            people = Person.objects.of(self.viewer.district).named(chosen["q"])
            places = places.filter(student__person__in=people.values("pk"))
        if chosen.get("state"):
            places = places.filter(state=chosen["state"])
        return places.not_interviewed() if chosen.get("interview") else places


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def _narrowed(students: StudentQuerySet, chosen: dict[str, Any], viewer: Viewer) -> StudentQuerySet:
    """What all lists of students can be narrowed by."""
    if chosen.get("q"):
        students = students.of_people(Person.objects.of(viewer.district).named(chosen["q"]))
    same = {name: chosen[name] for name in ("school", "grade", "career_area") if chosen.get(name)}
    return students.filter(**same)


# One student


class CodesField(forms.CharField):
    """Course codes with commas or spaces between them."""

    def clean(self, value: Any) -> list[str]:
        """The codes, each once, in the order typed."""
        typed = str(super().clean(value))
        codes = list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", typed))))
        if any(len(code) > 40 for code in codes):
            raise forms.ValidationError(_("A course code has 40 letters at most."))
        return codes

    def prepare_value(self, value: Any) -> Any:
        """As one types them."""
        return ", ".join(value) if isinstance(value, list) else value


class StudentForm(DistrictForm[Student]):
    """What the program needs to know of a student."""

    class Meta:
        model = Student
        fields = [
            "school",
            "grade",
            "career_area",
            "career_course_codes",
            "helps_at_meetings",
            "transport",
            "birth_on",
            "state_student_id",
        ]
        widgets = {
            "birth_on": forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
            "helps_at_meetings": forms.Textarea({"rows": 2}),
            "state_student_id": forms.TextInput({"autocomplete": "off"}),
            "transport": forms.TextInput({"autocomplete": "off"}),
        }
        help_texts = {
            "career_area": _("What the student is interested in. The student’s application fills it in as well."),
            "helps_at_meetings": _(
                "For example an aide, a sign-language interpreter, a ramp, a quiet room. Never the diagnosis. The "
                "student’s mentor, teacher and the program’s staff read this."
            ),
            "transport": _("For example the bus home and when it leaves. The mentor and the staff read this."),
            "birth_on": _("Only those who change students’ details see it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"] = forms.ModelChoiceField(
            label=_("School"), queryset=schools_of(self.viewer, Permission.STUDENTS_EDIT), required=True
        )
        grades = [("", _NOT_GIVEN), *grade_choices()]
        if (code := self.instance.grade) and code not in dict(grades):
            grades.append((code, grade_words(code)))
        self.fields["grade"] = forms.ChoiceField(label=_("Grade"), required=False, choices=grades)
        self.fields["career_area"].choices = [("", _NOT_GIVEN), *CareerArea.choices]  # type: ignore[attr-defined]
        self.fields["career_course_codes"] = CodesField(
            label=_("Career courses"),
            required=False,
            max_length=400,
            help_text=_("Course codes with commas between them, if the roster does not bring them."),
            widget=forms.TextInput({"autocomplete": "off"}),
        )

    def clean_birth_on(self) -> Any:
        """A day on which a student can have been born."""
        day = self.cleaned_data["birth_on"]
        if day and not _OLDEST_BIRTH_YEAR <= day.year <= self.viewer.today.year - 3:
            raise forms.ValidationError(_("Check the year."))
        return day

    @property
    def details(self) -> dict[str, Any]:
        """What was typed, for the action."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class StudentAddForm(StudentForm):
    """A new student: their names, how to reach them, and what the program needs to know."""

    PERSON = ("given_name", "family_name", "preferred_name", "email", "phone", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_person = PersonForm(viewer=self.viewer)
        self.fields |= {name: of_person.fields[name] for name in self.PERSON}
        self.fields["email"].help_text = _("The student’s own, for signing in and for messages.")
        self.order_fields([*self.PERSON, *self.Meta.fields])

    def clean_email(self) -> str:
        """In small letters, as it is looked up."""
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["phone"])

    @property
    def person(self) -> dict[str, Any]:
        """Names and how to reach the student."""
        return {name: self.cleaned_data[name] for name in self.PERSON}


class LeaveForm(ViewerForm):
    """From which day on somebody is gone, and why."""

    on = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("A word or two is enough. Kept in the audit log, where district administrators read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.viewer.today

    def clean_on(self) -> Any:
        """Today or before: what has not happened yet is not noted."""
        day = self.cleaned_data["on"]
        check_year(day)
        if day > self.viewer.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class CareerAreasForm(ViewerForm):
    """Which career area, asked for several students at once."""

    def __init__(self, *args: Any, students: list[Student], **kwargs: Any) -> None:
        self.students = students
        super().__init__(*args, **kwargs)
        for one in students:
            self.fields[f"area_{one.pk}"] = forms.ChoiceField(
                label=one.person.name, required=False, choices=[("", _NOT_GIVEN), *CareerArea.choices]
            )

    @property
    def answers(self) -> dict[Student, str]:
        """What was chosen, by student; nothing for those left open."""
        chosen = {one: self.cleaned_data[f"area_{one.pk}"] for one in self.students}
        return {one: area for one, area in chosen.items() if area}
