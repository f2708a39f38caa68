"""Signing in with a password or an emailed code; what is not told to those who guess."""

import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import tries
from accounts.actions import sign_ins
from accounts.models import SignInEvent, SignInVerb, Tries, User
from correspondence.models import SignInMail
from tests.accounts.people import PASSWORD, mailed_code, newest_mail, signed_in, user_of
from tests.conftest import Cast


def verbs(user: User) -> list[str]:
    return [str(event.verb) for event in SignInEvent.objects.of(user).order_by("pk")]


def test_mia_signs_in_with_her_password(oak: Cast, visitor: Client) -> None:
    user = user_of(oak.mia)
    answer = visitor.post("/accounts/login/?next=/d/oak/", {"login": "MIA@oak.example", "password": PASSWORD})
    assert answer.url == "/d/oak/"
    assert visitor.get("/").url == "/d/oak/"
    assert verbs(user) == ["signed_in"]
    assert SignInEvent.objects.get().method == "password"


def test_an_event_holds_no_address(oak: Cast, visitor: Client) -> None:
    user_of(oak.mia)
    visitor.post("/accounts/login/", {"login": "mia@oak.example", "password": "wrong"}, REMOTE_ADDR="203.0.113.9")
    visitor.post("/accounts/login/", {"login": "nobody@oak.example", "password": "wrong"}, REMOTE_ADDR="203.0.113.9")
    known, unknown = SignInEvent.objects.order_by("pk")
    assert (known.verb, known.user, known.tried_hash) == ("failed", user_of(oak.mia), "")
    assert (unknown.verb, unknown.user, len(unknown.tried_hash)) == ("failed", None, 64)
    assert known.ip_hash == unknown.ip_hash and "203" not in known.ip_hash
    assert "oak.example" not in str(SignInEvent.objects.values_list())


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(oak: Cast, visitor: Client) -> None:
    user_of(oak.mia)
    pages = [
        visitor.post("/accounts/login/", {"login": login, "password": "wrong password"})
        for login in ("mia@oak.example", "mib@oak.example", "k7p3m9q2")
    ]
    assert {page.status_code for page in pages} == {200}
    errors = [str(page.context["form"].errors) for page in pages]
    assert errors[0] == errors[1] == errors[2] and "That is not right" in errors[0]


