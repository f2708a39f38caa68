"""People are invited by mail and get in; who may invite, and take back."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import mails
from accounts.actions import invitations
from accounts.forms import WayToSignInForm
from accounts.models import Invitation, InvitationSecret, Seat, SignInEvent, User
from correspondence.links import Outdated
from correspondence.models import Message
from tenancy.actions import people as people_actions
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tenancy.permissions import Role
from tests.accounts.invited import NEW, invited, link_of, newcomer, seats_of
from tests.accounts.people import PASSWORD, signed_in, user_of
from tests.clients import DistrictClient
from tests.conftest import Cast


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


def test_the_box_for_a_password_comes_with_that_choice(oak: Cast) -> None:
    form = WayToSignInForm({"way": "code", "password": ""}, invitation=Invitation())
    assert form.is_valid() and form.cleaned_data["password"] == ""
    form = WayToSignInForm({"way": "password", "password": ""}, invitation=Invitation())
    assert form.errors == {"password": ["Type the password that you want to use."]}
    assert "(optional)" not in str(form) and " required" not in str(form["password"])


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
