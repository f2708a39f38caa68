"""Meetings, who took part, what was recorded of them."""

from meetings.models.links import CalendarFeed, LogLink
from meetings.models.log import Activity, LogVersion, MeetingLog, SpecialKind, Worry
from meetings.models.meeting import LONGEST, SHORTEST, DayAbsence, Meeting, MeetingSeries, Participation
from meetings.models.proposal import MeetingProposal

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Activity",
    "CalendarFeed",
    "DayAbsence",
    "LogLink",
    "LogVersion",
    "Meeting",
    "MeetingLog",
    "MeetingProposal",
    "MeetingSeries",
    "Participation",
    "SpecialKind",
    "Worry",
]
