"""Reading the environment: switches, lists and addresses. Knows nothing of Django's settings."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit


def flag(name: str) -> bool:
    """True when the variable says 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """The comma-separated parts of a variable, none empty."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def broker_url(redis_url: str) -> str:
    """The same server as Celery writes it: unix:///path becomes redis+socket:///path."""
    if redis_url.startswith("unix://"):
        return f"redis+socket://{redis_url.removeprefix('unix://').partition('?')[0]}?virtual_host=0"
    return redis_url


def mail_server(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings from smtp://, smtp+starttls:// or smtps://user:password@host:port."""
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "127.0.0.1",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
