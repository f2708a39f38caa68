"""Forms about feedback. Students, parents and mentors read the answer form in Spanish too."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import Program
from support.actions.feedback import OwnQuestion, Plan
from support.actions.recommendations import Wanted
from support.feedback_questions import BUILT_IN, MOST_OWN, choices_of, words_of
from support.feedback_rules import LATELY, USUALLY_OPEN
from support.models import Audience, FeedbackAudience, FeedbackQuestion, FeedbackRound, Recommendation
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.models import Person
from tenancy.permissions import Permission

#: Who reads what is typed on the answer page.
WHO_READS = _(
    "The people who run the program and the principals of its schools read this, without your name. Teachers do not."
)
_STAFF_READ = _("Coordinators, principals and administrators read this, and whoever does it.")
_DAY = {"type": "date"}


class FeedbackRoundForm(DistrictForm[FeedbackRound]):
    """Which program is asked, who in it, until when."""

    audiences = forms.MultipleChoiceField(
        label=_("Who is asked?"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = FeedbackRound
        fields = ("program", "name", "last_on", "ended_from_on")
        widgets = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "last_on": forms.DateInput(_DAY, format="%Y-%m-%d"),
            "ended_from_on": forms.DateInput(_DAY, format="%Y-%m-%d"),
        }
        help_texts = {
            "name": _("For your own lists, such as “Fall”. Those who are asked do not read it."),
            "ended_from_on": _("Leave it empty to ask people of running matches alone."),
        }

    field_order = ("program", "name", "audiences", "last_on", "ended_from_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            programs = Program.objects.of(self.viewer.district).in_reach_of(self.viewer, Permission.SUPPORT_EDIT)
            self.fields["program"] = ProgramChoiceField(
                label=_("Program"), queryset=programs.current().to_choose(), empty_label=gettext("Choose one")
            )
            self.order_fields(self.field_order)
            self.initial.setdefault("audiences", Audience.values)
            self.initial.setdefault("last_on", self.viewer.today + USUALLY_OPEN)
            self.initial.setdefault("ended_from_on", self.viewer.today - LATELY)
        else:
            del self.fields["program"]

    def clean_last_on(self) -> Any:
        """A day to come."""
        day = self.cleaned_data["last_on"]
        check_year(day)
        if day <= self.viewer.today:
            raise forms.ValidationError(gettext("Choose a day to come."))
        return day

    def clean_ended_from_on(self) -> Any:
        """A day that has come."""
        if day := self.cleaned_data["ended_from_on"]:
            check_year(day)
            if day > self.viewer.today:
                raise forms.ValidationError(gettext("This day has not come yet."))
        return day

    @property
    def plan(self) -> Plan:
        """What was chosen, once it is valid."""
        chosen = self.cleaned_data
        return Plan(chosen["name"], chosen["last_on"], chosen["audiences"], chosen["ended_from_on"])

    def _get_validation_exclusions(self) -> set[str]:
        """A round keeps its program, which counts in whether its name is taken."""
        exclusions: set[str] = super()._get_validation_exclusions()
        return exclusions - {"program"} if self.instance.pk else exclusions


class FeedbackQuestionsForm(ViewerForm):
    """Which of our questions an audience gets, and up to three more."""

    def __init__(self, *args: Any, audience: FeedbackAudience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = list(audience.questions.all())
        self.fields["kept"] = forms.MultipleChoiceField(
            label=gettext("Ready-made questions"),
            required=False,
            choices=[(one.code, one.words) for one in BUILT_IN[audience.audience]],
            widget=forms.CheckboxSelectMultiple,
            initial=[one.code for one in asked if one.code],
            help_text=gettext("They are asked in the reader’s language."),
        )
        own = [one for one in asked if one.words]
        for number in range(1, MOST_OWN + 1):
            before = own[number - 1] if number <= len(own) else None
            self.fields[f"words_{number}"] = forms.CharField(
                label=gettext("Your own question %(number)s") % {"number": number},
                required=False,
                max_length=200,
                initial=before.words if before else "",
                help_text=gettext("It is asked as you type it, to everybody of this group.") if number == 1 else "",
                widget=forms.TextInput({"autocomplete": "off"}),
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=gettext("How question %(number)s is answered") % {"number": number},
                choices=FeedbackQuestion.Kind.choices,
                initial=before.kind if before else FeedbackQuestion.Kind.SCALE,
                widget=forms.RadioSelect({"class": "pills"}),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """At least one question."""
        chosen = super().clean() or {}
        if not chosen.get("kept") and not any(chosen.get(f"words_{number}") for number in range(1, MOST_OWN + 1)):
            raise forms.ValidationError(gettext("Keep at least one question, or do not ask this group."))
        return chosen

    @property
    def own(self) -> list[OwnQuestion]:
        """The questions that were typed."""
        chosen = self.cleaned_data
        typed = [(chosen[f"kind_{one}"], chosen[f"words_{one}"].strip()) for one in range(1, MOST_OWN + 1)]
        return [OwnQuestion(kind or FeedbackQuestion.Kind.SCALE, words) for kind, words in typed if words]


class FeedbackAnswerForm(ViewerForm):
    """What one audience is asked. Nothing must be answered, but something."""

    def __init__(self, *args: Any, questions: Sequence[FeedbackQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[f"q{one.pk}"] = self._field(one)

    def _field(self, question: FeedbackQuestion) -> forms.Field:
        if question.kind == FeedbackQuestion.Kind.TEXT:
            return forms.CharField(
                label=words_of(question),
                required=False,
                max_length=1000,
                help_text=WHO_READS,
                widget=forms.Textarea({"rows": 3}),
            )
        is_scale = question.kind == FeedbackQuestion.Kind.SCALE
        choices = choices_of(question.kind)
        return forms.TypedChoiceField(
            label=words_of(question),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[(number, str(number)) for number, _words in choices] if is_scale else choices,
            help_text=gettext("From 1, not at all, to 5, very much.") if is_scale else "",
            widget=forms.RadioSelect({"class": "pills"}),
        )

    def clean(self) -> dict[str, Any]:
        """Something is answered."""
        chosen = super().clean() or {}
        if not self.errors and not any(value not in (None, "") for value in chosen.values()):
            raise forms.ValidationError(gettext("Answer at least one question."))
        return chosen

    @property
    def said(self) -> Mapping[int, int | str]:
        """What was answered, by the ids of the questions."""
        found = {one.pk: self.cleaned_data[f"q{one.pk}"] for one in self.questions}
        return {pk: value for pk, value in found.items() if value not in (None, "")}


class FeedbackRoundFilterForm(FilterForm):
    """Which rounds."""

    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("draft", _("Not sent yet")), ("open", _("Answers come in")), ("over", _("Over"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.visible_to(self.viewer).to_choose()  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By program and state."""
        if program := chosen.get("program"):
            rows = rows.filter(program=program)
        match chosen.get("state"):
            case "draft":
                return rows.drafts()
            case "open":
                return rows.open(self.viewer.today)
            case "over":
                return rows.over(self.viewer.today)
        return rows


