"""Filters of the documents that wait for the school's signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from tenancy.forms.lists import FilterForm


class SchoolSignFilterForm(FilterForm):
    """Whose signature: one's own, or anybody's for the school."""

    who = forms.ChoiceField(
        label=_("Who signs"), required=False, choices=[("", _("I sign")), ("all", _("Anybody of the school"))]
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """Those that name the viewer, unless all are wanted."""
        if chosen.get("who") == "all":
            return rows
        mine = Party.objects.of(self.viewer.district).filter(person=self.viewer.person_id).of_school()
        return rows.filter(pk__in=mine.values("agreement"))
