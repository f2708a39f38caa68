"""People get in by a code on paper."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tries
from accounts.actions import invitations, sign_ins
from accounts.models import Invitation, InvitationSecret, Seat, User
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tenancy.permissions import Role
from tests.accounts.invited import newcomer, printed, seats_of
from tests.accounts.people import PASSWORD, signed_in
from tests.clients import DistrictClient
from tests.conftest import Cast


def test_a_student_without_an_address_gets_in_by_a_printed_code(oak: Cast, visitor: Client) -> None:
    zoe = newcomer(oak, role=Role.STUDENT, given_name="Zoe", email="")
    slip = printed(oak, zoe)
    assert re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", slip.code) and slip.code not in repr(slip)
    typed = {"district": " OAK ", "code": slip.code.lower().replace("-", " ")}
    accept = visitor.post("/invite/code/", typed)
    assert accept.url == "/d/oak/invitation/"
    assert "Welcome, Zoe Haddad" in visitor.get(accept.url).content.decode()
    assert visitor.post(accept.url, {"password": PASSWORD}).url == "/d/oak/"
    user = User.objects.get(code=slip.sign_in_code)
    assert user.email is None and [seat.kind for seat in seats_of(zoe)] == [Seat.Kind.STUDENT]
    assert signed_in(user).get("/").url == "/d/oak/"


def test_a_printed_code_is_never_stored(oak: Cast) -> None:
    slip = printed(oak, newcomer(oak))
    with oak.open():
        rows = [
            *InvitationSecret.objects.values_list(),
            *Invitation.objects.values_list(),
            *AuditEvent.objects.values_list(),
        ]
    assert slip.code not in rows and slip.code.replace("-", "").lower() not in rows


def test_a_code_works_once_and_a_newer_one_ends_it(oak: Cast) -> None:
    hala = newcomer(oak)
    first, second = printed(oak, hala), printed(oak, hala)
    assert Client().post("/invite/code/", {"district": "oak", "code": first.code}).status_code == 422
    browser = Client()
    accept = browser.post("/invite/code/", {"district": "oak", "code": second.code}).url
    third = printed(oak, hala)
    assert browser.post(accept, {"password": PASSWORD}).url == "/invite/code/", "the paper was replaced meanwhile"
    browser.post("/invite/code/", {"district": "oak", "code": third.code})
    browser.post(accept, {"password": PASSWORD})
    assert Client().post("/invite/code/", {"district": "oak", "code": third.code}).status_code == 422


def test_every_wrong_code_gets_the_same_answer(oak: Cast, elm: Cast) -> None:
    old, live = printed(oak, newcomer(oak)), printed(oak, newcomer(oak, given_name="Omar"))
    with oak.open():
        Invitation.objects.filter(person=old.person).update(expires_at=timezone.now())
    wrong = [("oak", "AAAAA-AAAAA"), ("oak", old.code), ("elm", live.code), ("nowhere", live.code)]
    errors = set()
    for number, (slug, code) in enumerate(wrong):
        page = Client().post("/invite/code/", {"district": slug, "code": code}, REMOTE_ADDR=f"203.0.113.{number}")
        errors.add((page.status_code, str(page.context["form"].errors)))
    assert len(errors) == 1 and "This code does not work" in str(errors)


def test_codes_are_guessed_five_times_an_hour(oak: Cast) -> None:
    slip = printed(oak, newcomer(oak))
    for _ in range(5):
        page = Client().post("/invite/code/", {"district": "oak", "code": "AAAAA-AAAAA"})
        assert "This code does not work" in str(page.context["form"].errors)
    page = Client().post("/invite/code/", {"district": "oak", "code": slip.code})
    assert page.status_code == 422 and "Too many tries" in str(page.context["form"].errors)
    elsewhere = Client().post("/invite/code/", {"district": "oak", "code": slip.code}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_a_class_with_right_codes_is_not_held_up(oak: Cast) -> None:
    for number in range(tries.INVITATION_CODE.tries + 2):
        slip = printed(oak, newcomer(oak, given_name=f"Zoe{number}", email=""))
        assert Client().post("/invite/code/", {"district": "oak", "code": slip.code}).status_code == 302


def test_who_forgot_the_password_of_a_sign_in_code_gets_a_new_paper(oak: Cast, visitor: Client) -> None:
    zoe = newcomer(oak, role=Role.STUDENT, given_name="Zoe", email="")
    slip = printed(oak, zoe)
    accept = visitor.post("/invite/code/", {"district": "oak", "code": slip.code}).url
    visitor.post(accept, {"password": PASSWORD})
    again = printed(oak, zoe)
    assert again.sign_in_code == slip.sign_in_code
    browser = Client()
    browser.post("/invite/code/", {"district": "oak", "code": again.code})
    assert browser.post(accept, {"password": "another horse battery"}).url == "/d/oak/"
    assert User.objects.get(code=slip.sign_in_code).check_password("another horse battery")
    assert len(seats_of(zoe)) == 1
    assert visitor.get("/d/oak/profile/").url.startswith("/accounts/login/"), "older sessions end"


def test_a_paper_is_no_way_around_a_mailed_code(oak: Cast) -> None:
    with pytest.raises(invitations.CannotInvite, match="Signs in with an email address"):
        printed(oak, oak.gil)


def test_ana_prints_codes_for_some_people(oak: Cast) -> None:
    able = [newcomer(oak, given_name=name, email="") for name in ("Yan", "Zoe")]
    ana = DistrictClient(oak.ana)
    query = f"?selected={able[0].pk}&selected={able[1].pk}&selected={oak.gil.pk}"
    asked = ana.get(f"people/printed-codes/{query}").content.decode()
    assert "Print codes for 2 people?" in asked and "Gil Haddad" in asked
    with oak.open():
        assert not Invitation.objects.exists(), "asking makes nothing"
    page = ana.post("people/printed-codes/", {"selected": [person.pk for person in able]})
    assert [slip.person.given_name for slip in page.context["printed"]] == ["Yan", "Zoe"]
    for slip in page.context["printed"]:
        assert page.content.decode().count(slip.code) == 1
        assert Client().post("/invite/code/", {"district": "oak", "code": slip.code}).status_code == 302
    assert "no-store" in page.headers["Cache-Control"]


def test_codes_for_nobody_are_refused_with_a_sentence(oak: Cast, elm: Cast) -> None:
    ana = DistrictClient(oak.ana)
    for selected in ([], [elm.gil.pk], ["x"]):
        page = ana.post("people/printed-codes/", {"selected": selected})
        assert page.status_code == 422 and not page.context["printed"]


def test_making_a_code_again_keeps_the_sign_in_code(oak: Cast) -> None:
    user = sign_ins.make(password=PASSWORD)
    zoe = newcomer(oak, role=Role.STUDENT, email="")
    with oak.open():
        sign_ins.link(person=zoe, user=user, by=Actor.person(oak.ana))
    assert printed(oak, zoe).sign_in_code == user.code


def test_a_printed_slip_is_in_the_language_of_its_reader(oak: Cast) -> None:
    zoe = newcomer(oak, Role.STUDENT, email="")
    with oak.open():
        Person.objects.filter(pk=zoe.pk).update(language="es")
    page = DistrictClient(oak.ana).post("people/printed-codes/", {"selected": [zoe.pk]})
    slip = page.text[page.text.index('<li class="card"') :].partition("</li>")[0]
    for words in (
        "Vaya a",
        "Distrito",
        "Código de un solo uso",
        "Válido hasta el",
        "Su código de entrada, para guardar",
    ):
        assert words in slip
    assert "data-prints" in page.text and "shown only once" in page.text
