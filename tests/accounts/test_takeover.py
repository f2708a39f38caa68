"""Nobody gets at a sign-in that may do more than theirs: not by printed codes, unlinking or a lost extra step."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import covers, invitations, sign_ins
from accounts.models import Invitation, Seat, User
from tenancy.actor import Actor
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import Role
from tests.accounts.people import PASSWORD, set_up_app, signed_in, user_of
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.tenancy import MembershipFactory, PersonFactory, SchoolFactory

REFUSED = "Only a district administrator can change how this person signs in."


def newcomer(oak: Cast, role: Role, **details: str) -> Person:
    with oak.open():
        person = PersonFactory(**details)
        MembershipFactory(person=person, role=role)
    return person


def with_code(cast: Cast, person: Person) -> User:
    """A sign-in by staff-given code for a person."""
    with cast.open():
        user = sign_ins.make(password=PASSWORD)
        sign_ins.link(person=person, user=user, by=Actor.system("test"))
    return user


def printed(cast: Cast, person: Person) -> invitations.PrintedCode:
    with cast.open():
        return invitations.new_printed_codes(people=[person], by=Actor.person(cast.ana), at=timezone.now())[0]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRINCIPAL, Role.COORDINATOR, Role.AUDITOR])
def test_a_coordinator_prints_no_code_for_somebody_with_a_wider_role(oak: Cast, role: Role) -> None:
    invited = newcomer(oak, role, email="")
    ana = DistrictClient(oak.ana)
    page = ana.post("people/printed-codes/", {"selected": invited.pk})
    assert not page.context["printed"] and page.context["skipped"] == [(invited.name, REFUSED)]
    assert REFUSED in ana.get(f"people/{invited.pk}/sign-in/").content.decode()
    assert DistrictClient(oak.ada).post("people/printed-codes/", {"selected": invited.pk}).context["printed"]


def test_a_coordinator_prints_codes_for_students_and_teachers(oak: Cast) -> None:
    for role in (Role.STUDENT, Role.TEACHER, Role.GUARDIAN):
        somebody = newcomer(oak, role, email="")
        page = DistrictClient(oak.ana).post("people/printed-codes/", {"selected": somebody.pk})
        assert [slip.person for slip in page.context["printed"]] == [somebody]


def test_a_coordinator_prints_no_code_for_a_teacher_who_covers_an_administrator(oak: Cast) -> None:
    teacher = newcomer(oak, Role.TEACHER, email="")
    with_code(oak, teacher)
    with oak.open():
        covers.name(
            memberships=list(Membership.objects.of(oak.district).filter(person=oak.ada)),
            to=teacher,
            reason="leave",
            starts_at=timezone.now() + timedelta(days=1),
            expires_at=timezone.now() + timedelta(days=9),
            by=Actor.person(oak.ada),
        )
    page = DistrictClient(oak.ana).post("people/printed-codes/", {"selected": teacher.pk})
    assert page.context["skipped"] == [(teacher.name, REFUSED)]


def test_a_coordinator_unlinks_nobody_with_a_wider_role(oak: Cast) -> None:
    for person, status in ((oak.ada, 422), (oak.pia, 422), (oak.tom, 302)):
        seat = Seat.objects.get(person_id=person.pk)
        answer = DistrictClient(oak.ana).post(f"people/{person.pk}/sign-in/{seat.user_id}/unlink/")
        assert answer.status_code == status
        assert Seat.objects.filter(pk=seat.pk).exists() == (status == 422)


def test_a_coordinator_resets_no_extra_step_of_a_principal(oak: Cast) -> None:
    set_up_app(signed_in(user_of(oak.pia)))
    answer = DistrictClient(oak.ana).post(f"people/{oak.pia.pk}/sign-in/reset-extra-step/")
    assert answer.status_code == 422 and REFUSED in answer.content.decode()


def test_a_coordinator_of_a_school_touches_sign_ins_of_that_school_only(oak: Cast) -> None:
    with oak.open():
        other = SchoolFactory(name="Far High School")
        own = Membership.objects.get(person=oak.ana)
        own.scope = Scope.SCHOOLS
        own.save()
        own.school_rows.create(district=oak.district, school=oak.school)
        far = PersonFactory(email="far@oak.example")
        role = MembershipFactory(person=far, role=Role.TEACHER, scope=Scope.SCHOOLS)
        role.school_rows.create(district=oak.district, school=other)
        invitation = invitations.invite(person=far, by=Actor.person(oak.ada), at=timezone.now())
    ana = DistrictClient(oak.ana)
    assert ana.post(f"invitations/{invitation.pk}/revoke/").status_code == 404
    page = ana.post("people/printed-codes/", {"selected": oak.tom.pk})
    assert not page.context["printed"], "Tom teaches in the whole district"


def test_a_printed_code_opens_nothing_once_its_person_signs_in_by_mail(oak: Cast) -> None:
    """Paper that lay in a drawer would set a new password for a sign-in that may do more by now."""
    wide = newcomer(oak, Role.TEACHER, email="wide@oak.example")
    slip = printed(oak, wide)
    browser = Client()
    accept = browser.post("/invite/code/", {"district": "oak", "code": slip.code}).url
    with oak.open():
        mailed = invitations.invite(person=wide, by=Actor.person(oak.ana), at=timezone.now())
        user = invitations.accept_anew(invitation=mailed, password=PASSWORD, at=timezone.now())
    assert browser.post(accept, {"password": "another long password"}).url == "/invite/code/"
    assert Client().post("/invite/code/", {"district": "oak", "code": slip.code}).status_code == 422
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not Invitation.objects.of(oak.district).open().filter(person=wide).exists()


def test_a_printed_code_of_one_district_renews_no_sign_in_that_leads_to_another(oak: Cast, elm: Cast) -> None:
    here = newcomer(oak, Role.MENTOR, email="")
    user = with_code(oak, here)
    slip = printed(oak, here)
    there = newcomer(elm, Role.ADMINISTRATOR, email="")
    with elm.open():
        sign_ins.link(person=there, user=user, by=Actor.person(elm.ada))
    page = DistrictClient(oak.ada).post("people/printed-codes/", {"selected": here.pk})
    assert not page.context["printed"] and "not for this district alone" in page.context["skipped"][0][1]
    browser = Client()
    accept = browser.post("/invite/code/", {"district": "oak", "code": slip.code}).url
    assert browser.post(accept, {"password": "another long password"}).status_code == 422
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_extra_step_that_guards_another_district_too_is_not_reset_here(oak: Cast, elm: Cast) -> None:
    user = user_of(oak.mia)
    set_up_app(signed_in(user))
    with elm.open():
        sign_ins.link(person=elm.ada, user=user, by=Actor.person(elm.ada))
    answer = DistrictClient(oak.ada).post(f"people/{oak.mia.pk}/sign-in/reset-extra-step/")
    assert answer.status_code == 422 and "not for this district alone" in answer.content.decode()
    assert user.authenticator_set.exists()


def test_a_printed_code_does_not_open_a_role_given_since(oak: Cast) -> None:
    teacher = newcomer(oak, Role.TEACHER, email="")
    slip = printed(oak, teacher)
    answer = DistrictClient(oak.ada).post(
        f"people/{teacher.pk}/roles/add/", {"role": Role.ADMINISTRATOR, "scope": Scope.DISTRICT}
    )
    assert answer.status_code == 302
    assert Client().post("/invite/code/", {"district": "oak", "code": slip.code}).status_code == 422


def test_a_printed_code_does_not_open_a_role_covered_since(oak: Cast) -> None:
    teacher = newcomer(oak, Role.TEACHER, email="")
    with_code(oak, teacher)
    slip = printed(oak, teacher)
    today = timezone.localdate()
    with oak.open():
        role = Membership.objects.get(person=oak.ada)
    answer = DistrictClient(oak.ada).post(
        "cover/add/", {"memberships": role.pk, "to": teacher.pk, "first": today, "last": today, "reason": "leave"}
    )
    assert answer.status_code == 302
    assert Client().post("/invite/code/", {"district": "oak", "code": slip.code}).status_code == 422
