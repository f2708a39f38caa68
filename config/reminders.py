"""Every reminder, floor by floor. Those of signing and of clearances are written by their own floors' days."""

from correspondence.reminders import Reminder

REMINDERS: tuple[Reminder, ...] = ()
