"""Forms of one's own steps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.forms import ViewerForm


class AgreeForm(ViewerForm):
    """Yes to a policy that stands above the box."""

    agrees = forms.BooleanField(
        label=_("I have read this and agree to it"),
        error_messages={"required": _("Tick the box if you agree.")},
    )
