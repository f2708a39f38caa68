"""Until when a line of Today is put off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.forms import ViewerForm, check_year


class PutOffForm(ViewerForm):
    """A day."""

    until_on = forms.DateField(
        label=_("Show it again on"),
        validators=[check_year],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
