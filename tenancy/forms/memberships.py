"""Forms about roles and where they hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.forms import ViewerForm
from tenancy.models import Membership, School, Scope
from tenancy.permissions import Permission, Role
from tenancy.rules import roles_to_give
from tenancy.viewer import Viewer


def place_fields(viewer: Viewer, permission: Permission) -> dict[str, forms.Field]:
    """Where a role holds: the whole district or some schools, no wider than the viewer's own reach."""
    reach = viewer.reach(permission)
    schools = School.objects.of(viewer.district).filter(is_active=True).order_by("name")
    scopes = [(Scope.DISTRICT.value, Scope.DISTRICT.label), (Scope.SCHOOLS.value, Scope.SCHOOLS.label)]
    if not reach.whole_district:
        schools, scopes = schools.filter(pk__in=reach.school_ids), scopes[1:]
    return {
        "scope": forms.ChoiceField(
            label=_("Where"), choices=scopes, initial=scopes[0][0], widget=forms.RadioSelect({"class": "pills"})
        ),
        "schools": forms.ModelMultipleChoiceField(
            label=_("Schools"),
            queryset=schools,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("For a role that holds in some schools."),
        ),
    }


def clean_place(form: forms.BaseForm, *, role: str) -> None:
    """Put errors beside the fields where role, scope and schools do not fit. The whole district needs no schools."""
    cleaned = form.cleaned_data
    scope = cleaned.get("scope")
    if role == Role.ADMINISTRATOR and scope == Scope.SCHOOLS:
        form.add_error("scope", _("A district administrator works for the whole district."))
    elif scope == Scope.SCHOOLS and not cleaned.get("schools") and "schools" not in form.errors:
        form.add_error("schools", _("Choose at least one school."))
    if scope == Scope.DISTRICT:
        cleaned["schools"] = []


class MembershipForm(ViewerForm):
    """A role for a person, or another place for one that they have."""

    role = forms.ChoiceField(label=_("Role"))
    title = forms.CharField(
        label=_("Job title"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args: Any, membership: Membership | None = None, held: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        if membership is not None:
            del self.fields["role"]
        else:
            roles = [(role.value, role.label) for role in roles_to_give(self.viewer) if role.value not in held]
            self.fields["role"].choices = [("", _("Choose a role")), *roles]  # type: ignore[attr-defined]
        self.fields |= place_fields(self.viewer, Permission.ROLES_EDIT)
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=300,
            required=False,
            widget=forms.Textarea({"rows": 2}),
            help_text=_("Kept in the audit log, where district administrators read it."),
        )

    def clean(self) -> dict[str, Any]:
        """The place fits the role."""
        super().clean()
        role = self.membership.role if self.membership else self.cleaned_data.get("role", "")
        clean_place(self, role=role)
        return self.cleaned_data


class MembershipEndSelectedForm(ViewerForm):
    """Which role of several people ends, and why."""

    role = forms.ChoiceField(label=_("Which role"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Kept in the audit log, where district administrators read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in roles_to_give(self.viewer)]
        self.fields["role"].choices = [("", _("All of their staff roles")), *roles]  # type: ignore[attr-defined]
