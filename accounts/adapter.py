"""How allauth signs people in here: nobody signs up, secrets are encrypted, guesses are counted in the database."""

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import events, tries
from accounts.models import SignInVerb, User
from accounts.secrets import spaced
from correspondence import sign_in_mail

#: What allauth would say though the page already shows it.
_NEEDLESS_MESSAGES = {"account/messages/logged_in.txt"}
_WRONG = _("That is not right. Check what you typed, or ask for a code by email.")


def sign_in_name(user: User) -> str:
    """What a sign-in is called on its owner's pages: the address, or the code that staff gave."""
    return user.email or spaced(user.code or "")


class AddressStage(EmailVerificationStage):
    """A sign-in without any address (a student with a staff-given code) has nothing to confirm."""

    def handle(self) -> Any:
        """Confirm the address that was used, if one was."""
        user = self.login.user
        if user is not None and not user.email and not EmailAddress.objects.filter(user=user).exists():
            return None, True
        return super().handle()


class AccountAdapter(DefaultAccountAdapter):
    """Signing in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "too_many_login_attempts": _("Too many tries. Wait a quarter of an hour, then try again."),
        "rate_limited": _("Too many tries. Wait a quarter of an hour, then try again."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited."""
        return False

    def get_login_stages(self) -> list[str]:
        """The stages of allauth, with our confirmation of addresses."""
        own = {"allauth.account.stages.EmailVerificationStage": "accounts.adapter.AddressStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at. Raises ValidationError when there were enough."""
        from_here = tries.PASSWORD_FROM.spend(events.internet_address(request))
        # In this order: who tries many names from one place leaves no more rows than that place may.
        if not (from_here and tries.PASSWORD.spend(_tried(credentials))):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who this is, or None; a right password gives its try back."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            tries.PASSWORD.give_back(_tried(credentials))
            tries.PASSWORD_FROM.give_back(events.internet_address(request))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the failed try down; its owner sees it, if it has one."""
        tried = _tried(credentials)
        user = User.objects.filter(email=tried).first() or User.objects.filter(code=tried).first()
        events.record(SignInVerb.FAILED, user=user, request=request, method="password", tried=tried)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post a mail of allauth's, in its reader's language; the worker writes and sends it.

        It takes as long for every address.
        """
        values = {name: value for name, value in context.items() if isinstance(value, str | int | bool)}
        values["browser"] = events.browser_name(self.request.headers.get("User-Agent", ""))
        user = User.objects.filter(email=email.lower()).first() or context.get("user")
        language = user.language if isinstance(user, User) else ""
        useful_for = sign_in_mail.USEFUL_FOR if "code" in values else timedelta(days=1)
        sign_in_mail.post(template_prefix, email, values, language=language, useful_for=useful_for)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again right after signing in. (allauth counts only an earlier asking-again.)"""
        records = get_authentication_records(self.request, self.request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """The messages of allauth, without the needless ones."""
        if message_template not in _NEEDLESS_MESSAGES:
            super().add_message(request, level, message_template, *args, **kwargs)


class FactorAdapter(DefaultMFAAdapter):
    """The extra step. Secrets are encrypted with keys that the database never holds; the newest key encrypts."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one in the app, or use a back-up code."),
    }

    def encrypt(self, text: str) -> str:
        """What the database keeps of a secret."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises InvalidToken when no key of ours made it."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth names it
        """What a new passkey is called until its owner names it; the second and later ones are numbered."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number})

    def get_totp_label(self, user: User) -> str:
        """How the authenticator app names the sign-in."""
        return sign_in_name(user)

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def _get_user_identifier(self, user: User) -> str:
        return sign_in_name(user)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Where a sign-in is open."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End them, and write it down."""
        super().end_sessions(sessions)
        events.record(SignInVerb.SESSIONS_ENDED, user=self.request.user, request=self.request)


def renewed(secret: str) -> str:
    """A stored secret, encrypted anew with the newest key. Raises InvalidToken when no key of ours made it."""
    return _keys().rotate(secret.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FACTOR_KEYS])


def _tried(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").strip().lower()
