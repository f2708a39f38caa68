"""Wiring of mail and letters."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from correspondence.verbs import VERBS


class CorrespondenceConfig(AppConfig):
    """Mail, text messages, letters."""

    name = "correspondence"
    audit_verbs = VERBS

    def ready(self) -> None:
        """Every app's ``mails.py`` registers its kinds of messages and the makers of their links."""
        autodiscover_modules("mails")
        import_module("correspondence.actions.letter_runs")  # registers its kinds of long work
