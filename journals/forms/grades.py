"""A grade: a level for each criterion, a comment, kept comments put into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journals.models import BankedComment, Criterion, Grade, Level, Rubric
from tenancy.forms import DistrictForm, ViewerForm


@dataclass(frozen=True)
class Cells:
    """One criterion as the page draws it: its levels side by side."""

    criterion: Criterion
    field: forms.BoundField
    levels: list[tuple[Level, bool]]


class GradeForm(ViewerForm):
    """What a teacher says of an entry. With a rubric, each criterion needs a level."""

    comment = forms.CharField(
        label=_("Comment to the student"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "maxlength": 2000}),
        help_text=_("The student and their parents read this once you make grades visible."),
    )
    keep = forms.BooleanField(label=_("Keep this comment for next time"), required=False)
    entry_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    grade_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, rubric: Rubric | None, grade: Grade | None, banked: list[BankedComment], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rubric, self.banked_comments = rubric, banked
        self.criteria = sorted(rubric.criteria.all(), key=lambda one: one.position) if rubric else []
        given = {one.criterion_id: one.level_id for one in grade.marks.all()} if grade else {}
        for one in self.criteria:
            levels = _levels(one)
            self.fields[_name(one)] = forms.ChoiceField(
                label=one.name,
                choices=[(str(level.pk), f"{level.points} {level.words}") for level in levels],
                widget=forms.RadioSelect,
                initial=str(given.get(one.pk, "")),
                error_messages={"required": _("Choose a level for this.")},
            )
        self.fields["banked"] = forms.MultipleChoiceField(
            label=_("Add a comment that you kept"),
            required=False,
            choices=[(str(one.pk), one.text) for one in banked],
            widget=forms.CheckboxSelectMultiple,
        )
        if not self.criteria:
            self.fields["comment"].required = False

    @property
    def cells(self) -> Iterator[Cells]:
        """The criteria in order, each with its levels from the highest down, and which one is chosen."""
        for one in self.criteria:
            field = self[_name(one)]
            chosen = str(field.value() or "")
            yield Cells(one, field, [(level, str(level.pk) == chosen) for level in _levels(one)])

    @property
    def levels(self) -> dict[Criterion, Level]:
        """What was chosen."""
        by_pk = {str(level.pk): level for one in self.criteria for level in one.levels.all()}
        return {one: by_pk[self.cleaned_data[_name(one)]] for one in self.criteria}

    @property
    def whole_comment(self) -> str:
        """The comment with the kept ones that were ticked behind it."""
        ticked = set(self.cleaned_data.get("banked", ()))
        texts = [one.text for one in self.banked_comments if str(one.pk) in ticked]
        return "\n".join(filter(None, [self.cleaned_data.get("comment", ""), *texts]))[:2000]


class BankedCommentForm(DistrictForm[BankedComment]):
    """A comment to keep."""

    class Meta:
        model = BankedComment
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 2, "maxlength": 500})}
        help_texts = {"text": _("Only you see your kept comments. Students read them where you use them.")}


def _levels(criterion: Criterion) -> list[Level]:
    return sorted(criterion.levels.all(), key=lambda one: -one.points)


def _name(criterion: Criterion) -> str:
    return f"criterion_{criterion.pk}"
