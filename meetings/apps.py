"""Meetings: planned, logged, told to calendars; who comes today."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.functional import Promise

#: What registers itself when it is read: kinds of long work, of mail, of things in the log.
REGISTERED: tuple[str, ...] = ()


class MeetingsConfig(AppConfig):
    """Meetings: planned, logged, told to calendars; who comes today."""

    name = "meetings"
    audit_verbs: dict[str, str | Promise] = {}
    happenings: tuple[str, ...] = (
        "meeting.log_changed",
        "meeting.logged",
        "student.no_show",
    )

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
