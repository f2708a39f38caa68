"""Every address outside the districts, called by everybody: no page fails, and the platform's are for its staff."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from accounts.extra_step import mark_done
from tenancy.permissions import Role
from tests.architecture.source import Address, outside
from tests.crawl.crowd import VISITORS, Crowd
from tests.crawl.walk import Call, ask, broken, is_login, told
from tests.factories.accounts import UserFactory

EVERYBODY = pytest.mark.parametrize("visitor", VISITORS)
#: What is filled in where an address outside asks for something: nobody's secret, and a district.
FILLINGS = {"slug": "elm", "who": "oak-coordinator", "name": "0", "key": "1-abc", "uidb36": "1", "pk": "1", "id": "1"}


def outside_calls() -> Iterator[Call]:
    """Every address outside, filled in. Raises KeyError where FILLINGS has to learn a word."""
    for address in outside():
        path = address.route
        for blank, converter in address.converters.items():
            marker = f"<{converter}:{blank}>" if f"<{converter}:{blank}>" in path else f"<{blank}>"
            path = path.replace(marker, FILLINGS[blank])
        if "(?P" not in path:  # allauth's links of old mails, which we do not send
            yield Call(address, path.strip("^$"), has_rows=False, has_secret=False)


def is_platform(address: Address) -> bool:
    """Whether a page is for platform staff alone."""
    return address.name.startswith("platform_")


def faults(client: Client, visitor: str, secrets: set[str]) -> Iterator[str]:
    """Pages that fail, tell names of people, or let others than platform staff into the platform."""
    cookies = client.cookies.copy()
    for call in outside_calls():
        for method in ("GET", "POST"):
            client.cookies = cookies.copy()  # one of the addresses signs out
            with transaction.atomic():
                response = ask(client, method, "/", call)
                transaction.set_rollback(True)
            if call.address.name != "healthz":
                yield from (f"{method} {call.address.name}: {fault}" for fault in broken(response))
            yield from (f"{method} {call.address.name}: {fault}" for fault in told(response, secrets))
            refused = is_login(response) if visitor == "nobody" else response.status_code == 404
            if is_platform(call.address) and not (refused or response.status_code == 405):
                yield f"{method} {call.address.name}: {response.status_code}"


@EVERYBODY
def test_pages_outside_answer_and_tell_nothing(both: dict[str, Crowd], visitor: str) -> None:
    assert list(faults(both["oak"].client_of(visitor), visitor, both["elm"].names)) == []


def test_platform_staff_see_districts_and_nobody_in_them(both: dict[str, Crowd]) -> None:
    user = UserFactory(email="platform@waymark.example", is_platform_staff=True)
    client = Client()
    client.force_login(user)
    session = client.session
    mark_done(session, user)
    session.save()
    client.raise_request_exception = False
    names = both["oak"].names | both["elm"].names
    found = list(faults(client, "platform", names))
    assert [fault for fault in found if not fault.split(" ")[1].startswith("platform_")] == []
    assert "Zelkova School District" in client.get("/platform/").content.decode()
    for crowd in both.values():
        assert client.get(crowd.district.mount_point).status_code == 404, "no reason was given yet"


def test_every_role_is_a_visitor() -> None:
    assert set(Role) <= set(VISITORS)
