"""Packets and documents. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime

import factory

from agreements.models import Agreement, Kind, Packet, Party, PartyState, Role, State
from tests.factories.tenancy import PersonFactory


class PacketFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Packet

    student = factory.SubFactory(PersonFactory)
    about_label = "Career mentoring"
    about_url_name = "tenancy:person_detail"
    about_pk = factory.LazyAttribute(lambda made: made.student.pk)


class AgreementFactory(factory.django.DjangoModelFactory):
    """A document that is out for signatures."""

    class Meta:
        model = Agreement

    packet = factory.SubFactory(PacketFactory)
    kind = Kind.MENTORSHIP
    wording = 1
    public_id = factory.Sequence(lambda n: f"AG-{n:06}")
    state = State.OUT
    sent_at = datetime(2026, 10, 1, 15, tzinfo=UTC)
    expires_on = date(2027, 5, 1)


class PartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Party

    agreement = factory.SubFactory(AgreementFactory)
    person = factory.SubFactory(PersonFactory)
    role = Role.GUARDIAN
    name = factory.LazyAttribute(lambda made: made.person.name)
    state = PartyState.INVITED
