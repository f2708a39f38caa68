"""Who is looking at a district, and which page comes before all others."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path
from django.utils import timezone

from accounts import extra_step, platform_visits
from accounts.models import Seat, User
from config import urls_district
from tenancy.http import DistrictRequest, open_to_all, requires
from tenancy.models import Membership
from tenancy.permissions import Permission, Role
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.accounts import UserFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory


@requires(Permission.HOME_VIEW)
def who(request: DistrictRequest) -> HttpResponse:
    viewer = request.viewer
    return HttpResponse(
        f"{viewer.person} {sorted(map(str, viewer.roles))} {viewer.has_extra_step} {viewer.platform_reason}"
    )


@open_to_all("a page for a test")
def poster(request: DistrictRequest) -> HttpResponse:
    return HttpResponse("a poster")


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        urls_district, "urlpatterns", [*urls_district.urlpatterns, path("test-who/", who), path("test-poster/", poster)]
    )
    clear_url_caches()


def user_of(person: object) -> User:
    return Seat.objects.get(person_id=person.pk).user  # type: ignore[attr-defined]


def test_ana_is_the_coordinator_of_oak(oak: Cast) -> None:
    page = DistrictClient(oak.ana).get("test-who/")
    assert page.content.decode() == "Ana García ['coordinator'] True "


def test_ana_of_elm_is_a_stranger_in_oak(oak: Cast, elm: Cast) -> None:
    assert DistrictClient(elm.ana).get("/d/oak/test-who/").status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in_and_back(oak: Cast, visitor: Client) -> None:
    page = visitor.get("/d/oak/test-who/?x=1")
    assert page.url == "/accounts/login/?next=/d/oak/test-who/%3Fx%3D1"


def test_who_left_is_a_stranger(oak: Cast) -> None:
    browser = DistrictClient(oak.tom)
    with oak.open():
        oak.tom.deactivated_at = timezone.now()
        oak.tom.save()
    assert browser.get("test-who/").status_code == 404


def test_who_was_merged_into_another_is_a_stranger(oak: Cast) -> None:
    browser = DistrictClient(oak.tom)
    with oak.open():
        oak.tom.merged_into = oak.cole
        oak.tom.save()
    assert browser.get("test-who/").status_code == 404


def test_one_sign_in_stands_for_people_of_two_districts(oak: Cast, elm: Cast) -> None:
    Seat.objects.create(user=user_of(oak.mia), district=elm.district, person=elm.mia, kind=Seat.Kind.ADULT)
    browser = DistrictClient(oak.mia)
    assert browser.get("test-who/").status_code == 200
    assert browser.get("/d/elm/test-who/").content.decode() == "Mia Fischer ['mentor'] True "
    home = browser.get("/").content.decode()
    assert 'href="/d/oak/"' in home and 'href="/d/elm/"' in home


def test_the_only_district_is_opened_at_once(oak: Cast) -> None:
    assert DistrictClient(oak.mia).get("/").url == "/d/oak/"


def test_a_sign_in_that_stands_for_nobody_is_told_what_to_do(db: None) -> None:
    browser = Client()
    browser.force_login(UserFactory())
    assert "No district yet" in browser.get("/").content.decode()


@pytest.fixture
def two_parents(oak: Cast) -> Client:
    """Gil and Hala share one address."""
    with oak.open():
        hala = PersonFactory(given_name="Hala", family_name="Haddad", email=oak.gil.email)
        MembershipFactory(person=hala, role=Role.GUARDIAN)
        Seat.objects.create(user=user_of(oak.gil), district=oak.district, person=hala, kind=Seat.Kind.ADULT)
    oak.hala = hala  # type: ignore[attr-defined]
    return DistrictClient(oak.gil)


def test_two_parents_on_one_address_are_asked_who_they_are(oak: Cast, two_parents: Client) -> None:
    sent = two_parents.get("test-who/?page=2")
    assert sent.url == "/d/oak/continue-as/?next=%2Fd%2Foak%2Ftest-who%2F%3Fpage%3D2"
    page = two_parents.get(sent.url).content.decode()
    assert "Gil Haddad" in page and "Hala Haddad" in page
    chosen = two_parents.post("continue-as/", {"person": oak.hala.pk, "next": "/d/oak/test-who/?page=2"})
    assert chosen.url == "/d/oak/test-who/?page=2"
    assert two_parents.get("test-who/").content.decode().startswith("Hala Haddad ['guardian']")
    two_parents.post("continue-as/", {"person": oak.gil.pk})
    assert two_parents.get("test-who/").content.decode().startswith("Gil Haddad ['guardian']")


def test_continuing_as_somebody_else_is_refused(oak: Cast, elm: Cast, two_parents: Client) -> None:
    for stranger in ("", oak.sam.pk, oak.ana.pk, elm.gil.pk, "x"):
        answer = two_parents.post("continue-as/", {"person": stranger})
        assert answer.status_code == 422
        assert answer.context["form"].errors["person"]
    assert two_parents.get("test-who/").status_code == 302


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "word", "home", "a\x00b"],
)
def test_going_on_leads_only_to_our_own_pages(oak: Cast, two_parents: Client, wanted: str) -> None:
    answer = two_parents.post("continue-as/", {"person": oak.gil.pk, "next": wanted})
    assert answer.url == "/d/oak/"


def test_a_part_of_a_page_is_sent_to_the_question_as_a_whole_page(oak: Cast, two_parents: Client) -> None:
    answer = two_parents.get("test-who/", headers={"HX-Request": "true", "HX-Current-URL": "/d/oak/people/"})
    assert answer.headers["HX-Redirect"] == "/d/oak/continue-as/?next=%2Fd%2Foak%2Fpeople%2F"


def test_a_person_who_became_a_student_takes_the_sign_in_from_the_parent(oak: Cast, two_parents: Client) -> None:
    """The seats say two adults; the roles changed since. The child's sign-in must never be a parent's."""
    with oak.open():
        Membership.objects.filter(person=oak.hala).delete()
        MembershipFactory(person=oak.hala, role=Role.STUDENT)
    assert two_parents.get("test-who/").content.decode().startswith("Hala Haddad ['student']")
    two_parents.post("continue-as/", {"person": oak.gil.pk})
    assert two_parents.get("test-who/").content.decode().startswith("Hala Haddad ['student']")


def test_open_pages_hold_nobody_up(oak: Cast, two_parents: Client) -> None:
    assert two_parents.get("test-poster/").content == b"a poster"
    assert DistrictClient(oak.ana, extra_step=False).get("test-poster/").content == b"a poster"


@pytest.mark.parametrize("name", ["ada", "ana", "pia"])
def test_those_who_see_much_are_asked_for_the_extra_step(oak: Cast, name: str) -> None:
    browser = DistrictClient(getattr(oak, name), extra_step=False)
    sent = browser.get("test-who/")
    assert sent.url == "/sign-in/extra-step/?next=%2Fd%2Foak%2Ftest-who%2F"
    page = browser.get(sent.url).content.decode()
    assert "You have 14 days left to do this." in page
    assert browser.post(sent.url, {"next": "/d/oak/test-who/"}).url == "/d/oak/test-who/"
    assert "False" in browser.get("test-who/").content.decode()


@pytest.mark.parametrize("name", ["tom", "cole", "fay", "mia", "gil", "sam"])
def test_others_are_not_asked_for_the_extra_step(oak: Cast, name: str) -> None:
    assert DistrictClient(getattr(oak, name), extra_step=False).get("test-who/").status_code == 200


def test_after_fourteen_days_there_is_no_way_past(oak: Cast) -> None:
    browser = DistrictClient(oak.ana, extra_step=False)
    browser.get("/sign-in/extra-step/")
    browser.post("/sign-in/extra-step/")
    assert browser.get("test-who/").status_code == 200
    User.objects.filter(pk=user_of(oak.ana).pk).update(extra_step_asked_at=timezone.now() - timedelta(days=14))
    assert browser.get("test-who/").url.startswith("/sign-in/extra-step/")
    refused = browser.post("/sign-in/extra-step/", {"next": "/d/oak/test-who/"})
    assert refused.status_code == 422 and "Not now" not in refused.content.decode()
    assert browser.get("test-who/").url.startswith("/sign-in/extra-step/")
    assert browser.get("/accounts/2fa/").status_code == 200


def test_days_of_grace_are_counted_whole(db: None) -> None:
    user, now = UserFactory(), timezone.now()
    assert extra_step.days_left(user, now) == 14
    user.extra_step_asked_at = now
    assert extra_step.days_left(user, now + timedelta(hours=1)) == 14
    assert extra_step.days_left(user, now + timedelta(days=13, hours=1)) == 1
    assert extra_step.days_left(user, now + timedelta(days=14)) == 0
    assert extra_step.days_left(user, now + timedelta(days=400)) == 0


def test_the_extra_step_of_one_sign_in_is_not_anothers(db: None) -> None:
    session, first, second = SessionStore(), UserFactory(), UserFactory()
    extra_step.mark_done(session, first)
    assert extra_step.is_done(session, first) and not extra_step.is_done(session, second)


def test_platform_staff_enters_only_with_a_reason_and_the_extra_step(oak: Cast) -> None:
    user = UserFactory(is_platform_staff=True)
    browser = Client()
    browser.force_login(user)
    session = browser.session
    platform_visits.begin(session, oak.district, "Ticket 12: no mail", timezone.now())
    session.save()
    assert browser.get("/d/oak/test-who/").status_code == 404
    extra_step.mark_done(session, user)
    session.save()
    assert browser.get("/d/oak/test-who/").content.decode().endswith("True Ticket 12: no mail")


def test_a_visit_of_platform_staff_ends_after_an_hour(oak: Cast) -> None:
    user = UserFactory(is_platform_staff=True)
    browser = Client()
    browser.force_login(user)
    session = browser.session
    extra_step.mark_done(session, user)
    platform_visits.begin(session, oak.district, "Ticket 12", timezone.now() - timedelta(minutes=61))
    session.save()
    assert browser.get("/d/oak/test-who/").status_code == 404


def test_who_is_no_platform_staff_cannot_enter_by_a_reason(oak: Cast, elm: Cast) -> None:
    browser = DistrictClient(elm.ada)
    session = browser.session
    platform_visits.begin(session, oak.district, "curious", timezone.now())
    session.save()
    assert browser.get("/d/oak/test-who/").status_code == 404


@pytest.mark.parametrize("path", ["", "people/", "people/export/", "/accounts/email/"])
def test_no_browser_keeps_what_somebody_saw(oak: Cast, path: str) -> None:
    page = DistrictClient(oak.ada).get(path)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
