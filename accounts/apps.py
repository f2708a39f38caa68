"""Wiring of the sign-ins."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Signing in."""

    name = "accounts"
    audit_verbs = {
        "extra_step.reset": _("reset somebody’s extra sign-in step"),
        "invitation.accept": _("accepted an invitation"),
        "invitation.print": _("printed a code"),
        "invitation.revoke": _("took an invitation back"),
        "invitation.send": _("invited somebody"),
        "platform.enter": _("entered the district as platform staff"),
        "platform.leave": _("left the district as platform staff"),
        "sign_in.link": _("linked a sign-in to a person"),
        "sign_in.unlink": _("unlinked a sign-in from a person"),
    }

    def ready(self) -> None:
        """Listen to allauth. (The only signals in the product: they come from outside it.)"""
        # It reads models, which exist only from here on.
        from accounts import signals  # noqa: PLC0415

        signals.listen()
