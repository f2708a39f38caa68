"""What somebody holds against our register and our seal: a file, or its digest."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.verification import MOST_BYTES

_DIGEST = re.compile(r"[0-9a-f]{64}")


class VerifyForm(forms.Form):
    """One of the two."""

    file = forms.FileField(
        label=gettext_lazy("PDF file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".pdf,application/pdf"}),
        help_text=gettext_lazy("Up to 20 MB. The file is looked at and not kept."),
    )
    digest = forms.CharField(
        label=gettext_lazy("Or its SHA-256"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        help_text=gettext_lazy("64 letters and digits, if you would rather not send the file."),
    )

    def clean_file(self) -> "UploadedFile[Any] | None":
        """Not larger than we look into."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file

    def clean_digest(self) -> str:
        """Small letters, without the blanks and colons that some programs print."""
        digest = re.sub(r"[\s:]", "", self.cleaned_data["digest"]).lower()
        if digest and not _DIGEST.fullmatch(digest):
            raise forms.ValidationError(_("A SHA-256 has 64 characters: the digits and the letters a to f."))
        return digest

    def clean(self) -> dict[str, Any]:
        """One of the two is enough; the file has the first word."""
        if not self.errors and self.cleaned_data.get("file") is None and not self.cleaned_data.get("digest"):
            raise forms.ValidationError(_("Choose a file, or enter its SHA-256."))
        return self.cleaned_data
