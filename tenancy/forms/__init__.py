"""Forms of a district."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from django import forms
from django.utils.translation import gettext as _

from tenancy.models.owned import DistrictOwned
from tenancy.viewer import Viewer

Row = TypeVar("Row", bound=DistrictOwned)

#: Line breaks and control characters; and those that turn the reading direction of whatever follows.
_UNREADABLE = frozenset({"Cc", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: The years of a school's days: others are slips of the pen, and some of them no calendar can count on from.
FIRST_YEAR, LAST_YEAR = 2000, 2099


def check_year(day: date) -> None:
    """Refuse (ValidationError) a day that no school has on its calendar."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("Check the year."))


#: What Django writes for a choice that was not made.
_DASHES = "---------"


def _name_empty_choices(fields: Mapping[str, forms.Field]) -> None:
    """Words instead of dashes for the choice that was not made: "Choose one" where one must be made, else "None"."""
    for field in fields.values():
        if not isinstance(field, forms.ChoiceField):
            continue
        words = _("Choose one") if field.required else _("None")
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = words if field.empty_label == _DASHES else field.empty_label
            continue
        choices = list(cast(Iterable[tuple[Any, Any]], field.choices))
        if ("", _DASHES) in choices:
            field.choices = [(value, words if label == _DASHES else label) for value, label in choices]


class WebAddressField(forms.URLField):
    """An address on the web; typed without its beginning it begins with https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class OneLineMixin:
    """Takes into fields of one line only what stands in one line: a name must not break the head of a mail."""

    def _clean_fields(self: Any) -> None:
        super()._clean_fields()  # type: ignore[misc]  # a form's
        for name, field in self.fields.items():
            is_line = isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea)
            value = self.cleaned_data.get(name)
            if is_line and isinstance(value, str) and value and not _is_readable(value):
                self.add_error(name, _("This has characters that cannot be read. Type it anew."))


def _is_readable(text: str) -> bool:
    kinds = {unicodedata.category(letter) for letter in text}
    return not kinds & _UNREADABLE and not _TURNING & set(text) and any(kind[0] in "LNPS" for kind in kinds)


class ViewerForm(OneLineMixin, forms.Form):
    """A form that knows who fills it in; subclasses narrow their choices by ``self.viewer`` in ``__init__``."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        _name_empty_choices(self.fields)


class DistrictForm(OneLineMixin, forms.ModelForm[Row]):
    """A form of one district-owned row. Sets the row's district before validation and counts it in uniqueness.

    A plain ModelForm leaves the district out, so a duplicate is found only by the database and answers 500.
    """

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        _name_empty_choices(self.fields)
        if self.instance.pk is None:
            self.instance.district = viewer.district

    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return exclusions - {"district"}
