"""Every reminder, floor by floor. Those of signing and of clearances are written by their own floors' days."""

from config import weekly
from correspondence.reminders import Reminder
from journals import reminders as journals

REMINDERS: tuple[Reminder, ...] = (
    *journals.REMINDERS,
    *weekly.REMINDERS,
)