def test_an_unknown_address_takes_as_long_as_a_known_one(oak: Cast, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user_of(oak.mia)

    def seconds(login: str) -> float:
        started = time.perf_counter()
        Client().post("/accounts/login/", {"login": login, "password": "wrong password"})
        return time.perf_counter() - started

    seconds("warm@oak.example")
    known = min(seconds("mia@oak.example") for _ in range(3))
    unknown = min(seconds(f"nobody{number}@oak.example") for number in range(3))
    assert 0.6 < unknown / known < 1.6


def test_asking_for_a_code_tells_nobody_who_is_known(oak: Cast, visitor: Client) -> None:
    user_of(oak.mia)
    known = visitor.post("/accounts/login/code/", {"email": "mia@oak.example"})
    unknown = Client().post("/accounts/login/code/", {"email": "mib@oak.example"})
    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url
    assert list(SignInMail.objects.order_by("pk").values_list("template_prefix", flat=True)) == [
        "account/email/login_code",
        "account/email/unknown_account",
    ]


def test_asking_for_a_new_password_tells_nobody_who_is_known(oak: Cast, visitor: Client) -> None:
    user_of(oak.mia)
    known = visitor.post("/accounts/password/reset/", {"email": "mia@oak.example"})
    unknown = Client().post("/accounts/password/reset/", {"email": "mib@oak.example"})
    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url


def test_mia_signs_in_with_a_code_from_a_mail(oak: Cast, visitor: Client) -> None:
    user = user_of(oak.mia)
    sent = visitor.post("/accounts/login/code/", {"email": "mia@oak.example"})
    code = mailed_code()
    assert len(code) == 6 and code.isdigit()
    mail = newest_mail()
    assert code in mail.text and code in mail.html and code not in mail.subject
    answer = visitor.post(sent.url, {"code": code})
    assert answer.status_code == 302
    assert visitor.get("/").url == "/d/oak/"
    assert verbs(user) == ["signed_in"]
    assert SignInEvent.objects.get().method == "code"


@pytest.mark.parametrize("page", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_a_mail_is_in_the_language_of_its_reader(oak: Cast, visitor: Client, page: str) -> None:
    user = user_of(oak.gil)
    User.objects.filter(pk=user.pk).update(language="es")
    visitor.post(page, {"email": user.email}, headers={"Accept-Language": "en"})
    assert SignInMail.objects.get().language == "es"
    visitor.post(page, {"email": "nobody@oak.example"}, headers={"Accept-Language": "es"})
    assert SignInMail.objects.latest("pk").language == "es", "of strangers only the browser's is known"


def test_three_wrong_codes_end_it(oak: Cast, visitor: Client) -> None:
    user = user_of(oak.mia)
    sent = visitor.post("/accounts/login/code/", {"email": "mia@oak.example"})
    code = mailed_code()
    for _ in range(3):
        visitor.post(sent.url, {"code": "000000" if code != "000000" else "111111"})
    assert visitor.post(sent.url, {"code": code}).url.startswith("/accounts/login/")
    assert visitor.get("/").url.startswith("/accounts/login/")
    assert verbs(user) == ["failed"] * 3


def test_a_code_is_stored_encrypted_only(oak: Cast, visitor: Client) -> None:
    user_of(oak.mia)
    visitor.post("/accounts/login/code/", {"email": "mia@oak.example"})
    mail = SignInMail.objects.get()
    assert mailed_code() not in str(mail.__dict__)


def test_a_new_password_by_code(oak: Cast, visitor: Client) -> None:
    user = user_of(oak.mia)
    sent = visitor.post("/accounts/password/reset/", {"email": "mia@oak.example"})
    next_page = visitor.post(sent.url, {"code": mailed_code()})
    new = {"password1": "another horse battery", "password2": "another horse battery"}
    assert visitor.post(next_page.url, new).status_code == 302
    user.refresh_from_db()
    assert user.check_password("another horse battery")
    assert SignInVerb.PASSWORD_CHANGED in verbs(user)
    assert "new password" in newest_mail().subject


def test_changing_to_an_address_tells_nobody_whose_it_is(oak: Cast) -> None:
    user_of(oak.tom)
    answers = []
    for person, address in ((oak.gil, "free@oak.example"), (oak.mia, "tom@oak.example")):
        browser = signed_in(user_of(person))
        answer = browser.post("/accounts/email/", {"email": address, "action_add": ""})
        answers.append((answer.status_code, answer.get("Location")))
    assert answers[0] == answers[1] and answers[0][0] == 302
    prefixes = list(SignInMail.objects.order_by("pk").values_list("template_prefix", flat=True))
    assert prefixes == ["account/email/email_confirmation"] * 2
    browser.post(answers[1][1], {"code": mailed_code()})
    assert not EmailAddress.objects.filter(user=user_of(oak.mia), email="tom@oak.example").exists()


def test_a_new_address_is_confirmed_by_code_and_told_to_the_old_one(oak: Cast) -> None:
    user = user_of(oak.mia)
    browser = signed_in(user)
    sent = browser.post("/accounts/email/", {"email": "mia@work.example", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "mia@oak.example"
    assert browser.post(sent.url, {"code": mailed_code()}).status_code == 302
    user.refresh_from_db()
    assert user.email == "mia@work.example"
    assert SignInVerb.ADDRESS_CHANGED in verbs(user)
    assert SignInMail.objects.latest("pk").email == "mia@oak.example"


def test_nobody_signs_up(visitor: Client, db: None) -> None:
    page = visitor.get("/accounts/signup/")
    assert "form" not in page.context or page.templates[0].name == "account/signup_closed.html"
    new = {"email": "new@oak.example", "password1": PASSWORD}
    visitor.post("/accounts/signup/", new)
    assert not User.objects.exists()


def test_a_student_without_an_address_signs_in_with_a_code_that_staff_gave(oak: Cast, visitor: Client) -> None:
    user = sign_ins.make(password=PASSWORD)
    typed = f" {user.code[:4].upper()}-{user.code[4:]} "  # type: ignore[index]
    assert visitor.post("/accounts/login/", {"login": typed, "password": PASSWORD}).status_code == 302
    assert visitor.get("/").status_code == 200


def test_passwords_are_counted_while_the_cache_is_away(oak: Cast, settings: Settings, visitor: Client) -> None:
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere"}}
    user_of(oak.mia)
    for _ in range(tries.PASSWORD.tries):
        assert visitor.post("/accounts/login/", {"login": "mia@oak.example", "password": "wrong"}).status_code == 200
    right = visitor.post("/accounts/login/", {"login": "mia@oak.example", "password": PASSWORD})
    assert "Too many tries" in str(right.context["form"].errors)
    assert visitor.get("/").url.startswith("/accounts/login/")


def test_unknown_addresses_are_counted_alike(db: None, visitor: Client) -> None:
    for _ in range(tries.PASSWORD.tries):
        cache.clear()
        visitor.post("/accounts/login/", {"login": "nobody@oak.example", "password": "wrong"})
    cache.clear()
    page = visitor.post("/accounts/login/", {"login": "nobody@oak.example", "password": "wrong"})
    assert "Too many tries" in str(page.context["form"].errors)


def test_many_names_from_one_place_leave_few_rows(db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    for number in range(tries.PASSWORD_FROM.tries + 5):
        typed = {"login": f"nobody{number}@oak.example", "password": "wrong"}
        page = Client().post("/accounts/login/", typed, REMOTE_ADDR=f"2001:db8::{number:x}")
    assert "Too many tries" in str(page.context["form"].errors)
    assert Tries.objects.count() == SignInEvent.objects.count() + 1 == tries.PASSWORD_FROM.tries + 1


def test_codes_are_asked_for_a_few_times_only(oak: Cast, visitor: Client) -> None:
    user_of(oak.mia)
    for address in ("mia@oak.example", "mib@oak.example"):
        for _ in range(tries.CODE_ASKED.tries):
            cache.clear()
            assert Client().post("/accounts/login/code/", {"email": address}).status_code == 302
        cache.clear()
        page = visitor.post("/accounts/login/code/", {"email": address})
        assert "Too many tries" in str(page.context["form"].errors)
    assert SignInMail.objects.count() == 2 * tries.CODE_ASKED.tries


def test_a_right_password_does_not_count(oak: Cast) -> None:
    user = user_of(oak.mia)
    for _ in range(tries.PASSWORD.tries + 2):
        cache.clear()
        signed_in(user)


def test_a_limit_counts_each_thing_for_itself_and_forgets_with_its_window(db: None) -> None:
    limit = tries.Limit("test", 2, timedelta(hours=1))
    assert [limit.spend("a"), limit.spend("a"), limit.spend("a"), limit.spend("b")] == [True, True, False, True]
    limit.give_back("b")
    assert [limit.spend("b"), limit.spend("b"), limit.spend("b")] == [True, True, False]
    assert not Tries.objects.filter(key__contains="a:").exists()
    Tries.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tries.forget_old() == 2


def test_signing_out_everywhere_else(oak: Cast) -> None:
    user = user_of(oak.mia)
    here, there = signed_in(user), signed_in(user)
    assert here.get("/accounts/sessions/").status_code == 200
    here.post("/accounts/sessions/")
    assert here.get("/").url == "/d/oak/"
    assert there.get("/").url.startswith("/accounts/login/")
    assert verbs(user)[-1] == "sessions_ended"


def test_signing_out_on_one_other_computer(oak: Cast) -> None:
    user = user_of(oak.mia)
    here, there, third = signed_in(user), signed_in(user), signed_in(user)
    first = {session.session_key: session.pk for session in UserSession.objects.filter(user=user)}
    assert here.post(f"/sign-in/sessions/{first[there.session.session_key]}/end/").url == "/accounts/sessions/"
    assert there.get("/").url.startswith("/accounts/login/")
    assert third.get("/").url == "/d/oak/"
    assert here.post(f"/sign-in/sessions/{first[here.session.session_key]}/end/").status_code == 404
    tom = signed_in(user_of(oak.tom))
    assert tom.post(f"/sign-in/sessions/{first[third.session.session_key]}/end/").status_code == 404
    assert third.get("/").url == "/d/oak/"


def test_a_changed_password_signs_out_elsewhere_and_is_told(oak: Cast) -> None:
    user = user_of(oak.mia)
    here, there = signed_in(user), signed_in(user)
    new = {"oldpassword": PASSWORD, "password1": "another horse battery", "password2": "another horse battery"}
    assert here.post("/accounts/password/change/", new).status_code == 302
    assert here.get("/").url == "/d/oak/"
    assert there.get("/").url.startswith("/accounts/login/")
    assert SignInVerb.PASSWORD_CHANGED in verbs(user)
    assert newest_mail().subject == "Your password was changed"


def test_recent_activity_shows_ones_own_events_only(oak: Cast, django_assert_num_queries: object) -> None:
    mia = signed_in(user_of(oak.mia))
    Client().post("/accounts/login/", {"login": "mia@oak.example", "password": "wrong"})
    signed_in(user_of(oak.tom))
    page = mia.get("/sign-in/activity/")
    assert [event.sentence for event in page.context["events"]] == ["Sign-in failed", "Signed in"]


@pytest.mark.parametrize("address", ["/sign-in/activity/", "/sign-in/extra-step/", "/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(address: str, visitor: Client, db: None) -> None:
    assert visitor.get(address).url == f"/accounts/login/?next={address}"


def test_another_address_is_asked_for_and_guessed_a_few_times_only_while_the_cache_is_away(oak: Cast) -> None:
    """Whoever guesses the code of an address that is not theirs would be taken for its owner by the next invitation."""
    browser = signed_in(user_of(oak.mia))
    for _ in range(8):
        cache.clear()
        page = browser.post("/accounts/email/", {"email": "new@oak.example", "action_add": ""})
    assert page.status_code == 200 and "Too many tries" in page.content.decode()
    assert SignInMail.objects.filter(email="new@oak.example").count() == 5


def test_a_code_for_another_address_is_guessed_ten_times_in_a_session(oak: Cast) -> None:
    browser = signed_in(user_of(oak.mia))
    browser.post("/accounts/email/", {"email": "new@oak.example", "action_add": ""})
    for _ in range(10):
        tries.CODE.spend(browser.session.session_key)
    page = browser.post("/accounts/confirm-email/", {"code": mailed_code()})
    assert page.status_code == 200 and "Too many tries" in page.content.decode()


def test_the_page_after_a_new_address_says_that_a_message_was_sent(oak: Cast) -> None:
    browser = signed_in(user_of(oak.mia))
    page = browser.post("/accounts/email/", {"email": "new@oak.example", "action_add": ""}, follow=True)
    assert "We sent a message to new@oak.example." in page.text and "is known here" not in page.text


def test_password_boxes_say_their_rules_in_one_line(oak: Cast) -> None:
    page = signed_in(user_of(oak.mia)).get("/accounts/password/change/")
    assert "Current password" in page.text and "placeholder" not in page.text
    assert page.text.count("At least 10 characters, not only digits.") == 1
