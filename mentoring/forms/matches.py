"""Forms about matches: filters of the list, proposing, the plan, answers, members, the end."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring import policy_rules
from mentoring.forms.class_groups import PersonChoiceField, teachers_for
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Answer, Format, Match, MatchStudent, Mentor, PlaceKind, Policy, Program, Student
from tenancy.forms import ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School
from tenancy.permissions import STAFF_ROLES, Role
from tenancy.viewer import Viewer

State = Match.State
_ANY: tuple[str, str | Promise] = ("", _("Any"))


class MatchFilterForm(FilterForm):
    """Which matches. Without a state, those that have not ended."""

    PAUSED = "paused"
    STATES = [
        ("", _("All that have not ended")),
        (State.PROPOSED.value, State.PROPOSED.label),
        (State.AGREED.value, State.AGREED.label),
        (State.RUNNING.value, State.RUNNING.label),
        (PAUSED, _("Paused until further notice")),
        (State.ENDED.value, State.ENDED.label),
        (State.NOT_STARTED.value, State.NOT_STARTED.label),
        ("all", _("All")),
    ]

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )
    school = forms.ModelChoiceField(
        label=_("School"), required=False, queryset=School.objects.none(), empty_label=_("Any")
    )
    teacher = PersonChoiceField(
        label=_("Supervising teacher"), required=False, queryset=Person.objects.none(), empty_label=_("Any")
    )
    format = forms.ChoiceField(label=_("Who meets whom"), required=False, choices=[_ANY, *Format.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]
        self.fields["teacher"].queryset = _supervising(self.viewer)  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By state, program, school, teacher, format, and the name of a member, also of one who left."""
        rows = self._in_state(rows, chosen.get("state", ""))
        if text := chosen.get("q"):
            rows = rows.naming(Person.objects.of(self.viewer.district).named(text))
        if school := chosen.get("school"):
            rows = rows.at_school(school.pk)
        same = {"program": "program", "teacher": "supervising_teacher", "format": "format"}
        return rows.filter(**{field: chosen[name] for name, field in same.items() if chosen.get(name)})

    def _in_state(self, rows: Any, state: str) -> Any:
        if state in {"", self.PAUSED}:
            return rows.open().paused() if state else rows.open()
        return rows if state == "all" else rows.filter(state=state)


def _supervising(viewer: Viewer) -> "QuerySet[Person]":
    """Who supervises a match that the viewer sees: of a district's teachers, a few."""
    matches = Match.objects.visible_to(viewer).filter(supervising_teacher__isnull=False)
    found = Person.objects.of(viewer.district).filter(pk__in=matches.values("supervising_teacher"))
    return found.order_by("search_key", "pk")


class UnmatchedFilterForm(FilterForm):
    """Which accepted students without a mentor of their own. Without a program, those of all that go on."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Current programs")
    )
    school = forms.ModelChoiceField(
        label=_("School"), required=False, queryset=School.objects.none(), empty_label=_("Any")
    )
    asked = forms.ChoiceField(
        label=_("Asked to meet somebody"),
        required=False,
        choices=[_ANY, ("yes", _("A mentor said yes")), ("open", _("Waits for an answer")), ("no", _("Nobody asked"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).current().to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By program, school, name, and whom they asked."""
        if text := chosen.get("q"):
            rows = rows.filter(student__person__in=Person.objects.of(self.viewer.district).named(text).values("pk"))
        if program := chosen.get("program"):
            rows = rows.filter(program=program)
        if school := chosen.get("school"):
            rows = rows.filter(student__school=school)
        asked = chosen.get("asked")
        return rows.who_asked(asked) if asked else rows


# Proposing


class MentorChoiceField(forms.ModelChoiceField[Mentor]):
    """Mentors by name and occupation."""

    def label_from_instance(self, obj: Any) -> str:
        """Family name first, as lists have them."""
        return f"{obj.person.sorted_name} ({obj.occupation})" if obj.occupation else str(obj.person.sorted_name)


class StudentsChoiceField(forms.ModelMultipleChoiceField[Student]):
    """Students by name, with their school."""

    def label_from_instance(self, obj: Any) -> str:
        """Family name first, as lists have them."""
        return f"{obj.person.sorted_name} ({obj.school.name})" if obj.school else str(obj.person.sorted_name)


