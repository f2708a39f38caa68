"""Forms of a district."""

from typing import Any, TypeVar

from django import forms

from tenancy.models.owned import DistrictOwned
from tenancy.viewer import Viewer

Row = TypeVar("Row", bound=DistrictOwned)


class ViewerForm(forms.Form):
    """A form that knows who fills it in; subclasses narrow their choices by ``self.viewer`` in ``__init__``."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)


class DistrictForm(forms.ModelForm[Row]):
    """A form of one district-owned row. Sets the row's district before validation and counts it in uniqueness.

    A plain ModelForm leaves the district out, so a duplicate is found only by the database and answers 500.
    """

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.district = viewer.district

    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return exclusions - {"district"}
