"""Sam's match with Mia: both said yes, everything is planned; and its documents sent, signed, all signed."""

from datetime import datetime, timedelta

from django.utils import timezone

from agreements.actions import signing
from agreements.models import Agreement, Kind, Method, Party, Permission
from mentoring.actions import packets as sending
from mentoring.models import Match, MatchObjective, MatchStudent
from mentoring.packets import WITH_PACKET
from tenancy.actor import Actor
from tenancy.models import Person
from tests.agreements.packets import evidence
from tests.conftest import Cast
from tests.mentoring.scene import Scene, running

YES = dict.fromkeys(Permission.Kind, True)


def planned(cast: Cast) -> Scene:
    """Set the scene; nothing is sent."""
    scene = running(cast)
    with cast.open():
        plan(scene.match, cast)
    return scene


def plan(match: Match, cast: Cast) -> None:
    """Everything that documents need of a plan. Inside the district."""
    Match.objects.filter(pk=match.pk).update(
        state=Match.State.AGREED,
        places=["school"],
        schedule="Tuesdays, 2:30 pm",
        starts_on=cast.today + timedelta(days=14),
        ends_on=cast.today + timedelta(days=194),
    )
    MatchObjective.objects.create(match=match, position=1, text="Say what a pharmacist does")


def row_of(match: Match) -> MatchStudent:
    """The student of a match, with everything that the documents need. Inside the district."""
    return MatchStudent.objects.prefetch_related(*WITH_PACKET).get(match=match)


def send(cast: Cast, match: Match, *, days_ago: int = 0) -> list[Agreement]:
    """Send the documents; returns the agreement and the permissions. Inside the district."""
    at = timezone.now() - timedelta(days=days_ago)
    packet = sending.send(row=row_of(match), coordinator=cast.ana, on=cast.today, at=at, by=Actor.person(cast.ana))
    return list(packet.agreements.order_by("kind"))


def party(match: Match, person: Person, kind: Kind = Kind.MENTORSHIP) -> Party:
    """Somebody's party in a document of a match. Inside the district."""
    packet = MatchStudent.objects.get(match=match).packet_id
    rows = Party.objects.filter(agreement__packet=packet, agreement__kind=kind, person=person)
    return rows.prefetch_related("agreement", "person").latest("pk")


def sign(match: Match, *people: Person, at: datetime | None = None) -> None:
    """These sign all that waits for them. Inside the district."""
    moment = at or timezone.now()
    packet = MatchStudent.objects.get(match=match).packet_id
    for person in people:
        parties = Party.objects.filter(agreement__packet=packet, person=person).prefetch_related("agreement", "person")
        by = Actor.link("agreements.party", parties[0].pk)
        signing.sign(parties=list(parties), answers=YES, evidence=evidence(moment), at=moment, by=by)


def sign_for_school(match: Match, person: Person) -> None:
    """The last signature. Inside the district."""
    packet = MatchStudent.objects.get(match=match).packet_id
    signing.sign_for_school(
        agreements=list(Agreement.objects.filter(packet=packet, kind=Kind.MENTORSHIP)),
        person=person,
        evidence=evidence(timezone.now(), method=Method.SIGNED_IN),
        at=timezone.now(),
        by=Actor.person(person),
    )
