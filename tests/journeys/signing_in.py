"""The ways in: a code by mail, a code on paper, an invitation, an authenticator app."""

import base64
import hmac
import re
import struct
import time

from playwright.sync_api import Page

from tests.journeys.browsing import Visitor
from tests.journeys.mailbox import Mailbox

PASSWORD = "river stone morning"


def by_code(page: Page, mailbox: Mailbox, address: str) -> None:
    """Sign in by the code that comes by mail."""
    before = len(mailbox.to(address))
    page.goto("/accounts/login/code/")
    page.get_by_label("Email").first.fill(address)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("input[name=code]").fill(mailbox.wait_for(address, after=before).code)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def by_paper(visitor: Visitor, slip: list[str]) -> None:
    """Type what stands on the paper, and set a password."""
    visitor.open("/invite/code/")
    visitor.page.fill("[name=district]", slip[0])
    visitor.page.fill("[name=code]", slip[1])
    visitor.send()
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.send()


def by_invitation(visitor: Visitor, mailbox: Mailbox, address: str) -> None:
    """Follow the link of the mail, and choose to get a code by mail each time."""
    visitor.page.goto(mailbox.with_words(address, "/invitation/").link)
    visitor.page.check("[name=way][value=code]")
    visitor.send()


def set_up_app(visitor: Visitor) -> None:
    """Set up an authenticator app, as those must who see many people's details."""
    visitor.press("Set up an authenticator app")
    shown = visitor.page.locator("#authenticator_secret, .secret, [data-secret]").first.inner_text()
    visitor.page.fill("[name=code]", app_code(re.sub(r"\s", "", shown)))
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def app_code(secret: str, *, ahead: int = 0) -> str:
    """What an authenticator app shows for a key (RFC 6238), now or some half minutes ahead."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + ahead), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
