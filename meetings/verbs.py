"""The words of the audit log for meetings."""

from django.utils.translation import gettext_lazy as _

PLANNING = {
    "day_absence.say": _("noted that a student is absent"),
    "day_absence.take_back": _("took back that a student is absent"),
    "meeting.accept_proposal": _("accepted another time for a meeting"),
    "meeting.bring_back": _("brought a canceled meeting back"),
    "meeting.cancel": _("canceled meetings"),
    "meeting.decline_proposal": _("kept a meeting at its time though another was proposed"),
    "meeting.excuse": _("said that they cannot come to a meeting"),
    "meeting.excuse_back": _("said that they come to a meeting after all"),
    "meeting.export": _("exported the list of meetings"),
    "meeting.move": _("moved a meeting"),
    "meeting.plan": _("planned a meeting"),
    "meeting.plan_series": _("planned a series of meetings"),
    "meeting.print_desk": _("printed the list of who comes today"),
    "meeting.propose": _("proposed another time for a meeting"),
    "meeting.say_late": _("said that somebody is running late"),
    "meeting.withdraw_proposal": _("took back a proposal of another time for a meeting"),
    "calendar_feed.end": _("ended a private calendar address"),
    "calendar_feed.make": _("made a private calendar address"),
}
LOGGING = {
    "meeting.change_log": _("changed what is written down of a meeting"),
    "meeting.export_logs": _("exported what is written down of meetings"),
    "meeting.log": _("wrote a meeting down"),
    "meeting.note_absence": _("noted that somebody did not take part in a meeting"),
    "meeting.see_log": _("saw what is written down of a meeting"),
    "meeting.take_back_absence": _("took back that somebody did not take part in a meeting"),
    "worry.close": _("closed a worry about a meeting"),
    "worry.read": _("read a worry about a meeting"),
    "worry.reopen": _("opened a worry about a meeting again"),
    "worry.say": _("said what worried them about a meeting"),
}
VERBS = {**PLANNING, **LOGGING}
