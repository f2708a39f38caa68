"""Throw-away variables that look like production: what `make check` and the tests of the compose file run under."""

import secrets
from base64 import urlsafe_b64encode


def environment(servers: dict[str, str]) -> dict[str, str]:
    """Every variable that a production installation sets, with made-up values and the given servers."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "FACTOR_KEYS": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "PUBLIC_URL": "https://mentoring.example.org",
        "ALLOWED_HOSTS": "mentoring.example.org",
        "BEHIND_PROXY": "1",
        "EMAIL_URL": "smtp+starttls://waymark:made-up@mail.example.org:587",
        "MAIL_FROM": "Waymark <mentoring@mail.example.org>",
        "DEBUG": "",
        "WAYMARK_SAMPLE": "",
        **servers,
    }
