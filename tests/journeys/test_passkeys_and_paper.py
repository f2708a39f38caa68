"""Signing in with a real browser: a passkey, a printed code, and codes and links that lead nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.looking import look_at
from tests.journeys.mailbox import Mailbox
from tests.journeys.signing_in import PASSWORD, by_code
from tests.stack.running import RunningStack

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

#: A computer with a fingerprint reader, as the browser's own test tools pretend it.
FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(stack: RunningStack, browser: Browser) -> Iterator[Visitor]:
    """A window at the product's name: passkeys belong to names, never to numbers."""
    with Visitor.at(stack.address, browser) as arrived:
        yield arrived


def press(visitor: Visitor, button: str) -> None:
    """Press a button and wait for the page that follows."""
    with visitor.page.expect_navigation():
        visitor.page.locator(button).first.click()


def test_a_mentor_signs_in_with_a_fingerprint(at_localhost: Visitor, mailbox: Mailbox) -> None:
    visitor, tools = at_localhost, at_localhost.context.new_cdp_session(at_localhost.page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
    by_code(visitor.page, mailbox, "mentor@elm.example")
    visitor.open("/accounts/2fa/webauthn/add/")
    visitor.page.fill("[name=name]", "my laptop")
    visitor.page.check("[name=passwordless]")
    press(visitor, "#mfa_webauthn_add")
    visitor.open("/accounts/logout/")
    press(visitor, "main form button[type=submit]")
    visitor.open("/accounts/login/?next=/d/elm/profile/")
    visitor.page.click("#passkey_login")
    visitor.page.wait_for_url("**/d/elm/profile/")
    assert visitor.noise == []


def test_a_student_without_an_address_comes_in_by_a_printed_code(
    visitor: Visitor, stack: RunningStack, browser: Browser
) -> None:
    visitor.enter("elm-coordinator")
    visitor.open("/d/elm/people/?role=student&sign_in=not")
    visitor.page.locator("main table th a").first.click()
    visitor.page.get_by_role("link", name="Invite, reset, print a code").click()
    visitor.page.get_by_role("link", name="Print a code").click()
    press(visitor, "main form button.button-primary")
    assert visitor.faults() == [] and visitor.overhang() == ""
    slip: list[Any] = visitor.page.locator("main li code").all_inner_texts()
    assert len(slip) == 3
    with Visitor.at(stack.address, browser, viewport={"width": PHONE, "height": 700}) as phone:
        phone.open("/invite/code/")
        phone.page.fill("[name=district]", slip[0])
        phone.page.fill("[name=code]", slip[1].lower())
        press(phone, "main form button[type=submit]")
        assert look_at(phone, phone.page.url) == []
        phone.page.fill("[name=password]", PASSWORD)
        press(phone, "main form button[type=submit]")
        assert phone.page.url.endswith("/d/elm/")
        assert slip[2] in phone.page.inner_text("main")
        phone.context.clear_cookies()
        phone.open("/accounts/login/?next=/d/elm/profile/")
        phone.page.fill("[name=login]", slip[2].upper())
        phone.page.fill("[name=password]", PASSWORD)
        press(phone, "main form button[type=submit]")
        assert phone.page.url.endswith("/d/elm/profile/")
        assert phone.noise == []


def test_a_wrong_code_and_a_dead_link_are_sound_pages(visitor: Visitor) -> None:
    assert look_at(visitor, "/d/elm/invitation/made-up/") == []
    visitor.open("/invite/code/")
    visitor.page.fill("[name=district]", "elm")
    visitor.page.fill("[name=code]", "AAAAA-AAAAA")
    press(visitor, "main form button[type=submit]")
    assert "This code does not work" in visitor.page.inner_text("main")
    assert visitor.faults() == [] and visitor.noise == []
