"""People sign in, each in their own way: by password, by an emailed code, with an app; without script, and
without a mouse.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import Visitor
from tests.journeys.looking import look_at
from tests.journeys.mailbox import Mailbox
from tests.journeys.signing_in import app_code, by_code
from tests.stack.running import RunningStack

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

PASSWORD = "seven-otters-in-a-boat"


def press(page: Page, name: str) -> None:
    """Press a button or follow a link, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    press(page, "Sign out")


def expect_home(page: Page, slug: str) -> None:
    """Inside the district, as somebody who is signed in."""
    page.goto("/")
    expect(page).to_have_url(re.compile(rf"/d/{slug}/$"))
    expect(page.locator("h1")).to_be_visible()


def test_a_forgotten_password_is_replaced_and_opens_the_door(visitor: Visitor, mailbox: Mailbox) -> None:
    page, address = visitor.page, "teacher1@oak.example"
    before = len(mailbox.to(address))
    page.goto("/accounts/password/reset/")
    page.locator("input[name=email]").fill(address)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("input[name=code]").fill(mailbox.wait_for(address, after=before).code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    sign_out(page)

    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(address)
    page.locator("input[name=password]").fill("not-the-password")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("input[name=login]")).to_have_value(address)
    assert page.title().startswith("Error")
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect_home(page, "oak")
    assert visitor.noise == []


def test_an_emailed_code_signs_in_once(visitor: Visitor, mailbox: Mailbox) -> None:
    page = visitor.page
    by_code(page, mailbox, "mentor1@oak.example")
    expect_home(page, "oak")
    sign_out(page)
    page.goto("/d/oak/")
    expect(page).to_have_url(re.compile(r"/accounts/login/"))
    assert visitor.noise == []


def test_a_coordinator_sets_up_an_app_and_uses_it(visitor: Visitor, mailbox: Mailbox) -> None:
    page, address = visitor.page, "coordinator@elm.example"
    by_code(page, mailbox, address)
    page.goto("/d/elm/")
    expect(page).to_have_url(re.compile(r"/sign-in/extra-step/"))
    assert look_at(visitor, page.url) == []
    press(page, "Set up an authenticator app")
    assert look_at(visitor, page.url) == []
    secret = re.sub(r"\s", "", page.locator("#authenticator_secret, .secret, [data-secret]").first.inner_text())
    page.locator("input[name=code]").fill("000000")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.title().startswith("Error")
    page.locator("input[name=code]").fill(app_code(secret))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect_home(page, "elm")
    sign_out(page)

    by_code(page, mailbox, address)
    page.locator("input[name=code]").fill(app_code(secret, ahead=1))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Remember this computer")
    press(page, "Yes, remember it")
    expect_home(page, "elm")
    sign_out(page)

    by_code(page, mailbox, address)
    expect_home(page, "elm")
    assert visitor.noise == []


def test_everything_essential_works_without_script(stack: RunningStack, browser: Browser, mailbox: Mailbox) -> None:
    with Visitor.at(stack.address, browser, java_script_enabled=False) as visitor:
        page = visitor.page
        by_code(page, mailbox, "mentor7@oak.example")
        expect_home(page, "oak")
        page.goto("/d/oak/profile/")
        page.locator("input[name=preferred_name]").fill("Robin")
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()
        page.goto("/d/oak/profile/")
        expect(page.locator("input[name=preferred_name]")).to_have_value("Robin")
        sign_out(page)

        visitor.enter("oak-administrator")
        page.goto("/d/oak/people/")
        page.locator("select[name=role]").select_option("mentor")
        press(page, "Apply")
        expect(page).to_have_url(re.compile(r"role=mentor"))
        page.goto("/d/oak/people/add/")
        page.locator("input[name=given_name]").fill("Nora")
        with page.expect_navigation():
            page.locator("main form .actions button").first.click()
        assert page.title().startswith("Error")
        expect(page.locator("input[name=given_name]")).to_have_value("Nora")


def focused(page: Page) -> str:
    """The words of whatever has the focus, which must be seen to have it."""
    words, outline = page.evaluate(
        """() => {
            const one = document.activeElement, style = getComputedStyle(one);
            const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            return [(one.innerText || one.getAttribute('aria-label') || one.name || one.tagName).trim(), seen];
        }"""
    )
    assert outline, f"The focus on {words!r} cannot be seen."
    return str(words)


def tab_to(page: Page, words: str, *, at_most: int = 40) -> None:
    """Press Tab until the focus is on something with these words."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if words.lower() in focused(page).lower():
            return
    raise AssertionError(f"{at_most} tabs and no {words!r}")


def test_somebody_is_found_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/sample/")
    tab_to(page, "Enter as Dana", at_most=60)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/d/oak/$"))
    page.keyboard.press("Tab")
    assert "skip" in focused(page).lower()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.closest('main') !== null || location.hash !== ''")
    page.goto("/d/oak/")
    tab_to(page, "More")
    page.keyboard.press("Enter")
    tab_to(page, "People")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/d/oak/")
    tab_to(page, "q")
    page.keyboard.type("fischer lena")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Lena Fischer")
    assert visitor.noise == []
