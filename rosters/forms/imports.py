"""Forms for bringing files in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rosters.actions.rosters import SOURCE
from rosters.archive import CannotRead, open_archive, refuse_size
from rosters.models import ImportRun
from rosters.oneroster.files import layout_of
from tenancy.forms import ViewerForm

#: Student systems that are offered; any other name can be typed.
MOST_SOURCES = 20


class RosterForm(ViewerForm):
    """A roster, looked at just far enough to say at once that it is none."""

    file = forms.FileField(
        label=gettext_lazy("Roster file"),
        widget=forms.FileInput({"accept": ".zip,application/zip"}),
        help_text=gettext_lazy(
            "One ZIP file with the CSV files that your student system exports: OneRoster or School Data Sync. At most "
            "200 MB. Passwords, race, IEP and lunch columns are never read. The file is deleted once it is brought in."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Student system"),
        max_length=40,
        initial=SOURCE,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9_-]*$", gettext_lazy("Use small letters, digits and hyphens."))],
        widget=forms.TextInput({"list": "sources", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Leave this as it is with one student system. With several, give each a short name and use the same one "
            "every time: people are known by it and the ID in the file."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ImportRun.objects.of(self.viewer.district).filter(kind="roster").values_list("source", flat=True)
        self.sources = sorted({SOURCE, *named.order_by("source").distinct()[:MOST_SOURCES]})

    def clean_file(self) -> "UploadedFile[bytes]":
        """What is no roster is refused before it is stored."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            refuse_size(file.size or 0)
            with open_archive(file) as archive:
                layout_of(archive)
        except CannotRead as refusal:
            raise ValidationError(str(refusal)) from refusal
        file.seek(0)
        return file


class BringInForm(ViewerForm):
    """For good; with a box to tick when so many would end that somebody must say so."""

    may_end = forms.BooleanField(label=gettext_lazy("Yes, they have all left. End them."), required=False)

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        if not run.stops:
            del self.fields["may_end"]
        if ages := run.options.get("ages"):
            self.fields["are_adults"] = _ages_field(**ages)

    def clean(self) -> dict[str, Any]:
        """Without the tick nothing happens."""
        super().clean()
        if self.run.stops and not self.cleaned_data.get("may_end"):
            self.add_error("may_end", _("Tick this, or cancel and check the file."))
        return self.cleaned_data

    @property
    def are_adults(self) -> bool | None:
        """What was said of mentors whose age nobody knows; None where nothing was asked."""
        return self.cleaned_data["are_adults"] == "yes" if "are_adults" in self.cleaned_data else None


def _ages_field(*, count: int, least: int) -> forms.ChoiceField:
    """Whether mentors are old enough whose date of birth nobody has noted."""
    words = ngettext(
        "The age of %(count)s mentor is not known here. Are they at least %(least)s years old?",
        "The age of %(count)s mentors is not known here. Are they all at least %(least)s years old?",
        count,
    )
    return forms.ChoiceField(
        label=words % {"count": count, "least": least},
        choices=[
            ("yes", _("Yes. I have made sure of it.")),
            ("no", _("I cannot say that. Accept none of them yet.")),
        ],
        widget=forms.RadioSelect,
        help_text=_("With yes, this is noted of each of them, and in the audit log that you said so."),
        error_messages={"required": _("Choose one.")},
    )
