"""How families are reached; the same answer as the rule gives, for whole lists."""

from datetime import date

from django.utils import timezone

from correspondence.actions import text_consents
from correspondence.models import TextConsent
from mentoring.models import Guardian, Student
from mentoring.reachability import guardians_with_ways, with_ways
from mentoring.signing_rules import WITH_SIGNERS, signers
from tenancy.actor import Actor
from tests.factories.correspondence import MessageFactory
from tests.factories.mentoring import CourtOrderFactory, GuardianFactory, GuardianshipFactory, StudentFactory
from tests.factories.tenancy import PersonFactory

ON = date(2026, 11, 2)
BY = Actor.system("test")


def way_of(student, district):
    """How this student's family is reached."""
    return with_ways(Student.objects.filter(pk=student.pk), district, ON).get().way


def parent_of(student, *, email="", phone="", paper=False, **changed):
    """A parent reached like this; may sign unless said otherwise."""
    guardian = GuardianFactory(person=PersonFactory(email=email, phone=phone), prefers_paper=paper)
    return GuardianshipFactory(student=student, guardian=guardian, **changed)


def test_one_parent_with_an_address_that_works_is_enough(oak):
    with oak.open() as district:
        student = StudentFactory()
        parent_of(student)
        assert way_of(student, district) == "paper"
        parent_of(student, email="parent@oak.example")
        assert way_of(student, district) == "email"


def test_a_parent_who_wants_paper_gets_paper(oak):
    with oak.open() as district:
        student = StudentFactory()
        parent_of(student, email="parent@oak.example", paper=True)
        assert way_of(student, district) == "paper"


def test_where_nobody_may_sign_somebody_must_be_asked_first(oak):
    with oak.open() as district:
        student = StudentFactory()
        assert way_of(student, district) == "not"
        parent_of(student, email="parent@oak.example", may_sign=None, basis="")
        assert way_of(student, district) == "not"
        held = parent_of(student, email="other@oak.example")
        CourtOrderFactory(student=student, about=held.guardian.person, kind="no_contact", starts_on=ON)
        assert way_of(student, district) == "not"


def test_a_student_of_18_is_reached_themselves(oak):
    with oak.open() as district:
        student = StudentFactory(birth_on=date(2008, 11, 2), person__email="grown@oak.example")
        assert way_of(student, district) == "email"
        StudentFactory(birth_on=date(2008, 11, 3), person__email="young@oak.example")


def test_mail_that_came_back_does_not_reach_until_a_later_one_arrives(oak):
    with oak.open() as district:
        student = StudentFactory()
        person = parent_of(student, email="parent@oak.example").guardian.person
        MessageFactory(person=person, state="bounced")
        assert way_of(student, district) == "paper"
        MessageFactory(person=person, state="sent")
        assert way_of(student, district) == "email"
        MessageFactory(person=person, state="failed", fault="address_refused")
        assert way_of(student, district) == "paper"
        person.email = "new@oak.example"
        person.save()
        assert way_of(student, district) == "email"


def test_a_phone_reaches_once_they_agreed_and_until_they_stop(oak, monkeypatch):
    monkeypatch.setattr("mentoring.reachability.texts_are_on", lambda district: True)
    with oak.open() as district:
        student = StudentFactory()
        held = parent_of(student, phone="+13125550123")
        person = held.guardian.person
        assert way_of(student, district) == "paper"
        text_consents.opt_in(person=person, how=TextConsent.How.PAPER, at=timezone.now(), by=BY)
        assert way_of(student, district) == "text"
        assert guardians_with_ways(Guardian.objects.filter(person=person), district).get().way == "text"
        text_consents.stop(person=person, at=timezone.now(), by=BY)
        assert way_of(student, district) == "paper"


def test_lists_and_the_rule_agree_on_who_may_sign(oak):
    with oak.open() as district:
        for birth_on in (None, date(2008, 11, 2), date(2010, 5, 5)):
            for may_sign in (True, False, None):
                for kind in ("", "no_contact", "custody"):
                    for ended_on in (None, ON, date(2026, 11, 3)):
                        student = StudentFactory(birth_on=birth_on, person__email="")
                        held = parent_of(
                            student, may_sign=may_sign, basis="parent" if may_sign else "", ended_on=ended_on
                        )
                        if kind:
                            CourtOrderFactory(student=student, about=held.guardian.person, kind=kind, starts_on=ON)
        found = with_ways(Student.objects.all(), district, ON).prefetch_related(*WITH_SIGNERS)
        assert {one.pk for one in found if one.way == "paper"} == {one.pk for one in found if signers(one, ON)}
        assert len(found) == 81


def test_ways_of_parents_themselves(oak):
    with oak.open() as district:
        ways = {}
        for email, phone, paper in (("a@oak.example", "", False), ("", "+13125550123", False), ("", "", False)):
            guardian = GuardianFactory(person=PersonFactory(email=email, phone=phone), prefers_paper=paper)
            ways[guardian.pk] = guardians_with_ways(Guardian.objects.filter(pk=guardian.pk), district).get().way
        assert list(ways.values()) == ["email", "paper", "not"]
