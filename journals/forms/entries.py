"""What students write, and what teachers say back. Students read it in Spanish too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journals.models import Entry, Prompt
from mentoring.models import ClassGroupStudent, MatchStudent
from tenancy.forms import DistrictForm, ViewerForm

_READERS = _(
    "Your teacher and the people who run the program read it once you hand it in. Your mentor reads what you choose "
    "below."
)


class PromptChoiceField(forms.ModelChoiceField[Prompt]):
    """A question, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The question itself."""
        return str(obj.reader_text)


class SharingMixin:
    """What the mentor reads: nothing, some words written for them, or all of it."""

    def clean(self: Any) -> dict[str, Any]:
        """Whoever shares a part has written one, once it is handed in."""
        cleaned: dict[str, Any] = super().clean() or {}  # type: ignore[misc]  # a form's
        shares_part = cleaned.get("mentor_sees") == Entry.MentorSees.PART
        if self.is_final and shares_part and not cleaned.get("mentor_text") and "mentor_text" not in self.errors:
            words = _("Write what your mentor may read, or choose something else above.")
            self.add_error("mentor_text", forms.ValidationError(words, code="unfinished"))
        return cleaned


class EntryForm(SharingMixin, DistrictForm[Entry]):
    """An entry. A draft may be unfinished; what is handed in needs words."""

    class Meta:
        model = Entry
        fields = ["prompt", "text", "mentor_sees", "mentor_text"]
        widgets = {
            "text": forms.Textarea({"rows": 12, "maxlength": 10_000}),
            "mentor_text": forms.Textarea({"rows": 4, "maxlength": 2000}),
        }
        help_texts = {
            "text": _READERS,
            "mentor_text": _("Used only if you chose this above. Your mentor, your teacher and you read it."),
        }
        labels = {"mentor_sees": _("What may your mentor read?")}

    def __init__(self, *args: Any, is_final: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_final = is_final
        offered = _offered(self.instance, self.viewer)
        self.fields["prompt"] = PromptChoiceField(
            queryset=offered,
            label=_("Which question do you answer?"),
            required=False,
            blank=True,
            empty_label=_("None: I write freely"),
            widget=forms.RadioSelect,
        )
        self.fields["mentor_sees"] = forms.ChoiceField(
            label=_("What may your mentor read?"),
            choices=Entry.MentorSees.choices,
            widget=forms.RadioSelect,
            help_text=_("You can change this later, too."),
        )
        # What is needed in the end is not called optional, before and after an error.
        self.fields["text"].required = True
        if not offered.exists():
            del self.fields["prompt"]

    def full_clean(self) -> None:
        """A draft may lack what is needed in the end: ``clean`` asks for it when it is handed in."""
        self.fields["text"].required = False
        super().full_clean()
        self.fields["text"].required = True

    def clean(self) -> dict[str, Any]:
        """What is handed in says something."""
        cleaned = super().clean()
        if self.is_final and not cleaned.get("text") and "text" not in self.errors:
            words = _("Write a sentence or two before you hand it in.")
            self.add_error("text", forms.ValidationError(words, code="unfinished"))
        return cleaned

    @property
    def can_be_kept(self) -> bool:
        """Whether what was written can be kept as a draft: all of it, perhaps unfinished."""
        faults = [one.code for errors in self.errors.as_data().values() for one in errors]
        return self.is_bound and all(code == "unfinished" for code in faults)

    @property
    def written(self) -> dict[str, Any]:
        """What was written. Where no question is offered any more, the one that was chosen stays."""
        chosen = self.cleaned_data.get("prompt") if "prompt" in self.fields else self.instance.prompt
        return {
            "prompt": chosen,
            "text": self.cleaned_data.get("text", ""),
            "mentor_sees": self.cleaned_data.get("mentor_sees") or Entry.MentorSees.NOTHING,
            "mentor_text": self.cleaned_data.get("mentor_text", ""),
        }


class ShareForm(SharingMixin, DistrictForm[Entry]):
    """What the mentor reads of an entry that is handed in."""

    is_final = True

    class Meta:
        model = Entry
        fields = ["mentor_sees", "mentor_text"]
        widgets = {"mentor_text": forms.Textarea({"rows": 4, "maxlength": 2000})}
        help_texts = {"mentor_text": _("Used only if you chose this above. Your mentor, your teacher and you read it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor_sees"] = forms.ChoiceField(
            label=_("What may your mentor read?"), choices=Entry.MentorSees.choices, widget=forms.RadioSelect
        )


class GiveBackForm(ViewerForm):
    """What the student is to add."""

    note = forms.CharField(
        label=_("What is to be added"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "maxlength": 500}),
        help_text=_("The student reads this beside the entry. Colleagues who read the journal see it, too."),
    )


class ExcuseForm(ViewerForm):
    """Why an entry is not needed."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Kept beside the entry and in the audit log. The student does not read it."),
    )


def _offered(entry: Entry, viewer: Any) -> Any:
    """The questions that this entry may answer today, and the one that was chosen, even if it ended since."""
    member: MatchStudent = entry.match_student
    seats = ClassGroupStudent.objects.of(viewer.district).filter(
        left_on=None,
        program_student__student=member.student_id,
        program_student__program=member.match.program_id,
    )
    groups = list(seats.values_list("class_group_id", flat=True))
    today = Prompt.objects.of(viewer.district).offered(
        program_id=member.match.program_id, group_ids=groups, on=viewer.today
    )
    chosen = Prompt.objects.of(viewer.district).filter(pk=entry.prompt_id or 0)
    return (today | chosen).distinct().in_list_order()
