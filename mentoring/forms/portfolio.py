"""Pieces of a portfolio. Students read them in Spanish too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import PortfolioItem
from mentoring.portfolio_files import MOST_BYTES, kind_of
from tenancy.forms import DistrictForm, WebAddressField


class PortfolioItemForm(DistrictForm[PortfolioItem]):
    """One piece: words, a link, a file."""

    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("A PDF or a picture (PNG, JPEG), up to 10 MB.")
    )

    class Meta:
        model = PortfolioItem
        fields = ["kind", "title", "text", "link", "is_for_mentor"]
        widgets = {"text": forms.Textarea({"rows": 4}), "link": forms.URLInput({"inputmode": "url"})}
        field_classes = {"link": WebAddressField}
        help_texts = {
            "text": _(
                "Your teacher, your parents and the people who run the program can read this. Your mentor can if you "
                "choose so."
            ),
            "is_for_mentor": _("You can change this whenever you like."),
        }

    field_order = ["kind", "title", "text", "link", "upload", "is_for_mentor"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.file:
            self.fields["upload"].label = _("Another file instead of “%(name)s”") % {"name": self.instance.file_name}

    def clean_upload(self) -> Any:
        """Only what it says it is, and not too large."""
        file = self.cleaned_data["upload"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 10 MB."))
        if file and not kind_of(file):
            raise forms.ValidationError(_("This is neither a PDF nor a PNG or JPEG picture."))
        return file

    @property
    def details(self) -> dict[str, Any]:
        """What was typed, for the action."""
        return {name: self.cleaned_data[name] for name in [*self.Meta.fields, "upload"]}
