"""One's own details; signing in as part of a person's page; platform staff; tidying up."""

import io
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import platform_visits, tasks
from accounts.actions import invitations, platform, sign_ins
from accounts.adapter import FactorAdapter
from accounts.extra_step import mark_done
from accounts.models import Seat, User
from accounts.person_pages import SIGN_IN_COLUMN, SIGN_IN_FILTER, sign_in_section
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tenancy.permissions import Role
from tenancy.viewer import Viewer
from tests.accounts.people import set_up_app, signed_in, user_of
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.accounts import UserFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory

MIA = {"preferred_name": "Mimi", "language": "es", "phone": "(312) 555-0199"}


# --- Profile ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ada", "ana", "cole", "fay", "gil", "mia", "pia", "sam", "tom"])
def test_everybody_has_a_profile(oak: Cast, name: str) -> None:
    assert DistrictClient(getattr(oak, name)).get("profile/").status_code == 200


def test_mia_changes_her_details(oak: Cast) -> None:
    browser = DistrictClient(oak.mia)
    answer = browser.post("profile/", MIA)
    assert answer.url == "/d/oak/profile/"
    with oak.open():
        mia = Person.objects.get(pk=oak.mia.pk)
        assert (mia.preferred_name, mia.language, mia.phone) == ("Mimi", "es", "+13125550199")
        assert (mia.given_name, mia.email) == ("Mia", "mia@oak.example")
        assert AuditEvent.objects.get(verb="person.change").facts == {
            "changed": ["preferred_name", "phone", "language"]
        }
    assert Seat.objects.get(person=oak.mia).user.language == "es"
    assert browser.get("profile/").headers["Content-Language"] == "es"


def test_a_person_is_spoken_to_in_their_language_until_they_choose_another(oak: Cast) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(language="es")
    browser = DistrictClient(oak.gil)
    assert browser.get("profile/").headers["Content-Language"] == "es"
    assert browser.get("/accounts/sessions/").headers["Content-Language"] == "en", "the sign-in has no language yet"
    User.objects.filter(seats__person=oak.gil.pk).update(language="es")
    assert browser.get("/accounts/sessions/").headers["Content-Language"] == "es"
    browser.cookies["django_language"] = "en"
    assert browser.get("profile/").headers["Content-Language"] == "en"


def test_staff_read_english_whatever_their_mails_are_in(oak: Cast) -> None:
    browser = DistrictClient(oak.tom)
    browser.post("profile/", {**MIA, "phone": ""})
    browser.cookies["django_language"] = "es"
    page = browser.get("profile/")
    assert page.headers["Content-Language"] == "en" and "Español</button>" not in page.text
    assert User.objects.get(seats__person=oak.tom.pk).language == "es", "their mails are in Spanish"


def test_after_signing_out_the_page_speaks_on_as_before(oak: Cast) -> None:
    User.objects.filter(seats__person=oak.gil.pk).update(language="es")
    browser = signed_in(user_of(oak.gil))
    browser.post("/accounts/logout/")
    assert browser.get("/accounts/login/").headers["Content-Language"] == "es"
    browser = signed_in(user_of(oak.mia))
    browser.post("/accounts/logout/")
    assert "django_language" not in browser.cookies, "nothing to keep: the browser says the same"


@pytest.mark.parametrize(
    ("wrong", "field"), [({"phone": "12"}, "phone"), ({"language": "xx"}, "language"), ({"language": ""}, "language")]
)
def test_wrong_details_get_a_sentence_at_the_field(oak: Cast, wrong: dict[str, str], field: str) -> None:
    answer = DistrictClient(oak.mia).post("profile/", {**MIA, **wrong})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert "Mimi" in answer.content.decode(), "nothing typed is lost"
    with oak.open():
        assert Person.objects.get(pk=oak.mia.pk).preferred_name == ""


def test_nobody_changes_their_name_or_address_here(oak: Cast) -> None:
    DistrictClient(oak.sam).post("profile/", {**MIA, "given_name": "Gil", "email": "gil@oak.example"})
    with oak.open():
        sam = Person.objects.get(pk=oak.sam.pk)
        assert (sam.given_name, sam.email) == ("Sam", "sam@oak.example")


# --- On a person's page ----------------------------------------------------------------------------------------------


def test_a_persons_page_says_how_they_sign_in(oak: Cast) -> None:
    with oak.open():
        ana, tom = (Viewer.of_person(oak.district, person) for person in (oak.ana, oak.tom))
        assert sign_in_section(oak.mia, tom) is None
        section = sign_in_section(oak.mia, ana)
        assert section is not None
        assert [(row.text, str(row.status)) for row in section.rows] == [("mia@oak.example", "Can sign in")]


def test_the_list_knows_who_can_sign_in(oak: Cast, django_assert_num_queries: object) -> None:
    with oak.open():
        hala, omar = PersonFactory(email="hala@oak.example"), PersonFactory(email="omar@oak.example")
        invitations.invite(person=hala, by=Actor.person(oak.ana), at=timezone.now())
        viewer = Viewer.of_person(oak.district, oak.ana)
        with django_assert_num_queries(2):  # type: ignore[operator]
            cells = SIGN_IN_COLUMN.cells([oak.mia, hala, omar], viewer)
        assert [str(cells[one.pk].text) for one in (oak.mia, hala, omar)] == ["Can sign in", "Invited", "Not invited"]
        found = {
            state: set(SIGN_IN_FILTER.narrow(Person.objects.of(oak.district), state))
            for state, _label in SIGN_IN_FILTER.choices
        }
        assert found["invited"] == {hala} and found["not"] == {omar} and oak.mia in found["can"]


