"""A note about a meeting outlives a dead network and a session that has ended, until it has arrived."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import ON_A_PHONE, Visitor
from tests.stack.running import RunningStack

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

WORDS = "We looked at how the ward plans its night shift."


def test_a_note_is_there_after_a_dead_network_and_a_new_sign_in(stack: RunningStack, browser: Browser) -> None:
    with Visitor.at(stack.address, browser, **ON_A_PHONE) as mentor:
        page, note = mentor.page, mentor.page.locator("[name=note]")
        mentor.enter("oak-mentor")
        mentor.open("/d/oak/my-meetings/written/")
        path = page.locator('main a[href*="/matches/"][href$="/log/"]').first.get_attribute("href") or ""
        mentor.open(path)
        note.fill(WORDS)

        mentor.context.set_offline(True)
        page.locator("main form .actions button").first.click()
        expect(page.locator("[data-offline]")).to_be_visible()
        mentor.context.set_offline(False)

        mentor.context.clear_cookies(name="sessionid")
        mentor.send()
        expect(page).to_have_url(re.compile("/accounts/login/"))
        mentor.enter("oak-mentor")
        mentor.open(path)
        expect(page.locator("[data-kept]")).to_be_visible()
        expect(note).to_have_value(WORDS)

        mentor.send()
        expect(page.locator("main")).to_contain_text(WORDS)
        mentor.open(path)
        expect(page.locator("[data-kept]")).to_be_hidden()
        expect(note).to_have_value("")
        assert mentor.noise == []
