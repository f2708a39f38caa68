"""What is signed for a student of a match: every field filled in, the right people asked."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements import fields
from agreements.models import Agreement, Kind, Party, PartyState, Role, State
from mentoring.actions import packets as sending
from mentoring.actions.packets import CannotSend
from mentoring.models import Guardianship, Match, MatchObjective, MatchStudent
from mentoring.packets import WITH_PACKET, parties, sending_blockers, values
from tenancy.actor import Actor
from tests.conftest import Cast
from tests.factories.mentoring import CourtOrderFactory, GuardianFactory, GuardianshipFactory, MatchStudentFactory
from tests.factories.tenancy import PersonFactory
from tests.mentoring.scene import Scene, running

pytestmark = pytest.mark.django_db


@dataclass
class Planned:
    """Sam's match with Mia: both said yes, everything is planned, nothing was sent."""

    cast: Cast
    scene: Scene

    @property
    def row(self) -> MatchStudent:
        return MatchStudent.objects.prefetch_related(*WITH_PACKET).get(match=self.scene.match)

    @property
    def by(self) -> Actor:
        return Actor.person(self.cast.ana)

    def send(self) -> list[Agreement]:
        packet = sending.send(
            row=self.row, coordinator=self.cast.ana, on=self.cast.today, at=timezone.now(), by=self.by
        )
        return list(packet.agreements.order_by("kind"))


@pytest.fixture
def planned(oak: Cast) -> Planned:
    scene = running(oak)
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(
            state=Match.State.AGREED,
            places=["school"],
            schedule="Tuesdays, 2:30 pm",
            starts_on=oak.today + timedelta(days=14),
            ends_on=oak.today + timedelta(days=194),
        )
        MatchObjective.objects.create(match=scene.match, position=1, text="Say what a pharmacist does")
    return Planned(oak, scene)


def codes(planned: Planned) -> list[str]:
    return [one.code for one in sending_blockers(planned.row, on=planned.cast.today)]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_the_texts_is_filled_in(planned: Planned, kind: Kind) -> None:
    with planned.cast.open():
        filled = values(planned.row, kind, coordinator=planned.cast.ana, on=planned.cast.today)
    assert fields.missing(kind, filled) == []


def test_the_family_alone_signs_the_permissions(planned: Planned) -> None:
    with planned.cast.open():
        asked = parties(planned.row, Kind.PERMISSIONS, on=planned.cast.today)
    assert [(one.person, one.role) for one in asked] == [(planned.cast.gil, Role.GUARDIAN)]


def test_everybody_signs_the_agreement_and_the_school_last(planned: Planned) -> None:
    cast = planned.cast
    with cast.open():
        asked = parties(planned.row, Kind.MENTORSHIP, on=cast.today)
    expected = [(cast.sam, Role.STUDENT), (cast.gil, Role.GUARDIAN), (cast.mia, Role.MENTOR), (cast.pia, Role.SCHOOL)]
    assert [(one.person, one.role) for one in asked] == expected


def test_of_two_guardians_one_is_enough_unless_the_policy_asks_all(planned: Planned) -> None:
    with planned.cast.open():
        GuardianshipFactory(student=planned.scene.sam, guardian=GuardianFactory(), relationship="caregiver")
        any_of = [one.any_of for one in parties(planned.row, Kind.PERMISSIONS, on=planned.cast.today)]
        planned.scene.program.policies.update(signers="all")
        all_of = [one.any_of for one in parties(planned.row, Kind.PERMISSIONS, on=planned.cast.today)]
    assert (any_of, all_of) == ([True, True], [False, False])


def test_a_student_of_18_signs_alone(planned: Planned) -> None:
    planned.scene.sam.birth_on = planned.cast.today.replace(year=planned.cast.today.year - 19)
    with planned.cast.open():
        planned.scene.sam.save()
        asked = [parties(planned.row, kind, on=planned.cast.today) for kind in Kind]
    roles = [[one.role for one in of_kind] for of_kind in asked]
    assert roles == [[Role.STUDENT, Role.MENTOR, Role.SCHOOL], [Role.STUDENT]]


def test_sending_asks_everybody_but_the_school(planned: Planned) -> None:
    cast = planned.cast
    with cast.open():
        agreement, permissions = planned.send()
        states = dict(Party.objects.filter(agreement=agreement).values_list("person", "state"))
        packet_id = MatchStudent.objects.get(match=planned.scene.match).packet_id
    assert (agreement.state, permissions.state) == (State.OUT, State.OUT)
    assert packet_id == agreement.packet_id
    asked = PartyState.INVITED
    assert states == {cast.sam.pk: asked, cast.gil.pk: asked, cast.mia.pk: asked, cast.pia.pk: PartyState.WAITING}


def test_documents_are_sent_once(planned: Planned) -> None:
    with planned.cast.open():
        planned.send()
        with pytest.raises(CannotSend, match="out already"):
            planned.send()
        assert Agreement.objects.count() == 2


def test_a_plan_that_changed_is_signed_anew(planned: Planned) -> None:
    cast = planned.cast
    with cast.open():
        before = planned.send()
        Match.objects.update(schedule="Fridays, 8 am")
        sending.replace(row=planned.row, coordinator=cast.ana, on=cast.today, at=timezone.now(), by=planned.by)
        states = {one.pk: one.state for one in Agreement.objects.filter(pk__in=[one.pk for one in before])}
        live = Agreement.objects.live().filter(kind=Kind.MENTORSHIP).get()
    assert set(states.values()) == {State.SUPERSEDED}
    assert (live.state, live.values["schedule"], live.supersedes_id) == (State.OUT, "Fridays, 8 am", before[0].pk)


def test_what_is_missing_is_said_before_anything_is_sent(planned: Planned) -> None:
    cast = planned.cast
    with cast.open():
        Match.objects.update(schedule="", state=Match.State.PROPOSED)
        MatchObjective.objects.all().delete()
        Guardianship.objects.update(may_sign=False)
        assert codes(planned) == ["answers", "plan", "objectives", "signer"]
        with pytest.raises(CannotSend):
            planned.send()
        assert Agreement.objects.count() == 0


def test_a_court_order_against_the_only_parent_leaves_nobody_to_sign(planned: Planned) -> None:
    with planned.cast.open():
        CourtOrderFactory(student=planned.scene.sam, about=planned.cast.gil, starts_on=date(2026, 1, 5))
        assert codes(planned) == ["signer"]


def test_who_cannot_be_asked_yet_is_named_and_stops_nobody_else(planned: Planned) -> None:
    cast = planned.cast
    with cast.open():
        lee = MatchStudentFactory(match=planned.scene.match, student__person=PersonFactory(given_name="Lee"))
        rows = MatchStudent.objects.prefetch_related(*WITH_PACKET).order_by("pk")
        sent = sending.send_several(rows=rows, coordinator=cast.ana, on=cast.today, at=timezone.now(), by=planned.by)
    assert [one.student_id for one in sent.done] == [planned.scene.sam.pk]
    assert sent.skipped == [(lee, "Nobody is listed who may sign.")]
