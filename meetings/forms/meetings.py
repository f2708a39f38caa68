"""Forms about meetings: planned, moved, canceled, looked for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.actions.late import LATEST
from meetings.actions.meetings import Plan
from meetings.models import LONGEST, SHORTEST, Meeting
from meetings.rules import OFF_CAMPUS, allowed_places
from mentoring.forms.class_groups import PersonChoiceField
from mentoring.forms.matches import staff_for
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Match, MatchMentor, PlaceKind, Policy, Program
from mentoring.policy_rules import policy_of
from tenancy.forms import ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School
from tenancy.viewer import Viewer

_ANY: tuple[str, str | Promise] = ("", _("Any"))
#: A meeting that is planned anew begins at this hour unless the last one says otherwise.
USUAL_HOUR = "14:30"


def _day_field(label: Any, **other: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date", "class": "input-short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[check_year], **other)


def adults_for(viewer: Viewer, match: Match, policy: Policy | None) -> "QuerySet[Person]":
    """Who can be in charge: staff whom the viewer may know of; the mentors where the program's rules say so."""
    staff, mentors = staff_for(viewer), MatchMentor.objects.of(viewer.district).filter(match=match, left_on=None)
    people = mentors.values("mentor__person")
    if policy is None or not policy.mentor_may_supervise:
        return staff.exclude(pk__in=people)
    ids = [*staff.values_list("pk", flat=True), *people.values_list("mentor__person", flat=True)]
    return Person.objects.of(viewer.district).filter(pk__in=ids).in_list_order()


