"""Forms of sharing by exception and of cover."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.covering import Span, colleagues
from tenancy.forms import ViewerForm
from tenancy.models import Membership, Person
from tenancy.people_table import live_roles

#: Longer than a school year is no exception any more.
LONGEST = timedelta(days=400)
_CHOOSE = gettext_lazy("Choose a person")
_DAY = forms.DateInput({"type": "date", "class": "input-short"}, "%Y-%m-%d")


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """One of the staff, with what they are."""

    def label_from_instance(self, person: Person) -> str:
        """Family name first, then the roles."""
        return f"{person.sorted_name} ({', '.join(one.get_role_display() for one in live_roles(person))})"


class GrantForm(ViewerForm):
    """With whom somebody's page is shared, until when, and why."""

    to = ColleagueField(label=gettext_lazy("Share with"), queryset=Person.objects.none(), empty_label=_CHOOSE)
    last = forms.DateField(label=gettext_lazy("Until"), widget=_DAY, help_text=gettext_lazy("This day included."))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "A word or two is enough. Kept in the audit log; the person you share with reads it too."
        ),
    )

    def __init__(self, *args: Any, of: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues(self.viewer).exclude(pk=of.pk)  # type: ignore[attr-defined]

    def clean_last(self) -> Any:
        """A day to come, within about a year."""
        return _clean_last(self, self.cleaned_data["last"])


class CoverForm(ViewerForm):
    """Who stands in, from when until when, why, and for which roles."""

    memberships = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Roles"), queryset=Membership.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    to = ColleagueField(label=gettext_lazy("Who covers"), queryset=Person.objects.none(), empty_label=_CHOOSE)
    first = forms.DateField(label=gettext_lazy("From"), widget=_DAY)
    last = forms.DateField(label=gettext_lazy("Until"), widget=_DAY, help_text=gettext_lazy("This day included."))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("A word is enough, like “leave”. Kept in the audit log; whoever covers reads it too."),
    )

    def __init__(self, *args: Any, roles: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = {role.person_id for role in roles}
        self.fields["memberships"].queryset = roles  # type: ignore[attr-defined]
        self.fields["memberships"].initial = [role.pk for role in roles]
        self.fields["to"].queryset = colleagues(self.viewer).exclude(pk__in=of)  # type: ignore[attr-defined]
        self.fields["first"].initial = self.viewer.today

    def clean_last(self) -> Any:
        """A day to come, within about a year, and not before the first."""
        last, first = self.cleaned_data["last"], self.cleaned_data.get("first")
        if first and last < first:
            raise forms.ValidationError(_("The last day must not be before the first day."))
        return _clean_last(self, last)

    @property
    def span(self) -> Span:
        """From the first day to the end of the last."""
        return Span.of_days(self.cleaned_data["first"], self.cleaned_data["last"])


def _clean_last(form: ViewerForm, last: Any) -> Any:
    if last < form.viewer.today:
        raise forms.ValidationError(_("Choose a day that is still to come."))
    if last > form.viewer.today + LONGEST:
        raise forms.ValidationError(_("Choose a day within about a year. It can be prolonged later."))
    return last
