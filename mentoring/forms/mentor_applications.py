"""Forms about applications: what an applicant sends, and what staff decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import MentorApplication, OtherRole, Program, ProgramMentor, Rating
from tenancy.forms import OneLineMixin, ViewerForm
from tenancy.forms.lists import FilterForm
from tenancy.forms.people import clean_phone
from tenancy.permissions import Permission

_ANY = ("", _("Any"))


def _box(label: Any, rows: int = 3, most: int = 1000) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, widget=forms.Textarea({"rows": rows}))


class ApplyForm(OneLineMixin, forms.Form):
    """What somebody sends who would like to mentor. Little is asked, and nothing that only a check may ask.

    ``website`` is for machines: people do not see it.
    """

    given_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"})
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    employer_name = forms.CharField(
        label=_("Where you work"),
        required=False,
        max_length=160,
        widget=forms.TextInput({"autocomplete": "organization"}),
        help_text=_("Leave it empty if you are retired or work for yourself."),
    )
    job_title = forms.CharField(
        label=_("What you do"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
        help_text=_("For example: pharmacist, electrician, retired teacher"),
    )
    career_areas = forms.MultipleChoiceField(
        label=_("Career areas you know"),
        required=False,
        choices=CareerArea.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    why = _box(_("Why you would like to mentor"), rows=4, most=1500)
    supports = _box(_("How you help somebody grow and learn skills"))
    explores = _box(_("How you help somebody look at options and values"))
    cares = _box(_("How you show that you care"))
    encourages = _box(_("How you strengthen somebody’s self-worth"))
    availability = _box(_("When you have time"), rows=2, most=500)
    other_roles = forms.MultipleChoiceField(
        label=_("Besides mentoring, or instead, I would be glad to"),
        required=False,
        choices=OtherRole.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    is_adult_attested = forms.BooleanField()
    is_unpaid_attested = forms.BooleanField(
        label=_("I know that mentors are not paid for it"),
        error_messages={"required": _("Mentoring is unpaid. Tick this to go on.")},
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args: Any, least_age: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        age = {"age": least_age}
        self.fields["is_adult_attested"].label = _("I am at least %(age)s years old") % age
        self.fields["is_adult_attested"].error_messages["required"] = (
            _("Mentors of this program are at least %(age)s years old.") % age
        )

    def clean_email(self) -> str:
        """In small letters, as it is looked up."""
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["phone"])

    @property
    def is_machine(self) -> bool:
        """Whether something filled in what people do not see."""
        return bool(self.data.get("website"))

    @property
    def answers(self) -> dict[str, Any]:
        """What is kept: the answers, and the language they were asked in."""
        spoken = get_language()
        language = spoken if spoken in dict(settings.LANGUAGES) else "en"
        return {**{name: value for name, value in self.cleaned_data.items() if name != "website"}, "language": language}

    @property
    def sections(self) -> list[tuple[Any, Any, list[Any]]]:
        """The fields in three parts: heading, what is said below it, fields."""
        about = ("given_name", "family_name", "email", "phone")
        work = ("employer_name", "job_title", "career_areas")
        mentoring = ("why", "supports", "explores", "cares", "encourages", "availability", "other_roles")
        short = _(
            "A sentence or two is enough. You may leave any of these boxes empty. What you write is read by the "
            "coordinators of the program only."
        )
        return [
            (_("How we reach you"), "", [self[name] for name in about]),
            (_("Your work"), "", [self[name] for name in work]),
            (_("You as a mentor"), short, [self[name] for name in mentoring]),
            (_("Before you send it"), "", [self["is_adult_attested"], self["is_unpaid_attested"]]),
        ]


class ApplicationFilterForm(FilterForm):
    """Filters of the list of applications. Without any: the new ones."""

    program = ProgramChoiceField(
        label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_ANY[1]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("New")), *MentorApplication.State.choices[1:], ("all", _("All"))],
    )
    career_area = forms.ChoiceField(label=_("Career area"), required=False, choices=[_ANY, *CareerArea.choices])
    other_role = forms.ChoiceField(label=_("Also glad to"), required=False, choices=[_ANY, *OtherRole.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Program.objects.of(self.viewer.district).in_reach_of(self.viewer, Permission.MENTORS_EDIT)
        self.fields["program"].queryset = mine.to_choose()  # type: ignore[attr-defined]

    def narrowed_by(
        self, applications: QuerySet[MentorApplication], chosen: dict[str, Any]
    ) -> QuerySet[MentorApplication]:
        """The applications of this program and state."""
        state = chosen.get("state") or MentorApplication.State.NEW
        if state != "all":
            applications = applications.filter(state=state)
        if chosen.get("program"):
            applications = applications.filter(program=chosen["program"])
        if chosen.get("career_area"):
            applications = applications.filter(career_areas__overlap=[chosen["career_area"]])
        if chosen.get("other_role"):
            applications = applications.filter(other_roles__overlap=[chosen["other_role"]])
        return applications


class RatingForm(ViewerForm):
    """How far somebody has the four abilities (S-3), as far as whoever reads it can say."""

    def __init__(self, *args: Any, application: MentorApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rated_supports", "rated_explores", "rated_cares", "rated_encourages"):
            self.fields[name] = forms.TypedChoiceField(
                label=application._meta.get_field(name).verbose_name.capitalize(),  # type: ignore[union-attr]
                required=False,
                choices=[("", _("Cannot say")), *Rating.choices],
                coerce=int,
                empty_value=None,
                initial=getattr(application, name) or "",
                widget=forms.RadioSelect({"class": "pills"}),
            )


class DeclineForm(ViewerForm):
    """Why an applicant is not accepted, and whether they are told."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Staff read it; the mail does not tell it."),
    )
    is_told = forms.BooleanField(
        label=_("Tell them by email"),
        required=False,
        initial=True,
        help_text=_("A kind mail. It leaves after two minutes, so that you can take this back."),
    )


class TakeUpForm(ViewerForm):
    """As what an applicant is taken in, and who they are."""

    NEW = "new"
    CHOICES = [
        (ProgramMentor.State.ACCEPTED.value, _("Accept as a mentor")),
        (ProgramMentor.State.WAITLISTED.value, _("Put on the waiting list")),
        (ProgramMentor.State.OTHER_ROLE.value, _("Keep for other roles")),
    ]

    state = forms.ChoiceField(
        label=_("Decision"), choices=CHOICES, widget=forms.RadioSelect, initial=ProgramMentor.State.ACCEPTED.value
    )
    who = forms.ChoiceField(label=_("Who this is"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Staff read it; the mail does not tell it."),
    )
    is_told = forms.BooleanField(
        label=_("Tell them by email"),
        required=False,
        initial=True,
        help_text=_("It leaves after two minutes, so that you can take this back."),
    )

    def __init__(self, *args: Any, alike: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), _("The same as %(name)s, who is here already") % {"name": one.name}) for one in alike]
        new = (self.NEW, _("Somebody new: add them"))
        self.fields["who"].choices = [*known, new]  # type: ignore[attr-defined]
        if not alike:
            self.fields["who"].initial = self.NEW
            self.fields["who"].widget = forms.HiddenInput()
        if self.viewer.can(Permission.SIGN_INS_EDIT):
            self.fields["invite"] = forms.BooleanField(
                label=_("Invite them to sign in, if they are new"), required=False, initial=True
            )
