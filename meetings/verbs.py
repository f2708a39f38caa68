"""The words of the audit log for meetings."""

from django.utils.translation import gettext_lazy as _

PLANNING = {
    "day_absence.say": _("noted that a student is absent"),
    "day_absence.take_back": _("took back that a student is absent"),
    "meeting.bring_back": _("brought a canceled meeting back"),
    "meeting.cancel": _("canceled meetings"),
    "meeting.export": _("exported the list of meetings"),
    "meeting.move": _("moved a meeting"),
    "meeting.plan": _("planned a meeting"),
    "meeting.plan_series": _("planned a series of meetings"),
    "meeting.print_desk": _("printed the list of who comes today"),
    "meeting.say_late": _("said that somebody is running late"),
    "calendar_feed.end": _("ended a private calendar address"),
    "calendar_feed.make": _("made a private calendar address"),
}
VERBS = {**PLANNING}
