"""Meetings: planned, logged, told to calendars; who comes today."""

from importlib import import_module

from django.apps import AppConfig

from meetings.verbs import VERBS

#: What registers itself when it is read: kinds of long work, of mail, of things in the log.
REGISTERED: tuple[str, ...] = ("meetings.log_mails", "meetings.logged_kinds", "meetings.proposal_mails")


class MeetingsConfig(AppConfig):
    """Meetings: planned, logged, told to calendars; who comes today."""

    name = "meetings"
    audit_verbs = VERBS
    happenings = (
        "meeting.planned",
        "meeting.moved",
        "meeting.canceled",
        "meeting.brought_back",
        "meeting.logged",
        "meeting.log_changed",
        "student.no_show",
    )

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
