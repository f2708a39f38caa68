"""Meetings and their logs in a few words."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from meetings.models import Activity, Meeting, MeetingLog, SpecialKind


def length_words(minutes: int) -> str:
    """So many minutes as people say them: "30 min", "1 hour", "1½ hours"."""
    if minutes < 60 or minutes % 30:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    hours, half = divmod(minutes, 60)
    if half:
        return gettext("%(hours)s½ hours") % {"hours": hours}
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}


def state_words(meeting: Meeting) -> str:
    """What became of a meeting, as people say it."""
    return gettext("Took place") if meeting.state == Meeting.State.HELD else meeting.get_state_display()


def place_words(meeting: Meeting) -> str:
    """Where it was, with room or address."""
    return (
        f"{meeting.get_place_display()} ({meeting.place_note})" if meeting.place_note else meeting.get_place_display()
    )


def adult_words(log: MeetingLog) -> str:
    """Who was in charge, or that nobody was."""
    return log.meeting.adult.name if log.meeting.adult else log.adult_name or _("Nobody")


def activity_words(values: Sequence[str]) -> str:
    """What they did, in words."""
    return ", ".join(str(Activity(one).label) for one in values if one in Activity.values)


def special_words(log: MeetingLog) -> str:
    """What was special, in words; empty where nothing was."""
    if not log.special:
        return ""
    words = f"{SpecialKind(log.special).label}: {log.special_note}"
    return words if log.special_dollars is None else f"{words} (${log.special_dollars})"
