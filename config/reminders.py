"""Every reminder, floor by floor. Those of signing and of clearances are written by their own floors' days."""

from config import weekly
from correspondence.reminders import Reminder
from journals import reminders as journals
from meetings import reminders as meetings

REMINDERS: tuple[Reminder, ...] = (
    *meetings.REMINDERS,
    *journals.REMINDERS,
    *weekly.REMINDERS,
)
