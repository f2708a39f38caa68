"""Every reminder, floor by floor. Those of signing and of clearances are written by their own floors' days."""

from accounts import reminders as accounts
from config import weekly
from correspondence.reminders import Reminder
from journals import reminders as journals
from meetings import reminders as meetings
from mentoring import expiry_reminders as expiry
from support import feedback_reminders as feedback
from support import reminders as support

REMINDERS: tuple[Reminder, ...] = (
    *accounts.REMINDERS,
    *expiry.REMINDERS,
    *meetings.REMINDERS,
    *support.REMINDERS,
    *feedback.REMINDERS,
    *journals.REMINDERS,
    *weekly.REMINDERS,
)
