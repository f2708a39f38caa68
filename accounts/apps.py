"""Wiring of the sign-ins."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Signing in."""

    name = "accounts"

    def ready(self) -> None:
        """Listen to allauth. (The only signals in the product: they come from outside it.)"""
        from accounts import signals  # noqa: F401, PLC0415
