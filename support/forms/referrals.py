"""Forms about letters to the counselor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.counselors import people_for_backup
from tenancy.forms import ViewerForm
from tenancy.forms.lists import FilterForm
from tenancy.models import School


class ReferralForm(ViewerForm):
    """What the counselor should know."""

    text = forms.CharField(
        label=_("What should the counselor know?"),
        max_length=3000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "Only the school counselor reads this, or one named colleague if the counselor does not open it in time."
        ),
    )


class ReferralNoteForm(ViewerForm):
    """What the counselor notes."""

    text = forms.CharField(
        label=_("Note"),
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Only the counselor reads this, and the back-up where it was passed on."),
    )


class ReferralFilterForm(FilterForm):
    """Which letters. Without a choice, those that are not closed."""

    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("Open")), ("unread", _("Not read yet")), ("closed", _("Closed")), ("all", _("All"))],
    )

    def narrowed_by(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """By what is to be done."""
        show = chosen.get("show", "")
        if show == "unread":
            return rows.unread()
        if show == "closed":
            return rows.filter(closed_at__isnull=False)
        return rows if show == "all" else rows.open()


class BackupForm(ViewerForm):
    """Who reads when the counselor does not."""

    person = forms.ChoiceField(
        label=_("Who reads when the counselor does not?"),
        help_text=_("They can read only letters that the counselor did not open in time."),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people_for_backup(self.viewer.district, school)}
        choices = [(pk, one.sorted_name) for pk, one in self.people.items()]
        self.fields["person"].choices = [("", _("Choose one")), *choices]  # type: ignore[attr-defined]

    def clean_person(self) -> Any:
        """The person chosen."""
        return self.people[self.cleaned_data["person"]]
