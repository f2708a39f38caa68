"""Throw-away variables that look like production: what `make check` and the tests of the compose file run under."""

import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

from local import seal


def environment(servers: dict[str, str], *, folder: Path) -> dict[str, str]:
    """Every variable that a production installation sets, with made-up values and the given servers.

    A throw-away chain of seal keys is made in the folder.
    """
    passphrase, keys = "made-up-passphrase-of-the-seal", folder / "seal"
    seal.ensure(keys, passphrase)
    return {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "FACTOR_KEYS": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "PUBLIC_URL": "https://mentoring.example.org",
        "ALLOWED_HOSTS": "mentoring.example.org",
        "BEHIND_PROXY": "1",
        "EMAIL_URL": "smtp+starttls://waymark:made-up@mail.example.org:587",
        "MAIL_FROM": "Waymark <mentoring@mail.example.org>",
        "SEAL_KEYS_DIR": str(keys),
        "SEAL_KEY_PASSPHRASE": passphrase,
        "DEBUG": "",
        "WAYMARK_SAMPLE": "",
        **servers,
    }
