"""Forms about parents and guardians, and filters of their lists."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from mentoring.actions.guardianships import Answer, likely_basis
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import CourtOrder, Guardian, Guardianship, Program, ProgramStudent, Student
from mentoring.querysets.guardians import CourtOrderQuerySet, GuardianQuerySet, GuardianshipQuerySet
from mentoring.querysets.students import ProgramStudentQuerySet, StudentQuerySet
from mentoring.reachability import Way, guardians_with_ways, with_ways
from mentoring.signing_rules import has_order_to_check
from mentoring.street_addresses import holds_street_address
from screening import social_security
from tenancy.forms import DistrictForm, ViewerForm
from tenancy.forms.lists import FilterForm
from tenancy.forms.people import PersonForm, clean_phone, language_choices
from tenancy.models import Person, School

_ANY = _("Any")
#: A student in one of these takes part in a program, or is about to.
_TAKING_PART = ("invited", "applied", "waitlisted", "accepted")


def _language_filter() -> list[tuple[str, Any]]:
    spoken = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
    return [("", _ANY), *spoken]


class ProgramSchoolFilterForm(FilterForm):
    """Filters by program and school."""

    program = ProgramChoiceField(label=_("Program"), required=False, queryset=Program.objects.none(), empty_label=_ANY)
    school = forms.ModelChoiceField(label=_("School"), required=False, queryset=School.objects.none(), empty_label=_ANY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).filter(archived_on=None).to_choose()
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]
        self.fields["school"].queryset = School.objects.of(self.viewer.district).order_by("name")  # type: ignore[attr-defined]

    def _in_place(self, students: StudentQuerySet, program: Program | None, school: School | None) -> StudentQuerySet:
        """The students of this school who take part in this program, or are about to."""
        if school is not None:
            students = students.filter(school=school)
        return students.filter(Exists(self._places().filter(program=program))) if program is not None else students

    def _places(self) -> ProgramStudentQuerySet:
        """Places of the outer student in programs that are not archived."""
        return ProgramStudent.objects.of(self.viewer.district).filter(
            student=OuterRef("pk"), state__in=_TAKING_PART, program__archived_on=None
        )


class GuardianFilterForm(ProgramSchoolFilterForm):
    """Filters of the list of parents and guardians."""

    SIGNS = [
        ("", _ANY),
        ("yes", _("Yes")),
        ("no", _("No")),
        ("unsaid", _("Nobody has said yet")),
        ("to_say", _("Nobody has said yet, student takes part")),
    ]

    q = forms.CharField(
        label=_("Name, email or phone"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    signs = forms.ChoiceField(label=_("May sign"), required=False, choices=SIGNS)
    way = forms.ChoiceField(label=_("Reached"), required=False, choices=[("", _ANY), *Way.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_language_filter)
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), required=False, choices=[("", _ANY), ("yes", _("Needed")), ("no", _("Not needed"))]
    )
    field_order = ("q", "program", "school", "signs", "way", "language", "interpreter")

    def narrowed_by(self, guardians: GuardianQuerySet, chosen: dict[str, Any]) -> GuardianQuerySet:
        """The parents who fit every filter."""
        if chosen.get("q"):
            named = Person.objects.of(self.viewer.district).named(chosen["q"])
            guardians = guardians.filter(person__in=named.values("pk"))
        if chosen.get("language"):
            guardians = guardians.filter(person__language=chosen["language"])
        if chosen.get("interpreter"):
            guardians = guardians.filter(needs_interpreter=chosen["interpreter"] == "yes")
        if chosen.get("way"):
            guardians = guardians_with_ways(guardians, self.viewer.district).filter(way=chosen["way"])
        place = {name: chosen.get(name) for name in ("program", "school")}
        if any(place.values()):
            in_place = self._in_place(Student.objects.of(self.viewer.district).filter(pk=OuterRef("student")), **place)
            guardians = guardians.filter(Exists(self._held().filter(Exists(in_place))))
        return self._by_signing(guardians, chosen.get("signs", ""))

    def _by_signing(self, guardians: GuardianQuerySet, signs: str) -> GuardianQuerySet:
        held = self._held()
        if signs == "unsaid":
            return guardians.filter(Exists(held.filter(may_sign=None)))
        if signs == "to_say":
            return guardians.filter(
                Exists(
                    Guardianship.objects.of(self.viewer.district).to_say(self.viewer).filter(guardian=OuterRef("pk"))
                )
            )
        if signs == "yes":
            return guardians.filter(Exists(held.filter(~Exists(self._barring()), may_sign=True)))
        if signs == "no":
            return guardians.filter(Exists(held.filter(Q(may_sign=False) | Exists(self._barring()))))
        return guardians

    def _held(self) -> GuardianshipQuerySet:
        """Live guardianships of the outer parent."""
        return Guardianship.objects.of(self.viewer.district).live().filter(guardian=OuterRef("pk"))

    def _barring(self) -> CourtOrderQuerySet:
        """Court orders in force that keep the outer guardianship's parent from signing."""
        orders = CourtOrder.objects.of(self.viewer.district).barring(self.viewer.today)
        return orders.filter(student=OuterRef("student"), about=OuterRef("guardian__person"))