class MeetingForm(ViewerForm):
    """When and where a meeting is, and who is in charge."""

    on = _day_field(_("Day"))
    starts_at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput({"type": "time", "class": "input-short"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.NumberInput({"class": "input-short", "inputmode": "numeric"}),
    )
    place = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect({"class": "pills"}))
    place_note = forms.CharField(
        label=_("Room or address"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    adult = PersonChoiceField(
        label=_("Adult in charge"),
        queryset=Person.objects.none(),
        empty_label=_("Choose somebody"),
        help_text=_("Is there the whole time."),
    )
    transport = forms.CharField(
        label=_("How the student gets there and back"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Needed for every meeting off campus."),
    )
    mentor_drives = forms.BooleanField(label=_("The mentor drives the student"), required=False)

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        self.match, self.policy = match, policy_of(match.program)
        super().__init__(*args, **kwargs)
        places = allowed_places(match, self.policy)
        self.fields["place"].choices = [(one.value, one.label) for one in places]  # type: ignore[attr-defined]
        self.fields["adult"].queryset = adults_for(self.viewer, match, self.policy)  # type: ignore[attr-defined]
        self._add_objective()
        if not set(places) & set(OFF_CAMPUS):
            del self.fields["transport"]
        if self.policy is None or not self.policy.mentor_may_drive:
            del self.fields["mentor_drives"]

    def _add_objective(self) -> None:
        objectives = list(self.match.objectives.order_by("position"))
        if objectives:
            self.fields["objective"] = forms.ModelChoiceField(
                label=gettext("Learning objective"),
                queryset=self.match.objectives.order_by("position"),
                required=False,
                empty_label=gettext("None"),
            )

    @property
    def plan(self) -> Plan:
        """What was chosen, of a valid form."""
        chosen = self.cleaned_data
        return Plan(
            on=chosen["on"],
            starts_at=chosen["starts_at"],
            minutes=chosen["minutes"],
            place=chosen["place"],
            adult=chosen["adult"],
            place_note=chosen["place_note"],
            transport=chosen.get("transport", ""),
            mentor_drives=bool(chosen.get("mentor_drives")),
            objective=chosen.get("objective"),
        )


class MeetingPlanForm(MeetingForm):
    """A single meeting, or a series on the same day of the week."""

    REPEATS: list[tuple[str, str | Promise]] = [
        ("", _("Once")),
        ("1", _("Every week")),
        ("2", _("Every 2 weeks")),
        ("3", _("Every 3 weeks")),
        ("4", _("Every 4 weeks")),
    ]

    repeats = forms.ChoiceField(
        label=_("How often"), choices=REPEATS, required=False, widget=forms.RadioSelect({"class": "pills"}), initial=""
    )
    until_on = _day_field(_("Until"), required=False, help_text=_("For a series. Days without school are left out."))
    field_order = ("on", "starts_at", "minutes", "repeats", "until_on", "place", "place_note", "adult")

    def clean(self) -> dict[str, Any]:
        """A series has a last day after its first one."""
        super().clean()
        first, last = self.cleaned_data.get("on"), self.cleaned_data.get("until_on")
        if self.cleaned_data.get("repeats") and "until_on" in self.cleaned_data:
            if last is None:
                self.add_error("until_on", gettext("Say until when."))
            elif first and last <= first:
                self.add_error("until_on", gettext("The last day comes after the first day."))
        return self.cleaned_data

    @property
    def every_weeks(self) -> int:
        """Every so many weeks; 0 for a single meeting."""
        return int(self.cleaned_data["repeats"] or 0)


class MeetingMoveForm(MeetingForm):
    """Another time, place or adult, for one meeting or also for the later ones of its series."""

    def __init__(self, *args: Any, meeting: Meeting, later: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, match=meeting.match, **kwargs)
        now = Plan.of(meeting)
        self.initial = {**now.__dict__, "adult": meeting.adult_id, "objective": meeting.objective_id, **self.initial}
        if meeting.place not in dict(self.fields["place"].choices):  # type: ignore[attr-defined]
            self.initial["place"] = ""
        _add_following(self, later)

    @property
    def is_following(self) -> bool:
        """Whether the later ones of the series change, too."""
        return self.cleaned_data.get("which") == "following"


class MeetingCancelForm(ViewerForm):
    """Why a meeting does not take place."""

    CAUSES = [
        (Meeting.Cause.MENTOR.value, Meeting.Cause.MENTOR.label),
        (Meeting.Cause.STUDENT.value, Meeting.Cause.STUDENT.label),
        (Meeting.Cause.STUDENT_ABSENT.value, Meeting.Cause.STUDENT_ABSENT.label),
        (Meeting.Cause.SCHOOL_CLOSED.value, Meeting.Cause.SCHOOL_CLOSED.label),
        (Meeting.Cause.OTHER.value, Meeting.Cause.OTHER.label),
    ]

    cause = forms.ChoiceField(label=_("Why"), choices=CAUSES, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The student, the family and the mentor read it."),
    )

    def __init__(self, *args: Any, later: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _add_following(self, later)

    @property
    def is_following(self) -> bool:
        """Whether the series ends with this meeting."""
        return self.cleaned_data.get("which") == "following"


def _add_following(form: ViewerForm, later: int) -> None:
    """Ask which meetings are meant, where later ones of the series are planned."""
    if later:
        form.fields["which"] = forms.ChoiceField(
            label=gettext("Which meetings"),
            choices=[
                ("", gettext("This one alone")),
                ("following", gettext("This one and all later ones of the series (%(count)s more)") % {"count": later}),
            ],
            required=False,
            widget=forms.RadioSelect,
            initial="",
        )


class MeetingAdultForm(ViewerForm):
    """Who is in charge of one meeting."""

    adult = PersonChoiceField(
        label=_("Adult in charge"), queryset=Person.objects.none(), empty_label=_("Choose somebody")
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adults = adults_for(self.viewer, meeting.match, policy_of(meeting.match.program))
        self.fields["adult"].queryset = adults  # type: ignore[attr-defined]
        self.initial = {"adult": meeting.adult_id, **self.initial}


class CallOffForm(ViewerForm):
    """A member cannot come."""

    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The others who would have come read it, and the people who run the program."),
    )


class ProposeForm(ViewerForm):
    """When a member would rather meet."""

    on = _day_field(_("Day"))
    starts_at = forms.TimeField(
        label=_("Start time"), widget=forms.TimeInput({"type": "time", "class": "input-short"}, format="%H:%M")
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The school reads it, nobody else."),
    )


class DeclineForm(ViewerForm):
    """Why a meeting stays as it is planned."""

    reply = forms.CharField(
        label=_("A line with your answer"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whoever proposed the other time reads it."),
    )


class LateForm(ViewerForm):
    """By how much somebody is late."""

    MINUTES = [5, 10, 15, 20, 30, 45]

    minutes = forms.TypedChoiceField(
        label=_("How late will you be?"),
        choices=[(one, _("%(count)s minutes") % {"count": one}) for one in MINUTES if one <= LATEST],
        coerce=int,
        widget=forms.RadioSelect({"class": "pills"}),
    )


class MeetingFilterForm(FilterForm):
    """Which meetings. Without a choice, those from today on."""

    WHEN = [
        ("", _("From today on")),
        ("today", _("Today")),
        ("week", _("The next 7 days")),
        ("past", _("Before today")),
        ("open", _("Before today, nobody said how it went")),
        ("all", _("All")),
    ]

    q = forms.CharField(
        label=_("Name of a student or mentor"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    when = forms.ChoiceField(label=_("When"), required=False, choices=WHEN)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[_ANY, *Meeting.State.choices])
    place = forms.ChoiceField(label=_("Where"), required=False, choices=[_ANY, *PlaceKind.choices])
    school = forms.ModelChoiceField(
        label=_("School"), required=False, queryset=School.objects.none(), empty_label=_("Any")
    )
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )
    adult = PersonChoiceField(
        label=_("Adult in charge"), required=False, queryset=Person.objects.none(), empty_label=_("Any")
    )
    first = _day_field(_("From"), required=False)
    last = _day_field(_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]
        self.fields["adult"].queryset = staff_for(self.viewer)  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By days, state, place, school, program, adult in charge, and the name of a member."""
        rows = self._in_days(rows, chosen)
        if text := chosen.get("q"):
            matches = Match.objects.of(self.viewer.district).naming(Person.objects.of(self.viewer.district).named(text))
            rows = rows.filter(match__in=matches.values("pk"))
        if school := chosen.get("school"):
            rows = rows.at_school(school.pk)
        same = {"state": "state", "place": "place", "adult": "adult", "program": "match__program"}
        return rows.filter(**{field: chosen[name] for name, field in same.items() if chosen.get(name)})

    def _in_days(self, rows: Any, chosen: dict[str, Any]) -> Any:
        first, last = chosen.get("first"), chosen.get("last")
        when, today = chosen.get("when", ""), self.viewer.today
        if first or last:
            rows = rows.filter(on__gte=first) if first else rows
            return rows.filter(on__lte=last) if last else rows
        if when in {"past", "open"}:
            rows = rows.filter(on__lt=today)
            return rows.planned() if when == "open" else rows
        until: dict[str, date] = {"today": today, "week": today + timedelta(days=6)}
        if when in until:
            return rows.filter(on__gte=today, on__lte=until[when])
        return rows if when == "all" else rows.filter(on__gte=today)
