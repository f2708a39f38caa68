"""Wiring of the sign-ins."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Signing in."""

    name = "accounts"
