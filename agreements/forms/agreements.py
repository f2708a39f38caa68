"""Forms of the staff about documents: void, correct, hand over, file paper, sign for the school."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from agreements import scans
from agreements.models import Agreement, Party, Permission
from tenancy.forms import OneLineMixin, ViewerForm, check_year
from tenancy.models import Membership, Person
from tenancy.permissions import Role

_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class AnswersMixin:
    """Asks a yes or no for each permission, as they stand on a paper."""

    asked: Sequence[Permission.Kind] = ()

    def add_questions(self: Any, asked: Iterable[Permission.Kind]) -> None:
        """One question for each; no answer is chosen beforehand."""
        self.asked = list(asked)
        for kind in self.asked:
            self.fields[f"answer_{kind}"] = forms.ChoiceField(
                label=kind.label, choices=_YES_NO, widget=forms.RadioSelect({"class": "pills"})
            )

    @property
    def answers(self: Any) -> dict[Permission.Kind, bool]:
        """What was chosen."""
        return {kind: self.cleaned_data[f"answer_{kind}"] == "yes" for kind in self.asked}


class VoidForm(OneLineMixin, forms.Form):
    """Why a document is taken back."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Read by the staff who see the document, and kept in the audit log."),
    )


class CorrectionForm(OneLineMixin, forms.Form):
    """What a notice of correction says."""

    says = forms.CharField(
        label=_("What is corrected"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody who signs the document reads it."),
    )


class DelegateForm(ViewerForm):
    """Who signs for the school instead."""

    to = forms.ModelChoiceField(label=_("Who signs instead"), queryset=Person.objects.none())

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signers = Membership.objects.of(self.viewer.district).live()
        signers = signers.filter(role__in=[Role.PRINCIPAL, Role.ADMINISTRATOR])
        parties = Party.objects.of(self.viewer.district).filter(agreement=agreement)
        people = Person.objects.of(self.viewer.district).active().filter(pk__in=signers.values("person"))
        people = people.exclude(pk__in=parties.values("person")).in_list_order()
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class PaperForm(AnswersMixin, ViewerForm):
    """When somebody signed on paper, where the paper is, what they answered; a scan if there is one."""

    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput({"type": "date"}))
    filed_at = forms.CharField(
        label=_("Where the paper is"), max_length=200, help_text=_("Such as “Main office, folder 12”.")
    )
    scan = forms.FileField(
        label=_("Scan"),
        required=False,
        help_text=_("If you have one: PDF, JPEG or PNG, up to 20 MB. Its pages stand in the sealed document."),
    )

    def __init__(self, *args: Any, asked: Iterable[Permission.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages: list[bytes] = []
        self.add_questions(asked)
        self.order_fields(["signed_on", "filed_at", *(f"answer_{kind}" for kind in self.asked), "scan"])

    def clean_signed_on(self) -> Any:
        """A day of our times, not to come."""
        day = self.cleaned_data["signed_on"]
        check_year(day)
        if day > self.viewer.today:
            raise forms.ValidationError(_("A paper cannot have been signed on a day to come."))
        return day

    def clean_scan(self) -> "UploadedFile[Any] | None":
        """Drawn anew at once: what cannot be read is said beside the field."""
        upload: UploadedFile[Any] | None = self.cleaned_data["scan"]
        if upload:
            try:
                self.pages = scans.redraw(upload)
            except scans.CannotRead as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return upload


class SchoolSignForm(OneLineMixin, forms.Form):
    """The name of who signs for the school."""

    typed_name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        help_text=_("Typing your name signs each of these documents for the school."),
        widget=forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
    )
