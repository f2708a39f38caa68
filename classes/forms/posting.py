"""What is posted for several class groups at once: what they work on, assignments, school events."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classes.models import Assignment, ClassFocus
from classes.querysets.class_groups import groups_edited
from mentoring.models import ClassGroup
from tenancy.forms import ViewerForm, check_year

#: How long a focus lasts when nobody says so: a school week.
USUAL_DAYS = timedelta(days=4)
#: A focus that lasts longer is a slip of the pen.
LONGEST = timedelta(days=366)


def date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget, validators=[check_year])


class GroupsField(forms.ModelMultipleChoiceField[ClassGroup]):
    """Class groups, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The class group, and whose program it is."""
        return f"{obj.name} ({obj.program.name} {obj.program.school_year.name}, {obj.school.name})"


class PostingForm(ViewerForm):
    """Something for class groups. Without ``shows_groups`` (of something that stands) they are not asked."""

    def __init__(self, *args: Any, shows_groups: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shows_groups:
            mine = groups_edited(self.viewer).in_list_order().prefetch_related("program__school_year", "school")
            self.fields["groups"] = GroupsField(label=gettext_lazy("Class groups"), queryset=mine)
            self.order_fields(["groups", *(name for name in self.fields if name != "groups")])

    @property
    def details(self) -> dict[str, Any]:
        """What was typed, for the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "groups"}

    @property
    def groups(self) -> Sequence[ClassGroup]:
        """The class groups that were ticked."""
        return list(self.cleaned_data["groups"])


class ClassFocusForm(PostingForm):
    """What classes work on, from one day until another."""

    from_on = date_field(gettext_lazy("First day"))
    until_on = date_field(gettext_lazy("Last day"))
    text = forms.CharField(
        label=gettext_lazy("What the class works on"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Students, their parents and, where the program shares it, their mentors read this."),
    )
    competencies = forms.CharField(
        label=gettext_lazy("Skills and competencies"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: reads a technical text; explains a step to somebody else."),
    )
    go_deeper = forms.CharField(
        label=gettext_lazy("What mentors can do with it"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("A question to ask, something to show at work, an activity to go deeper."),
    )

    def clean(self) -> dict[str, Any]:
        """The days come in order, within a school year's length."""
        given = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day comes after the first day."))
        elif first and last and last - first > LONGEST:
            self.add_error("until_on", _("A focus lasts a year at most."))
        return given


def first_days(*, groups: Sequence[ClassGroup], like: ClassFocus | None, today: date) -> dict[str, Any]:
    """What a new focus begins with: the days after the last one, and its words where it is copied."""
    last = (
        ClassFocus.objects.of(groups[0].district).filter(class_group__in=groups).posted().order_by("-until_on").first()
        if groups
        else None
    )
    from_on = max(last.until_on + timedelta(days=1), today) if last else today
    from_on += timedelta(days=max(0, 7 - from_on.weekday())) if from_on.weekday() > 4 else timedelta(0)
    length = like.until_on - like.from_on if like else USUAL_DAYS - timedelta(days=from_on.weekday())
    words = {name: getattr(like, name) for name in ("text", "competencies", "go_deeper")} if like else {}
    return {"groups": [one.pk for one in groups], "from_on": from_on, "until_on": from_on + length, **words}


class AssignmentForm(PostingForm):
    """An assignment, a school event, or something to go deeper into."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=Assignment.Kind.choices,
        initial=Assignment.Kind.ASSIGNMENT,
        widget=forms.RadioSelect({"class": "pills"}),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    text = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Students and their parents read this, and mentors where you say so below."),
    )
    due_on = date_field(gettext_lazy("Due, or takes place on"), required=False)
    time = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    is_for_mentors = forms.BooleanField(
        label=gettext_lazy("Mentors see it"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Students can share their work with them, and they can comment. To a school event they are invited."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """An event takes place on some day."""
        given = super().clean() or {}
        if given.get("kind") == Assignment.Kind.EVENT and not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say on which day it takes place."))
        return given
