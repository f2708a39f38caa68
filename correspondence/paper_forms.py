"""What is asked before labels and sign-in sheets are printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from correspondence.pdfs import LabelSheet
from tenancy.forms import ViewerForm, check_year

_WITH_LINES = gettext_lazy("Also print the line below the name, as the school or role")


class LabelForm(ViewerForm):
    """Which sheet of labels, and where on it to begin."""

    sheet = forms.ChoiceField(
        label=gettext_lazy("Sheet"), choices=LabelSheet, initial=LabelSheet.THIRTY, widget=forms.RadioSelect
    )
    first = forms.IntegerField(
        label=gettext_lazy("First free label"),
        min_value=1,
        initial=1,
        help_text=gettext_lazy("Count row by row, when some labels of the first sheet are used already."),
    )
    with_lines = forms.BooleanField(label=_WITH_LINES, required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """The first free label is on the sheet."""
        cleaned = super().clean() or {}
        sheet, first = cleaned.get("sheet"), cleaned.get("first")
        if sheet:
            cleaned["sheet"] = LabelSheet(sheet)
            if first and first > int(sheet):
                self.add_error("first", _("This sheet has %(count)s labels.") % {"count": sheet})
        return cleaned


class SignInSheetForm(ViewerForm):
    """What stands above the names, and how many empty lines below."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    on = forms.DateField(
        label=gettext_lazy("Date"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Left empty, there is a line to write it on."),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    more_lines = forms.IntegerField(label=gettext_lazy("Empty lines at the end"), min_value=0, max_value=100, initial=5)
    with_lines = forms.BooleanField(label=_WITH_LINES, required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = _("Sign-in sheet")
        self.fields["on"].initial = self.viewer.today

    def clean_on(self) -> Any:
        """A day of our times, or none."""
        day = self.cleaned_data["on"]
        if day:
            check_year(day)
        return day
