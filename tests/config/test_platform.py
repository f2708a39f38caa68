"""Platform staff: the districts, making one, entering one with a reason, closing one."""

import re

import pytest
from django.test import Client

from accounts.extra_step import mark_done
from accounts.models import Invitation, User
from tenancy.context import district, platform
from tenancy.models import AuditEvent, District, Membership, Person
from tests.factories.tenancy import DistrictFactory


@pytest.fixture
def operator(db):
    """A browser of platform staff who did the extra step."""
    user = User.objects.create_user("operator@waymark.example", is_platform_staff=True)
    client = Client()
    client.force_login(user)
    session = client.session
    mark_done(session, user)
    session.save()
    return client


def new_district(**changed):
    return {
        "name": "Birch Schools",
        "slug": "birch",
        "time_zone": "America/Denver",
        "language": "en",
        "languages": ["en", "es"],
        "given_name": "Bea",
        "family_name": "Novak",
        "email": "Bea@birch.example",
        **changed,
    }


def rows_of(page):
    return [[str(cell.text) for cell in row.cells] for row in page.context["table"].rows]


def test_platform_list_counts_people_and_misses_administrators(oak, elm, operator):
    with elm.open():
        Membership.objects.filter(person=elm.ada).update(ended_on="2199-01-01")
    assert rows_of(operator.get("/platform/")) == [
        ["Elm County Schools", "9", "No administrator", "Close"],
        ["Oak School District", "9", "Open", "Close"],
    ]


PLATFORM_LIST_QUERIES = 7


@pytest.mark.parametrize("count", [1, 4])
def test_platform_list_asks_as_many_queries_for_four_districts_as_for_one(operator, django_assert_num_queries, count):
    with platform("a test needs districts"):
        DistrictFactory.create_batch(count)
    operator.get("/platform/")
    with django_assert_num_queries(PLATFORM_LIST_QUERIES):
        assert len(rows_of(operator.get("/platform/"))) == count


def test_platform_list_says_how_many_districts_there_are(oak, operator):
    assert re.search(r"\b1 district\s*<", operator.get("/platform/").text)
    with platform("a test needs districts"):
        DistrictFactory()
    assert re.search(r"\b2 districts\s*<", operator.get("/platform/").text)


def test_platform_staff_begin_at_the_list_of_districts(oak, operator):
    assert operator.get("/").url == "/platform/"


def test_platform_list_without_districts_says_what_to_do(operator):
    assert "Make the first one and invite its administrator." in operator.get("/platform/").text


def test_platform_add_makes_a_district_and_invites_its_administrator(operator):
    page = operator.post("/platform/add/", new_district(), follow=True)
    assert "Birch Schools was made. The invitation to bea@birch.example leaves in two minutes." in page.text
    with district("birch") as birch:
        bea = Person.objects.get()
        role = Membership.objects.get()
        assert (birch.time_zone, birch.languages) == ("America/Denver", ["en", "es"])
        assert (bea.email, role.role, role.scope) == ("bea@birch.example", "administrator", "district")
        assert Invitation.objects.get().person == bea
        assert set(AuditEvent.objects.values_list("verb", "actor_kind")) == {
            ("district.create", "platform"),
            ("person.add", "platform"),
            ("membership.give", "platform"),
            ("invitation.send", "platform"),
        }


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"slug": "oak"}, {"slug": ["Another district has this web address."]}),
        ({"slug": "Bir ch"}, {"slug": ["Use small letters, digits and hyphens."]}),
        ({"slug": "bir_ch"}, {"slug": ["Use small letters, digits and hyphens."]}),
        ({"time_zone": "US/Mountain"}, ["time_zone"]),
        ({"time_zone": "Mars"}, ["time_zone"]),
        ({"email": "bea"}, {"email": ["Enter a valid email address."]}),
        ({"languages": ["es"]}, {"languages": ["The main language is one of these: tick it too."]}),
    ],
)
def test_platform_add_says_what_is_wrong_and_makes_nothing(oak, operator, changed, errors):
    page = operator.post("/platform/add/", new_district(**changed))
    assert page.status_code == 422
    assert (list(page.context["form"].errors) if isinstance(errors, list) else page.context["form"].errors) == errors
    assert "Birch Schools" in page.text
    assert District.objects.count() == 1


def test_platform_enter_wants_a_reason_that_the_district_can_read(oak, operator, client_of):
    assert operator.get("/d/oak/people/").status_code == 404
    assert operator.post("/platform/oak/enter/", {"reason": " "}).status_code == 422
    assert operator.post("/platform/oak/enter/", {"reason": "Ticket 41: no mail arrives"}).url == "/d/oak/"
    page = operator.get("/d/oak/people/")
    assert page.status_code == 200
    assert "You are in Oak School District as platform staff: Ticket 41: no mail arrives" in page.text
    assert "Ticket 41: no mail arrives" in client_of(oak.ada).get("audit/?verb=platform.enter").text


def test_platform_staff_in_oak_are_not_in_elm(oak, elm, operator):
    operator.post("/platform/oak/enter/", {"reason": "Ticket 41"})
    assert operator.get("/d/elm/people/").status_code == 404


def test_platform_leave_ends_the_stay(oak, operator):
    operator.post("/platform/oak/enter/", {"reason": "Ticket 41"})
    assert 'action="/platform/oak/leave/"' in operator.get("/d/oak/").text
    operator.post("/platform/oak/leave/")
    assert operator.get("/d/oak/people/").status_code == 404


def test_platform_deactivate_closes_a_district_and_reactivate_opens_it(oak, elm, operator, client_of):
    operator.post("/platform/oak/deactivate/", {"reason": "Contract ended"})
    assert client_of(oak.ada).get("/d/oak/").status_code == 404
    assert client_of(elm.ada).get("/d/elm/").status_code == 200
    assert rows_of(operator.get("/platform/"))[1] == ["Oak School District", "9", "Closed", "Open again"]
    assert operator.get("/platform/oak/enter/").status_code == 404
    operator.post("/platform/oak/reactivate/", {"reason": "Contract renewed"})
    assert client_of(oak.ada).get("/d/oak/").status_code == 200
    with oak.open():
        verbs = AuditEvent.objects.filter(verb__in=["district.deactivate", "district.reactivate"]).order_by("pk")
        assert [(event.verb, event.reason) for event in verbs] == [
            ("district.deactivate", "Contract ended"),
            ("district.reactivate", "Contract renewed"),
        ]


def test_people_of_a_closed_district_read_that_it_is_closed_and_whom_to_ask(oak, operator, client_of):
    with oak.open() as opened:
        opened.contact_name, opened.contact_email = "Ana García", "ana@oak.example"
        opened.save()
    client = client_of(oak.mia)
    operator.post("/platform/oak/deactivate/", {"reason": "Summer break"})
    page = client.get("/")
    assert "Oak School District is closed at present" in page.text
    assert "Ask Ana García, ana@oak.example." in page.text
    assert "No district yet" not in page.text
    operator.post("/platform/oak/reactivate/", {"reason": "Summer is over"})
    assert client.get("/").url == "/d/oak/"


@pytest.mark.parametrize("path", ["", "add/", "oak/enter/", "oak/deactivate/", "oak/reactivate/"])
def test_platform_pages_are_nobody_elses(oak, client_of, visitor, path):
    assert client_of(oak.ada).get(f"/platform/{path}").status_code == 404
    assert visitor.get(f"/platform/{path}").url == f"/accounts/login/?next=/platform/{path}"
