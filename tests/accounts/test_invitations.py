"""People are invited by mail or by a printed code, and get in."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts import mails, tries
from accounts.actions import invitations, sign_ins
from accounts.forms import WayToSignInForm
from accounts.models import Invitation, InvitationSecret, Seat, SignInEvent, User
from correspondence.links import Outdated
from correspondence.models import Message
from tenancy.actions import people as people_actions
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tenancy.permissions import Role
from tests.accounts.people import PASSWORD, signed_in, user_of
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.tenancy import MembershipFactory, PersonFactory

NEW = {"way": "password", "password": PASSWORD}


def newcomer(oak: Cast, role: Role = Role.GUARDIAN, **details: str) -> Person:
    """Hala, who cannot sign in yet."""
    details = {"given_name": "Hala", "family_name": "Haddad", "email": "hala@oak.example", **details}
    with oak.open():
        person = PersonFactory(**details)
        MembershipFactory(person=person, role=role)
    return person


def invited(oak: Cast, person: Person) -> Invitation:
    with oak.open():
        return invitations.invite(person=person, by=Actor.person(oak.ana), at=timezone.now())


def link_of(oak: Cast, invitation: Invitation) -> str:
    """The path of a fresh link, as a mail would carry it."""
    with oak.open():
        return mails.invitation_link(invitation.pk).removeprefix(settings.PUBLIC_URL)


def printed(oak: Cast, person: Person) -> invitations.PrintedCode:
    with oak.open():
        return invitations.new_printed_codes(people=[person], by=Actor.person(oak.ana), at=timezone.now())[0]


def seats_of(person: Person) -> list[Seat]:
    return list(Seat.objects.filter(person_id=person.pk))


def everything(*models: type[Model]) -> str:
    """All that these tables hold, as text."""
    return str([list(model._default_manager.values_list()) for model in models])


# --- By mail ---------------------------------------------------------------------------------------------------------


def test_hala_accepts_with_a_password(oak: Cast, visitor: Client) -> None:
    hala = newcomer(oak)
    link = link_of(oak, invited(oak, hala))
    page = visitor.get(link).content.decode()
    assert "Welcome, Hala Haddad" in page and "hala@oak.example" in page
    answer = visitor.post(link, NEW)
    assert answer.url == "/d/oak/"
    assert visitor.get("/d/oak/profile/").status_code == 200
    user = User.objects.get(email="hala@oak.example")
    assert [(seat.user, seat.kind) for seat in seats_of(hala)] == [(user, Seat.Kind.ADULT)]
    assert [event.verb for event in SignInEvent.objects.of(user).order_by("pk")] == ["invitation_accepted", "signed_in"]
    assert signed_in(user).get("/").url == "/d/oak/"
    with oak.open():
        event = AuditEvent.objects.get(verb="invitation.accept")
        assert event.actor_kind == "link" and event.facts == {"person": hala.pk, "user": user.pk}


def test_who_is_invited_reads_their_language(oak: Cast, visitor: Client) -> None:
    link = link_of(oak, invited(oak, newcomer(oak, language="es")))
    assert visitor.get(link).headers["Content-Language"] == "es"
    visitor.post(link, NEW)
    assert User.objects.get(email="hala@oak.example").language == "es"


def test_looking_at_a_link_spends_nothing(oak: Cast, visitor: Client) -> None:
    invitation = invited(oak, newcomer(oak))
    link = link_of(oak, invitation)
    for _ in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code in {200, 405}
    assert not User.objects.filter(email="hala@oak.example").exists()
    assert visitor.post(link, NEW).status_code == 302


@pytest.mark.parametrize(
    ("way", "leads"), [("passkey", "/accounts/2fa/webauthn/add/?next=/d/oak/"), ("code", "/d/oak/")]
)
def test_hala_accepts_without_a_password(oak: Cast, visitor: Client, way: str, leads: str) -> None:
    link = link_of(oak, invited(oak, newcomer(oak)))
    answer = visitor.post(link, {"way": way, "password": "ignored"})
    assert answer.url == leads
    assert not User.objects.get(email="hala@oak.example").has_usable_password()
    assert visitor.get(leads).status_code in {200, 404}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "way"),
        ({"way": "password"}, "password"),
        ({"way": "password", "password": "short"}, "password"),
        ({"way": "password", "password": "password123"}, "password"),
        ({"way": "magic", "password": PASSWORD}, "way"),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field(
    oak: Cast, visitor: Client, typed: dict[str, str], field: str
) -> None:
    link = link_of(oak, invited(oak, newcomer(oak)))
    answer = visitor.post(link, typed)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not User.objects.filter(email="hala@oak.example").exists()
    assert visitor.post(link, NEW).status_code == 302


def test_no_row_holds_a_usable_link(oak: Cast) -> None:
    invitation = invited(oak, newcomer(oak))
    token = link_of(oak, invitation).split("/")[-2]
    with oak.open():
        rows = [
            *InvitationSecret.objects.values_list(),
            *Message.objects.values_list(),
            *AuditEvent.objects.values_list(),
        ]
    assert token not in rows


def test_every_link_works_until_one_is_used(oak: Cast, visitor: Client) -> None:
    invitation = invited(oak, newcomer(oak))
    first, second = link_of(oak, invitation), link_of(oak, invitation)
    assert visitor.get(first).status_code == visitor.get(second).status_code == 200
    visitor.post(first, NEW)
    assert Client().get(first).status_code == Client().get(second).status_code == 404
    assert Client().post(second, NEW).status_code == 404
    with oak.open(), pytest.raises(Outdated):
        mails.invitation_link(invitation.pk)


def test_a_link_that_ran_out_offers_a_new_one_to_the_same_address(oak: Cast, visitor: Client) -> None:
    hala = newcomer(oak)
    invitation = invited(oak, hala)
    link = link_of(oak, invitation)
    with oak.open():
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = visitor.get(link)
    assert page.status_code == 410 and "Send me a new link" in page.content.decode()
    assert "on its way" in visitor.post(link, NEW).content.decode()
    assert not seats_of(hala)
    with oak.open():
        assert Message.objects.filter(kind="accounts/invitation", person=hala).count() == 2


def test_a_link_that_ran_out_stays_so_though_a_newer_one_was_sent(oak: Cast, visitor: Client) -> None:
    hala = newcomer(oak)
    invitation = invited(oak, hala)
    old = link_of(oak, invitation)
    with oak.open():
        past = timezone.now() - timedelta(minutes=1)
        Invitation.objects.update(expires_at=past)
        InvitationSecret.objects.update(expires_at=past)
    for _ in range(3):
        visitor.post(old, NEW)
    assert visitor.get(old).status_code == 410 and not seats_of(hala)
    with oak.open():
        assert Message.objects.filter(kind="accounts/invitation", person=hala).count() == 2, (
            "one by Ana, one by the link"
        )
    assert visitor.post(link_of(oak, invitation), NEW).url == "/d/oak/"


def test_a_link_taken_back_says_as_little_as_one_never_made(oak: Cast, visitor: Client) -> None:
    invitation = invited(oak, newcomer(oak))
    link = link_of(oak, invitation)
    DistrictClient(oak.ana).post(f"invitations/{invitation.pk}/revoke/")
    gone, made_up = visitor.get(link), visitor.get("/d/oak/invitation/made-up/")
    assert gone.status_code == made_up.status_code == 404
    said = [re.search(r"<main.*</main>", page.content.decode(), re.DOTALL) for page in (gone, made_up)]
    assert said[0] and said[1] and said[0].group() == said[1].group()


def test_a_link_of_oak_opens_nothing_in_elm(oak: Cast, elm: Cast, visitor: Client) -> None:
    link = link_of(oak, invited(oak, newcomer(oak)))
    assert visitor.get(link.replace("/d/oak/", "/d/elm/")).status_code == 404


def test_a_changed_address_and_leaving_make_links_useless(oak: Cast, visitor: Client) -> None:
    hala, other = newcomer(oak), newcomer(oak, given_name="Omar", email="omar@oak.example")
    links = [link_of(oak, invited(oak, person)) for person in (hala, other)]
    with oak.open():
        people_actions.change(person=hala, by=Actor.person(oak.ana), email="new@oak.example")
        people_actions.deactivate(person=other, reason="moved", at=timezone.now(), by=Actor.person(oak.ana))
    assert [visitor.get(link).status_code for link in links] == [404, 404]


def test_who_has_a_sign_in_accepts_with_it(oak: Cast, elm: Cast, visitor: Client) -> None:
    """Mia of Oak is invited to Elm under her Oak address: one sign-in, two districts."""
    user = user_of(oak.mia)
    guest = newcomer(elm, role=Role.MENTOR, given_name="Mia", email="mia@oak.example")
    link = link_of(elm, invited(elm, guest))
    page = visitor.get(link).content.decode()
    assert "You already have a sign-in" in page and 'name="password"' not in page
    answer = visitor.post(link, {"use_known": "1"})
    assert answer.url == "/accounts/login/?next=/d/elm/"
    assert visitor.get("/d/elm/profile/").status_code == 302, "accepting is not signing in"
    assert [seat.user for seat in seats_of(guest)] == [user]
    browser = signed_in(user)
    assert browser.get("/d/oak/profile/").status_code == browser.get("/d/elm/profile/").status_code == 200


def test_a_known_address_cannot_be_given_a_new_password_by_a_link(oak: Cast, elm: Cast, visitor: Client) -> None:
    user = user_of(oak.mia)
    guest = newcomer(elm, role=Role.MENTOR, email="mia@oak.example")
    link = link_of(elm, invited(elm, guest))
    assert visitor.post(link, {"way": "password", "password": "taken over by a link"}).status_code == 422
    user.refresh_from_db()
    assert user.check_password(PASSWORD) and not seats_of(guest)


def test_two_parents_on_one_address_continue_as(oak: Cast, visitor: Client) -> None:
    user = user_of(oak.gil)
    hala = newcomer(oak, email=oak.gil.email)
    link = link_of(oak, invited(oak, hala))
    visitor.post(link, {"use_known": "1"})
    browser = signed_in(user)
    assert browser.get("/d/oak/profile/").url.startswith("/d/oak/continue-as/")
    choices = browser.get("/d/oak/continue-as/").context["form"].fields["person"].choices
    assert [name for _key, name in choices] == ["Gil Haddad", "Hala Haddad"]


def test_the_same_person_is_asked_again_not_twice(oak: Cast) -> None:
    hala, now = newcomer(oak), timezone.now()
    with oak.open():
        first, second = (invitations.invite(person=hala, by=Actor.person(oak.ana), at=now) for _ in range(2))
        assert first == second
        assert Message.objects.filter(kind="accounts/invitation").count() == 1
        invitations.invite(person=hala, by=Actor.person(oak.ana), at=now + timedelta(minutes=1))
        assert Message.objects.filter(kind="accounts/invitation").count() == 2
        assert Invitation.objects.filter(person=hala).count() == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(person=hala, channel="email", expires_at=timezone.now())


@pytest.mark.parametrize(
    ("details", "sentence"),
    [({"email": ""}, "Has no email address"), ({"email": "gil@oak.example", "role": Role.STUDENT}, "A student needs")],
)
def test_who_cannot_be_invited_by_mail(oak: Cast, details: dict[str, str], sentence: str) -> None:
    person = newcomer(oak, **details)
    with pytest.raises(invitations.CannotInvite, match=sentence):
        invited(oak, person)
    page = DistrictClient(oak.ana).get(f"people/{person.pk}/sign-in/").content.decode()
    assert sentence in page and "Send an invitation" not in page and "Print a code" in page


def test_who_was_added_with_an_invitation_gets_one(oak: Cast) -> None:
    with oak.open():
        wishes = {"given_name": "Nia", "family_name": "Lund", "email": "nia@oak.example", "language": "en"}
        nia = people_actions.add(
            **wishes, role=Role.MENTOR, on=timezone.localdate(), by=Actor.person(oak.ana), invite=True
        )
        assert Invitation.objects.live(timezone.now()).get(person=nia).channel == "email"


# --- No way from a student's sign-in to a guardian's pages -----------------------------------------------------------


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


# --- By printed code -------------------------------------------------------------------------------------------------


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


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tom", "cole", "fay", "mia", "gil", "sam", "pia"])
def test_others_invite_nobody(oak: Cast, name: str) -> None:
    hala = newcomer(oak)
    browser = DistrictClient(getattr(oak, name))
    assert browser.get(f"people/{hala.pk}/sign-in/").status_code == 403
    assert browser.post(f"people/{hala.pk}/sign-in/invite/").status_code == 403
    assert browser.post("people/printed-codes/", {"selected": hala.pk}).status_code == 403
    with oak.open():
        assert not Invitation.objects.exists()


def test_elm_invites_nobody_of_oak(oak: Cast, elm: Cast) -> None:
    hala = newcomer(oak)
    invitation = invited(oak, hala)
    ana = DistrictClient(elm.ana)
    for path in (f"people/{hala.pk}/sign-in/invite/", f"invitations/{invitation.pk}/revoke/"):
        assert ana.post(path).status_code == 404
    assert ana.get(f"people/{hala.pk}/sign-in/").status_code == 404
    with oak.open():
        assert Invitation.objects.get().is_open


def test_ana_sends_and_takes_back(oak: Cast) -> None:
    hala = newcomer(oak)
    ana = DistrictClient(oak.ana)
    assert ana.post(f"people/{hala.pk}/sign-in/invite/").url == f"/d/oak/people/{hala.pk}/sign-in/"
    assert "Waiting" in ana.get(f"people/{hala.pk}/sign-in/").content.decode()
    with oak.open():
        invitation = Invitation.objects.get(person=hala)
        assert Message.objects.get(kind="accounts/invitation").person == hala
    ana.post(f"invitations/{invitation.pk}/revoke/")
    assert "Taken back" in ana.get(f"people/{hala.pk}/sign-in/").content.decode()


def test_ana_unlinks_a_sign_in(oak: Cast) -> None:
    user, anas = user_of(oak.mia), user_of(oak.ana)
    mia = signed_in(user)
    ana = DistrictClient(oak.ana)
    path = f"people/{oak.mia.pk}/sign-in/{user.pk}/unlink/"
    assert "Unlink this sign-in from Mia Fischer?" in ana.get(path).content.decode()
    ana.post(path)
    assert not seats_of(oak.mia)
    assert mia.get("/").url.startswith("/accounts/login/")
    assert ana.post(f"people/{oak.ana.pk}/sign-in/{anas.pk}/unlink/").status_code == 422


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


def test_the_box_for_a_password_comes_with_that_choice(oak: Cast) -> None:
    form = WayToSignInForm({"way": "code", "password": ""}, invitation=Invitation())
    assert form.is_valid() and form.cleaned_data["password"] == ""
    form = WayToSignInForm({"way": "password", "password": ""}, invitation=Invitation())
    assert form.errors == {"password": ["Type the password that you want to use."]}
    assert "(optional)" not in str(form) and " required" not in str(form["password"])