class RecommendationForm(DistrictForm[Recommendation]):
    """What is to be done, why, by whom, until when."""

    class Meta:
        model = Recommendation
        fields = ("what", "why", "owner", "due_on")
        widgets = {
            "what": forms.TextInput({"autocomplete": "off"}),
            "why": forms.Textarea({"rows": 3}),
            "due_on": forms.DateInput(_DAY, format="%Y-%m-%d"),
        }
        help_texts = {"what": _STAFF_READ, "owner": _("They are told by mail and find it on their first page.")}

    def __init__(self, *args: Any, owners: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [one.pk for one in owners]
        people = Person.objects.of(self.viewer.district).filter(pk__in=ids).order_by("search_key", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """A day that has not passed; one that was set before stays."""
        day = self.cleaned_data["due_on"]
        check_year(day)
        if day < self.viewer.today and "due_on" in self.changed_data:
            raise forms.ValidationError(gettext("Choose today or a day to come."))
        return day

    @property
    def wanted(self) -> Wanted:
        """What was chosen, once it is valid."""
        return Wanted(**{name: self.cleaned_data[name] for name in ("what", "why", "owner", "due_on")})


class OutcomeForm(ViewerForm):
    """What was done, or why it is dropped."""

    outcome = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 3}), help_text=_STAFF_READ)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = label


class RecommendationFilterForm(FilterForm):
    """Which recommendations. Without a choice, those that are open."""

    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_("Any")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Open")),
            ("overdue", _("Overdue")),
            ("mine", _("Mine, open")),
            ("done", _("Done")),
            ("dropped", _("Dropped")),
            ("all", _("All")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.visible_to(self.viewer).to_choose()  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By program and state."""
        if program := chosen.get("program"):
            rows = rows.filter(round__program=program)
        match chosen.get("state", ""):
            case "all":
                return rows
            case "done" | "dropped" as state:
                return rows.filter(state=state)
            case "overdue":
                return rows.open().filter(due_on__lt=self.viewer.today)
            case "mine":
                return rows.open().filter(owner=self.viewer.person_id)
        return rows.filter(state="open")
