"""Objects of the sample districts in each of their states: invitations, messages, consents, people who left."""

from datetime import datetime, timedelta

from accounts.actions import invitations, sign_ins
from correspondence import outbox, rendering
from correspondence.actions import messages, text_consents
from correspondence.links import BLANK
from correspondence.models import Channel, Fault, Message, MessageEvent, State, TextConsent
from tenancy.actions import people
from tenancy.actor import Actor
from tenancy.models import Membership, Person
from tenancy.permissions import Role

Verb = MessageEvent.Verb


def add(leads: dict[str, Person], now: datetime) -> None:
    """Put everything into each of its states, by the same actions that people use where time allows."""
    staff = Actor.person(leads["coordinator"])
    uninvited = _without_sign_in(Role.TEACHER, Role.MENTOR, Role.COUNSELOR)
    _invitations(uninvited, staff, now)
    _messages(uninvited, staff, now)
    _consents(leads, staff, now)
    people.deactivate(
        person=uninvited.pop(),
        reason="Moved to another state in October.",
        at=now - timedelta(days=30),
        by=Actor.person(leads["administrator"]),
    )


def _without_sign_in(*roles: Role) -> list[Person]:
    """People of these roles who have an address and no sign-in, by name."""
    held = Membership.objects.live().filter(role__in=roles).values("person")
    return list(Person.objects.filter(pk__in=held, seats=None).exclude(email="").in_list_order())


def _invitations(uninvited: list[Person], staff: Actor, now: datetime) -> None:
    """One open, one that ran out, one taken back, one accepted."""
    invitations.invite(person=uninvited.pop(), by=staff, at=now)
    late = invitations.invite(person=uninvited.pop(), by=staff, at=now - timedelta(days=20))
    _sent(Message.objects.get(link_party=late.pk), now - timedelta(days=20))
    back = invitations.invite(person=uninvited.pop(), by=staff, at=now - timedelta(days=3))
    _sent(Message.objects.get(link_party=back.pk), now - timedelta(days=3))
    invitations.revoke(invitation=back, by=staff, at=now - timedelta(days=2))
    welcome = invitations.invite(person=uninvited[-1], by=staff, at=now - timedelta(days=9))
    _sent(Message.objects.get(link_party=welcome.pk), now - timedelta(days=9))
    user = sign_ins.make(email=uninvited[-1].email)
    invitations.accept(invitation=welcome, user=user, at=now - timedelta(days=8))
    uninvited.pop()


def _messages(uninvited: list[Person], staff: Actor, now: datetime) -> None:
    """One stopped in time, one that came back, one that nobody can be reached with, one text message."""
    stopped = invitations.invite(person=uninvited.pop(), by=staff, at=now)
    messages.cancel(Message.objects.get(link_party=stopped.pk), at=now, by=staff)

    wrong = invitations.invite(person=uninvited.pop(), by=staff, at=now - timedelta(days=5))
    message = _sent(Message.objects.get(link_party=wrong.pk), now - timedelta(days=5))
    messages.mark_bounced(message, at=now - timedelta(days=5) + timedelta(minutes=3), by=Actor.system("mail server"))

    unreachable = Person.objects.filter(email="", memberships__role=Role.GUARDIAN).in_list_order().first()
    if unreachable:
        lost = outbox.post(kind="accounts/extra_step_reset", to=unreachable, by=staff, urgent=True)
        _age(lost, now - timedelta(days=1), state=State.FAILED, fault=Fault.NOBODY_REACHED, attempts=1)
        _note(lost, Verb.FAILED, now - timedelta(days=1), fault=Fault.NOBODY_REACHED)


def _consents(leads: dict[str, Person], staff: Actor, now: datetime) -> None:
    """One who agreed, one who agreed and then answered STOP."""
    agreed = text_consents.opt_in(
        person=leads["mentor"], how=TextConsent.How.ONLINE, at=now - timedelta(days=40), by=staff
    )
    text_consents.opt_in(person=leads["guardian"], how=TextConsent.How.PAPER, at=now - timedelta(days=60), by=staff)
    text_consents.stop(person=leads["guardian"], at=now - timedelta(days=12), by=Actor.system("text messages"))
    text = outbox.post(kind="accounts/extra_step_reset", to=leads["mentor"], by=staff, urgent=True)
    _age(text, now - timedelta(days=6), channel=Channel.TEXT, to_address=agreed.phone)
    _sent(text, now - timedelta(days=6))


def _sent(message: Message, at: datetime) -> Message:
    """As if it had left then: the past cannot be delivered any more."""
    written = rendering.mail(message, {message.pk: BLANK})
    _age(message, at, state=State.SENT, sent_at=at, attempts=1, subject=written.subject, text=written.text)
    _note(message, Verb.SENT, at)
    return message


def _age(message: Message, at: datetime, **values: object) -> None:
    is_known = "to_address" in values or message.to_address
    address = {"to_address": message.person.email} if message.person and not is_known else {}
    Message.objects.filter(pk=message.pk).update(created_at=at, leave_at=at, due_at=at, **address, **values)
    message.refresh_from_db()


def _note(message: Message, verb: str, at: datetime, fault: str = "") -> None:
    MessageEvent.objects.create(district=message.district, message=message, at=at, verb=verb, fault=fault)
