"""Wiring of the sign-ins."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Signing in."""

    name = "accounts"

    def ready(self) -> None:
        """Listen to allauth. (The only signals in the product: they come from outside it.)"""
        # It reads models, which exist only from here on.
        from accounts import signals  # noqa: PLC0415

        signals.listen()
