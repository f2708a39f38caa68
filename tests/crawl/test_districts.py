"""Every address of a district, called by everybody, with rows of their own and of the other district.

New addresses are tried as soon as they are in config/urls_district.py.
"""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tenancy.context import district
from tenancy.http import requires
from tenancy.models import Person
from tenancy.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.architecture.source import Address, addresses, inside
from tests.crawl.crowd import VISITORS, WORDS, Crowd, factories
from tests.crawl.walk import ABOUT, Call, UnknownKind, ask, broken, calls, fill, is_login, model_about, told

EVERYBODY = pytest.mark.parametrize("visitor", VISITORS)
#: The two districts are made alike: every second visitor goes the other way round.
EVERYBODY_AWAY = pytest.mark.parametrize(
    ("visitor", "mine", "theirs"),
    [(one, *(("oak", "elm"), ("elm", "oak"))[number % 2]) for number, one in enumerate(VISITORS)],
)
METHODS = ("GET", "POST")
_COUNSELOR = "only the counselor and the back-up read letters to the counselor (S-21)"
_EVENT = "undoes one kind of deed; the crowd's event is of another"
#: Addresses at which not even an administrator finds the crowd's row → why.
HIDDEN = {
    "classes:shared_work_file": "the crowd's work is no file",
    "classes:work_comment_delete": "whoever wrote a comment deletes it",
    "classes:work_comment_restore": "whoever wrote a comment restores it",
    "correspondence:letter_batch_print": "the crowd's letters are not made",
    "journals:banked_comment_delete": "a teacher's own",
    "journals:entry_excuse_undo": _EVENT,
    "journals:grade_release_undo": _EVENT,
    "meetings:absence_take_back": "of today alone; the crowd's is of another day",
    "meetings:meeting_take_back": _EVENT,
    "support:referral_close": _COUNSELOR,
    "support:referral_detail": _COUNSELOR,
    "support:referral_note_write": _COUNSELOR,
    "support:referral_reopen": _COUNSELOR,
    "today_bring_back": "everybody's own",
}
#: Whoever has no key tries every so-manieth door.
EVERY = 4
#: Pages that say the same whatever secret is in their address, and look nothing up before a form is sent.
ALIKE = {"agreements:sign_open"}


def doors(visitor: str, found: list[Address]) -> list[Address]:
    """The addresses that a visitor tries: all that their role opens, and every fourth of the others.

    Whom a permission is missing is refused before anything is looked up: behind a closed door all rows are alike, and
    each is tried by several who have no key. Whoever is not signed in tries them all.
    """
    turn = VISITORS.index(visitor)
    return [
        one
        for number, one in enumerate(found)
        if visitor == "nobody" or _opens(visitor, one) or (number + turn) % EVERY == 0
    ]


def doors_away(visitor: str, found: list[Address]) -> list[Address]:
    """The other district’s addresses that a visitor tries. A role counts for nothing there: two of them try all."""
    turn = VISITORS.index(visitor)
    is_thorough = visitor in {"nobody", Role.ADMINISTRATOR}
    return [one for number, one in enumerate(found) if is_thorough or (number + turn) % EVERY == 0]


def trespasses(visitor: str, home: Crowd, other: Crowd, found: list[Address]) -> Iterator[str]:
    """Faults of answers at one's own address with the ids of the other district's rows."""
    client = home.client_of(visitor)
    for call in [call for call in calls(found, other) if call.has_rows]:
        for method in METHODS:
            response = ask(client, method, home.district.mount_point, call)
            is_alike = method == "GET" and call.address.name in ALIKE
            refused = response.status_code in {403, 404, 405} or (visitor == "nobody" and is_login(response))
            if not (refused or is_alike):
                yield f"{method} {call.address.name}: {response.status_code}"
            for fault in (*broken(response), *told(response, other.names)):
                yield f"{method} {call.address.name}: {fault}"


def break_ins(visitor: str, home: Crowd, other: Crowd, found: list[Address]) -> Iterator[str]:
    """Faults of answers at the other district's own addresses. What is open to all may answer, but tells no names."""
    client = home.client_of(visitor)
    for call in calls(found, other):
        is_open = isinstance(getattr(call.address.view, "access", None), str)
        for method in METHODS:
            response = _tried(client, method, other, call)
            refused = is_login(response) if visitor == "nobody" else response.status_code == 404
            if not (refused or response.status_code == 405 or is_open):
                yield f"{method} {call.address.name}: {response.status_code}"
            secrets = set[str]() if is_open and call.has_secret else other.names
            for fault in (*broken(response), *told(response, secrets)):
                yield f"{method} {call.address.name}: {fault}"


