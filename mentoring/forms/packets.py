"""Forms about what is signed for the students of matches."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from agreements import wordings
from agreements.forms.agreements import AnswersMixin
from agreements.models import Permission, Role
from mentoring.models import ClassGroup, ClassGroupStudent, Program
from mentoring.packet_reading import Papers, papers_of
from tenancy.forms import ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.models import Person


class PaperBeforeForm(AnswersMixin, ViewerForm):
    """When papers were signed, where they are, what they say of the permissions; and that somebody has seen them."""

    signed_on = forms.DateField(
        label=_("Signed on"),
        widget=forms.DateInput({"type": "date"}),
        help_text=_("For everybody whose day did not come with a spreadsheet."),
    )
    filed_at = forms.CharField(
        label=_("Where the papers are"),
        max_length=200,
        help_text=_("Such as “Main office, folder 12”. Used where no place came with a spreadsheet."),
    )
    has_seen = forms.BooleanField(
        label=_("I have seen these papers, and everybody who has to sign has signed them"),
        error_messages={"required": _("Only who has seen the papers can say so.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_questions(list(Permission.Kind))
        self.order_fields(["signed_on", "filed_at", *(f"answer_{kind}" for kind in Permission.Kind), "has_seen"])

    def clean_signed_on(self) -> Any:
        """A day of our times, not to come."""
        day = self.cleaned_data["signed_on"]
        check_year(day)
        if day > self.viewer.today:
            raise forms.ValidationError(_("A paper cannot have been signed on a day to come."))
        return day


class PacketFilterForm(FilterForm):
    """Whose documents: what they wait for, class group, language, and who cannot be sent anything."""

    WAITING: Sequence[tuple[str, Any]] = (
        ("", _("All")),
        ("late", _("Families, for more than 7 days")),
        (Role.GUARDIAN.value, _("Parents and guardians")),
        (Role.STUDENT.value, _("Students")),
        (Role.MENTOR.value, _("Mentors")),
        (Role.SCHOOL.value, _("The school’s turn")),
        ("not_sent", _("Not sent yet")),
        ("failed", _("Declined, or not signed in time")),
        ("done", _("Signed by all")),
    )

    q = forms.CharField(
        label=_("Name of the student"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    waiting = forms.ChoiceField(label=_("Waiting on"), required=False, choices=WAITING)
    group = forms.ModelChoiceField(
        label=_("Class group"), required=False, queryset=ClassGroup.objects.none(), empty_label=_("Any")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    reach = forms.ChoiceField(
        label=_("How they are asked"),
        required=False,
        choices=[("", _("Any")), ("none", _("Nothing can be sent to them"))],
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = ClassGroup.objects.visible_to(self.viewer).filter(program=program).in_list_order()
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        languages = [(code, get_language_info(code)["name_translated"]) for code in wordings.languages()]
        self.fields["language"].choices = [("", _("Any")), *languages]  # type: ignore[attr-defined]

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By name and class group; and by who has to sign next, which is found in a few queries for all rows."""
        if text := chosen.get("q"):
            people = Person.objects.of(self.viewer.district).named(text)
            rows = rows.filter(student__person__in=people.values("pk"))
        if group := chosen.get("group"):
            seats = ClassGroupStudent.objects.of(self.viewer.district).filter(class_group=group, left_on=None)
            rows = rows.filter(student__in=seats.values("program_student__student"))
        wanted = {name: chosen.get(name) for name in ("waiting", "language", "reach")}
        if not any(wanted.values()):
            return rows
        found = papers_of(list(rows))
        return rows.filter(pk__in=[pk for pk, papers in found.items() if self._fits(papers, wanted)])

    def _fits(self, papers: Papers, wanted: dict[str, Any]) -> bool:
        if wanted["reach"] and not papers.unreachable:
            return False
        if wanted["language"] and wanted["language"] not in {one.person.language for one in papers.waiting}:
            return False
        return not wanted["waiting"] or _waits(papers, wanted["waiting"], self.viewer.today)


def _waits(papers: Papers, waiting: str, on: date) -> bool:
    if waiting == "late":
        return papers.is_late(on)
    if waiting == "not_sent":
        return not papers.standings
    if waiting == "failed":
        return papers.has_failed
    return papers.is_done if waiting == "done" else waiting in papers.roles
