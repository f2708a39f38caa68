"""Which thank-you letters of a program are put together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from correspondence.models import LetterKind
from tenancy.forms import ViewerForm, check_year


class ThankForm(ViewerForm):
    """Which kind, with which date."""

    kind = forms.ChoiceField(label=_("Which letters"), choices=LetterKind.choices, widget=forms.RadioSelect)
    dated_on = forms.DateField(label=_("Date on the letters"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    with_running = forms.BooleanField(
        label=_("Also thank for matches that still run"),
        required=False,
        help_text=_(
            "Without it: matches that ended, and those whose closing has begun. A match that never met is left out."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = LetterKind.THANK_MENTOR
        self.fields["dated_on"].initial = self.viewer.today

    def clean_dated_on(self) -> Any:
        """A day of this century."""
        check_year(self.cleaned_data["dated_on"])
        return self.cleaned_data["dated_on"]
