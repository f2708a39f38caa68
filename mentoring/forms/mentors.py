"""Forms about mentors: filters of the list, adding, changing, deciding, leaving, ties, the own profile."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentoring.career_areas import CareerArea
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import (
    Employer,
    Employment,
    Mentor,
    MentorTie,
    OtherRole,
    PlaceKind,
    Program,
    ProgramMentor,
    Student,
)
from mentoring.querysets.mentors import students_met
from screening.models import Asked, Requirement
from screening.querysets.asked import SOON
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.forms.people import PersonForm
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

_ANY = ("", _("Any"))
State = ProgramMentor.State


def programs_of(viewer: Viewer, permission: Permission = Permission.MENTORS_EDIT) -> QuerySet[Program]:
    """The running programs in which the viewer holds this permission, the newest first."""
    return Program.objects.of(viewer.district).in_reach_of(viewer, permission).current().to_choose()


class MentorFilterForm(FilterForm):
    """Filters of the list of mentors. Every one may be left out."""

    CLEARANCE = [
        _ANY,
        ("cleared", _("Checked and trained")),
        ("soon", _("Runs out within 60 days")),
        ("not", _("Something is missing")),
        ("none", _("Nothing is asked of them")),
    ]

    q = forms.CharField(
        label=_("Name, email or phone"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_ANY[1]
    )
    state = forms.ChoiceField(label=_("In the program"), required=False, choices=[_ANY, *State.choices])
    employer = forms.CharField(
        label=_("Employer"), required=False, max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )
    works = forms.ChoiceField(
        label=_("Work"),
        required=False,
        choices=[
            _ANY,
            ("yes", _("Has an employer")),
            ("no", _("No employer")),
            ("said", _("They told us of a new one")),
            ("over", _("Employer no longer takes part")),
        ],
    )
    career_area = forms.ChoiceField(label=_("Career area"), required=False, choices=[_ANY, *CareerArea.choices])
    clearance = forms.ChoiceField(label=_("Checks and training"), required=False, choices=CLEARANCE)
    until = forms.DateField(
        label=_("Still checked and trained on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    missing = forms.ChoiceField(label=_("What is missing"), required=False)
    room = forms.ChoiceField(
        label=_("Students"), required=False, choices=[_ANY, ("yes", _("Has room for more")), ("no", _("Has enough"))]
    )
    other_role = forms.ChoiceField(label=_("Also glad to"), required=False, choices=[_ANY, *OtherRole.choices])
    gone = forms.ChoiceField(
        label=pgettext_lazy("mentors who left or are here", "Here"),
        required=False,
        choices=[("", _("Here now")), ("left", _("Have left")), ("all", _("All"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.visible_to(self.viewer).to_choose()  # type: ignore[attr-defined]
        if self.viewer.can(Permission.CLEARANCE_OUTCOMES_VIEW):
            used = Requirement.objects.of(self.viewer.district).current().order_by("title").values_list("pk", "title")
            self.fields["missing"].choices = [_ANY, *_by_title(used)]  # type: ignore[attr-defined]
        else:
            del self.fields["missing"]

    def narrowed_by(self, mentors: QuerySet[Mentor], chosen: dict[str, Any]) -> QuerySet[Mentor]:
        """The mentors who are here, of this name, program, work and clearance."""
        mentors = _here(mentors, chosen.get("gone", ""))
        if chosen.get("q"):
            named = Person.objects.of(self.viewer.district).named(chosen["q"])
            mentors = mentors.filter(person__in=named.values("pk"))
        mentors = self._in_program(mentors, chosen)
        mentors = self._at_work(mentors, chosen)
        mentors = self._cleared(mentors, chosen)
        if chosen.get("career_area"):
            mentors = mentors.filter(career_areas__overlap=[chosen["career_area"]])
        if chosen.get("other_role"):
            mentors = mentors.filter(other_roles__overlap=[chosen["other_role"]])
        if chosen.get("room"):
            has_room = Q(most_students__gt=F("met"))
            mentors = mentors.alias(met=students_met()).filter(has_room if chosen["room"] == "yes" else ~has_room)
        return mentors

    def _in_program(self, mentors: QuerySet[Mentor], chosen: dict[str, Any]) -> QuerySet[Mentor]:
        program, state = chosen.get("program"), chosen.get("state")
        if not program and not state:
            return mentors
        places = ProgramMentor.objects.visible_to(self.viewer).filter(mentor=OuterRef("pk"))
        if program:
            places = places.filter(program=program)
        return mentors.filter(Exists(places.filter(state=state) if state else places))

    def _at_work(self, mentors: QuerySet[Mentor], chosen: dict[str, Any]) -> QuerySet[Mentor]:
        present = Employment.objects.of(self.viewer.district).filter(mentor=OuterRef("pk"), ends_on=None)
        if chosen.get("employer"):
            named = Employer.objects.of(self.viewer.district).named(chosen["employer"])
            mentors = mentors.filter(Exists(present.filter(employer__in=named.values("pk"))))
        if chosen.get("works") == "said":
            return mentors.exclude(said_employer_on=None)
        if chosen.get("works") == "over":
            return mentors.filter(Exists(present.filter(employer__ended_on__lt=self.viewer.today)))
        if chosen.get("works"):
            return mentors.filter(Exists(present) if chosen["works"] == "yes" else ~Exists(present))
        return mentors

    def _cleared(self, mentors: QuerySet[Mentor], chosen: dict[str, Any]) -> QuerySet[Mentor]:
        today = self.viewer.today
        asked = Asked.objects.of(self.viewer.district).filter(person=OuterRef("person"), ended_on=None)
        state, day = chosen.get("clearance"), chosen.get("until")
        if state in {"cleared", "soon"} or day:
            mentors = mentors.filter(Exists(asked), ~Exists(asked.not_cleared(max(day or today, today))))
        if state == "soon":
            mentors = mentors.filter(Exists(asked.running_out(today, SOON)))
        if state == "not":
            mentors = mentors.filter(Exists(asked.not_cleared(today)))
        if state == "none":
            mentors = mentors.filter(~Exists(asked))
        if chosen.get("missing"):
            pks = [int(pk) for pk in chosen["missing"].split("-")]
            mentors = mentors.filter(Exists(asked.not_cleared(today).filter(lacking__overlap=pks)))
        return mentors


def _here(mentors: QuerySet[Mentor], gone: str) -> QuerySet[Mentor]:
    if gone == "all":
        return mentors
    if gone == "left":
        return mentors.exclude(left_on=None)
    return mentors.here()  # type: ignore[attr-defined,no-any-return]  # a MentorQuerySet


def _by_title(used: Any) -> list[tuple[str, str]]:
    """Requirements of one title count as one: several requirement sets ask for the same check."""
    by_title: dict[str, list[int]] = {}
    for pk, title in used:
        by_title.setdefault(title, []).append(pk)
    return [("-".join(map(str, pks)), title) for title, pks in by_title.items()]


class MentorForm(DistrictForm[Mentor]):
    """What staff know of a mentor."""

    class Meta:
        model = Mentor
        fields = [
            "occupation",
            "career_areas",
            "languages",
            "availability",
            "places",
            "most_students",
            "other_roles",
            "about",
            "born_on",
            "is_adult_attested",
            "unpaid_attested_on",
        ]
        widgets = {
            "about": forms.Textarea({"rows": 4}),
            "availability": forms.Textarea({"rows": 2}),
            "born_on": forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
            "unpaid_attested_on": forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        }
        labels = {
            "about": _("About them"),
            "languages": _("Languages they speak"),
            "unpaid_attested_on": _("Said that they are not paid for mentoring, on"),
        }
        help_texts = {
            "about": _("Staff read this, and students and their parents once a match is proposed."),
            "availability": _("Staff read this."),
            "born_on": _("Only if the program asks for it. The tick below is enough otherwise."),
            "is_adult_attested": _("They have said that they are as old as their program asks."),
            "unpaid_attested_on": _("On paper, for example. They can also tick it on their own profile."),
        }

    career_areas = forms.MultipleChoiceField(
        label=_("Career areas"), required=False, choices=CareerArea.choices, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(
        label=_("Where they can meet"), required=False, choices=PlaceKind.choices, widget=forms.CheckboxSelectMultiple
    )
    other_roles = forms.MultipleChoiceField(
        label=_("Also glad to"), required=False, choices=OtherRole.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_born_on(self) -> date | None:
        """A day that somebody alive was born on."""
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on is not None and not date(1900, 1, 1) <= born_on <= self.viewer.today:
            raise forms.ValidationError(_("Check the year."))
        return born_on

    def clean_unpaid_attested_on(self) -> date | None:
        """Today or before."""
        said_on: date | None = self.cleaned_data["unpaid_attested_on"]
        if said_on is not None:
            check_year(said_on)
        if said_on is not None and said_on > self.viewer.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return said_on


class MentorAddForm(PersonForm):
    """A new mentor: who they are, for which program, where they work."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = self.viewer.reach(Permission.MENTORS_EDIT).whole_district
        self.fields["program"] = ProgramChoiceField(
            label=_("Program"),
            required=not whole,
            queryset=programs_of(self.viewer),
            empty_label=_("None yet") if whole else _("Choose a program"),
        )
        self.fields["employer"] = forms.ModelChoiceField(
            label=_("Employer"),
            required=False,
            queryset=Employer.objects.visible_to(self.viewer).filter(ended_on=None).in_list_order(),
            empty_label=_("None, or not known"),
        )
        self.fields["title"] = forms.CharField(
            label=_("Job title"), max_length=120, required=False, widget=forms.TextInput({"autocomplete": "off"})
        )
        self.fields["career_areas"] = forms.MultipleChoiceField(
            label=_("Career areas"), required=False, choices=CareerArea.choices, widget=forms.CheckboxSelectMultiple
        )
        self.fields["is_adult_attested"] = forms.BooleanField(
            label=_("They have said that they are as old as the program asks"), required=False
        )
        if self.viewer.can(Permission.SIGN_INS_EDIT):
            self.fields["invite"] = forms.BooleanField(
                label=_("Send an invitation now"),
                required=False,
                initial=True,
                help_text=_("An email with a link to set up signing in. It leaves after two minutes."),
            )

    def clean(self) -> dict[str, Any]:
        """An invitation has an address."""
        cleaned = {**self.cleaned_data, **(super().clean() or {})}
        if cleaned.get("invite") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("An invitation needs an email address. Type one, or do not send it now."))
        return cleaned

    @property
    def of_person(self) -> dict[str, Any]:
        """The answers about the person."""
        return {name: self.cleaned_data[name] for name in PersonForm.Meta.fields}


