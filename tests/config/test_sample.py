"""The sample setting: made-up districts, one click to be anyone in them, everybody's mail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from accounts.models import Seat, User
from config.sample.plan import PLANS
from tenancy.context import district
from tenancy.models import Membership, MembershipGrant, Person, PersonGrant
from tenancy.permissions import Role

pytestmark = pytest.mark.xdist_group("sample")


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The sample, taken back after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        call_command("sample_districts")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample(made_once: None, db: None) -> None:
    """What a test changes is taken back after it."""


def test_nobody_can_be_entered_before_the_districts_are_made(db: None, visitor: Client) -> None:
    for who in ("oak-coordinator", "platform"):
        assert visitor.post(f"/sample/enter/{who}/").status_code == 404


def test_a_second_run_changes_nothing(sample: None) -> None:
    def counts() -> list[int]:
        found = [User.objects.count(), Seat.objects.count()]
        for plan in PLANS:
            with district(plan.slug):
                found += [Person.objects.count(), Membership.objects.count()]
        return found

    before = counts()
    call_command("sample_districts")
    assert counts() == before


def test_the_people_are_the_same_every_time_and_of_every_role(sample: None) -> None:
    with district("oak"):
        assert {membership.role for membership in Membership.objects.all()} == {role.value for role in Role}
        assert Person.objects.filter(email="").exists()
        assert (PersonGrant.objects.count(), MembershipGrant.objects.count()) == (1, 1)
        assert Person.objects.get(sourced_id="mentor-1").name == "Ngozi Moreno"
        names = set(Person.objects.values_list("given_name", "family_name"))
        twice = 2  # parents who came in twice, to be merged
        assert len(names) == Person.objects.count() - twice


def test_it_is_refused_outside_the_sample_setting(db: None, settings: pytest.FixtureRequest) -> None:
    settings.SAMPLE = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="not the sample setting"):
        call_command("sample_districts")


@pytest.mark.parametrize("path", ["/sample/", "/sample/mail/", "/sample/mail/1/"])
def test_its_pages_do_not_exist_elsewhere(
    db: None, visitor: Client, settings: pytest.FixtureRequest, path: str
) -> None:
    settings.SAMPLE = False  # type: ignore[attr-defined]
    assert visitor.get(path).status_code == 404


def test_nobody_is_entered_elsewhere(sample: None, visitor: Client, settings: pytest.FixtureRequest) -> None:
    settings.SAMPLE = False  # type: ignore[attr-defined]
    assert visitor.post("/sample/enter/oak-coordinator/").status_code == 404
    assert "_auth_user_id" not in visitor.session


def test_one_click_and_one_is_in_with_the_extra_step_done(sample: None) -> None:
    for slug, key in [(plan.slug, lead.key) for plan in PLANS for lead in plan.visitors]:
        visitor = Client()
        answer = visitor.post(f"/sample/enter/{slug}-{key}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/d/{slug}/")
        home = visitor.get(answer.headers["Location"])
        assert (key, home.status_code) == (key, 200)


def test_a_new_mentor_has_policies_to_read(sample: None, visitor: Client) -> None:
    visitor.post("/sample/enter/oak-newmentor/")
    page = visitor.get("/d/oak/steps/").content.decode()
    assert page.count("Read and agree") == 2
    assert "0 of 7 steps done" in page


def test_platform_staff_can_be_entered_too(sample: None, visitor: Client) -> None:
    answer = visitor.post("/sample/enter/platform/", follow=True)
    assert answer.status_code == 200
    assert User.objects.get(pk=visitor.session["_auth_user_id"]).is_platform_staff


def test_entering_takes_a_post_with_a_token(sample: None) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.get("/sample/enter/oak-coordinator/").status_code == 405
    assert careful.post("/sample/enter/oak-coordinator/").status_code == 403
    page = careful.get("/sample/")
    token = page.context["csrf_token"]
    assert careful.post("/sample/enter/oak-coordinator/", {"csrfmiddlewaretoken": str(token)}).status_code == 302


def test_there_is_nobody_else_to_be(sample: None, visitor: Client) -> None:
    for who in ("oak-nobody", "ash-coordinator", "oak", "-", "oak-mentor-1", "elm-newmentor"):
        assert visitor.post(f"/sample/enter/{who}/").status_code == 404


def test_the_mailbox_shows_what_arrived(
    db: None, visitor: Client, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.SAMPLE_MAIL = tmp_path  # type: ignore[attr-defined]
    assert "No mail yet" in visitor.get("/sample/mail/").content.decode()
    for number, to in enumerate(("rosa@oak.example", "lena@oak.example")):
        (tmp_path / f"{number}.eml").write_bytes(
            f"X-Sent-To: {to}\r\nFrom: w@x.example\r\nTo: {to}\r\nSubject: Hola <b>{number}</b>\r\n"
            "Date: Sat, 21 Nov 2026 20:00:00 +0000\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\nFollow https://waymark.example/x\r\n".encode()
        )
    page = visitor.get("/sample/mail/?to=Rosa@oak.example").content.decode()
    assert "Hola &lt;b&gt;0&lt;/b&gt;" in page
    assert "Hola &lt;b&gt;1" not in page
    assert "Nov. 21, 2026, 2:00 PM, Chicago time" in page, "the district’s hours, and it says so"
    detail = visitor.get("/sample/mail/0/").content.decode()
    assert 'href="https://waymark.example/x"' in detail
    assert visitor.get("/sample/mail/7/").status_code == 404
    assert visitor.get("/sample/mail/..%2f..%2fetc%2fpasswd/").status_code == 404
