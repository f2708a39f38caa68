"""Letters: filters of their lists, one letter, texts, the letterhead."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from correspondence import letter_fields, letterheads
from correspondence.letter_fields import Field, Shape, Value
from correspondence.models import Letter, LetterBatch, Letterhead, LetterKind, LetterText, Message
from correspondence.models.message import PENDING, State
from correspondence.querysets.letters import LetterBatchQuerySet, LetterQuerySet
from tenancy.forms import DistrictForm, ViewerForm, check_year
from tenancy.forms.lists import FilterForm
from tenancy.models import Person
from tenancy.permissions import Role

_ANY = ("", gettext_lazy("Any"))
_STATES = LetterBatch.State.choices
_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class BatchFilterForm(FilterForm):
    """Which batches."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[_ANY, *LetterKind.choices])
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            _ANY,
            *((value, gettext_lazy("Sent, or leaving") if value == "sent" else label) for value, label in _STATES),
        ],
    )

    def narrowed_by(self, rows: LetterBatchQuerySet, chosen: dict[str, Any]) -> LetterBatchQuerySet:
        """The batches that this choice leaves."""
        for name in ("kind", "state"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        return rows


class LetterFilterForm(FilterForm):
    """Which letters of a batch, by how far they are."""

    stage = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            _ANY,
            ("to_make", gettext_lazy("To be made")),
            ("left_out", gettext_lazy("Left out")),
            ("to_mail", gettext_lazy("Made, with an email address")),
            ("to_post", gettext_lazy("For paper: no email address")),
            ("waiting", gettext_lazy("Waiting to leave")),
            ("sent", gettext_lazy("Sent")),
            ("failed", gettext_lazy("Not sent, or came back")),
            ("posted", gettext_lazy("Handed over")),
        ],
    )

    def narrowed_by(self, rows: LetterQuerySet, chosen: dict[str, Any]) -> LetterQuerySet:
        """The letters that this choice leaves."""
        stage = chosen.get("stage")
        match stage:
            case "to_make" | "to_mail" | "to_post":
                found: LetterQuerySet = getattr(rows, stage)()
                return found
            case "left_out":
                return rows.exclude(left_out="")
            case "posted":
                return rows.exclude(posted_on=None)
            case "waiting" | "sent" | "failed":
                return rows.filter(message__in=self._mails(stage).values("pk"))
        return rows

    def _mails(self, stage: str) -> Any:
        states = {"waiting": PENDING, "sent": (State.SENT,), "failed": (State.FAILED, State.BOUNCED)}
        return Message.objects.of(self.viewer.district).filter(kind="correspondence/letter", state__in=states[stage])


