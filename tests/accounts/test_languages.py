"""A link of a mail opens in the language of the mail, before anybody knows who opens it."""

from urllib.parse import quote

import pytest
from django.test import Client

from tests.clients import DistrictClient
from tests.conftest import Cast


@pytest.fixture
def phone() -> Client:
    """A phone set to English."""
    return Client(headers={"Accept-Language": "en-US"})


def spoken(browser: Client, path: str) -> str:
    """In which language a page is, at whatever page the way ends."""
    return browser.get(path, follow=True).headers["Content-Language"]


@pytest.mark.parametrize("page", ["sign/no-link/", "log/no-link/", "feedback/answer/no-link/", "invitation/no-link/"])
def test_the_page_behind_a_link_is_in_the_language_of_the_mail_whoever_it_is_for(
    oak: Cast, phone: Client, page: str
) -> None:
    opened = phone.get(f"/d/oak/{page}?lang=es")
    assert opened.headers["Content-Language"] == "es"
    assert 'value="en"' in opened.text and 'lang="en"' in opened.text, "the switch"


def test_who_has_to_sign_in_first_does_so_in_the_language_of_the_mail(oak: Cast, phone: Client) -> None:
    answer = phone.get("/d/oak/my-meetings/?lang=es")
    assert answer.url == f"/accounts/login/?next={quote('/d/oak/my-meetings/?lang=es', safe='/')}"
    assert spoken(phone, answer.url) == "es"
    assert spoken(phone, "/accounts/login/code/") == "es"


def test_the_switch_holds_for_the_sitting(oak: Cast, phone: Client) -> None:
    page = phone.get("/d/oak/sign/some-token/?lang=es")
    assert 'name="next" value="/d/oak/sign/some-token/"' in page.text, "coming back asks for no language again"
    answer = phone.post("/d/oak/sign/language/", {"language": "en", "next": "/d/oak/sign/some-token/"})
    assert spoken(phone, answer.url) == "en"
    assert phone.post("/d/oak/sign/some-token/?lang=es").headers["Content-Language"] == "en", "only opening asks"


def test_what_somebody_else_chose_on_this_device_does_not_count_for_the_next_link(oak: Cast, phone: Client) -> None:
    phone.cookies["django_language"] = "es"
    assert spoken(phone, "/d/oak/sign/some-token/?lang=en") == "en"


def test_other_parts_of_the_address_are_kept(oak: Cast, phone: Client) -> None:
    assert 'value="/accounts/login/?next=%2Fd%2Foak%2F"' in phone.get("/accounts/login/?next=/d/oak/&lang=es").text


@pytest.mark.parametrize("asked", ["xx", "", "es-MX"])
def test_a_language_that_is_not_offered_is_not_remembered(oak: Cast, phone: Client, asked: str) -> None:
    assert phone.get(f"/d/oak/sign/some-token/?lang={asked}").headers["Content-Language"] == "en"
    assert "django_language" not in phone.cookies


def test_who_is_signed_in_is_known_and_asks_no_link(oak: Cast) -> None:
    mia, tom = DistrictClient(oak.mia), DistrictClient(oak.tom)
    assert mia.get("profile/?lang=es").headers["Content-Language"] == "en"
    assert tom.get("profile/?lang=es").headers["Content-Language"] == "en"
