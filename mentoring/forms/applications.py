"""The application of a student. Students read it in Spanish too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.career_areas import CareerArea
from mentoring.models import StudentApplication
from tenancy.forms import DistrictForm

_READERS = _("Your teacher and the people who run the program read this.")


class ApplicationForm(DistrictForm[StudentApplication]):
    """What a student writes. A draft may be unfinished; what is sent needs a career area and a reason."""

    class Meta:
        model = StudentApplication
        fields = ["career_area", "interests", "why", "availability"]
        labels = {
            "career_area": _("Which career area interests you most?"),
            "interests": _("What interests you?"),
            "why": _("Why would you like a mentor?"),
            "availability": _("When do you have time?"),
        }
        widgets = {
            "interests": forms.Textarea({"rows": 4}),
            "why": forms.Textarea({"rows": 4}),
            "availability": forms.Textarea({"rows": 2}),
        }
        help_texts = {"interests": _READERS, "why": _READERS, "availability": _READERS, "career_area": _READERS}

    def __init__(self, *args: Any, is_sent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["career_area"].choices = [("", _("I do not know yet")), *CareerArea.choices]  # type: ignore[attr-defined]
        self.is_sent = is_sent
        # What is needed in the end is not called optional, before and after an error.
        self.fields["why"].required = True

    def full_clean(self) -> None:
        """A draft may lack what is needed in the end: ``clean`` asks for it when it is sent."""
        self.fields["why"].required = False
        super().full_clean()
        self.fields["why"].required = True

    def clean(self) -> dict[str, Any]:
        """Whoever sends it has said why."""
        cleaned = super().clean() or {}
        if self.is_sent and not cleaned.get("why") and "why" not in self.errors:
            unfinished = forms.ValidationError(_("Write a sentence or two before you send it."), code="unfinished")
            self.add_error("why", unfinished)
        return cleaned

    @property
    def can_be_kept(self) -> bool:
        """Whether what was written can be kept as a draft: all of it, perhaps unfinished."""
        faults = [one.code for errors in self.errors.as_data().values() for one in errors]
        return self.is_bound and all(code == "unfinished" for code in faults)

    @property
    def answers(self) -> dict[str, Any]:
        """What was written."""
        return {name: self.cleaned_data.get(name, "") for name in self.Meta.fields}


class PaperApplicationForm(DistrictForm[StudentApplication]):
    """What a student handed in on paper, typed in by a colleague."""

    class Meta:
        model = StudentApplication
        fields = ["career_area", "interests", "why", "availability"]
        widgets = ApplicationForm.Meta.widgets

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["career_area"].choices = [("", _("Not known")), *CareerArea.choices]  # type: ignore[attr-defined]
        for name in ("interests", "why", "availability"):
            self.fields[name].help_text = _("The student, the teacher and the program’s coordinators read this.")
