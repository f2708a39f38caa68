"""Between asking and signing the world goes on: who may still sign for Sam?"""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements import mails
from agreements.actions import agreements, signing
from agreements.actions.agreements import PartyWanted
from agreements.models import Kind, Party, Role
from mentoring.models import Guardianship, Student
from mentoring.signing_checks import family_refusals
from tenancy.actor import Actor
from tests.agreements.packets import LATER, SENT, Papers, evidence, sent, sign
from tests.conftest import Cast
from tests.factories.agreements import AgreementFactory, PacketFactory, PartyFactory
from tests.factories.mentoring import CourtOrderFactory, GuardianFactory, GuardianshipFactory, StudentFactory
from tests.mentoring.scene import running

ON = date(2026, 10, 1)


def test_gil_signs_for_sam(oak: Cast) -> None:
    running(oak)
    with oak.open():
        papers = sent(oak)
        assert family_refusals([papers.party(one) for one in (oak.gil, oak.sam, oak.mia)], ON) == {}
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
        words = "Permissions are given by a parent or guardian until the student is 18."
        assert family_refusals([party], ON) == {party.pk: words}
        assert family_refusals([party], date(2026, 10, 2)) == {}


def family(oak: Cast, *, parents: int = 1) -> Papers:
    """A student with so many parents who may sign, and their documents, which are out."""
    student = StudentFactory()
    held = [GuardianshipFactory(student=student, guardian=GuardianFactory()) for _number in range(parents)]
    people = [one.guardian.person for one in held]
    asked = [PartyWanted(one, Role.GUARDIAN, one.name, "Mother", "parent") for one in people]
    for_school = PartyWanted(oak.pia, Role.SCHOOL, "Pia Raman", "Principal")
    return sent(oak, student=student.person, parties=[*asked, for_school])


@pytest.mark.parametrize("families", [1, 4])
def test_whom_to_remind_is_asked_of_many_families_at_once(
    oak: Cast, families: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with oak.open():
        packets = [family(oak).packet for _number in range(families)]
        parties = list(Party.objects.filter(agreement__packet__in=packets, role=Role.GUARDIAN))
        with django_assert_num_queries(13):
            would = agreements.would_remind(parties=parties, at=SENT + timedelta(days=2))
    assert [one.pk for one in would.sent] == [one.pk for one in parties]


@pytest.mark.parametrize("parents", [1, 4])
def test_whom_to_tell_is_asked_of_all_parties_at_once(
    oak: Cast, parents: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with oak.open():
        papers = family(oak, parents=parents)
        with django_assert_num_queries(14):
            told = mails._told(papers.agreement)
    assert len(told) == parents
