"""Filters of lists."""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet

from tenancy import audit
from tenancy.forms import ViewerForm

Rows = TypeVar("Rows", bound="QuerySet[Any]")


class FilterForm(ViewerForm):
    """Filters above a list, every one of which may be left out. Subclasses add fields and write ``narrowed_by``."""

    #: The columns chosen, kept while one filters.
    column = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def narrow(self, rows: Rows) -> Rows:
        """The rows that the filters leave; a filter that could not be read leaves them all."""
        self.full_clean()
        narrowed: Rows = self.narrowed_by(rows, self.cleaned_data)
        return narrowed

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """The rows that this choice leaves. What was left out or could not be read may be missing from it."""
        raise NotImplementedError

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is on."""
        return any(self.data.get(name) for name in self.fields if name != "column")

    def facts(self) -> dict[str, audit.Fact]:
        """What was chosen, for the log: ids and codes; never what somebody typed."""
        self.is_valid()
        found: dict[str, audit.Fact] = {}
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value and isinstance(field, forms.ModelChoiceField | forms.ChoiceField | forms.BooleanField):
                found[name] = _codes(value)
        return found


def _codes(value: Any) -> audit.Fact:
    if isinstance(value, QuerySet):
        return [one.pk for one in value]
    return value.pk if isinstance(value, Model) else value  # type: ignore[no-any-return]  # codes of a choice
