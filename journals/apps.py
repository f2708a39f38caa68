"""Reflections on meetings, and how teachers judge them."""

from collections.abc import Mapping
from importlib import import_module

from django.apps import AppConfig
from django.utils.functional import Promise

from journals.verbs import VERBS

#: What registers itself when it is read: kinds of long work, of mail, of things in the log.
REGISTERED: tuple[str, ...] = ("journals.logged_kinds",)


class JournalsConfig(AppConfig):
    """Reflections on meetings, and how teachers judge them."""

    name = "journals"
    audit_verbs: Mapping[str, str | Promise] = VERBS
    happenings: tuple[str, ...] = ()

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
