"""Wiring of mail and letters."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Mail, text messages, letters."""

    name = "correspondence"
