"""Forms about programs: add, change, plan the phases, continue into the next year."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentoring.models import Phase, Preset, Program
from mentoring.presets import ASKED
from screening.models import RequirementSet
from screening.presets import PRESETS
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.models import School, SchoolYear
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

#: What each way of running a program is like, beside its button.
PRESET_WORDS = {
    Preset.GROUP_AT_SCHOOL: gettext_lazy(
        "Mentors meet groups of students at school, and school staff stay in the room. The shortest way to begin."
    ),
    Preset.ONE_TO_ONE: gettext_lazy(
        "A mentor and a student meet at school or at the mentor’s workplace, for at least half a year."
    ),
    Preset.OUTINGS_ONLINE: gettext_lazy(
        "As one-to-one, and mentors also go on approved outings, or call and write between meetings."
    ),
}


def steps_words(preset: Preset) -> str:
    """What a preset asks of a mentor: "7 steps, about 2 hours of their time"."""
    steps = PRESETS[ASKED[preset]].steps
    return asked_words(len(steps), sum(step.minutes for step in steps))


def asked_words(steps: int, minutes: int) -> str:
    """How much is asked: "4 steps, about 40 minutes of their time"."""
    count = ngettext("%(count)s step", "%(count)s steps", steps) % {"count": steps}
    if not minutes:
        return count
    hours = round(minutes / 30) / 2
    if minutes <= 75:
        time = _("%(count)s minutes") % {"count": minutes}
    else:
        time = ngettext("%(count)s hour", "%(count)s hours", 1 if hours == 1 else 2) % {"count": f"{hours:g}"}
    return _("%(steps)s, about %(time)s of their time") % {"steps": count, "time": time}


def schools_for(viewer: Viewer) -> "QuerySet[School]":
    """Schools in use for which the viewer may set up programs, by name."""
    reach = viewer.reach(Permission.PROGRAMS_EDIT)
    schools = School.objects.of(viewer.district).filter(is_active=True).order_by("name")
    return schools if reach.whole_district else schools.filter(pk__in=reach.school_ids)


def years_ahead(viewer: Viewer) -> "QuerySet[SchoolYear]":
    """School years that are not over."""
    return SchoolYear.objects.of(viewer.district).filter(ends_on__gte=viewer.today).order_by("starts_on")


class ProgramAddForm(DistrictForm[Program]):
    """A new program: its name, year and schools, and which of three usual ways it begins with."""

    preset = forms.ChoiceField(label=gettext_lazy("How will it run?"), widget=forms.RadioSelect)

    class Meta:
        model = Program
        fields = ["name", "school_year", "about"]
        widgets = {"name": forms.TextInput({"autocomplete": "off"}), "about": forms.Textarea({"rows": 3})}
        help_texts = {
            "name": gettext_lazy("As families and mentors will read it: “Health careers mentoring”."),
            "about": gettext_lazy("Two or three sentences. Mentors and families read them before they apply."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = years_ahead(self.viewer)
        self.fields["school_year"] = forms.ModelChoiceField(
            label=gettext_lazy("School year"), queryset=years, initial=years.first(), empty_label=None
        )
        self.fields["schools"] = _schools_field(schools_for(self.viewer))
        choices = [(preset.value, _preset_label(preset)) for preset in Preset]
        self.fields["preset"].choices = choices  # type: ignore[attr-defined]
        self.fields["preset"].help_text = _("Sets the rules and what is asked of mentors. You can change everything.")
        self.order_fields(["name", "school_year", "schools", "preset", "about"])


class ProgramForm(DistrictForm[Program]):
    """What can be changed of a program at any time."""

    class Meta:
        model = Program
        fields = [
            "name",
            "name_es",
            "about",
            "about_es",
            "requirement_set",
            "apply_code",
            "takes_students",
            "takes_mentors",
        ]
        widgets = {
            "name": forms.TextInput({"autocomplete": "off"}),
            "name_es": forms.TextInput({"autocomplete": "off", "lang": "es"}),
            "about": forms.Textarea({"rows": 3}),
            "about_es": forms.Textarea({"rows": 3, "lang": "es"}),
        }
        help_texts = {
            "name_es": gettext_lazy("Who reads Waymark in Spanish reads this. Empty: the name above."),
            "about_es": gettext_lazy("Who reads Waymark in Spanish reads this. Empty: the words above."),
            "about": gettext_lazy("Two or three sentences. Mentors and families read them before they apply."),
            "apply_code": gettext_lazy(
                "The last part of the address at which mentors apply. Posters that are printed lead nowhere once it "
                "changes."
            ),
            "takes_students": gettext_lazy("Students who are asked to apply see the program on their page."),
            "takes_mentors": gettext_lazy("Anybody who has the address can apply as a mentor."),
            "requirement_set": gettext_lazy("Mentors of this program are asked this from the day on which it changes."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = School.objects.of(self.viewer.district).filter(
            pk__in=[row.school_id for row in self.instance.school_rows.all()]
        )
        offered = School.objects.of(self.viewer.district).filter(
            pk__in=[*schools_for(self.viewer).values_list("pk", flat=True), *there.values_list("pk", flat=True)]
        )
        self.fields["schools"] = _schools_field(offered.order_by("name"))
        self.initial.setdefault("schools", there)
        sets = RequirementSet.objects.of(self.viewer.district).exclude(state=RequirementSet.State.RETIRED)
        self.fields["requirement_set"].queryset = sets.order_by("name")  # type: ignore[attr-defined]
        self.fields["requirement_set"].required = True
        if "es" not in self.viewer.district.languages:
            del self.fields["name_es"], self.fields["about_es"]
        self.order_fields(
            ["name", "name_es", "about", "about_es", "schools", "requirement_set", "apply_code", "takes_students"]
        )

    def clean_schools(self) -> "list[School]":
        """Schools for which the viewer may not set up programs stay as they are."""
        own = set(schools_for(self.viewer).values_list("pk", flat=True))
        others = [row.school for row in self.instance.school_rows.all() if row.school_id not in own]
        is_whole = self.viewer.reach(Permission.PROGRAMS_EDIT).whole_district
        chosen = list(self.cleaned_data["schools"])
        return chosen if is_whole else list({one.pk: one for one in [*chosen, *others]}.values())

    def clean_apply_code(self) -> str:
        """In small letters, as people type it."""
        return str(self.cleaned_data["apply_code"]).lower()


class ProgramScheduleForm(ViewerForm):
    """The first day of each phase."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for phase in Phase:
            self.fields[phase.value] = forms.DateField(
                label=phase.label,
                help_text=PHASE_WORDS[phase],
                validators=[check_year],
                widget=forms.DateInput({"type": "date", "class": "input-short"}, "%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        """No phase begins before the one that comes first."""
        super().clean()
        before: date | None = None
        for phase in Phase:
            day = self.cleaned_data.get(phase.value)
            if day and before and day < before:
                self.add_error(phase.value, _("This is before the phase that comes first."))
            before = day or before
        return self.cleaned_data

    @property
    def days(self) -> dict[Phase, date]:
        """The days by phase, of a valid form."""
        return {phase: self.cleaned_data[phase.value] for phase in Phase}


#: What happens in each phase, beside its day.
PHASE_WORDS = {
    Phase.PLAN: gettext_lazy("Rules, schools, class groups, materials."),
    Phase.RECRUIT: gettext_lazy("Students and mentors apply and are chosen."),
    Phase.PREPARE: gettext_lazy("Checks, training, and the students’ preparation."),
    Phase.START: gettext_lazy("Mentors and students choose each other, sign, and meet."),
    Phase.SUPPORT: gettext_lazy("Meetings, journals, visits, talks with everybody."),
    Phase.CLOSE: gettext_lazy("Looking back, thank-you notes, who goes on next year."),
}


class ProgramContinueForm(ViewerForm):
    """Into which school year, under which name, with whom."""

    GROUPS = (
        ("students", gettext_lazy("Class groups with their students")),
        ("groups", gettext_lazy("Class groups without students")),
        ("none", gettext_lazy("No class groups")),
    )
    school_year = forms.ModelChoiceField[SchoolYear](label=gettext_lazy("School year"), queryset=None, empty_label=None)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    groups = forms.ChoiceField(
        label=gettext_lazy("Class groups"),
        choices=GROUPS,
        initial="groups",
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Students who come along are asked to apply again; nobody is accepted without being asked. Students in "
            "grade 12 stay behind."
        ),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_year"].queryset = later_years(program)  # type: ignore[attr-defined]
        self.fields["name"].initial = program.name

    def clean(self) -> dict[str, Any]:
        """No other program of that year has the name."""
        super().clean()
        name, year = self.cleaned_data.get("name"), self.cleaned_data.get("school_year")
        named = Program.objects.of(self.viewer.district).filter(name=name, school_year=year)
        if name and year and named.exists():
            self.add_error("name", _("There is a program of this name in that school year."))
        return self.cleaned_data


def later_years(program: Program) -> "QuerySet[SchoolYear]":
    """School years after the program's own, the next one first."""
    years = SchoolYear.objects.of(program.district).filter(starts_on__gt=program.school_year.starts_on)
    return years.order_by("starts_on")


def _schools_field(schools: "QuerySet[School]") -> "forms.ModelMultipleChoiceField[School]":
    return forms.ModelMultipleChoiceField(
        label=gettext_lazy("Schools"),
        queryset=schools,
        widget=forms.CheckboxSelectMultiple,
        initial=schools if len(schools) == 1 else None,
        help_text=gettext_lazy("Whose students can take part."),
    )


def _preset_label(preset: Preset) -> str:
    return format_html(
        '{}<span class="cell-note">{} {}</span>',
        preset.label,
        PRESET_WORDS[preset],
        _("Mentors do %(steps)s.") % {"steps": steps_words(preset)},
    )
