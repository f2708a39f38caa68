"""The list of results, pasted or uploaded, and which column holds what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.models import CheckType, Tier
from screening.result_lines import COLUMNS, Sheet, Unreadable, guessed, sheet_of
from tenancy.forms import ViewerForm

_LARGEST = 1024 * 1024
_NONE = ""


class ResultListForm(ViewerForm):
    """A list, what it is about where it does not say so, and, once it was read, which column holds what."""

    EXAMPLE = "Email,Check,Outcome,Date\nmia@example.org,Fingerprints,Clear,2026-11-20"

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        required=False,
        widget=forms.FileInput({"accept": ".csv,text/csv,text/plain"}),
        help_text=gettext_lazy("Or paste the lines below."),
    )
    lines = forms.CharField(
        label=gettext_lazy("Lines"),
        required=False,
        max_length=_LARGEST,
        widget=forms.Textarea({"rows": 8, "placeholder": EXAMPLE, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "The headings first, then one line a person. Social Security numbers are never kept: a column of them is "
            "dropped."
        ),
    )
    check_type = forms.ChoiceField(
        label=gettext_lazy("What is checked, where a line does not say"), choices=CheckType.choices
    )
    tier = forms.TypedChoiceField(
        label=gettext_lazy("Good enough for"), choices=Tier.choices, coerce=int, initial=Tier.PLACE
    )

    def clean(self) -> dict[str, Any]:
        """The list, read; and which of its columns holds what: as chosen, or else by the headings."""
        cleaned = {**self.cleaned_data, **(super().clean() or {})}
        text = self._uploaded(cleaned.get("file")) or cleaned.get("lines") or ""
        if self.errors:
            return cleaned
        try:
            sheet = sheet_of(text)
        except Unreadable as fault:
            self.add_error("lines", str(fault))
            return cleaned
        places = self._chosen(sheet) if self.data.get("mapped") == "1" and not cleaned.get("file") else None
        cleaned |= {"sheet": sheet, "places": guessed(sheet.headings) if places is None else places}
        return cleaned

    def columns(self) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        """For each thing a column can hold: its name, its words, and the headings to choose from."""
        sheet, places = self.cleaned_data["sheet"], self.cleaned_data["places"]
        return [
            (
                f"column_{name}",
                str(words),
                [
                    (_NONE, _("Not in the list"), name not in places),
                    *(
                        (
                            str(place),
                            heading or _("Column %(number)s") % {"number": place + 1},
                            places.get(name) == place,
                        )
                        for place, heading in enumerate(sheet.headings)
                    ),
                ],
            )
            for name, words in COLUMNS.items()
        ]

    def _uploaded(self, file: Any) -> str:
        if not file:
            return ""
        if file.size > _LARGEST:
            self.add_error("file", _("This file is larger than 1 MB. Bring it in in parts."))
            return ""
        sent = file.read()
        if sent[:4] == b"PK\x03\x04":
            self.add_error("file", _("This is an Excel file. Save it as CSV first."))
            return ""
        for encoding in ("utf-8-sig", "utf-16", "cp1252"):
            if encoding == "utf-16" and sent[:2] not in (b"\xff\xfe", b"\xfe\xff"):
                continue
            try:
                return str(sent.decode(encoding))
            except UnicodeDecodeError:
                continue
        self.add_error("file", _("This is not a text file. Save the list as CSV."))
        return ""

    def _chosen(self, sheet: Sheet) -> dict[str, int]:
        found = {}
        for name in COLUMNS:
            value = self.data.get(f"column_{name}", _NONE)
            if value.isdecimal() and int(value) < len(sheet.headings):
                found[name] = int(value)
        return found
