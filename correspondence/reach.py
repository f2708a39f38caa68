"""Where a message to a person goes."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.template.loader import TemplateDoesNotExist, get_template

from correspondence import kinds
from correspondence.channels import text_message
from correspondence.models import Channel, Fault, Message, State, TextConsent
from tenancy.models import District, Feature, Person


class Unreachable(Exception):
    """The message cannot go anywhere; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True)
class Address:
    """An email address, or the number of a phone that agreed to text messages."""

    channel: Channel
    to: str


def address_for(message: Message) -> Address:
    """Where the message goes. Raises Unreachable."""
    if message.person is not None:
        return address_of(reader_of(message.person), message.kind)
    if not message.to_address:  # emptied since
        raise Unreachable(Fault.NOBODY_REACHED)
    return Address(Channel.EMAIL, message.to_address)


def reader_of(person: Person) -> Person:
    """The person whom a message is for, or as whom they are known now. Raises Unreachable for one who left."""
    while person.merged_into is not None:
        person = person.merged_into
    if person.deactivated_at is not None:
        raise Unreachable(Fault.LEFT)
    return person


def address_of(person: Person, kind: str) -> Address:
    """By email if there is an address, else by text message if that is allowed. Raises Unreachable."""
    if person.email:
        return Address(Channel.EMAIL, person.email)
    if person.phone and texts_are_on(person.district) and _has_text(kind):
        consent = TextConsent.objects.of(person.district).filter(person=person, phone=person.phone).first()
        if consent is not None and consent.stopped_at is None:
            return Address(Channel.TEXT, person.phone)
        if consent is not None:
            raise Unreachable(Fault.STOPPED)
    raise Unreachable(Fault.NOBODY_REACHED)


def texts_are_on(district: District) -> bool:
    """Whether the district has switched text messages on and the installation can send them."""
    return district.has(Feature.TEXT_MESSAGES) and text_message.provider() is not None


def is_dead_address(person: str) -> Coalesce:
    """A condition on the outer row: the newest mail to the email address of its person, at this path, came back.

    One short walk along the person's own messages.
    """
    to_them = Message.objects.filter(
        district=OuterRef("district"), person=OuterRef(person), to_address=OuterRef(f"{person}__email")
    ).filter(channel=Channel.EMAIL, state__in=[State.SENT, State.BOUNCED, State.FAILED])
    came_back = Case(When(Q(state=State.BOUNCED) | Q(fault=Fault.ADDRESS_REFUSED), then=True), default=False)
    newest = to_them.order_by("-created_at", "-pk").annotate(came_back=came_back).values("came_back")[:1]
    return Coalesce(Subquery(newest), False, output_field=BooleanField())


def _has_text(kind: str) -> bool:
    try:
        get_template(f"{kinds.find(kind).template}.sms.txt")
    except TemplateDoesNotExist:
        return False
    return True
