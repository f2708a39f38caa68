"""What a person must have before meeting students, and what they have."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """What a person must have before meeting students, and what they have."""

    name = "screening"
