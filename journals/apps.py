"""Reflections on meetings, and how teachers judge them."""

from django.apps import AppConfig


class JournalsConfig(AppConfig):
    """Reflections on meetings, and how teachers judge them."""

    name = "journals"
