"""Forms about roles that hold in some programs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.actions.membership_programs import ROLES
from mentoring.models import Program
from tenancy.forms import ViewerForm

_REASON = _("Kept in the audit log, where district administrators read it.")


class ProgramsField(forms.ModelMultipleChoiceField[Program]):
    """Programs by name and school year."""

    def label_from_instance(self, obj: Program) -> str:
        """With the year, since programs keep their name."""
        return f"{obj.name} ({obj.school_year.name})"


class MembershipProgramForm(ViewerForm):
    """In which programs a role holds; a program that is continued brings its people along."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Program.objects.of(self.viewer.district).to_choose()
        self.fields["programs"] = ProgramsField(
            label=_("Programs"),
            queryset=offered,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("The role holds in these alone. When a program is continued, it holds in the next year too."),
            error_messages={"required": _("Choose at least one program.")},
        )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}), help_text=_REASON
        )


class MembershipProgramGiveForm(MembershipProgramForm):
    """A new role that holds in some programs."""

    def __init__(self, *args: Any, held: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in ROLES if role.value not in held]
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=choices, widget=forms.RadioSelect({"class": "pills"})
        )
        self.fields["title"] = forms.CharField(
            label=_("Job title"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "off"})
        )
        self.order_fields(["role", "title", "programs", "reason"])
