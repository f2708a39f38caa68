"""Programs, students, guardians, mentors, employers, matches and meetings."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentoring import verbs

#: What registers itself when it is read: kinds of long work and of files that can be brought in.
REGISTERED = ("mentoring.actions.imports", "mentoring.actions.rosters", "mentoring.imports.sheets.kind")


class MentoringConfig(AppConfig):
    """Programs, students, guardians, mentors, employers, matches and meetings."""

    name = "mentoring"
    audit_verbs = {
        **verbs.STUDENTS,
        "import.cancel": _("canceled bringing in a file"),
        "import.failures": _("took the failed rows of a file"),
        "import.finish": _("brought in a file"),
        "match.pause": _("paused a match"),
        "match.resume": _("let a match go on"),
    }

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