class LetterForm(ViewerForm):
    """What one letter, or several, say: a field for each that the kind of letter has.

    ``with_batch`` asks what the letters are for and their date; ``with_addressee`` to whom one goes.
    """

    label = forms.CharField(
        label=gettext_lazy("What the letters are for"),
        max_length=160,
        help_text=gettext_lazy("For your own list: “Career mentoring, 2026–27”. It does not stand in the letters."),
    )
    dated_on = forms.DateField(label=gettext_lazy("Date on the letters"), widget=_DATE)
    to_name = forms.CharField(label=gettext_lazy("To"), max_length=160)
    to_lines = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("It stands where a window envelope shows it."),
    )
    to_email = forms.EmailField(
        label=gettext_lazy("Email"),
        required=False,
        help_text=gettext_lazy("Without one, the letter is for paper."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(
        self, *args: Any, kind: str, with_batch: bool = False, with_addressee: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["language"].choices = _languages()  # type: ignore[attr-defined]
        left = {"label", "dated_on"} if with_batch else set()
        left |= {"to_name", "to_lines", "to_email", "language"} if with_addressee else set()
        for name in [name for name in self.fields if name not in left]:
            del self.fields[name]
        if with_batch:
            self.fields["dated_on"].initial = self.viewer.today
        for one in letter_fields.given(kind):
            self.fields[one.name] = _form_field(one)

    def clean_dated_on(self) -> date:
        """A day of our times."""
        day: date = self.cleaned_data["dated_on"]
        check_year(day)
        return day

    @property
    def values(self) -> dict[str, Value]:
        """What was typed into the fields of the letter."""
        found = {one.name: self.cleaned_data[one.name] for one in letter_fields.given(self.kind)}
        for one in letter_fields.given(self.kind):
            if one.shape is Shape.NAMES:
                found[one.name] = [name.strip() for name in found[one.name].split(",") if name.strip()]
        return found


def values_to_type(letter: Letter) -> dict[str, Any]:
    """What a letter holds, as its form shows it. The batch must have been read along."""
    found: dict[str, Any] = dict(letter.values)
    return {name: ", ".join(value) if isinstance(value, list) else value for name, value in found.items()}


def _form_field(one: Field) -> forms.Field:
    options: dict[str, Any] = {"label": _label(one), "required": not one.is_optional}
    if one.shape is Shape.DAY:
        return forms.DateField(widget=_DATE, **options)
    if one.shape is Shape.COUNT:
        return forms.DecimalField(min_value=0, max_value=100_000, decimal_places=1, **options)
    if one.shape is Shape.WORDS:
        help_text = _("Whoever gets the letter reads it.")
        return forms.CharField(max_length=1500, widget=forms.Textarea({"rows": 4}), help_text=help_text, **options)
    if one.shape is Shape.NAMES:
        return forms.CharField(max_length=200, help_text=_("Several names: put commas between them."), **options)
    return forms.CharField(max_length=160, **options)


def _label(one: Field) -> str:
    words = str(one.label)
    return words[:1].upper() + words[1:]


def _languages() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES]


class MakeForm(ViewerForm):
    """How the file for the printer is put together."""

    is_duplex = forms.TypedChoiceField(
        label=gettext_lazy("The file for the printer"),
        choices=[
            ("yes", gettext_lazy("Printed on both sides: each letter begins on a new sheet")),
            ("no", gettext_lazy("Printed on one side")),
        ],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class PostForm(ViewerForm):
    """When letters were handed over."""

    on = forms.DateField(label=gettext_lazy("On"), widget=_DATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.viewer.today

    def clean_on(self) -> date:
        """Today or a day before."""
        day: date = self.cleaned_data["on"]
        check_year(day)
        if day > self.viewer.today:
            raise ValidationError(_("This day is still to come."))
        return day


class LetterTextForm(DistrictForm[LetterText]):
    """The district's words for one kind of letter in one language."""

    class Meta:
        model = LetterText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea({"rows": 18})}
        help_texts = {
            "body": gettext_lazy(
                "An empty line begins a new paragraph. A paragraph that names a field which is empty is left away. "
                "Whoever gets the letter reads it."
            )
        }

    def clean_subject(self) -> str:
        """Names nothing that this kind of letter does not have."""
        return self._known(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        """Names nothing that this kind of letter does not have."""
        return self._known(self.cleaned_data["body"])

    def _known(self, text: str) -> str:
        strange = letter_fields.unknown_in(self.instance.kind, text)
        if strange:
            words = {"names": ", ".join(one if one in "{}" else f"{{{one}}}" for one in strange)}
            raise ValidationError(
                _("This kind of letter has no such field: %(names)s. The list names those it has.") % words
            )
        return text


class LetterheadForm(DistrictForm[Letterhead]):
    """What stands above and below the letters of a district."""

    logo_upload = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("A picture (PNG, JPEG), up to 2 MB. It is kept as large as letters need it."),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg"}),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    signature_upload = forms.FileField(
        label=gettext_lazy("Picture of the signature"),
        required=False,
        help_text=gettext_lazy("Black on white, PNG or JPEG, up to 2 MB. Only who writes letters sees it here."),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg"}),
    )
    without_signature = forms.BooleanField(label=gettext_lazy("Remove the signature"), required=False)

    class Meta:
        model = Letterhead
        fields = ["name", "address", "phone", "website", "signer_name", "signer_title", "signer"]
        widgets = {"address": forms.Textarea({"rows": 3})}
        labels = {"signer": gettext_lazy("Their entry among your people")}
        help_texts = {
            "signer": gettext_lazy("When their entry is emptied one day, name and signature go from here, too."),
        }

    field_order = [
        "name", "address", "phone", "website", "logo_upload", "without_logo",
        "signer_name", "signer_title", "signer", "signature_upload", "without_signature",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signing = [Role.ADMINISTRATOR, Role.PRINCIPAL, Role.COORDINATOR]
        people = Person.objects.visible_to(self.viewer).active().holding(signing)
        self.fields["signer"].queryset = people.in_list_order()  # type: ignore[attr-defined]
        if not self.instance.logo:
            del self.fields["without_logo"]
        if not self.instance.signature:
            del self.fields["without_signature"]

    def clean_logo_upload(self) -> bytes | None:
        """The picture, drawn anew."""
        return _picture(self.cleaned_data["logo_upload"])

    def clean_signature_upload(self) -> bytes | None:
        """The picture, drawn anew."""
        return _picture(self.cleaned_data["signature_upload"])

    @property
    def pictures(self) -> dict[str, bytes | None]:
        """New pictures by name; None takes the old one away. What stays as it is is not in it."""
        found: dict[str, bytes | None] = {}
        for name in letterheads.PICTURES:
            if self.cleaned_data.get(f"{name}_upload"):
                found[name] = self.cleaned_data[f"{name}_upload"]
            elif self.cleaned_data.get(f"without_{name}"):
                found[name] = None
        return found


def _picture(file: Any) -> bytes | None:
    if not file:
        return None
    if file.size > letterheads.MOST_BYTES:
        raise ValidationError(_("This file is larger than 2 MB."))
    try:
        return letterheads.redrawn(file.read())
    except letterheads.NotAPicture:
        raise ValidationError(_("This is no PNG or JPEG picture that can be read.")) from None
