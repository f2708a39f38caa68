"""Packets: everything that is signed for one student in one go."""

from django.db import transaction

from agreements.models import Packet
from tenancy import audit
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.models import Person


@transaction.atomic
def open(*, student: Person, about: About, by: Actor) -> Packet:  # noqa: A001  read as packets.open
    """A packet for a student, empty still. ``about`` says what it belongs to, on a floor above."""
    packet = Packet.objects.create(
        district_id=student.district_id,
        student=student,
        about_label=about.label,
        about_url_name=about.url_name,
        about_pk=about.pk,
    )
    audit.record(by=by, verb="packet.open", target=student, facts={"packet": packet.pk})
    return packet