class FamilyFilterForm(ProgramSchoolFilterForm):
    """Filters of the families by how they are reached."""

    WAYS = [
        ("", _ANY),
        (Way.EMAIL.value, Way.EMAIL.label),
        ("no_email", _("Not by email")),
        (Way.TEXT.value, Way.TEXT.label),
        (Way.PAPER.value, Way.PAPER.label),
        (Way.NOT.value, _("Ask who may sign")),
    ]
    way = forms.ChoiceField(label=_("Reached"), required=False, choices=WAYS)

    def narrowed_by(self, students: StudentQuerySet, chosen: dict[str, Any]) -> StudentQuerySet:
        """The students of this program and school whose families are reached like this."""
        students = self.in_place(students, chosen)
        way = chosen.get("way")
        if not way:
            return students
        found: StudentQuerySet = with_ways(students, self.viewer.district, self.viewer.today).filter(
            way__in=[Way.TEXT, Way.PAPER] if way == "no_email" else [way]
        )
        return found

    def in_place(self, students: StudentQuerySet, chosen: dict[str, Any]) -> StudentQuerySet:
        """The students of this program and school; without a program, those in any."""
        program, school = chosen.get("program"), chosen.get("school")
        students = self._in_place(students, program=program, school=school)
        return students if program is not None else students.filter(Exists(self._places()))


# Changing


def clean_note(text: str) -> str:
    """A note without street address and Social Security number. Refuses (ValidationError) what looks like either."""
    social_security.refuse(text)
    if holds_street_address(text):
        raise forms.ValidationError(
            _(
                "This looks like a street address. A court may protect where somebody lives, so addresses are not "
                "kept here: leave it out."
            )
        )
    return text


_SIGNS = [
    ("yes", _("Yes, may sign")),
    ("no", _("No, may not sign")),
    ("", _("Nobody has said yet")),
]


