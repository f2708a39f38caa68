"""Following every link of the product as one person, without drawing the pages."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

#: Pages opened of one kind (the same view) from each start, and in all: the first few of a long list are like the rest.
#: What a start itself links to is opened whatever was seen before, since that is what it is a start for.
A_FEW = 3
IN_ALL = 4
#: Links that are not followed: they would end the visit or bring nothing new.
NOT_FOLLOWED = re.compile(r"^(/static/|/accounts/logout/|mailto:|tel:|data:)")
#: The mailboxes of the sample lie open to everybody: the links in a mail are for its reader alone.
SOMEBODY_ELSES = {"sample_mail_detail": re.compile(r"^/(d/|invite/|accounts/)")}


class _Links(HTMLParser):
    """Collects where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """One tag: a link, or a form that asks by GET."""
        has = dict(attributes)
        if tag in {"a", "link"}:
            self.found.append(has.get("href") or "")
        if tag == "form" and (has.get("method") or "get").lower() == "get":
            self.found.append(has.get("action") or "")


@dataclass(frozen=True)
class Seen:
    """A page that somebody opened: its view, its path, its size, the page that linked to it."""

    view: str
    path: str
    status: int
    size: int
    linked_from: str


@dataclass
class Site:
    """Everything that one person reaches by links."""

    address: str
    request: APIRequestContext
    seen: dict[str, Seen] = field(default_factory=dict)
    in_all: Counter[str] = field(default_factory=Counter)

    def explore(self, start: str) -> list[Seen]:
        """Follow links from a page, a few pages of each kind; every other link is only counted."""
        waiting, from_here = deque([(start, "")]), Counter[str]()
        while waiting:
            path, source = waiting.popleft()
            view = view_of(path)
            is_near = source in {"", start}
            if path in self.seen or from_here[view] >= A_FEW or (self.in_all[view] >= IN_ALL and not is_near):
                continue
            from_here[view] += 1
            self.in_all[view] += 1
            waiting.extend((link, path) for link in self._open(path, view, source))
        return list(self.seen.values())

    def _open(self, path: str, view: str, source: str) -> Iterator[str]:
        response = self.request.get(self.address + path)
        is_page = response.headers.get("content-type", "").startswith("text/html")
        text = response.text() if is_page else ""
        final = urlsplit(response.url)
        here = final.path + (f"?{final.query}" if final.query else "")
        self.seen[path] = Seen(view, path, response.status, len(text), source)
        if here != path and is_page and response.ok:
            self.seen.setdefault(here, Seen(view_of(here), here, response.status, len(text), path))
        parser = _Links()
        parser.feed(text)
        for link in parser.found:
            whole = urldefrag(urljoin(self.address + here, link))[0]
            if whole.startswith(self.address + "/"):
                inner = whole.removeprefix(self.address)
                is_for_others = view in SOMEBODY_ELSES and SOMEBODY_ELSES[view].match(inner)
                if not NOT_FOLLOWED.match(inner) and not is_for_others:
                    yield inner


def view_of(path: str) -> str:
    """The name of a path's address: ``tenancy:person_list``. A match has a page for each of its sides."""
    return _view_at(urlsplit(path).path)


@cache
def _view_at(bare: str) -> str:
    # Most links stand on every page: each is looked up among the hundreds of addresses once.
    below = re.match(r"^/d/[-\w]+(/.*)$", bare)
    try:
        found = resolve(*((below[1], settings.DISTRICT_URLCONF) if below else (bare, settings.ROOT_URLCONF)))
    except Resolver404:
        return f"nothing at {bare}"
    return f"{found.view_name} {found.kwargs.get('side', '')}".strip()
