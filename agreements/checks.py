"""Checks of the seal: ``manage.py check --deploy``. Where the key is (the worker), a probe is sealed and verified."""

import importlib
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils import timezone

from agreements import seal_keys

#: From so many days before the end of the key's year on, it is time to make the next.
TIME_TO_RENEW = 60


@register(Tags.security, deploy=True)
def documents_can_be_sealed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """There are certificates for this year, and the key opens and seals what verifies."""
    left = seal_keys.days_left(settings.SEAL_KEYS_DIR, timezone.now())
    if left is None:
        return [Error("There is no seal certificate in SEAL_KEYS_DIR. Run create_seal_keys.", id="agreements.E001")]
    if left == 0:
        return [Error("The year of the seal key is over. Run create_seal_keys --renew.", id="agreements.E002")]
    found: list[CheckMessage] = []
    if settings.SEAL_KEY_PASSPHRASE:
        try:
            # The library takes half a second to load, which only a worker has to wait for.
            importlib.import_module("agreements.sealing").probe()
        except Exception as fault:  # whatever keeps documents from being sealed
            found.append(Error(f"Nothing can be sealed: {fault}", id="agreements.E003"))
    if left < TIME_TO_RENEW:
        found.append(
            checks.Warning(
                f"The seal key seals for {left} more days. Run create_seal_keys --renew.", id="agreements.W001"
            )
        )
    return found
