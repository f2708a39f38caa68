"""A browser window that notes down everything that must not happen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

DESK, PHONE, NARROW = 1280, 360, 320
HEIGHT = 800
#: The window of somebody on a phone.
ON_A_PHONE: dict[str, Any] = {"viewport": {"width": PHONE, "height": 700}, "has_touch": True}
#: Milliseconds until something that was asked for must be there.
PATIENCE = 10_000
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
#: A page of 404, 403 or 422 says so in the console too, in these words and no others.
EXPECTED_NOISE = "Failed to load resource: the server responded with a status of 4"

FIND_FAULTS = """
async (options) => (await axe.run(document, options)).violations.map(
    found => `${found.id}: ${found.help} (${found.nodes.map(node => node.target.join(' ')).slice(0, 4).join(' · ')})`
)
"""
OVERHANG = """
() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide <= 0) return '';
    const over = [...document.querySelectorAll('body *')].filter(
        one => one.getBoundingClientRect().right > window.innerWidth + 1 && one.offsetParent
    );
    const name = one => one.tagName.toLowerCase() + (one.className ? '.' + String(one.className).split(' ')[0] : '');
    return `${wide} px too wide: ${over.slice(-3).map(name).join(', ')}`;
}
"""


@dataclass
class Visitor:
    """Somebody in front of a page. ``noise`` gathers console messages, policy violations and foreign requests."""

    address: str
    context: BrowserContext
    page: Page
    noise: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def at(cls, address: str, browser: Browser, **options: Any) -> Iterator[Self]:
        """Arrive in a fresh window; ``options`` are the browser context's."""
        options = {"viewport": {"width": DESK, "height": HEIGHT}, "locale": "en-US", **options}
        context = browser.new_context(base_url=address, **options)
        try:
            context.set_default_timeout(PATIENCE)
            arrived = cls(address, context, context.new_page())
            arrived._listen()
            yield arrived
        finally:
            context.close()

    def _listen(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.noise.append(f"script failed: {error}"))
        self.context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(EXPECTED_NOISE):
            self.noise.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(self.address):
            self.noise.append(f"somebody else's server: {request.url}")

    def open(self, path: str) -> int:
        """Open a page of the product; returns the status."""
        response = self.page.goto(path)
        assert response is not None
        return response.status

    def resize(self, width: int) -> None:
        """Make the window this wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def enter(self, who: str) -> None:
        """Become somebody of the sample districts: ``enter("oak-coordinator")``."""
        self.open("/sample/")
        with self.page.expect_navigation():
            self.page.locator(f'form[action$="/sample/enter/{who}/"] button').first.click()

    def press(self, name: str) -> None:
        """Press a button or follow a link of the page's own part, and wait for the page it leads to."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=name, exact=True)
        link = main.get_by_role("link", name=name, exact=True)
        with self.page.expect_navigation():
            button.or_(link).first.click()

    def follow(self, link: str, *, words: str = "") -> None:
        """Follow the first link of the page's own part that this selector finds, and that says these words."""
        found = self.page.locator(f"main {link}")
        with self.page.expect_navigation():
            (found.filter(has_text=words) if words else found).first.click()

    def go(self, where: str) -> None:
        """Follow a link of the bar of pages, unfolding "More" where it stands behind that."""
        bar = self.page.locator("nav.site-nav:visible")
        link = bar.locator("a:visible", has_text=re.compile(rf"^\s*{where}\b")).first
        if not link.is_visible():
            bar.locator("summary").click()
        with self.page.expect_navigation():
            link.click()

    def tab(self, words: str) -> None:
        """Turn to one of the pages that belong together."""
        self.follow("nav.tabs a", words=words)

    def send(self) -> None:
        """Press the main button of the form."""
        with self.page.expect_navigation():
            self.page.locator("main form .actions button").first.click()

    def faults(self, *rules: str) -> list[str]:
        """What axe finds on the page, with the usual rules or only these."""
        chosen = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": STANDARDS}
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(FIND_FAULTS, {"runOnly": chosen})
        return found

    def overhang(self) -> str:
        """How far the page can be scrolled sideways, and what sticks out; empty when it cannot."""
        found: str = self.page.evaluate(OVERHANG)
        return found
