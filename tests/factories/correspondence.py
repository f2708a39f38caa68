"""Messages."""

import uuid

import factory
from django.utils import timezone

from correspondence.models import Message, MessageEvent
from tests.factories.tenancy import PersonFactory


class MessageFactory(factory.django.DjangoModelFactory):
    """A message that left."""

    class Meta:
        model = Message

    kind = "correspondence/digest"
    person = factory.SubFactory(PersonFactory)
    language = "en"
    state = "sent"
    leave_at = factory.LazyFunction(timezone.now)
    due_at = factory.SelfAttribute("leave_at")
    sent_at = factory.Maybe("is_sent", factory.LazyFunction(timezone.now), None)
    message_id = factory.LazyFunction(lambda: f"<{uuid.uuid4().hex}@school.example>")
    to_address = factory.SelfAttribute("person.email")
    subject = "What happened today"
    text = "Sam met his mentor.\n"

    class Params:
        is_sent = factory.LazyAttribute(lambda made: made.state in {"sent", "bounced"})


class MessageEventFactory(factory.django.DjangoModelFactory):
    """That the message left."""

    class Meta:
        model = MessageEvent

    message = factory.SubFactory(MessageFactory)
    at = factory.LazyFunction(timezone.now)
    verb = "sent"
