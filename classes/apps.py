"""What classes work on, assignments that mentors know of, the weekly class."""

from importlib import import_module

from django.apps import AppConfig

from classes.verbs import VERBS

#: What registers itself when it is read: kinds of long work, of mail, of things in the log.
REGISTERED = ("classes.mails",)


class ClassesConfig(AppConfig):
    """What classes work on, assignments that mentors know of, the weekly class."""

    name = "classes"
    audit_verbs = VERBS
    happenings: tuple[str, ...] = ()

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
