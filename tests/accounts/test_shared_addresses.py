"""No way leads from a student's sign-in to a guardian's pages."""

import pytest
from django.test import Client

from accounts.actions import invitations
from accounts.models import User
from tenancy.models import Person
from tenancy.permissions import Role
from tests.accounts.invited import NEW, invited, link_of, newcomer, printed, seats_of
from tests.accounts.people import signed_in, user_of
from tests.conftest import Cast


def test_a_students_sign_in_cannot_accept_a_guardians_invitation(oak: Cast) -> None:
    hala = newcomer(oak)
    link = link_of(oak, invited(oak, hala))
    sam = signed_in(user_of(oak.sam))
    answer = sam.post(link, {"use_own": "1"})
    assert answer.status_code == 422
    assert "A student’s sign-in cannot be shared with anybody else." in answer.content.decode()
    assert not seats_of(hala)


def test_a_students_sign_in_cannot_take_a_guardians_printed_code(oak: Cast) -> None:
    hala = newcomer(oak)
    slip = printed(oak, hala)
    sam = signed_in(user_of(oak.sam))
    accept = sam.post("/invite/code/", {"district": "oak", "code": slip.code}).url
    assert sam.post(accept, {"use_own": "1"}).status_code == 422
    assert not seats_of(hala)


def test_a_guardian_invited_at_the_students_address_is_refused(oak: Cast, visitor: Client) -> None:
    user_of(oak.sam)
    hala = newcomer(oak, email=oak.sam.email)
    with pytest.raises(invitations.CannotInvite, match="A student signs in with this address"):
        invited(oak, hala)


def test_a_student_who_came_first_by_the_parents_address_shuts_the_parent_out_not_in(oak: Cast) -> None:
    """Both were invited before either had a sign-in; the address came to be shared afterwards."""
    parent = newcomer(oak, email="home@oak.example")
    parents_link = link_of(oak, invited(oak, parent))
    child = newcomer(oak, role=Role.STUDENT, given_name="Zoe", email="zoe@oak.example")
    childs_link = link_of(oak, invited(oak, child))
    with oak.open():
        Person.objects.filter(pk=child.pk).update(email="home@oak.example")
    Client().post(childs_link, NEW)
    late = Client().post(parents_link, {"use_known": "1"})
    assert late.status_code == 422 and "A student signs in with this address" in late.content.decode()
    assert not seats_of(parent)
    browser = signed_in(User.objects.get(email="home@oak.example"))
    assert browser.post("/d/oak/continue-as/", {"person": parent.pk}).status_code == 302
    assert browser.get("/d/oak/profile/").wsgi_request.viewer.person == child
