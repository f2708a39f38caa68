"""What the steps of one journey share: the district it leads through, its windows, its mail, what was wrong."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser

from tests.journeys.browsing import Visitor
from tests.journeys.looking import look_around
from tests.journeys.mailbox import Mailbox
from tests.journeys.signing_in import by_code
from tests.journeys.site import view_of
from tests.stack.running import RunningStack


@dataclass(frozen=True)
class Somebody:
    """Somebody whom a journey is about."""

    given: str
    family: str
    email: str

    @property
    def name(self) -> str:
        """As pages say it."""
        return f"{self.given} {self.family}"

    @property
    def sorted_name(self) -> str:
        """As lists have it."""
        return f"{self.family}, {self.given}"


@dataclass
class Journey:
    """A way through one district, from a stack's first page to wherever its steps lead."""

    slug: str
    stack: RunningStack
    browser: Browser
    mailbox: Mailbox
    _windows: ExitStack
    _visitors: list[Visitor] = field(default_factory=list)
    _whose: dict[Somebody, Visitor] = field(default_factory=dict)
    _seen: set[tuple[str, ...]] = field(default_factory=set)
    _found: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def through(cls, slug: str, stack: RunningStack, browser: Browser, mailbox: Mailbox) -> Iterator[Self]:
        """Set out; every window is closed at the end."""
        with ExitStack() as windows:
            yield cls(slug, stack, browser, mailbox, windows)

    def at(self, inner: str) -> str:
        """The path of a page of the district: ``at("students/")``."""
        return f"/d/{self.slug}/{inner}"

    @property
    def today(self) -> date:
        """The day it is in the district, whose clock is Chicago's."""
        return datetime.now(ZoneInfo("America/Chicago")).date()

    # Windows

    def arrive(self, who: Somebody | None = None, **options: Any) -> Visitor:
        """Open a fresh window, at a desk unless ``options`` say otherwise; it is ``of(who)`` from now on."""
        visitor = self._windows.enter_context(Visitor.at(self.stack.address, self.browser, **options))
        self._visitors.append(visitor)
        if who is not None:
            self._whose[who] = visitor
        return visitor

    def of(self, who: Somebody) -> Visitor:
        """The window of somebody. Without one they arrive at a desk, and sign in by a code that comes by mail."""
        if who not in self._whose:
            by_code(self.arrive(who).page, self.mailbox, who.email)
        return self._whose[who]

    # Time

    def passes(self, what: str) -> None:
        """Let time pass: a function of ``passing_time.py``, run in the stack."""
        self.stack.shell(f"from tests.journeys import passing_time; passing_time.{what}({self.slug!r})")

    # What is wrong

    def look(self, visitor: Visitor, state: str = "") -> None:
        """Look this page over, once of its kind and language; ``state`` tells it from others of its kind."""
        kind = view_of(visitor.page.url.removeprefix(self.stack.address))
        key = (kind, visitor.page.locator("html").get_attribute("lang") or "", state)
        if key in self._seen:
            return
        self._seen.add(key)
        before = visitor.page.viewport_size
        self._found += look_around(visitor, f"{kind} {state}".strip())
        if before:
            visitor.page.set_viewport_size(before)

    def faults(self) -> list[str]:
        """Everything wrong with any page so far, and everything that any window complained of."""
        return self._found + [noise for visitor in self._visitors for noise in visitor.noise]