class ProgramForm(ViewerForm):
    """Into which program."""

    STATES = [
        (State.INVITED.value, _("Ask them: they are invited to take part")),
        (State.APPLIED.value, _("They asked to take part: decide later")),
        (State.ACCEPTED.value, _("Accept them now")),
    ]

    program = ProgramChoiceField(label=_("Program"), queryset=Program.objects.none(), empty_label=_("Choose a program"))
    state = forms.ChoiceField(label=_("How"), choices=STATES, widget=forms.RadioSelect, initial=State.APPLIED.value)
    is_told = forms.BooleanField(
        label=_("Tell them by email when they are accepted"),
        required=False,
        initial=True,
        help_text=_("It leaves after two minutes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programs_of(self.viewer)  # type: ignore[attr-defined]


class DecisionForm(ViewerForm):
    """What is decided about a mentor in a program."""

    CHOICES = [
        (State.ACCEPTED.value, _("Accept")),
        (State.WAITLISTED.value, _("Put on the waiting list")),
        (State.OTHER_ROLE.value, _("Keep for other roles")),
        (State.DECLINED.value, _("Do not accept")),
        (State.LEFT.value, _("Has left the program")),
    ]

    state = forms.ChoiceField(label=_("Decision"), choices=CHOICES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed when somebody is not accepted or leaves. Staff read it; the mail does not tell it."),
    )
    is_told = forms.BooleanField(
        label=_("Tell them by email"),
        required=False,
        initial=True,
        help_text=_("A kind mail. It leaves after two minutes, so that you can take this back. None when they left."),
    )

    def __init__(self, *args: Any, place: ProgramMentor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [one for one in self.CHOICES if one[0] != place.state]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who is not accepted or leaves has a reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") in {State.DECLINED, State.LEFT} and not cleaned.get("reason"):
            self.add_error("reason", _("Say why in a word or two."))
        return cleaned


class TieForm(ViewerForm):
    """What a mentor is to a student outside the program."""

    #: More hits than this ask for more letters.
    MOST = 20

    q = forms.CharField(
        label=_("Student"),
        max_length=80,
        help_text=_("Type the beginning of the name, then choose."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    student = forms.ModelChoiceField(label=_("Which one"), required=False, queryset=Student.objects.none())
    kind = forms.ChoiceField(
        label=_("What the mentor is to the student"), choices=MentorTie.Kind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("q", "")).strip()
        self.found = self._named(typed)
        if len(self.found) > 1:
            choices = [("", _("Choose")), *((str(one.pk), one.person.name) for one in self.found)]
            self.fields["student"].choices = choices  # type: ignore[attr-defined]
        else:
            self.fields["student"].widget = forms.HiddenInput()
        ids = [one.pk for one in self.found]
        self.fields["student"].queryset = Student.objects.visible_to(self.viewer).filter(pk__in=ids)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The one student of that name, or the one chosen of several."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("q") and not self.found:
            self.add_error("q", _("No student of this name."))
        elif len(self.found) == 1:
            cleaned["student"] = self.found[0]
        elif self.found and not cleaned.get("student"):
            self.add_error("student", _("There are several. Choose one."))
        return cleaned

    def _named(self, typed: str) -> list[Student]:
        if not typed:
            return []
        people = Person.objects.visible_to(self.viewer).active().named(typed)
        seen = Student.objects.visible_to(self.viewer).present().filter(person__in=people.values("pk"))
        return list(seen.prefetch_related("person").in_list_order()[: self.MOST])


class MentorProfileForm(DistrictForm[Mentor]):
    """What mentors say of themselves. Read by staff, and by the student and family once a match is proposed."""

    class Meta:
        model = Mentor
        fields = [
            "about",
            "occupation",
            "career_areas",
            "languages",
            "availability",
            "places",
            "most_students",
            "other_roles",
            "said_employer",
            "said_title",
            "said_ties",
        ]
        labels = {"occupation": _("What you do")}
        widgets = {
            "about": forms.Textarea({"rows": 5}),
            "availability": forms.Textarea({"rows": 2}),
            "said_ties": forms.Textarea({"rows": 3}),
            "said_employer": forms.TextInput({"autocomplete": "organization"}),
            "said_title": forms.TextInput({"autocomplete": "organization-title"}),
            "most_students": forms.NumberInput({"inputmode": "numeric", "min": 1, "max": 12}),
        }
        help_texts = {
            "about": _(
                "Your work, how you came to it, what you like to do. Read by the program’s staff, and by a student and "
                "their family before you meet."
            ),
            "languages": _("For example: English, Spanish"),
            "availability": _("For example: Tuesdays and Thursdays after 3 p.m. Read by the program’s staff."),
            "said_employer": _("If it has changed. A coordinator confirms it."),
            "said_ties": _(
                "Are you related to a student here, do you live with one, or do you teach, coach or supervise one? "
                "Write the names and what you are to them. Read by the coordinators only, so that you are not matched."
            ),
        }

    career_areas = forms.MultipleChoiceField(
        label=_("Career areas"), required=False, choices=CareerArea.choices, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(
        label=_("Where you can meet"), required=False, choices=PlaceKind.choices, widget=forms.CheckboxSelectMultiple
    )
    other_roles = forms.MultipleChoiceField(
        label=_("I would also be glad to"),
        required=False,
        choices=OtherRole.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    is_unpaid = forms.BooleanField(
        label=_("I am not paid for mentoring: not by the school, not by my employer for it, not by a family"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_unpaid"].initial = self.instance.unpaid_attested_on is not None

    def clean_most_students(self) -> int:
        """At least one, and no more than a large group with room to spare."""
        number: int = self.cleaned_data["most_students"]
        if not 1 <= number <= 12:
            raise forms.ValidationError(_("Between 1 and 12."))
        return number