class GuardianshipForm(DistrictForm[Guardianship]):
    """What somebody is to a student, and whether and why they may sign."""

    signs = forms.ChoiceField(
        label=_("May they sign for the student?"),
        choices=_SIGNS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A roster does not say so. Ask the family or look into the file."),
    )
    field_order = ("relationship", "signs", "basis", "basis_note", "is_emergency_contact")

    class Meta:
        model = Guardianship
        fields = ["relationship", "basis", "basis_note", "is_emergency_contact"]
        help_texts = {
            "basis_note": _(
                "Such as “Caregiver’s statement of August 12”. Staff who work with parents read it. No addresses."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_sign = self.instance.may_sign
        self.fields["signs"].initial = "" if may_sign is None else "yes" if may_sign else "no"

    def clean(self) -> dict[str, Any]:
        """A yes has a basis; the rest has none."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["may_sign"] = {"yes": True, "no": False}.get(cleaned.pop("signs", ""))
        if cleaned["may_sign"] and not cleaned.get("basis"):
            self.add_error("basis", _("Say on what basis this person may sign."))
        if not cleaned["may_sign"]:
            cleaned["basis"] = ""
        self.instance.may_sign = cleaned["may_sign"]
        return cleaned

    def clean_basis_note(self) -> str:
        """No address, no Social Security number."""
        return clean_note(self.cleaned_data["basis_note"])


class GuardianForm(PersonForm):
    """Who a parent is, how to reach them, and what they wish."""

    field_order = (
        "given_name",
        "family_name",
        "preferred_name",
        "phone",
        "email",
        "language",
        "needs_interpreter",
        "prefers_paper",
    )

    def __init__(self, *args: Any, guardian: Guardian | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= wish_fields(guardian)
        self.order_fields(self.field_order)


def wish_fields(guardian: Guardian | None) -> dict[str, forms.Field]:
    """An interpreter, and letters on paper."""
    return {
        "needs_interpreter": forms.BooleanField(
            label=_("Needs an interpreter"),
            required=False,
            initial=guardian.needs_interpreter if guardian else False,
            help_text=_("At meetings and on the phone."),
        ),
        "prefers_paper": forms.BooleanField(
            label=_("Wants letters on paper"),
            required=False,
            initial=guardian.prefers_paper if guardian else False,
            help_text=_("Instead of email and text messages."),
        ),
    }


class GuardianFindForm(ViewerForm):
    """Looks for somebody who is here already."""

    q = forms.CharField(
        label=_("Name, email or phone"),
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


class OwnDetailsForm(ViewerForm):
    """What a parent changes about themselves."""

    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language"), help_text=_("Of these pages, and of messages to you."))
    needs_interpreter = forms.BooleanField(
        label=_("I need an interpreter"), required=False, help_text=_("At meetings and on the phone.")
    )
    prefers_paper = forms.BooleanField(
        label=_("I want letters on paper"), required=False, help_text=_("Instead of email and text messages.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(self.viewer.district)  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["phone"])


class AnswersForm(ViewerForm):
    """For each parent and child: whether the parent may sign, and on what basis."""

    LEAVE, NO = "", "no"

    def __init__(self, *args: Any, guardianships: Sequence[Guardianship], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_field = {f"answer-{held.pk}": held for held in guardianships}
        yes = [(code, _("May sign: %(basis)s") % {"basis": words}) for code, words in Guardianship.Basis.choices]
        choices = [(self.LEAVE, _("Not sure: ask later")), *yes, (self.NO, _("May not sign"))]
        for name, held in self.by_field.items():
            self.fields[name] = forms.ChoiceField(
                label=_("%(name)s for %(student)s")
                % {"name": held.guardian.person.name, "student": held.student.person.name},
                help_text=_asked_of(held, is_to_check=self._is_to_check(held)),
                required=False,
                choices=choices,
                initial=self.LEAVE if self._is_to_check(held) else likely_basis(held.relationship),
            )

    def _is_to_check(self, held: Guardianship) -> bool:
        """Whether an order about the student must be read first: nothing is filled in then."""
        return has_order_to_check(held.student.court_orders.all(), self.viewer.today)

    @property
    def answers(self) -> dict[Guardianship, Answer]:
        """What was said; of whom nothing was said is left out."""
        said = {held: self.cleaned_data[name] for name, held in self.by_field.items()}
        return {
            held: Answer(may_sign=code != self.NO, basis="" if code == self.NO else code)
            for held, code in said.items()
            if code != self.LEAVE
        }


def _asked_of(held: Guardianship, *, is_to_check: bool) -> str:
    """What the roster, or whoever added them, says of them; and that a court order must be read first."""
    words = str(held.get_relationship_display()) if held.relationship else str(_("Relationship not given"))
    said = [words, str(_("from the roster")) if held.source else ""]
    if is_to_check:
        said.append(str(_("a court order about the student is not checked yet")))
    return " · ".join(filter(None, said))
