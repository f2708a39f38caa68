"""What allauth and Django say happened to a sign-in: written down, and the session told of the extra step."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from allauth.mfa.internal.flows import trust
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from accounts import events, extra_step
from accounts.models import SignInVerb, User


def listen() -> None:
    """Start listening; harmless when called again."""
    user_logged_in.connect(signed_in, dispatch_uid="accounts.user_logged_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts.user_logged_out")
    account.password_set.connect(password_changed, dispatch_uid="accounts.account.password_set")
    account.password_changed.connect(password_changed, dispatch_uid="accounts.account.password_changed")
    account.password_reset.connect(password_changed, dispatch_uid="accounts.account.password_reset")
    account.email_changed.connect(address_changed, dispatch_uid="accounts.account.email_changed")
    account.login_code_rejected.connect(code_rejected, dispatch_uid="accounts.account.login_code_rejected")
    account.password_reset_code_rejected.connect(
        code_rejected, dispatch_uid="accounts.account.password_reset_code_rejected"
    )
    account.authentication_step_completed.connect(
        step_completed, dispatch_uid="accounts.account.authentication_step_completed"
    )
    factors.authenticator_used.connect(factor_used, dispatch_uid="accounts.factors.authenticator_used")
    factors.authentication_failed.connect(factor_failed, dispatch_uid="accounts.factors.authentication_failed")
    factors.authenticator_added.connect(factor_added, dispatch_uid="accounts.factors.authenticator_added")
    factors.authenticator_reset.connect(backup_codes_made, dispatch_uid="accounts.factors.authenticator_reset")
    factors.authenticator_removed.connect(factor_removed, dispatch_uid="accounts.factors.authenticator_removed")


def signed_in(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A session begins. On a remembered computer the extra step counts as done."""
    if extra_step.is_set_up(user) and trust.is_trusted_browser(request, user):
        extra_step.mark_done(request.session, user)
    events.record(SignInVerb.SIGNED_IN, user=user, request=request, method=_methods(request))


def signed_out(sender: object, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """A session ends."""
    if user is not None:
        events.record(SignInVerb.SIGNED_OUT, user=user, request=request)


def password_changed(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A password was set, changed, or chosen anew with a code."""
    events.record(SignInVerb.PASSWORD_CHANGED, user=user, request=request)


def address_changed(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Another address signs in from now on."""
    events.record(SignInVerb.ADDRESS_CHANGED, user=user, request=request)


def code_rejected(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A wrong emailed code was typed."""
    events.record(SignInVerb.FAILED, user=user, request=request, method="code")


def step_completed(sender: object, request: HttpRequest, user: User, method: str, **kwargs: Any) -> None:
    """One way of showing who one is went well; the session remembers an extra step."""
    if method == "mfa":
        extra_step.mark_done(request.session, user)


def factor_used(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A back-up code is worth telling: somebody may have found the paper."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        events.record(SignInVerb.BACKUP_CODE_USED, user=user, request=request)


def factor_failed(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """A wrong code was typed at the extra step."""
    events.record(SignInVerb.FACTOR_FAILED, user=user, request=request, method=authenticator.type)


def factor_added(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever sets up a factor has just used it."""
    if authenticator.type in extra_step.KINDS:
        extra_step.mark_done(request.session, user)
        events.record(SignInVerb.FACTOR_ADDED, user=user, request=request, method=authenticator.type)


def backup_codes_made(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The codes on older paper no longer work."""
    events.record(SignInVerb.BACKUP_CODES_MADE, user=user, request=request)


def factor_removed(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Without a factor there is nothing that the session could have shown."""
    if not extra_step.is_set_up(user):
        extra_step.unmark(request.session)
    if authenticator.type in extra_step.KINDS:
        events.record(SignInVerb.FACTOR_REMOVED, user=user, request=request, method=authenticator.type)


def _methods(request: HttpRequest) -> str:
    """How somebody signed in: "password+mfa"."""
    records = request.session.get("account_authentication_methods", [])
    return "+".join(dict.fromkeys(str(record.get("method", "")) for record in records))
