"""The top floor: settings, addresses, homes, consequences."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the guards of the whole: checks that look across the floors."""

    name = "config"
