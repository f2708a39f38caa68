"""Messages and letters."""

import uuid
from datetime import date

import factory
from django.utils import timezone

from correspondence.models import (
    Letter,
    LetterBatch,
    Letterhead,
    LetterSubject,
    LetterText,
    Message,
    MessageEvent,
    MutedKind,
)
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


class LetterBatchFactory(factory.django.DjangoModelFactory):
    """A draft of thank-you letters."""

    class Meta:
        model = LetterBatch

    kind = "thank_mentor"
    label = "Career mentoring, 2026–27"
    dated_on = date(2027, 5, 28)
    made_by = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(timezone.now)


class LetterFactory(factory.django.DjangoModelFactory):
    """A letter of a draft."""

    class Meta:
        model = Letter

    batch = factory.SubFactory(LetterBatchFactory)
    person = factory.SubFactory(PersonFactory)
    to_name = factory.SelfAttribute("person.name")
    to_email = factory.SelfAttribute("person.email")
    language = "en"
    values = factory.LazyFunction(lambda: {"student": ["Sam Haddad"], "program": "Career mentoring"})
    dedupe_key = factory.Sequence(lambda n: f"thank_mentor:match:{n}")


class LetterSubjectFactory(factory.django.DjangoModelFactory):
    """Somebody whom a letter names."""

    class Meta:
        model = LetterSubject

    letter = factory.SubFactory(LetterFactory)
    person = factory.SubFactory(PersonFactory)


class LetterheadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letterhead

    name = "Oak School District"
    address = "120 Main Street\nOakfield, IL 60000"
    signer_name = "Ada Moreno"
    signer_title = "Superintendent"


class LetterTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LetterText

    kind = "thank_mentor"
    language = "en"
    version = 1
    subject = "Thank you"
    body = "Dear {to},\n\nThank you for {student}."
    written_at = factory.LazyFunction(timezone.now)


class MutedKindFactory(factory.django.DjangoModelFactory):
    """Somebody who wants no reminders of a kind."""

    class Meta:
        model = MutedKind

    person = factory.SubFactory(PersonFactory)
    kind = "meetings/log_missing"
    muted_at = factory.LazyFunction(timezone.now)
