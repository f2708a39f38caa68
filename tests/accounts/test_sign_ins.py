"""For whom a sign-in stands: linked, unlinked, let go."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions import sign_ins
from accounts.models import Seat
from tenancy.actions import people
from tenancy.actor import Actor
from tenancy.context import check_keys_now
from tenancy.models import AuditEvent, Membership
from tenancy.permissions import Role
from tests.accounts.people import signed_in, user_of
from tests.conftest import Cast
from tests.factories.tenancy import MembershipFactory, PersonFactory


def test_a_new_sign_in_has_a_confirmed_address(db: None) -> None:
    user = sign_ins.make(email=" Ana@Oak.Example ", password="correct horse battery")
    assert (user.email, user.code, user.check_password("correct horse battery")) == ("ana@oak.example", None, True)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("ana@oak.example", True, True)


def test_a_new_sign_in_without_an_address_gets_a_code(db: None) -> None:
    user = sign_ins.make()
    assert user.email is None and len(user.code or "") == 8
    assert not user.has_usable_password()


def test_a_second_sign_in_for_an_address_is_refused(db: None) -> None:
    sign_ins.make(email="ana@oak.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        sign_ins.make(email="ANA@oak.example")


def test_linking_makes_a_seat_and_an_audit_event(oak: Cast) -> None:
    with oak.open():
        hala = PersonFactory(given_name="Hala")
        MembershipFactory(person=hala, role=Role.GUARDIAN)
        seat = sign_ins.link(person=hala, user=user_of(oak.gil), by=Actor.person(oak.ana))
        assert seat.kind == Seat.Kind.ADULT
        assert sign_ins.link(person=hala, user=user_of(oak.gil), by=Actor.person(oak.ana)) == seat
        event = AuditEvent.objects.get(verb="sign_in.link")
        assert (event.target_id, event.facts["user"]) == (hala.pk, seat.user_id)


def test_a_student_and_a_guardian_on_one_address_are_refused_with_a_sentence(oak: Cast) -> None:
    with oak.open():
        with pytest.raises(sign_ins.CannotLink, match="A student’s sign-in cannot be shared with anybody else"):
            sign_ins.link(person=oak.gil, user=user_of(oak.sam), by=Actor.person(oak.ana))
        with pytest.raises(sign_ins.CannotLink, match="A student needs a sign-in of their own"):
            sign_ins.link(person=oak.sam, user=user_of(oak.gil), by=Actor.person(oak.ana))
        assert list(Seat.objects.filter(person=oak.gil)) == [Seat.objects.get(person=oak.gil)]


def test_two_students_on_one_address_are_refused(oak: Cast) -> None:
    with oak.open():
        sister = PersonFactory(given_name="Sara")
        MembershipFactory(person=sister, role=Role.STUDENT)
        with pytest.raises(sign_ins.CannotLink):
            sign_ins.link(person=sister, user=user_of(oak.sam), by=Actor.person(oak.ana))


def test_a_seat_from_before_somebody_became_a_student_counts_as_a_students(oak: Cast) -> None:
    with oak.open():
        young = PersonFactory(given_name="Yara")
        seat = sign_ins.link(person=young, user=sign_ins.make(email="yara@oak.example"), by=Actor.person(oak.ana))
        assert seat.kind == Seat.Kind.ADULT
        MembershipFactory(person=young, role=Role.STUDENT)
        with pytest.raises(sign_ins.CannotLink):
            sign_ins.link(person=oak.gil, user=seat.user, by=Actor.person(oak.ana))


def test_the_database_too_keeps_a_student_apart(oak: Cast) -> None:
    kinds = [(oak.sam, oak.gil, Seat.Kind.ADULT), (oak.gil, oak.sam, Seat.Kind.STUDENT)]
    for holder, other, kind in kinds:
        with pytest.raises(IntegrityError, match="accounts_seat_student_apart"), transaction.atomic():
            Seat.objects.create(user=user_of(holder), district=oak.district, person=other, kind=kind)


def test_a_seat_cannot_name_a_person_of_another_district(oak: Cast, elm: Cast) -> None:
    with pytest.raises(IntegrityError, match="accounts_seat_person_district_fk"), transaction.atomic():
        Seat.objects.create(user=user_of(oak.mia), district=oak.district, person_id=elm.mia.pk, kind=Seat.Kind.ADULT)
        check_keys_now()


def test_a_student_of_one_district_may_be_an_adult_of_another(oak: Cast, elm: Cast) -> None:
    with elm.open():
        seat = sign_ins.link(person=elm.mia, user=user_of(oak.sam), by=Actor.person(elm.ana))
        assert seat.kind == Seat.Kind.ADULT


def test_who_left_is_not_linked(oak: Cast) -> None:
    with oak.open():
        oak.tom.deactivated_at = timezone.now()
        oak.tom.save()
        with pytest.raises(sign_ins.CannotLink, match="Tom Whelan is not active any more"):
            sign_ins.link(person=oak.tom, user=user_of(oak.mia), by=Actor.person(oak.ana))


def test_unlinking_ends_the_sessions_of_a_sign_in_that_stands_for_nobody(oak: Cast) -> None:
    user = user_of(oak.mia)
    browser = signed_in(user)
    assert browser.get("/").url == "/d/oak/"
    with oak.open():
        sign_ins.unlink(person=oak.mia, user=user, by=Actor.person(oak.ana))
        assert AuditEvent.objects.filter(verb="sign_in.unlink").count() == 1
    assert not UserSession.objects.filter(user=user).exists()
    assert browser.get("/").url.startswith("/accounts/login/")


def test_who_leaves_one_district_stays_signed_in_for_the_other(oak: Cast, elm: Cast) -> None:
    user = user_of(oak.mia)
    with elm.open():
        sign_ins.link(person=elm.mia, user=user, by=Actor.person(elm.ana))
    browser = signed_in(user)
    with oak.open():
        sign_ins.stop(person=oak.mia, by=Actor.person(oak.ana))
    assert browser.get("/").status_code == 200
    with elm.open():
        Membership.objects.filter(person=elm.mia)
        sign_ins.unlink(person=elm.mia, user=user, by=Actor.person(elm.ana))
    assert UserSession.objects.filter(user=user).exists(), "Mia may come back to Oak"


def test_who_leaves_the_only_district_is_signed_out_at_once(oak: Cast) -> None:
    user = user_of(oak.mia)
    browser = signed_in(user)
    with oak.open():
        sign_ins.stop(person=oak.mia, by=Actor.person(oak.ana))
    assert browser.get("/").url.startswith("/accounts/login/")


def test_who_is_deactivated_is_out_until_they_are_taken_back(oak: Cast) -> None:
    browser = signed_in(user_of(oak.mia))
    with oak.open():
        people.deactivate(person=oak.mia, reason="moved", at=timezone.now(), by=Actor.person(oak.ada))
    assert browser.get("/d/oak/profile/").url.startswith("/accounts/login/")
    assert signed_in(user_of(oak.mia)).get("/d/oak/profile/").status_code == 404
    with oak.open():
        people.reactivate(person=oak.mia, by=Actor.person(oak.ada))
    assert signed_in(user_of(oak.mia)).get("/d/oak/profile/").status_code == 200


def test_the_sample_entry_opens_a_session_with_the_extra_step_done(oak: Cast) -> None:
    request = Client().get("/accounts/login/").wsgi_request
    sign_ins.open_sample_session(request, user_of(oak.ada))
    request.session.save()
    browser = Client()
    browser.cookies["sessionid"] = request.session.session_key
    assert browser.get("/sign-in/extra-step/?next=/d/oak/profile/").url == "/d/oak/profile/"
    assert browser.get("/d/oak/profile/").status_code == 200
