"""Sam's packet: the agreement of Sam, Gil, Mia and Pia for the school, and Gil's permissions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from agreements.actions import agreements, packets, signing
from agreements.actions.agreements import PartyWanted
from agreements.actions.signing import Evidence
from agreements.fields import FIELDS
from agreements.models import Agreement, Kind, Method, Packet, Party, Permission, Role
from tenancy.about import About
from tenancy.actor import Actor
from tenancy.models import Person
from tests.conftest import Cast

SENT = datetime(2026, 10, 1, 15, tzinfo=UTC)
LATER = SENT + timedelta(hours=2)
EXPIRES = date(2026, 11, 1)
YES = dict.fromkeys(Permission.Kind, True)


@dataclass
class Papers:
    """A packet with its two documents, each person's parties by first name."""

    packet: Packet
    agreement: Agreement
    permissions: Agreement

    def of(self, person: Person) -> list[Party]:
        """The parties of somebody, as they are now."""
        rows = Party.objects.filter(person=person, agreement__packet=self.packet)
        return list(rows.prefetch_related("person", "agreement").order_by("pk"))

    def party(self, person: Person, kind: Kind = Kind.MENTORSHIP) -> Party:
        """The party of somebody in one document."""
        return next(one for one in self.of(person) if one.agreement.kind == kind)


def values_of(kind: Kind) -> dict[str, object]:
    """Every field filled in, as empty as it may be."""
    lists = {"mentors", "places", "activities", "objectives"}
    filled = {name: [] if name in lists else "" for name in FIELDS[kind]}
    filled |= {"district": "Oak School District", "student_name": "Sam Haddad", "starts_on": "2026-11-02"}
    return {name: value for name, value in filled.items() if name in FIELDS[kind]}


def wanted(cast: Cast) -> list[PartyWanted]:
    """Who signs the agreement."""
    return [
        PartyWanted(cast.sam, Role.STUDENT, "Sam Haddad"),
        PartyWanted(cast.gil, Role.GUARDIAN, "Gil Haddad", "Father", "parent"),
        PartyWanted(cast.mia, Role.MENTOR, "Mia Fischer"),
        PartyWanted(cast.pia, Role.SCHOOL, "Pia Raman", "Principal"),
    ]


def drafted(cast: Cast, *, student: Person | None = None, parties: list[PartyWanted] | None = None) -> Papers:
    """The two documents, not sent yet. Inside the district."""
    ana = Actor.person(cast.ana)
    student = student or cast.sam
    parties = wanted(cast) if parties is None else parties
    about = About("Career mentoring", "tenancy:person_detail", student.pk)
    packet = packets.open(student=student, about=about, by=ana)
    agreement = agreements.draft(
        packet=packet, kind=Kind.MENTORSHIP, values=values_of(Kind.MENTORSHIP), parties=parties, by=ana
    )
    guardians = [one for one in parties if one.role == Role.GUARDIAN]
    permissions = agreements.draft(
        packet=packet, kind=Kind.PERMISSIONS, values=values_of(Kind.PERMISSIONS), parties=guardians, by=ana
    )
    return Papers(packet, agreement, permissions)


def sent(
    cast: Cast, *, student: Person | None = None, parties: list[PartyWanted] | None = None, at: datetime = SENT
) -> Papers:
    """The two documents, out for signatures. Inside the district."""
    papers = drafted(cast, student=student, parties=parties)
    for one in (papers.agreement, papers.permissions):
        agreements.send(agreement=one, at=at, expires_on=at.date() + timedelta(days=31), by=Actor.person(cast.ana))
    return papers


def evidence(at: datetime = LATER, **changed: object) -> Evidence:
    """By a link, code entered, name typed."""
    usual = {
        "method": Method.LINK,
        "language": "en",
        "typed_name": "As typed",
        "internet_address": "192.0.2.7",
        "browser": "Firefox",
        "code_confirmed_at": at - timedelta(minutes=2),
        "disclosure_version": 1,
        "consented_at": at - timedelta(minutes=1),
    }
    return Evidence(**{**usual, **changed})


def sign(papers: Papers, person: Person, *, at: datetime = LATER, answers: object = None, **changed: object) -> None:
    """Somebody signs all that waits for them in the packet."""
    parties = papers.of(person)
    signing.sign(
        parties=parties,
        answers=YES if answers is None else answers,
        evidence=evidence(at, **changed),
        at=at,
        by=Actor.link("agreements.party", parties[0].pk),
    )


def sign_for_school(papers: Papers, person: Person, *, at: datetime = LATER) -> signing.Signed:
    """Somebody signs the agreement for the school."""
    return signing.sign_for_school(
        agreements=[papers.agreement],
        person=person,
        evidence=evidence(at, method=Method.SIGNED_IN),
        at=at,
        by=Actor.person(person),
    )


def signed_by_all(cast: Cast) -> Papers:
    """The two documents, signed by all."""
    papers = sent(cast)
    for person in (cast.sam, cast.gil, cast.mia):
        sign(papers, person)
    sign_for_school(papers, cast.pia)
    return papers