class StudentChoiceField(forms.ModelChoiceField[Student]):
    """One student by name, with the school."""

    def label_from_instance(self, obj: Any) -> str:
        """Family name first, as lists have them."""
        return f"{obj.person.sorted_name} ({obj.school.name})" if obj.school else str(obj.person.sorted_name)


def mentors_for(program: Program, viewer: Viewer) -> "QuerySet[Mentor]":
    """The accepted mentors of a program whom the viewer may know of, by name."""
    accepted = program.mentors.filter(state="accepted").values("mentor")
    seen = Mentor.objects.visible_to(viewer).present().filter(pk__in=accepted)
    return seen.in_list_order().prefetch_related("person")


def students_for(program: Program, viewer: Viewer) -> "QuerySet[Student]":
    """The accepted students of a program whom the viewer may know of, by name."""
    accepted = program.students.filter(state="accepted").values("student")
    seen = Student.objects.of(viewer.district).known_to_staff(viewer).present().filter(pk__in=accepted)
    return seen.in_list_order().prefetch_related("person", "school")


def free_students_for(program: Program, viewer: Viewer) -> "QuerySet[Student]":
    """Those of them who have no mentor of their own, and none proposed."""
    taken = MatchStudent.objects.of(viewer.district).filter(is_alone=True, left_on=None).values("student")
    return students_for(program, viewer).exclude(pk__in=taken)


def staff_for(viewer: Viewer) -> "QuerySet[Person]":
    """Staff whom the viewer may know of, by name: who can be the adult in charge."""
    roles = STAFF_ROLES - {Role.AUDITOR}
    return Person.objects.visible_to(viewer).active().holding(roles).in_list_order()


class GroupForm(ViewerForm):
    """A small group: one mentor, up to four students."""

    MOST = 4

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"] = MentorChoiceField(
            label=gettext("Mentor"), queryset=mentors_for(program, self.viewer), empty_label=gettext("Choose a mentor")
        )
        self.fields["students"] = StudentsChoiceField(
            label=gettext("Students"),
            queryset=free_students_for(program, self.viewer),
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext("Up to four. Each of them, and the mentor, says yes or no."),
        )

    def clean_students(self) -> list[Student]:
        """Up to four."""
        chosen = list(self.cleaned_data["students"])
        if len(chosen) > self.MOST:
            raise forms.ValidationError(_("Choose at most four students."))
        return chosen


class StudentJoinForm(ViewerForm):
    """Who joins a group."""

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = match.student_rows.filter(left_on=None).values("student")
        others = free_students_for(match.program, self.viewer).exclude(pk__in=there)
        self.fields["student"] = StudentChoiceField(
            label=gettext("Student"), queryset=others, empty_label=gettext("Choose a student")
        )


class MentorJoinForm(ViewerForm):
    """Who becomes the mentor."""

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"] = MentorChoiceField(
            label=gettext("Mentor"),
            queryset=mentors_for(match.program, self.viewer),
            empty_label=gettext("Choose a mentor"),
        )


# Answers


