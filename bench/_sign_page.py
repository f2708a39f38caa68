"""The page on which a parent reads and signs: how much comes over the wire, and how many queries it takes."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements import fields, tokens
from agreements.actions import agreements, packets
from agreements.actions.agreements import PartyWanted
from agreements.models import Kind, Packet, Party, Role
from bench._wire import bytes_of
from bench.figure import Figure
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.context import district
from tenancy.http import district_url
from tenancy.models import District, Person

#: Bytes of the whole page, compressed as the proxy does, and queries of one more look at it.
MOST_BYTES, MOST_QUERIES = 45_000, 20


def figures(one: District) -> Iterator[Figure]:
    """A parent of two children reads the documents of the first, on a phone that has seen nothing of ours before."""
    client, path = Client(headers={"host": settings.ALLOWED_HOSTS[0]}), _begin(one)
    with district(one):
        party = Party.objects.filter(role=Role.GUARDIAN).order_by("pk").first()
        assert party is not None
        token, code = tokens.new_link(party, at=timezone.now()), tokens.new_code(party, at=timezone.now())
    client.post(district_url(one, "agreements:sign_open", token), secure=True)
    client.post(district_url(one, "agreements:sign_code"), {"code": code}, secure=True)
    client.post(f"{path}consent/", {"agrees": "on"}, secure=True)
    client.get(path, secure=True)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(path, secure=True)
    assert page.status_code == 200, page.status_code
    size = bytes_of(page.content)
    yield Figure("page.sign", "bytes over the wire, nothing in the cache", size, "bytes", MOST_BYTES, 1.0)
    yield Figure("page.sign", "queries", len(captured), "queries", MOST_QUERIES, 1.0)


def _begin(one: District) -> str:
    """Two packets of one parent, out for signatures; the address at which the first is read."""
    by, today = Actor.system("bench"), timezone.localdate()
    with district(one):
        people = list(Person.objects.order_by("pk")[:5])
        parent, mentor, principal, *children = people
        made = [_packet(child, parent, mentor, principal, by) for child in children]
        for packet in made:
            for agreement in packet.agreements.all():
                agreements.send(agreement=agreement, at=timezone.now(), expires_on=today + timedelta(days=21), by=by)
    return district_url(one, "agreements:sign_read", made[0].pk)


def _packet(child: Person, parent: Person, mentor: Person, principal: Person, by: Actor) -> Packet:
    packet = packets.open(student=child, about=About("Career mentoring", "tenancy:person_detail", child.pk), by=by)
    family = [PartyWanted(parent, Role.GUARDIAN, parent.name, "Mother", "parent")]
    everybody = [
        PartyWanted(child, Role.STUDENT, child.name),
        *family,
        PartyWanted(mentor, Role.MENTOR, mentor.name),
        PartyWanted(principal, Role.SCHOOL, principal.name, "Principal"),
    ]
    for kind, parties in ((Kind.MENTORSHIP, everybody), (Kind.PERMISSIONS, family)):
        agreements.draft(packet=packet, kind=kind, values=_values(kind), parties=parties, by=by)
    return packet


def _values(kind: Kind) -> dict[str, object]:
    """Every field filled in as richly as a school does."""
    days = {"starts_on": "2026-10-01", "ends_on": "2027-05-28", "student_birth_on": "2010-04-02"}
    rich: dict[str, object] = {
        **days,
        "mentors": [{"name": "Priya Raman", "occupation": "Nurse", "employer": "Northside Clinic"}],
        "places": ["school", "workplace"],
        "activities": [f"Planned activity number {number}" for number in range(1, 6)],
        "objectives": [{"text": f"Explain three careers, part {number}", "standard": ""} for number in range(1, 4)],
        "format": "one_to_one",
        "promised_months": 6,
        "planned_meetings": 12,
        "meeting_minutes": 60,
        "remote_contact": "copy",
    }
    return {name: rich.get(name, "As a school fills it in") for name in fields.FIELDS[kind]}
