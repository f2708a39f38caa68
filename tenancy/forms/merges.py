"""Which values survive when two rows of one human become one."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tenancy.actions.people import DETAILS
from tenancy.forms import ViewerForm
from tenancy.merging import Choice, choices
from tenancy.models import Person


class MergeForm(ViewerForm):
    """For each field that both have and that differs: the value of the one or of the other."""

    KEPT, GONE = "kept", "gone"

    def __init__(self, *args: Any, kept: Person, gone: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = [*_details(kept, gone), *choices(kept, gone)]
        for one in self.choices:
            self.fields[one.key] = forms.ChoiceField(
                label=str(one.label),
                choices=[(self.KEPT, str(one.of_kept)), (self.GONE, str(one.of_gone))],
                initial=self.KEPT,
                widget=forms.RadioSelect,
            )
        self.fields["is_sure"] = forms.BooleanField(
            label=_("I looked at both: they are the same human."),
            error_messages={"required": _("Tick this to merge. It cannot be undone.")},
        )

    @property
    def from_gone(self) -> list[str]:
        """The keys of what survives as the one that goes has it."""
        return [one.key for one in self.choices if self.cleaned_data.get(one.key) == self.GONE]


def _details(kept: Person, gone: Person) -> list[Choice]:
    labels: dict[str, str | Promise] = {
        name: Person._meta.get_field(name).verbose_name.capitalize()  # type: ignore[union-attr]
        for name in DETAILS
    }
    both = ((name, getattr(kept, name), getattr(gone, name)) for name in DETAILS)
    return [Choice(name, labels[name], one, other) for name, one, other in both if one and other and one != other]
