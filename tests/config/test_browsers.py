"""Browsers are called by the names that people know."""

import pytest

from config.templatetags.browsers import browser

MOZILLA = "Mozilla/5.0 "


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36", "Chrome on Windows"),
        ("(Windows NT 10.0) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0", "Edge on Windows"),
        ("(Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15", "Safari on Mac"),
        ("(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604.1", "Safari on iPhone"),
        ("(Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/128.0 Mobile Safari/537.36", "Chrome on Android"),
        ("(X11; CrOS x86_64 14541) AppleWebKit/537.36 Chrome/128.0 Safari/537.36", "Chrome on Chromebook"),
        ("(X11; Linux x86_64; rv:129.0) Gecko/20100101 Firefox/129.0", "Firefox on Linux"),
        ("compatible", "Unknown browser"),
    ],
)
def test_it_has_a_name(agent: str, name: str) -> None:
    assert browser(MOZILLA + agent) == name
