"""A mother of the sample who signs in a browser without script: requests and forms, nothing else."""

import re
import time
from html import unescape

import httpx

from tests.journeys.mailbox import Mailbox
from tests.stack.running import RunningStack, wait_for

#: Makes a family whose documents are out, and lets the mail to it leave.
MAKE = """
from tests.journeys import families, passing_time
for name in {names!r}:
    families.make_out(name)
passing_time.two_minutes(families.SLUG, {names!r})
"""


class Signer:
    """The mother of one family, from her mailed link up to the page where she presses "I sign"."""

    def __init__(self, stack: RunningStack, name: str) -> None:
        self.mailbox = Mailbox(stack.data / "mail")
        self.address = f"elena.{name}@families.example".lower()
        self.name = f"Elena {name}"
        self.browser = httpx.Client(base_url=stack.address, follow_redirects=True, timeout=60)
        self.page = httpx.Response(200)

    def opens(self) -> None:
        """The link, the code, the consent, the answers, her name."""
        link = wait_for(
            lambda: next((one.link for one in self.mailbox.to(self.address) if "/sign/" in one.text), ""),
            30,
            "the mail with the link",
        )
        before = len(self.mailbox.to(self.address))
        self.get(link)
        self.post()
        self.post(code=self.mailbox.wait_for(self.address, after=before).code)
        packet = re.search(r"/sign/(\d+)/", self.page.text)
        assert packet, self.page.text
        self.path = f"/d/oak/sign/{packet[1]}/"
        self.get(self.path)
        self.post(agrees="on")
        answers = dict.fromkeys(set(re.findall(r'name="(answer_\w+)"', self.page.text)), "no")
        assert answers
        self.post(**answers, has_read="on", typed_name=self.name)
        assert self.page.url.path.endswith("/check/"), self.page.text

    def get(self, path: str) -> httpx.Response:
        """Open a page."""
        self.page = self.browser.get(path)
        return self.page

    def post(self, **fields: str) -> httpx.Response:
        """Send the form of the page at hand."""
        hidden = {
            name: unescape(value)
            for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", self.page.text)
            for name, value in [(_attribute(tag, "name"), _attribute(tag, "value"))]
        }
        assert "csrfmiddlewaretoken" in hidden, self.page.text
        sent = {**hidden, **fields}
        self.page = self.browser.post(self.page.url, data=sent, headers={"Referer": str(self.page.url)})
        return self.page

    def presses_i_sign(self) -> httpx.Response | None:
        """What she sees then; None when the line was cut."""
        try:
            return self.post()
        except httpx.TransportError:
            return None

    def sees_it_signed(self) -> bool:
        """Whether her documents stand as signed, once the product answers again."""
        deadline = time.monotonic() + 30
        while self.get("/d/oak/sign/").status_code >= 500:
            assert time.monotonic() < deadline, "no answer"
            time.sleep(0.2)
        return self.path not in self.page.text


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""