def stumbles(visitor: str, home: Crowd, other: Crowd, found: list[Address]) -> Iterator[str]:
    """Faults of answers at home: pages that fail, refuse those whom they name, or tell of the other district.

    An administrator finds every row, or else the crawl tries ids of the wrong kind and its silence means nothing.
    """
    client = home.client_of(visitor)
    for call in calls(found, home):
        response = ask(client, "GET", home.district.mount_point, call)
        if response.status_code == 403 and _needs_key(call) and _opens(visitor, call.address):
            yield f"GET {call.address.name}: 403 although the role has the permission"
        for fault in (*broken(response), *told(response, other.names)):
            yield f"GET {call.address.name}: {fault}"
        posted = _tried(client, "POST", home, call)
        yield from (f"POST {call.address.name}: {fault}" for fault in broken(posted))
        is_found = 404 not in {response.status_code, posted.status_code}
        if visitor == Role.ADMINISTRATOR and call.has_rows and is_found == (call.address.name in HIDDEN):
            yield f"{call.address.name}: 404 with a row of its own: teach ABOUT what {call.address.route} is about"


def _opens(visitor: str, address: Address) -> bool:
    """Whether a role opens an address: it has the permission, or none is asked for."""
    access = getattr(address.view, "access", None)
    if not isinstance(access, tuple):
        return True
    return visitor in set(Role) and bool(ROLE_PERMISSIONS[Role(visitor)] & set(access))


def _needs_key(call: Call) -> bool:
    return isinstance(getattr(call.address.view, "access", None), tuple)


def _tried(client: Client, method: str, at: Crowd, call: Call) -> HttpResponse:
    """Call, and take back whatever it did; also that it signed somebody out."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = ask(client, method, at.district.mount_point, call)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


@EVERYBODY_AWAY
def test_nobody_reaches_a_row_of_the_other_district(
    both: dict[str, Crowd], visitor: str, mine: str, theirs: str
) -> None:
    assert list(trespasses(visitor, both[mine], both[theirs], doors(visitor, inside()))) == []


@EVERYBODY_AWAY
def test_nobody_enters_the_other_district(both: dict[str, Crowd], visitor: str, mine: str, theirs: str) -> None:
    assert list(break_ins(visitor, both[mine], both[theirs], doors_away(visitor, inside()))) == []


@EVERYBODY
def test_every_page_answers(both: dict[str, Crowd], visitor: str) -> None:
    assert list(stumbles(visitor, both["oak"], both["elm"], doors(visitor, inside()))) == []


def test_the_crawl_knows_every_address(both: dict[str, Crowd]) -> None:
    names = {(address.name, blank) for address in inside() for blank in address.converters}
    assert set(ABOUT) - names == set()
    assert set(WORDS) - names == set()
    for address in inside():
        fill(address, both["oak"])


# --- The crawl itself bites ----------------------------------------------------------------------------------------


@requires(Permission.HOME_VIEW)
def person_echo(request: HttpRequest, pk: int) -> HttpResponse:
    """A planted page that answers whatever the id."""
    return HttpResponse("yes")


@requires(Permission.HOME_VIEW)
def person_crash(request: HttpRequest, pk: int) -> HttpResponse:
    """A planted page that fails on an unknown id."""
    return HttpResponse(Person.objects.get(pk=pk).name)


@requires(Permission.HOME_VIEW)
def person_gossip(request: HttpRequest) -> HttpResponse:
    """A planted page that tells of another district."""
    return HttpResponse("Have you met Zelkovamentor?")


def unguarded(request: HttpRequest) -> HttpResponse:
    """A planted page without a permission."""
    return HttpResponse("come in")


urlpatterns = [
    path("echo/<int:pk>/", person_echo, name="person_echo"),
    path("crash/<int:pk>/", person_crash, name="person_crash"),
    path("gossip/", person_gossip, name="person_gossip"),
    path("unguarded/", unguarded, name="unguarded"),
]


@pytest.fixture
def planted(settings: pytest.FixtureRequest) -> list[Address]:
    """The planted pages as the addresses of a district."""
    settings.DISTRICT_URLCONF = __name__  # type: ignore[attr-defined]
    return list(addresses(__name__))


def test_planted_faults_are_found(both: dict[str, Crowd], planted: list[Address]) -> None:
    trespassed = list(trespasses("mentor", both["oak"], both["elm"], planted))
    assert "GET person_echo: 200" in trespassed
    assert any(fault.startswith("GET person_crash: 500") for fault in trespassed)
    assert "GET person_gossip: shows Zelkovamentor" in list(stumbles("mentor", both["oak"], both["elm"], planted))
    assert "GET unguarded: 200" in list(break_ins("mentor", both["oak"], both["elm"], planted))


def test_an_address_about_an_unknown_kind_is_found(both: dict[str, Crowd]) -> None:
    with pytest.raises(UnknownKind, match="ABOUT"):
        fill(Address("x", "tenancy:zebra_edit", "zebras/<int:pk>/", unguarded), both["oak"])
    assert model_about(Address("x", "tenancy:school_year_edit", "", unguarded), "pk") == "tenancy.SchoolYear"
    assert model_about(Address("x", "tenancy:zebra_edit", "", unguarded), "person_pk") == "tenancy.Person"


def test_factories_are_found() -> None:
    assert {"tenancy.Person", "accounts.Seat"} <= set(factories())


def test_the_other_district_is_really_there(both: dict[str, Crowd]) -> None:
    with district(both["elm"].district.pk):
        assert Person.objects.filter(family_name="Zelkovamentor").exists()
