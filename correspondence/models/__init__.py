"""Nouns of mail and letters."""

from correspondence.models.letter import LeftOut, Letter, LetterBatch, Letterhead, LetterKind, LetterSubject, LetterText
from correspondence.models.message import PENDING, Channel, Fault, Message, State
from correspondence.models.message_event import MessageEvent
from correspondence.models.muted_kind import MutedKind
from correspondence.models.reminder_pass import ReminderPass
from correspondence.models.sign_in_mail import SignInMail
from correspondence.models.text_consent import TextConsent

__all__ = [
    "PENDING",
    "Channel",
    "Fault",
    "LeftOut",
    "Letter",
    "LetterBatch",
    "LetterKind",
    "LetterSubject",
    "LetterText",
    "Letterhead",
    "Message",
    "MessageEvent",
    "MutedKind",
    "ReminderPass",
    "SignInMail",
    "State",
    "TextConsent",
]
