"""What comes over the wire for a page, on a phone that has seen nothing of ours before."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

#: Files that a page names: styles, scripts, pictures, fonts.
_FILES = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg|woff2))"')
#: A module that another one names.
_IMPORTED = re.compile(r'from "\.\./([^"]+)"')


def bytes_of(page: bytes) -> int:
    """Bytes of the whole page with all that it names, compressed as the proxy does."""
    return len(gzip.compress(page)) + sum(map(_size_of, _files_of(page.decode())))


def _files_of(page: str) -> set[str]:
    """Static files that a browser fetches for the page, and those that these fetch."""
    named = set(_FILES.findall(page))
    scripts = [name for name in named if name.endswith(".js")]
    return named | {found for name in scripts for found in _IMPORTED.findall(_content_of(name).decode())}


def _size_of(name: str) -> int:
    content = _content_of(name)
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content))


def _content_of(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()