class AnswerForm(ViewerForm):
    """What a student or mentor says of a match that was proposed."""

    answer = forms.ChoiceField(
        label=_("Would you like to go on?"),
        choices=[(Answer.YES.value, _("Yes, I would like to")), (Answer.NO.value, _("Not this time"))],
        widget=forms.RadioSelect,
    )
    rating = forms.TypedChoiceField(
        label=_("How did your talk go?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("I would rather not say")),
            (1, _("1 – not well")),
            (2, _("2 – so-so")),
            (3, _("3 – fine")),
            (4, _("4 – well")),
            (5, _("5 – very well")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Only the program’s coordinators read this."),
    )

    def __init__(self, *args: Any, is_before_talk: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_before_talk:
            # A yes comes after the talk: until then it is not shown, and refused in words when it is sent all the same.
            self.fields["answer"].label = gettext("Would you rather not meet?")
            self.fields["answer"].widget.choices = [(Answer.NO.value, gettext("I would rather not meet this time"))]
            self.fields["rating"].widget = forms.HiddenInput()


class AnswerTypeInForm(AnswerForm):
    """An answer that somebody gave to a colleague, who types it in."""

    said = forms.CharField(
        label=_("How you know"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("“Told me in class on Tuesday”. The program’s coordinators read this."),
    )
    field_order = ("answer", "said", "rating")

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = gettext("What does %(name)s say?") % {"name": name}
        self.fields["answer"].choices = [(Answer.YES.value, gettext("Yes")), (Answer.NO.value, gettext("No"))]  # type: ignore[attr-defined]
        self.fields["rating"].label = gettext("How did the talk go for them?")


# The first talk


class _TalkForm(ViewerForm):
    """Where the two talk, and who is there."""

    def __init__(self, *args: Any, places: Sequence[PlaceKind], members: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(
            label=gettext("Where"),
            choices=[(one.value, one.label) for one in places],
            widget=forms.RadioSelect,
            initial=places[0].value,
            help_text=gettext("Outings and online need the family’s permission first, which comes with the agreement."),
        )
        self.fields["place_note"] = forms.CharField(
            label=gettext("Room or address"),
            max_length=200,
            required=False,
            widget=forms.TextInput({"autocomplete": "off"}),
        )
        self.fields["adult"] = PersonChoiceField(
            label=gettext("Adult who is there the whole time"),
            queryset=staff_for(self.viewer).exclude(pk__in=members),
            empty_label=gettext("Choose somebody"),
            initial=self.viewer.person_id if self.viewer.person_id not in members else None,
        )


class TalkPlanForm(_TalkForm):
    """When the two talk for the first time, where, and which adult is there."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    def clean_day(self) -> date:
        """A day of this century."""
        day: date = self.cleaned_data["day"]
        check_year(day)
        if day < self.viewer.today:
            raise forms.ValidationError(_("This day has passed."))
        return day

    @property
    def planned_at(self) -> datetime:
        """Day and time together, on the district's own clock."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))


class TalkHeldForm(_TalkForm):
    """That the two talked."""

    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = self.viewer.today
        self.fields["notes"] = forms.CharField(
            label=gettext("Notes"),
            max_length=1000,
            required=False,
            widget=forms.Textarea({"rows": 3}),
            help_text=gettext("The program’s coordinators read this. Neither the student nor the mentor does."),
        )

    def clean_held_on(self) -> date:
        """Today or before."""
        day: date = self.cleaned_data["held_on"]
        check_year(day)
        if day > self.viewer.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


# The plan


class PlanForm(ViewerForm):
    """What the members of a match plan: it goes into the agreement (S-9)."""

    ACTIVITIES, OBJECTIVES = 5, 3

    places = forms.MultipleChoiceField(label=_("Where they meet"), widget=forms.CheckboxSelectMultiple)
    place_note = forms.CharField(
        label=_("Room or address"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    schedule = forms.CharField(
        label=_("When they meet"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("“Every other Thursday, 2:30 to 3:30”"),
    )
    planned_meetings = forms.IntegerField(
        label=_("Planned meetings"),
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.NumberInput({"class": "input-short", "inputmode": "numeric"}),
    )
    meeting_minutes = forms.IntegerField(
        label=_("Minutes of a meeting"),
        min_value=15,
        max_value=480,
        required=False,
        widget=forms.NumberInput({"class": "input-short", "inputmode": "numeric"}),
    )
    starts_on = forms.DateField(
        label=_("Starts on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Planned until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    transport = forms.CharField(
        label=_("How the student gets there"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        match: Match,
        policy: Policy | None,
        goals: Sequence[str] = (),
        mentor_people: Sequence[Person] = (),
        **kwargs: Any,
    ) -> None:
        self.match, self.policy, self.goals = match, policy, list(goals)
        super().__init__(*args, **kwargs)
        allowed = set(policy.places) if policy else set(PlaceKind.values)
        self.fields["places"].choices = [pair for pair in PlaceKind.choices if pair[0] in allowed]  # type: ignore[attr-defined]
        self._add_people(mentor_people)
        self._add_lines()
        self._say_rules()
        self.initial = {**self._plan_now(), **self.initial}
        if match.state == State.RUNNING:
            self.fields["starts_on"].disabled = True

    @property
    def plan(self) -> dict[str, Any]:
        """The values of the plan, of a valid form."""
        chosen = dict(self.cleaned_data)
        activities = [chosen.pop(f"activity_{number}").strip() for number in range(1, self.ACTIVITIES + 1)]
        for number in range(1, self.OBJECTIVES + 1):
            chosen.pop(f"objective_{number}"), chosen.pop(f"standard_{number}")
        return {**chosen, "activities": [one for one in activities if one]}

    @property
    def objectives(self) -> list[tuple[str, str]]:
        """Objectives with their standards, without the empty ones."""
        lines = [
            (self.cleaned_data[f"objective_{number}"].strip(), self.cleaned_data[f"standard_{number}"].strip())
            for number in range(1, self.OBJECTIVES + 1)
        ]
        return [(text, standard) for text, standard in lines if text]

    def clean(self) -> dict[str, Any]:
        """The last day follows the first; left out, it is what the program promises (S-13)."""
        chosen = super().clean() or self.cleaned_data
        starts_on, ends_on = chosen.get("starts_on"), chosen.get("ends_on")
        for name in ("starts_on", "ends_on"):
            if chosen.get(name):
                try:
                    check_year(chosen[name])
                except forms.ValidationError as fault:
                    self.add_error(name, fault)
        if starts_on and not ends_on and "ends_on" not in self.errors:
            chosen["ends_on"] = policy_rules.last_day(starts_on, self.policy)
        elif starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes after the first day."))
        elif ends_on and not starts_on:
            self.add_error("starts_on", _("Say the first day too."))
        for number in range(1, self.OBJECTIVES + 1):
            if chosen.get(f"standard_{number}") and not chosen.get(f"objective_{number}"):
                self.add_error(f"objective_{number}", _("Say the objective that this standard belongs to."))
        return chosen

    def _add_people(self, mentor_people: Sequence[Person]) -> None:
        adults = staff_for(self.viewer)
        may_be_mentor = self.policy is not None and self.policy.mentor_may_supervise
        if may_be_mentor:
            people = Person.objects.of(self.viewer.district)
            ids = [*adults.values_list("pk", flat=True), *(one.pk for one in mentor_people)]
            adults = people.filter(pk__in=ids).in_list_order()
        self.fields["adult_in_charge"] = PersonChoiceField(
            label=gettext("Adult in charge"),
            queryset=adults,
            required=False,
            empty_label=gettext("Nobody yet"),
            help_text=gettext("Supervises the meetings. The mentor only at the workplace alone.")
            if may_be_mentor
            else gettext("Supervises the meetings. Not the mentor."),
        )
        self.fields["supervising_teacher"] = PersonChoiceField(
            label=gettext("Supervising teacher"),
            queryset=teachers_for(self.viewer),
            required=False,
            empty_label=gettext("Nobody yet"),
        )

    def _add_lines(self) -> None:
        for number in range(1, self.ACTIVITIES + 1):
            self.fields[f"activity_{number}"] = forms.CharField(
                label=gettext("Activity %(number)s") % {"number": number},
                max_length=200,
                required=False,
                widget=forms.TextInput({"autocomplete": "off"}),
                help_text=gettext("Career exploration, training, related education.") if number == 1 else "",
            )
        for number in range(1, self.OBJECTIVES + 1):
            self.fields[f"objective_{number}"] = forms.CharField(
                label=gettext("Learning objective %(number)s") % {"number": number},
                max_length=300,
                required=False,
                widget=forms.TextInput({"autocomplete": "off"}),
                help_text=self._goal_words() if number == 1 else "",
            )
            self.fields[f"standard_{number}"] = forms.CharField(
                label=gettext("Course standard for objective %(number)s") % {"number": number},
                max_length=80,
                required=False,
                widget=forms.TextInput({"autocomplete": "off"}),
            )

    def _goal_words(self) -> str:
        if not self.goals:
            return gettext("One to three, each tied to a course standard where there is one.")
        return gettext("The student’s goals: %(goals)s") % {"goals": "; ".join(self.goals)}

    def _say_rules(self) -> None:
        if self.policy is None:
            return
        months = self.policy.promised_months
        words = gettext("Left empty: %(months)s months after the first day, as the program promises.")
        self.fields["ends_on"].help_text = words % {"months": months}
        if not self.policy.mentor_may_drive:
            self.fields["transport"].help_text = gettext("A mentor does not drive a student.")

    def _plan_now(self) -> dict[str, Any]:
        match, found = self.match, {}
        for name in ("places", "place_note", "schedule", "planned_meetings", "meeting_minutes", "transport"):
            found[name] = getattr(match, name)
        found |= {"starts_on": match.starts_on, "ends_on": match.ends_on}
        found |= {"adult_in_charge": match.adult_in_charge_id, "supervising_teacher": match.supervising_teacher_id}
        found |= {f"activity_{number}": text for number, text in enumerate(match.activities, start=1)}
        written = list(match.objectives.order_by("position").values_list("text", "standard"))
        for number, (text, standard) in enumerate(written or [(goal, "") for goal in self.goals], start=1):
            found |= {f"objective_{number}": text, f"standard_{number}": standard}
        return found
