"""Sharing work and commenting on it. Students and mentors read these forms in Spanish too."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import PortfolioItem
from tenancy.forms import ViewerForm, WebAddressField


class ItemField(forms.ModelChoiceField[PortfolioItem]):
    """A piece of one's own portfolio."""

    def label_from_instance(self, obj: Any) -> str:
        """Its title and its file."""
        return f"{obj.title} ({obj.file_name})" if obj.file_name else str(obj.title)


class SharedWorkForm(ViewerForm):
    """Words, a link, a piece of the portfolio: at least one of them."""

    text = forms.CharField(
        label=gettext_lazy("Your work, or what you would like to ask"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy(
            "Your mentor, your teacher and the people who run the program can read this. Your parents see that you "
            "shared something, not what it says."
        ),
    )
    link = WebAddressField(
        label=gettext_lazy("Link"), required=False, widget=forms.URLInput({"inputmode": "url", "autocomplete": "off"})
    )
    item = ItemField(
        label=gettext_lazy("Piece of your portfolio"), queryset=PortfolioItem.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = PortfolioItem.objects.of(self.viewer.district).own(self.viewer).filter(deleted_at=None).in_list_order()
        self.fields["item"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something is shared."""
        given = super().clean() or {}
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_("Write something, add a link, or choose a piece of your portfolio."))
        return given


class WorkCommentForm(ViewerForm):
    """What somebody says of shared work."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "The student, the mentor, the teacher and the people who run the program can read this."
        ),
    )
