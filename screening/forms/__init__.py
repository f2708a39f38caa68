"""Forms of screening."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tenancy.forms import check_year


def day_input() -> forms.DateInput:
    """A field for a day."""
    return forms.DateInput({"type": "date", "class": "input-short"}, "%Y-%m-%d")


class DaysMixin:
    """Refuses days of another century, wherever a form asks for one; ``past`` names those that cannot lie ahead."""

    past: tuple[str, ...] = ()

    def _clean_fields(self: Any) -> None:
        super()._clean_fields()  # type: ignore[misc]  # a form's
        for name, value in list(self.cleaned_data.items()):
            if not isinstance(value, date):
                continue
            try:
                check_year(value)
                if name in self.past and value > self.viewer.today:
                    raise forms.ValidationError(_("This day is still to come. Record it once it is done."))
            except forms.ValidationError as fault:
                self.add_error(name, fault)
