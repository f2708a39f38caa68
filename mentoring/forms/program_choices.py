"""Choosing a program: by name and school year, since programs keep their name from year to year."""

from typing import Any

from django import forms

from mentoring.models import Program


class ProgramChoiceField(forms.ModelChoiceField[Program]):
    """One program. What is offered is read with ``to_choose``."""

    def label_from_instance(self, obj: Any) -> str:
        """With the year."""
        return str(obj.name_with_year)
