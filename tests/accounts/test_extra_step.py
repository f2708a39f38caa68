"""The extra sign-in step: set up, asked for, remembered, lost and reset; its secrets are encrypted."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, InvalidToken
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts import adapter, tries
from accounts.models import SignInEvent, SignInVerb, User
from correspondence.models import Message
from tenancy.models import AuditEvent
from tests.accounts.people import app_code, newest_mail, set_up_app, signed_in, user_of
from tests.clients import DistrictClient
from tests.conftest import Cast


def stored(user: User) -> str:
    """Everything the database keeps of somebody's factors, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [user.pk])
        return " ".join(row[0] for row in cursor.fetchall())


def verbs(user: User) -> list[str]:
    return [str(event.verb) for event in SignInEvent.objects.of(user).order_by("pk")]


@pytest.mark.django_db(transaction=True)
def test_ana_sets_up_an_app_from_the_page_that_asks(oak: Cast) -> None:
    user = user_of(oak.ana)
    browser = signed_in(user)
    assert browser.get("/d/oak/profile/").url.startswith("/sign-in/extra-step/")
    set_up_app(browser)
    assert browser.get("/d/oak/profile/").status_code == 200
    assert verbs(user) == ["signed_in", "factor_added"]
    assert newest_mail().subject == "Authenticator app set up"


def test_the_stored_row_holds_no_plain_secret(oak: Cast) -> None:
    user = user_of(oak.ana)
    secret = set_up_app(signed_in(user))
    kept = stored(user)
    assert secret not in kept
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    seed = adapter.FactorAdapter().decrypt(codes.data["seed"])
    assert len(seed) == 80 and seed not in kept
    assert not any(code in kept for code in RecoveryCodes(codes).generate_codes())


def test_a_new_key_reads_what_an_older_one_wrote(oak: Cast, settings: Settings) -> None:
    user = user_of(oak.ana)
    secret = set_up_app(signed_in(user))
    old, new = settings.FACTOR_KEYS[0], Fernet.generate_key().decode()
    settings.FACTOR_KEYS = [new, old]
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    cache.clear()
    assert TOTP(row).validate_code(app_code(secret))
    row.data["secret"] = adapter.renewed(row.data["secret"])
    row.save()
    settings.FACTOR_KEYS = [new]
    cache.clear()
    assert TOTP(row).validate_code(app_code(secret))
    settings.FACTOR_KEYS = [old]
    with pytest.raises(InvalidToken):
        adapter.FactorAdapter().decrypt(row.data["secret"])


def test_next_time_the_code_of_the_app_is_asked_for(oak: Cast) -> None:
    user = user_of(oak.ana)
    secret = set_up_app(signed_in(user))
    browser = signed_in(user)
    assert browser.get("/d/oak/profile/").url.startswith("/accounts/login/")
    cache.clear()
    assert browser.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert browser.get("/d/oak/profile/").url.startswith("/accounts/login/")
    answer = browser.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    browser.post("/accounts/2fa/trust/", {"action": "no"})
    assert browser.get("/d/oak/profile/").status_code == 200
    assert SignInVerb.FACTOR_FAILED in verbs(user)
    assert SignInEvent.objects.filter(verb="signed_in").latest("pk").method == "password+mfa"


def test_a_remembered_computer_is_not_asked_for_thirty_days(oak: Cast, settings: Settings) -> None:
    user = user_of(oak.ana)
    secret = set_up_app(signed_in(user))
    cache.clear()
    browser = signed_in(user)
    browser.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    browser.post("/accounts/2fa/trust/", {"action": "trust"})
    assert browser.cookies["mfa_trusted"]["max-age"] == 30 * 24 * 3600
    browser.post("/accounts/logout/")
    signed_in(user, browser)
    assert browser.get("/d/oak/profile/").status_code == 200
    stranger = signed_in(user)
    assert stranger.get("/d/oak/profile/").url.startswith("/accounts/login/")


def test_a_back_up_code_works_once_and_is_noted(oak: Cast) -> None:
    user = user_of(oak.ana)
    set_up_app(signed_in(user))
    codes = RecoveryCodes(Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES))
    code = codes.get_unused_codes()[0]
    browser = signed_in(user)
    assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert SignInVerb.BACKUP_CODE_USED in verbs(user)
    again = signed_in(user)
    assert again.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_codes_of_the_extra_step_are_counted_while_the_cache_is_away(oak: Cast, settings: Settings) -> None:
    user = user_of(oak.ana)
    secret = set_up_app(signed_in(user))
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere"}}
    browser = signed_in(user)
    for _ in range(tries.EXTRA_STEP.tries):
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    page = browser.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert "Too many tries" in str(page.context["form"].errors)


