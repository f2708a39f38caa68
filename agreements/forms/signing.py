"""What somebody fills in to sign: the code, their consent, yes or no, their name or a drawing of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.acts import BOX, MOST_POINTS
from agreements.models import Permission
from tenancy.forms import OneLineMixin
from tenancy.names import fold

#: Letters that a drawing may come in: 5,000 points of "[600.25,200.25],".
MOST_LETTERS = 90_000

#: The questions as short as they stand beside their two answers; the text above says what each means.
QUESTIONS: Mapping[str, Promise] = {
    Permission.Kind.REMOTE_CONTACT: gettext_lazy("Question 1: calls and messages between meetings"),
    Permission.Kind.OUTINGS: gettext_lazy("Question 2: outings"),
    Permission.Kind.MEDIA: gettext_lazy("Question 3: photos and stories"),
    Permission.Kind.RECORDS: gettext_lazy("Question 4: school records for the mentor"),
}
_YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class CodeForm(OneLineMixin, forms.Form):
    """Six digits."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Six digits. It works for ten minutes."),
        widget=forms.TextInput({"class": "code-input", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ConsentForm(forms.Form):
    """Agrees to electronic documents. The box is empty at first: nobody agrees by looking."""

    agrees = forms.BooleanField(
        label=gettext_lazy("I could open the sample, and I agree to get and sign these documents electronically"),
        error_messages={"required": gettext_lazy("Tick the box to go on, or choose another way to sign.")},
    )


class SignForm(OneLineMixin, forms.Form):
    """A yes or no to each permission that is asked, then one's name, typed or drawn. No answer is chosen beforehand."""

    typed_name = forms.CharField(
        label=gettext_lazy("Your full name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your full name, or draw your signature.")},
        help_text=gettext_lazy("Typing your name is your signature."),
        widget=forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
    )
    strokes = forms.CharField(required=False, widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label=gettext_lazy("I have read everything above"),
        error_messages={"required": gettext_lazy("Please read it, then tick the box.")},
    )

    def __init__(self, *args: Any, asked: Iterable[Permission.Kind], name_of_another: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.name_of_another = list(asked), name_of_another
        for kind in self.asked:
            self.fields[f"answer_{kind}"] = forms.ChoiceField(
                label=str(QUESTIONS[kind]),
                choices=_YES_NO,
                widget=forms.RadioSelect({"class": "pills"}),
                error_messages={"required": gettext_lazy("Choose yes or no.")},
            )
        # One of the two is a signature, so a name is asked wherever nothing is drawn.
        self.fields["typed_name"].required = not self.data.get("strokes")
        self.order_fields([f"answer_{kind}" for kind in self.asked])

    @property
    def questions(self) -> list[forms.BoundField]:
        """The yes or no of each permission."""
        return [self[f"answer_{kind}"] for kind in self.asked]

    def clean_typed_name(self) -> str:
        """Not the child's name, which parents type by mistake. Any other name may be theirs: people have several."""
        typed = str(self.cleaned_data["typed_name"])
        if self.name_of_another and fold(typed) == fold(self.name_of_another):
            raise ValidationError(_("That is the student’s name. Type your own full name."))
        return typed

    def clean_strokes(self) -> list[list[list[float]]]:
        """The drawing as lists of points in the box; empty when there is none."""
        written = self.cleaned_data["strokes"]
        if not written:
            return []
        drawing = _read(written)
        if not drawing:
            raise ValidationError(_("The drawing could not be read. Clear it and draw again, or type your name."))
        return drawing

    @property
    def draft(self) -> dict[str, Any]:
        """What is kept until "I sign", as the form takes it back."""
        names = ["typed_name", *(f"answer_{kind}" for kind in self.asked)]
        kept = {name: self.cleaned_data[name] for name in names}
        return {**kept, "strokes": json.dumps(self.cleaned_data["strokes"]) if self.cleaned_data["strokes"] else ""}


class DeclineForm(forms.Form):
    """Why somebody does not sign; they need not say."""

    reason = forms.CharField(
        label=gettext_lazy("Is there a reason you want to tell us?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The program’s coordinator reads it. The mentor and the other parties do not."),
    )


class HostForm(forms.Form):
    """Whoever hosts a signing at school says that they know who is before them."""

    knows = forms.BooleanField(
        label=gettext_lazy("I know this person, or I have seen a photo ID"),
        error_messages={"required": gettext_lazy("Make sure who it is before you hand over the device.")},
    )


class WithdrawForm(forms.Form):
    """A word along with a permission that is taken back."""

    note = forms.CharField(
        label=gettext_lazy("Anything you want to tell us?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("The program’s coordinator reads it."),
    )


def answers_of(draft: Mapping[str, Any]) -> dict[Permission.Kind, bool]:
    """The answers in what was kept."""
    kept = {kind: draft.get(f"answer_{kind}") for kind in Permission.Kind}
    return {kind: answer == "yes" for kind, answer in kept.items() if answer}


def strokes_of(draft: Mapping[str, Any]) -> list[list[list[float]]]:
    """The drawing in what was kept."""
    return (_read(draft["strokes"]) or []) if draft.get("strokes") else []


def path_of(strokes: Sequence[Sequence[Sequence[float]]]) -> str:
    """A drawing as the path of an SVG of the box."""
    return " ".join("M" + " L".join(f"{x:g} {y:g}" for x, y in stroke) for stroke in strokes if stroke)


def _read(written: str) -> list[list[list[float]]] | None:
    """The strokes in a browser's words; None when these are no drawing in the box."""
    if len(written) > MOST_LETTERS:
        return None
    try:
        found = json.loads(written)
        drawing = [[_point(point) for point in stroke] for stroke in found]
    except (ValueError, TypeError, RecursionError):
        return None
    points = sum(len(stroke) for stroke in drawing)
    return drawing if not points or 2 <= points <= MOST_POINTS else None


def _point(point: Any) -> list[float]:
    """Raises ValueError or TypeError for what is no point of the box."""
    x, y = point
    if type(x) not in (int, float) or type(y) not in (int, float) or not (0 <= x <= BOX[0] and 0 <= y <= BOX[1]):
        raise ValueError
    return [round(x, 1), round(y, 1)]
