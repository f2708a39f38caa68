"""Where somebody's links and codes go: only to what the school holds of them, and never where a student reads along."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import Agreement, Packet, Party, Role
from correspondence.models import Channel
from correspondence.reach import Address, Unreachable, address_of, reader_of
from tenancy.models import Membership, Person
from tenancy.permissions import Role as DistrictRole

#: The kind that may go by email as well as by text message, like everything about signing.
INVITATION = "agreements/invitation"


def address(person: Person, kind: str = INVITATION) -> Address | None:
    """By email, else by a text message that the person agreed to; None when neither is possible."""
    try:
        return address_of(reader_of(person), kind)
    except Unreachable:
        return None


def refusal(party: Party, kind: str = INVITATION) -> str:
    """Why nothing can be sent to a party; empty when it can."""
    return refusals([party], kind)[party.pk]


def refusals(parties: Collection[Party], kind: str = INVITATION) -> dict[int, str]:
    """The same for many. The people of the parties should be fetched already."""
    found = {party.pk: address(party.person, kind) for party in parties}
    students = used_by_students([party for party in parties if party.role == Role.GUARDIAN])
    return {party.pk: _refusal(party, found[party.pk], students) for party in parties}


def ways(asked: Collection[tuple[Person, Role]], student: Person) -> list[tuple[Channel | None, str]]:
    """How each of those who are to sign for a student would be asked, or why nothing can be sent to them."""
    agreement = Agreement(packet=Packet(student=student))
    parties = [Party(pk=-n, person=person, role=role, agreement=agreement) for n, (person, role) in enumerate(asked, 1)]
    refused = refusals(parties)
    found = []
    for party in parties:
        at = address(party.person)
        found.append((None if refused[party.pk] or at is None else at.channel, refused[party.pk]))
    return found


def _refusal(party: Party, at: Address | None, students: "set[tuple[Channel, str]]") -> str:
    if not party.person.is_active:
        return _("Is not in the district’s list of people any more.")
    if at is None:
        return _("No email address, and no phone that agreed to text messages. Ask at school, or on paper.")
    if party.role == Role.GUARDIAN and _key(at) in students:
        return _("A student uses the same address, so nothing is sent there. Ask at school, or on paper.")
    return ""


def used_by_students(parties: Collection[Party]) -> "set[tuple[Channel, str]]":
    """Those addresses of the people of these parties that a student of the district has, too."""
    people = [party.person for party in parties]
    if not people:
        return set()
    emails = {one.email.lower() for one in people if one.email}
    phones = {one.phone for one in people if one.phone}
    district = people[0].district_id
    roles = Membership.objects.filter(district=district, role=DistrictRole.STUDENT, ended_on=None)
    students = Person.objects.filter(district=district, merged_into=None, deactivated_at=None)
    students = students.filter(
        Q(pk__in=roles.values("person")) | Q(pk__in=[party.agreement.packet.student_id for party in parties])
    ).exclude(pk__in=[one.pk for one in people])
    rows = students.filter(Q(email__in=emails) | Q(phone__in=phones))
    found: set[tuple[Channel, str]] = set()
    for email, phone in rows.values_list("email", "phone"):
        found |= {(Channel.EMAIL, email)} if email in emails else set()
        found |= {(Channel.TEXT, phone)} if phone in phones else set()
    return found


def is_shared(person: Person) -> bool:
    """Whether somebody else of the district is reached at the same address."""
    at = address(person)
    if at is None:
        return False
    others = Person.objects.of(person.district).active().exclude(pk=person.pk)
    same = Q(email=at.to) if at.channel == Channel.EMAIL else Q(phone=at.to)
    return others.filter(same).exists()


def masked(at: Address) -> str:
    """An address as far as its owner knows it again: "g…@oak.example", "… 55 12"."""
    if at.channel == Channel.TEXT:
        return f"… {at.to[-4:-2]} {at.to[-2:]}"
    name, _at, domain = at.to.partition("@")
    return f"{name[:1]}…@{domain}"


def _key(at: Address) -> tuple[Channel, str]:
    return (at.channel, at.to.lower())