def test_a_session_from_before_is_asked_too(oak: Cast) -> None:
    user = user_of(oak.ana)
    before = signed_in(user)
    before.post("/sign-in/extra-step/")
    assert before.get("/d/oak/profile/").status_code == 200
    secret = set_up_app(signed_in(user))
    sent = before.get("/d/oak/profile/")
    page = before.get(sent.url).content.decode()
    assert "You have set this up already" in page and "Not now" not in page
    assert before.post("/sign-in/extra-step/", {"next": "/d/oak/profile/"}).status_code == 422
    cache.clear()
    answer = before.post("/accounts/2fa/reauthenticate/?next=/d/oak/profile/", {"code": app_code(secret)})
    assert answer.url == "/d/oak/profile/"
    assert before.get("/d/oak/profile/").status_code == 200


def test_without_a_factor_the_session_has_to_show_it_again(oak: Cast) -> None:
    user = user_of(oak.ana)
    browser = signed_in(user)
    set_up_app(browser)
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert browser.get("/d/oak/profile/").url.startswith("/sign-in/extra-step/")
    assert verbs(user)[-1] == "factor_removed"


def test_an_administrator_resets_a_lost_extra_step(oak: Cast) -> None:
    user = user_of(oak.ana)
    lost = signed_in(user)
    set_up_app(lost)
    ada = DistrictClient(oak.ada)
    page = ada.get(f"people/{oak.ana.pk}/sign-in/reset-extra-step/")
    assert "Reset the extra sign-in step of Ana García?" in page.content.decode()
    assert Authenticator.objects.filter(user=user).exists(), "asking changes nothing"
    done = ada.post(f"people/{oak.ana.pk}/sign-in/reset-extra-step/")
    assert done.url == f"/d/oak/people/{oak.ana.pk}/sign-in/"
    assert not Authenticator.objects.filter(user=user).exists()
    assert lost.get("/d/oak/profile/").url.startswith("/accounts/login/")
    event = SignInEvent.objects.of(user).latest("pk")
    assert (event.verb, event.by_user) == ("factor_reset", user_of(oak.ada))
    with oak.open():
        audited = AuditEvent.objects.get(verb="extra_step.reset")
        assert (audited.actor_person_id, audited.target_id) == (oak.ada.pk, oak.ana.pk)
        assert Message.objects.get(kind="accounts/extra_step_reset").person == oak.ana
    fresh = signed_in(user)
    assert fresh.get("/d/oak/profile/").url.startswith("/sign-in/extra-step/")


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("ana", "ada", 422),
        ("ana", "ana", 422),
        ("ana", "pia", 422),
        ("ana", "tom", 302),
        ("ada", "pia", 302),
        ("tom", "ana", 403),
        ("mia", "ana", 403),
    ],
)
def test_who_may_reset_whose_extra_step(oak: Cast, who: str, whose: str, status: int) -> None:
    person = getattr(oak, whose)
    set_up_app(signed_in(user_of(person)))
    answer = DistrictClient(getattr(oak, who)).post(f"people/{person.pk}/sign-in/reset-extra-step/")
    assert answer.status_code == status
    assert Authenticator.objects.filter(user=user_of(person)).exists() is (status != 302)


def test_elm_resets_nobody_in_oak(oak: Cast, elm: Cast) -> None:
    set_up_app(signed_in(user_of(oak.ana)))
    assert DistrictClient(elm.ada).post(f"people/{oak.ana.pk}/sign-in/reset-extra-step/").status_code == 404
    assert DistrictClient(elm.ada).post(f"/d/oak/people/{oak.ana.pk}/sign-in/reset-extra-step/").status_code == 404
    assert Authenticator.objects.filter(user=user_of(oak.ana)).exists()


def test_a_passkey_is_offered_to_sign_in_with(visitor: Client, db: None) -> None:
    options = json.loads(visitor.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}).content)
    asked = options["request_options"]["publicKey"]
    assert asked["userVerification"] == "required" and asked["challenge"]