# --- Platform staff --------------------------------------------------------------------------------------------------


@pytest.fixture
def pat(db: None) -> User:
    """Pat keeps the installation running."""
    return UserFactory(email="pat@waymark.example", is_platform_staff=True)


def entering(pat: User, *, extra_step: bool = True) -> Client:
    browser = Client()
    browser.force_login(pat)
    if extra_step:
        session = browser.session
        mark_done(session, pat)
        session.save()
    return browser


def test_platform_staff_enters_and_leaves_with_a_reason_in_the_districts_log(oak: Cast, elm: Cast, pat: User) -> None:
    browser = entering(pat)
    session = browser.session
    platform.enter(session, district=oak.district, user=pat, reason=" Ticket 12: no mail ")
    session.save()
    assert browser.get("/d/oak/profile/").wsgi_request.viewer.platform_reason == "Ticket 12: no mail"
    assert browser.get("/d/elm/profile/").status_code == 404
    platform.leave(session, district=oak.district, user=pat)
    session.save()
    assert browser.get("/d/oak/profile/").status_code == 404
    with oak.open():
        events = AuditEvent.objects.filter(verb__in=["platform.enter", "platform.leave"]).order_by("pk")
        assert [(one.verb, one.actor_kind, one.actor_user_id, one.reason) for one in events] == [
            ("platform.enter", "platform", pat.pk, "Ticket 12: no mail"),
            ("platform.leave", "platform", pat.pk, "Ticket 12: no mail"),
        ]
    with elm.open():
        assert not AuditEvent.objects.exists()


def test_entering_needs_a_reason_and_platform_staff(oak: Cast, pat: User) -> None:
    session = Client().session
    for user, reason, sentence in ((pat, "  x ", "Say why"), (user_of(oak.ada), "curious about it", "Only platform")):
        with pytest.raises(platform.CannotEnter, match=sentence):
            platform.enter(session, district=oak.district, user=user, reason=reason)
    assert platform_visits.current(session, oak.district) is None
    with oak.open():
        assert not AuditEvent.objects.exists()


def test_platform_staff_has_no_days_of_grace(pat: User) -> None:
    browser = entering(pat, extra_step=False)
    page = browser.get("/sign-in/extra-step/")
    assert "Not now" not in page.content.decode()
    assert browser.post("/sign-in/extra-step/").status_code == 422


# --- Keys and tidying up ---------------------------------------------------------------------------------------------


def test_secrets_are_encrypted_anew_by_command(oak: Cast, settings: Settings) -> None:
    secret = set_up_app(signed_in(user_of(oak.ana)))
    new = Fernet.generate_key().decode()
    settings.FACTOR_KEYS = [new, *settings.FACTOR_KEYS]
    told = io.StringIO()
    call_command("renew_factor_secrets", stdout=told)
    assert told.getvalue() == "2 secrets are encrypted with the newest key.\n"
    settings.FACTOR_KEYS = [new]
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert FactorAdapter().decrypt(row.data["secret"]) == secret


def test_what_ran_out_is_tidied_up(oak: Cast) -> None:
    old, live = signed_in(user_of(oak.mia)), signed_in(user_of(oak.tom))
    Session.objects.filter(pk=old.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    tasks.tidy_up()
    assert [session.session_key for session in UserSession.objects.all()] == [live.session.session_key]
    assert list(Session.objects.values_list("pk", flat=True)) == [live.session.session_key]


# --- Across districts ------------------------------------------------------------------------------------------------


def test_a_parent_in_oak_who_teaches_in_elm_walks_between_them(oak: Cast, elm: Cast) -> None:
    user = user_of(oak.gil)
    with elm.open():
        teacher = PersonFactory(given_name="Gil", family_name="Haddad", email="g.haddad@elm.example")
        MembershipFactory(person=teacher, role=Role.TEACHER)
        sign_ins.link(person=teacher, user=user, by=Actor.person(elm.ana))
    browser = signed_in(user)
    home = browser.get("/").content.decode()
    assert 'href="/d/oak/"' in home and 'href="/d/elm/"' in home
    assert browser.get("/d/oak/profile/").wsgi_request.viewer.roles == {Role.GUARDIAN}
    page = browser.get("/d/elm/profile/")
    assert page.wsgi_request.viewer.roles == {Role.TEACHER}
    assert 'href="/d/oak/"' in page.content.decode()


def test_times_of_ones_sign_in_are_in_the_zone_of_ones_district(oak, client_of):
    client = client_of(oak.mia)
    assert "Times are in Central Time." in client.get("/accounts/sessions/").text
    Client().post("/accounts/login/", {"login": "mia@oak.example", "password": "wrong"})
    assert "Times are in Central Time." in client.get("/sign-in/activity/").text
