"""What carries a match through the year: calls, goals, referrals, closing, going on."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.functional import Promise

from support import closing_verbs, verbs

#: What registers itself when it is read: kinds of long work, of mail, of things in the log.
REGISTERED: tuple[str, ...] = ("support.closing_mails", "support.feedback_mails", "support.actions.feedback")


class SupportConfig(AppConfig):
    """What carries a match through the year: calls, goals, referrals, closing, going on."""

    name = "support"
    audit_verbs: dict[str, str | Promise] = {
        **closing_verbs.CLOSING,
        **verbs.CALLS,
        **verbs.VISITS,
        **verbs.GOALS,
        **verbs.REFERRALS,
        **verbs.FEEDBACK,
        **verbs.FIGURES,
    }
    happenings: tuple[str, ...] = ()

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
