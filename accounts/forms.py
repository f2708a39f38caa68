"""What people type to sign in."""

from typing import Any, cast

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as factor_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import events, tries
from accounts.models import Invitation
from accounts.secrets import plain
from tenancy.forms import DistrictForm
from tenancy.forms.people import clean_phone, language_choices
from tenancy.models import Person

#: What an emailed code or a code of an authenticator app is typed into.
_CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric", "placeholder": "", "autofocus": True}


class SignInForm(account_forms.LoginForm):
    """Address or sign-in code, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Email or sign-in code")
        login.widget.attrs |= {"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
        login.widget.attrs.pop("placeholder", None)
        password.widget.attrs.pop("placeholder", None)
        password.help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this computer for two weeks")

    def clean_login(self) -> str:
        """A code may be typed with capitals, dashes and spaces."""
        login = str(super().clean_login())
        return login if "@" in login else "".join(letter for letter in login if letter.isalnum()).lower()

    def user_credentials(self) -> dict[str, str]:
        """One look-up and one password check for each try: allauth's two would tell by their time who is known."""
        login, password = self.cleaned_data["login"], self.cleaned_data.get("password", "")
        return {"email" if "@" in login else "username": login, "password": password}


class _PasswordForm(forms.Form):
    """Takes passwords: boxes that say nothing themselves, and what a new one needs in one line."""

    LABELS = {
        "oldpassword": _("Current password"),
        "password": _("Password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LABELS.keys() & self.fields.keys():
            field = self.fields[name]
            field.label = self.LABELS[name]
            field.help_text = _("At least 10 characters, not only digits.") if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class ChangePasswordForm(_PasswordForm, account_forms.ChangePasswordForm):
    """Changes the password of whoever knows the old one."""


class SetPasswordForm(_PasswordForm, account_forms.SetPasswordForm):
    """Gives a password to whoever signed in without one."""


class NewPasswordForm(_PasswordForm, account_forms.ResetPasswordKeyForm):
    """Takes a new password after a code."""


class PasswordAgainForm(_PasswordForm, account_forms.ReauthenticateForm):
    """Takes the password once more before a change to the sign-in."""


class _AskForMailForm(forms.Form):
    """Asks for an address that something is sent to; counts the asking before looking the address up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """The address. Too many askings are refused in the same words, whether it is known or not."""
        email = str(self.cleaned_data["email"]).lower()
        from_here = tries.CODE_ASKED_FROM.spend(events.internet_address(context.request))
        if not (from_here and tries.CODE_ASKED.spend(email) and tries.CODE_ASKED_A_DAY.spend(email)):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_email())  # type: ignore[misc]  # allauth's form stands next in line


class AskForCodeForm(_AskForMailForm, account_forms.RequestLoginCodeForm):
    """Asks for a sign-in code by email."""


class AskForResetForm(_AskForMailForm, account_forms.ResetPasswordForm):
    """Asks for a code to choose a new password."""


class NewAddressForm(_AskForMailForm, account_forms.AddEmailForm):
    """Asks for a code that confirms another address: whoever guesses it would sign in with somebody else's."""


class _CodeForm(forms.Form):
    """Takes an emailed code; guesses are counted for each session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= _CODE_ATTRIBUTES

    def clean_code(self) -> str:
        """The code, if it is right."""
        if not tries.CODE.spend(context.request.session.session_key or ""):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_code())  # type: ignore[misc]  # allauth's form stands next in line


class SignInCodeForm(_CodeForm, account_forms.ConfirmLoginCodeForm):
    """Takes the code to sign in with."""


class NewAddressCodeForm(_CodeForm, account_forms.ConfirmEmailVerificationCodeForm):
    """Takes the code that confirms another address."""


class ResetCodeForm(_CodeForm, account_forms.ConfirmPasswordResetCodeForm):
    """Takes the code to choose a new password with."""


class _StepForm(forms.Form):
    """Takes a code of the extra step; guesses are counted for each sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= _CODE_ATTRIBUTES

    def clean_code(self) -> str:
        """The code, if it is right."""
        user = str(self.user.pk)  # type: ignore[attr-defined]
        if not tries.EXTRA_STEP.spend(user):
            raise get_adapter().validation_error("too_many_login_attempts")
        code = str(super().clean_code())  # type: ignore[misc]  # allauth's form stands next in line
        if not tries.EXTRA_STEP_CODE.spend(f"{user} {plain(code)}"):
            raise get_adapter().validation_error("incorrect_code")
        tries.EXTRA_STEP.give_back(user)
        return code


class ExtraStepForm(_StepForm, factor_forms.AuthenticateForm):
    """Takes the code of an authenticator app, or a back-up code, while signing in."""


class ExtraStepAgainForm(_StepForm, factor_forms.ReauthenticateForm):
    """The same before a change to the sign-in."""


class InvitationCodeForm(forms.Form):
    """What stands on the paper."""

    district = forms.CharField(
        label=_("District"),
        max_length=40,
        help_text=_("The short name on your paper."),
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        widget=forms.TextInput(
            {"autocapitalize": "characters", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )

    def clean_district(self) -> str:
        """In small letters."""
        return str(self.cleaned_data["district"]).strip().lower()


class WayToSignInForm(forms.Form):
    """How somebody who was invited wants to sign in from now on. With a printed code, only a password works.

    The box for a password shows only beside that choice (CSS), so the browser must not insist on it.
    """

    use_required_attribute = False

    class Way(models.TextChoices):
        PASSWORD = "password", _("A password")
        PASSKEY = "passkey", _("A passkey: your fingerprint, face or the PIN of your device")
        CODE = "code", _("A code that we email you each time")

    way = forms.ChoiceField(label=_("How do you want to sign in?"), choices=Way, widget=forms.RadioSelect)
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 10 characters, not only digits."),
        error_messages={"required": _("Type the password that you want to use.")},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if invitation.channel == Invitation.Channel.PAPER:
            del self.fields["way"]

    def clean(self) -> dict[str, Any]:
        """A password that is strong enough, when one is wanted."""
        cleaned = super().clean() or self.cleaned_data
        if "way" in self.fields and cleaned.get("way") != self.Way.PASSWORD:
            self.errors.pop("password", None)
            return {**cleaned, "password": ""}
        if password := cleaned.get("password", ""):
            try:
                validate_password(password)
            except forms.ValidationError as weakness:
                self.add_error("password", weakness)
        return cleaned


class SelectedForm(forms.Form):
    """Several people ticked in the list."""

    #: People at once.
    MOST = 200

    selected = forms.ModelMultipleChoiceField[Person](queryset=None, label=_("People"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Person]", self.fields["selected"])
        field.queryset = people
        field.error_messages["required"] = _("Choose at least one person.")

    def clean_selected(self) -> QuerySet[Person]:
        """No more than one can look over."""
        people: QuerySet[Person] = self.cleaned_data["selected"]
        if people.count() > self.MOST:
            raise forms.ValidationError(_("Choose at most %(most)s people at a time.") % {"most": self.MOST})
        return people


class ProfileForm(DistrictForm[Person]):
    """What people may change about themselves."""

    class Meta:
        model = Person
        fields = ["preferred_name", "language", "phone"]
        widgets = {
            "preferred_name": forms.TextInput({"autocomplete": "nickname"}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        }
        help_texts = {"preferred_name": _("If it differs from your first name.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = language_choices(self.viewer.district)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            choices=choices,
            help_text=_("Of messages to you. These pages are in English.")
            if self.viewer.is_staff
            else _("Of these pages, and of messages to you."),
        )

    def clean_phone(self) -> str:
        """With its country code."""
        return clean_phone(self.cleaned_data["phone"])


class ContinueAsForm(forms.Form):
    """Chooses one of the people for whom a sign-in stands in a district."""

    person = forms.TypedChoiceField(label=_("Go on as"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(person.pk): person for person in people}
        field = cast(forms.TypedChoiceField, self.fields["person"])
        field.choices = [(key, person.name) for key, person in by_key.items()]
        field.coerce = by_key.__getitem__
        field.error_messages = {**field.error_messages, "required": _("Choose who you are.")}
