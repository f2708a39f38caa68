"""Nouns of mail and letters."""

from correspondence.models.message import PENDING, Channel, Fault, Message, State
from correspondence.models.message_event import MessageEvent
from correspondence.models.sign_in_mail import SignInMail
from correspondence.models.text_consent import TextConsent

__all__ = ["PENDING", "Channel", "Fault", "Message", "MessageEvent", "SignInMail", "State", "TextConsent"]
