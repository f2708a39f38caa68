"""Rosters and spreadsheets: bringing in the data that a district has elsewhere."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: What registers itself when it is read: kinds of long work, and of files that can be brought in.
REGISTERED = ("rosters.actions.imports", "rosters.actions.rosters", "rosters.sheets.kind")


class RostersConfig(AppConfig):
    """Rosters and spreadsheets: bringing in the data that a district has elsewhere."""

    name = "rosters"
    audit_verbs = {
        "import.attest_age": _("said that the mentors of a file are old enough"),
        "import.cancel": _("canceled bringing in a file"),
        "import.failures": _("took the failed rows of a file"),
        "import.finish": _("brought in a file"),
    }

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
