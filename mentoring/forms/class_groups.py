"""Forms about class groups: add, change, move students, hand over, take from the roster; filters of their lists."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentoring.actions.class_groups import TAKING_PART
from mentoring.forms.program_choices import ProgramChoiceField
from mentoring.models import ClassGroup, ClassGroupStudent, Program, ProgramStudent
from mentoring.suggestions import Suggestion
from tenancy.forms import DistrictForm, ViewerForm
from tenancy.forms.lists import FilterForm
from tenancy.models import Person, School
from tenancy.permissions import Permission, Role
from tenancy.viewer import Viewer

#: What stands for "in no class group" among the choices of a filter.
NO_GROUP = "none"


class PersonChoiceField(forms.ModelChoiceField[Person]):
    """People by their names, family name first."""

    def label_from_instance(self, obj: Any) -> str:
        """As lists have them."""
        return str(obj.sorted_name)


def teachers_for(viewer: Viewer) -> "QuerySet[Person]":
    """Everybody with the role of a teacher whom the viewer may know of, by name."""
    return Person.objects.visible_to(viewer).active().holding({Role.TEACHER}).in_list_order()


def current_programs(viewer: Viewer, permission: Permission = Permission.PROGRAMS_VIEW) -> "QuerySet[Program]":
    """Programs that go on in which the viewer holds a permission, the newest first."""
    return Program.objects.of(viewer.district).in_reach_of(viewer, permission).current().to_choose()


class ClassGroupForm(DistrictForm[ClassGroup]):
    """A class group's school, name and teacher. The school of one that stands does not change."""

    class Meta:
        model = ClassGroup
        fields = ["school", "name"]
        widgets = {"name": forms.TextInput({"autocomplete": "off"})}
        help_texts = {"name": gettext_lazy("As the teacher calls it: “Health Science 2, period 3”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervising_teacher"] = PersonChoiceField(
            label=gettext_lazy("Supervising teacher"),
            queryset=teachers_for(self.viewer),
            required=False,
            empty_label=_("Nobody yet"),
            initial=self.instance.supervising_teacher_id,
            help_text=_("Sees these students, prepares them, and supervises their matches."),
        )
        if self.instance.pk:
            del self.fields["school"]
        else:
            self.fields["school"] = _school_field(self.viewer, self.instance.program)

    def _get_validation_exclusions(self) -> set[str]:
        """The name is free in program and school, though neither is always on the form."""
        return super()._get_validation_exclusions() - {"program", "school"}


def _school_field(viewer: Viewer, program: Program) -> "forms.ModelChoiceField[School]":
    reach = viewer.reach(Permission.PROGRAMS_EDIT)
    there = School.objects.of(viewer.district).filter(pk__in=program.school_rows.values("school")).order_by("name")
    if not reach.whole_district and reach.school_ids:
        there = there.filter(pk__in=reach.school_ids)
    return forms.ModelChoiceField(label=gettext_lazy("School"), queryset=there, empty_label=None, initial=there.first())


class ClassGroupFilterForm(FilterForm):
    """Which class groups."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.visible_to(self.viewer).to_choose()
        self.fields["program"] = ProgramChoiceField(
            label=_("Program"), queryset=programs, required=False, empty_label=_("Current programs")
        )
        self.fields["teacher"] = PersonChoiceField(
            label=_("Teacher"), queryset=teachers_for(self.viewer), required=False, empty_label=_("Any")
        )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """Of one program or of all that go on; of one teacher."""
        program, teacher = chosen.get("program"), chosen.get("teacher")
        rows = rows.filter(program=program) if program else rows.of_current_programs()
        return rows.filter(supervising_teacher=teacher) if teacher else rows


class SeatFilterForm(FilterForm):
    """Which students of a program: in which class group, of what name. Without a program, the first that goes on."""

    STATES = (("", gettext_lazy("Taking part")), *ProgramStudent.State.choices)

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=STATES, required=False)
    q = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = current_programs(self.viewer).prefetch_related("school_year")
        self.first_program = programs.first()
        self.fields["program"] = ProgramChoiceField(
            label=_("Program"), queryset=programs, required=False, empty_label=None, initial=self.first_program
        )
        groups = ClassGroup.objects.visible_to(self.viewer).of_current_programs().in_list_order()
        choices = [(str(pk), name) for pk, name in groups.values_list("pk", "name")]
        self.fields["group"] = forms.ChoiceField(
            label=_("Class group"), choices=[("", _("Any")), (NO_GROUP, _("In none")), *choices], required=False
        )
        self.order_fields(["program", "group", "state", "q"])

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """Those who take part, unless another state was chosen."""
        state, group = chosen.get("state"), chosen.get("group")
        rows = rows.filter(program=chosen.get("program") or self.first_program)
        rows = rows.filter(state__in=[state] if state else TAKING_PART)
        if group:
            seats = ClassGroupStudent.objects.of(self.viewer.district).filter(left_on=None)
            if group == NO_GROUP:
                rows = rows.exclude(pk__in=seats.values("program_student"))
            else:
                rows = rows.filter(pk__in=seats.filter(class_group=group).values("program_student"))
        if name := chosen.get("q"):
            people = Person.objects.of(self.viewer.district).named(name)
            rows = rows.filter(student__person__in=people.values("pk"))
        return rows


class MoveForm(ViewerForm):
    """Into which class group students move."""

    def __init__(self, *args: Any, program: Program | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = (
            ClassGroup.objects.of(self.viewer.district)
            .in_reach_of(self.viewer, Permission.PROGRAMS_EDIT)
            .filter(program=program)
        )
        self.fields["to"] = GroupChoiceField(
            label=_("Class group"),
            queryset=groups.in_list_order().prefetch_related("supervising_teacher"),
            empty_label=_("Choose a class group"),
        )


class GroupChoiceField(forms.ModelChoiceField[ClassGroup]):
    """Class groups by name and teacher."""

    def label_from_instance(self, obj: Any) -> str:
        """With the teacher, since periods are called alike."""
        teacher = obj.supervising_teacher
        return f"{obj.name} ({teacher.sorted_name})" if teacher else obj.name


class HandOverForm(ViewerForm):
    """Which teacher takes class groups over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = PersonChoiceField(
            label=_("New supervising teacher"),
            queryset=teachers_for(self.viewer),
            empty_label=_("Choose a teacher"),
        )


class SuggestionForm(ViewerForm):
    """Which sections become class groups."""

    def __init__(self, *args: Any, found: list[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.source.section.pk): one for one in found}
        self.fields["sections"] = forms.MultipleChoiceField(
            label=_("Classes"),
            choices=[(pk, _suggestion_label(one)) for pk, one in self.found.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick at least one class.")},
        )

    @property
    def chosen(self) -> list[Suggestion]:
        """What was ticked, of a valid form."""
        return [self.found[pk] for pk in self.cleaned_data["sections"]]


def _suggestion_label(one: Suggestion) -> str:
    section, teacher = one.source.section, one.source.teacher
    taking_part = ngettext("%(count)s of them in the program", "%(count)s of them in the program", one.taking_part) % {
        "count": one.taking_part
    }
    students = ngettext("%(count)s student", "%(count)s students", one.students) % {"count": one.students}
    words = [
        teacher.name if teacher else _("no teacher known"),
        section.school.name,
        f"{students}, {taking_part}",
    ]
    if one.unseated < one.taking_part:
        words.append(_("%(count)s without a class group") % {"count": one.unseated})
    if one.is_career_course:
        words.append(_("career course %(code)s") % {"code": section.course_code})
    return format_html('{}<span class="cell-note">{}</span>', section.title, " · ".join(words))
