"""Sign-ins of the cast, and browsers that really sign in."""

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.test import Client, TestCase

from accounts.models import Seat, User
from correspondence.models import SignInMail
from correspondence.rendering import Written
from correspondence.rendering import sign_in_mail as written
from correspondence.sealed import unseal
from tenancy.models import Person

PASSWORD = "correct horse battery"


def user_of(person: Person) -> User:
    """The only sign-in that stands for a person; it has a password and a confirmed address afterwards."""
    user = Seat.objects.get(person_id=person.pk).user
    if not user.password:
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signed_in(user: User, browser: Client | None = None) -> Client:
    """A browser in which somebody signed in with their password."""
    browser = browser or Client()
    answer = browser.post("/accounts/login/", {"login": user.email or user.code, "password": PASSWORD})
    assert answer.status_code == 302, answer.context["form"].errors
    return browser


def mailed_code() -> str:
    """The code in the newest mail about signing in."""
    return str(unseal(SignInMail.objects.latest("pk").sealed_context)["code"])


def newest_mail() -> Written:
    """The newest mail about signing in, as the worker writes it."""
    mail = SignInMail.objects.latest("pk")
    return written(mail.template_prefix, mail.language, unseal(mail.sealed_context))


def app_code(secret: str) -> str:
    """What an authenticator app shows right now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def set_up_app(browser: Client) -> str:
    """Set an authenticator app up in a browser that is signed in; returns its secret."""
    page = browser.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200, page
    secret = browser.session["mfa.totp.secret"]
    with TestCase.captureOnCommitCallbacks(execute=True):  # allauth tells only when it stands
        answer = browser.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return str(secret)
