"""The top floor: settings, addresses, homes, consequences."""

from typing import TYPE_CHECKING

import sentry_sdk
from django.apps import AppConfig
from django.conf import settings

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


class ConfigConfig(AppConfig):
    """Registers checks of the whole, and tells Sentry about faults where an installation asks for it."""

    name = "config"

    def ready(self) -> None:
        """Everything is loaded."""
        from config import checks  # noqa: F401, PLC0415  registers them

        if settings.SENTRY_DSN:
            # No personal data: no request bodies, cookies, users or local variables leave.
            sentry_sdk.init(
                settings.SENTRY_DSN,
                send_default_pii=False,
                include_local_variables=False,
                max_request_body_size="never",
                max_breadcrumbs=0,
                before_send=without_personal_data,
            )


def without_personal_data(event: "Event", hint: "Hint") -> "Event":
    """Take out addresses and messages of faults: they may carry tokens and names. The view's name says where it was."""
    request = event.get("request", {})
    for part in ("url", "query_string", "headers", "cookies", "data", "env"):
        request.pop(part, None)
    for fault in event.get("exception", {}).get("values", []):
        fault["value"] = ""  # a database's message tells the values of a row
    return event
