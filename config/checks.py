"""Checks before production: ``manage.py check --deploy``."""

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

Configs = Sequence[AppConfig] | None


@register(Tags.security, deploy=True)
def no_sample_in_production(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """The sample setting lets anyone be anyone."""
    if not settings.SAMPLE:
        return []
    return [Error("WAYMARK_SAMPLE lets anyone sign in as anyone. Unset it in production.", id="config.E010")]


@register(Tags.security, deploy=True)
def reached_by_https(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Cookies and links are only as safe as the address."""
    if settings.IS_HTTPS:
        return []
    return [Error("PUBLIC_URL must begin with https:// in production.", id="config.E011")]


@register(Tags.security, deploy=True)
def no_text_messages_on_the_console(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """The console prints text messages with the links in them, and consoles end in logs."""
    if not settings.TEXT_MESSAGE_URL.startswith("console:"):
        return []
    return [Error("TEXT_MESSAGE_URL=console: prints working links into the log.", id="config.E013")]


@register(Tags.security)
def factor_keys_fit(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """A key that does not fit would be noticed by the first person with an authenticator app."""
    found: list[CheckMessage] = []
    for number, key in enumerate(settings.FACTOR_KEYS, start=1):
        try:
            Fernet(key)
        except ValueError:
            found.append(Error(f"FACTOR_KEYS: key {number} is not 32 bytes in URL-safe base64.", id="config.E012"))
    return found
