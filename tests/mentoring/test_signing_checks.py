"""Between asking and signing the world goes on: who may still sign for Sam?"""

from datetime import date

import pytest

from agreements.actions import signing
from agreements.models import Kind, Role
from mentoring.models import Guardianship, Student
from mentoring.signing_checks import family_refusal
from tenancy.actor import Actor
from tests.agreements.packets import LATER, evidence, sent, sign
from tests.conftest import Cast
from tests.factories.agreements import AgreementFactory, PacketFactory, PartyFactory
from tests.factories.mentoring import CourtOrderFactory
from tests.mentoring.scene import running

ON = date(2026, 10, 1)


def test_gil_signs_for_sam(oak: Cast) -> None:
    running(oak)
    with oak.open():
        papers = sent(oak)
        for person in (oak.gil, oak.sam, oak.mia):
            assert family_refusal(papers.party(person), ON) == ""
        sign(papers, oak.gil)


def test_sam_turns_18_before_gil_signs(oak: Cast) -> None:
    running(oak)
    with oak.open():
        papers = sent(oak)
        Student.objects.filter(person=oak.sam).update(birth_on=date(2008, 10, 1))
        with pytest.raises(signing.CannotSign, match="Sam is 18 now and signs alone"):
            sign(papers, oak.gil)
        party = papers.party(oak.sam)
        signing.sign(parties=[party], answers={}, evidence=evidence(), at=LATER, by=Actor.system("test"))


@pytest.mark.parametrize(
    "change", [{"may_sign": False, "basis": ""}, {"may_sign": None, "basis": ""}, {"ended_on": date(2026, 9, 30)}]
)
def test_gil_may_not_sign_any_more(oak: Cast, change: dict) -> None:
    running(oak)
    with oak.open():
        papers = sent(oak)
        Guardianship.objects.update(**change)
        with pytest.raises(signing.CannotSign, match="list does not say that you may sign for Sam"):
            sign(papers, oak.gil)


def test_a_court_spoke_meanwhile(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        papers = sent(oak)
        CourtOrderFactory(student=scene.sam, kind="no_records", about=oak.gil, starts_on=date(2026, 9, 30))
        with pytest.raises(signing.CannotSign, match="list does not say"):
            sign(papers, oak.gil)


def test_a_student_gives_permissions_at_18_only(oak: Cast) -> None:
    scene = running(oak)
    with oak.open():
        agreement = AgreementFactory(packet=PacketFactory(student=oak.sam), kind=Kind.PERMISSIONS)
        party = PartyFactory(agreement=agreement, person=oak.sam, role=Role.STUDENT)
        Student.objects.filter(pk=scene.sam.pk).update(birth_on=date(2008, 10, 2))
        assert family_refusal(party, ON) == "Permissions are given by a parent or guardian until the student is 18."
        assert family_refusal(party, date(2026, 10, 2)) == ""
