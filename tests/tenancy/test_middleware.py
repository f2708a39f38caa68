"""Requests below /d/<slug>/: one transaction, one district, to the last byte."""

import sys

import pytest
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.test import Client
from django.urls import get_script_prefix

from tenancy.context import current_district
from tenancy.models import District, School
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def planted_pages(settings: pytest.FixtureRequest) -> None:
    settings.DISTRICT_URLCONF = "tests.tenancy.planted_urls"  # type: ignore[attr-defined]


@pytest.fixture
def calm() -> Client:
    """A browser: it sees an error page, not an exception."""
    return Client(raise_request_exception=False)


def test_a_page_rendered_late_still_sees_its_district(oak: Cast, elm: Cast, calm: Client) -> None:
    answer = calm.get("/d/elm/late/")
    names = "Fischer García Haddad Haddad Larsson Nguyen Okafor Raman Whelan"
    assert answer.content.decode() == f"{names} /d/elm/late/ /accounts/login/"


def test_after_a_request_nothing_of_it_is_left(oak: Cast, calm: Client) -> None:
    assert calm.get("/d/oak/where/").content == b"oak /d/oak/where/ /accounts/login/"
    assert (current_district(), get_script_prefix()) == (None, "/")


def test_a_district_that_does_not_exist_is_not_found(oak: Cast, calm: Client) -> None:
    assert calm.get("/d/nowhere/where/").status_code == 404


def test_a_district_that_was_switched_off_is_not_found(oak: Cast, calm: Client) -> None:
    with oak.open():
        District.objects.filter(pk=oak.district.pk).update(is_active=False)
    assert calm.get("/d/oak/where/").status_code == 404


@pytest.mark.parametrize("page", ["breaks", "answers-503"])
def test_an_answer_of_500_and_above_writes_nothing(oak: Cast, calm: Client, page: str) -> None:
    assert calm.get(f"/d/oak/{page}/").status_code >= 500
    with oak.open():
        assert [school.name for school in School.objects.all()] == ["Oak High School"]


def test_a_key_that_breaks_late_is_reported_with_its_view(oak: Cast, calm: Client) -> None:
    reported: list[tuple[str, type[BaseException]]] = []

    def remember(sender: object, request: object, **kwargs: object) -> None:
        reported.append((request.resolver_match.view_name, sys.exc_info()[0]))  # type: ignore[attr-defined, arg-type]

    got_request_exception.connect(remember)
    try:
        answer = calm.post("/d/oak/late-key/")
    finally:
        got_request_exception.disconnect(remember)
    assert answer.status_code == 500
    assert reported == [("planted:late_key", IntegrityError)]


def test_a_stream_opens_its_own_district(oak: Cast, elm: Cast, calm: Client) -> None:
    answer = calm.get("/d/elm/streams/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    body = b"".join(answer.streaming_content).decode().split()  # type: ignore[attr-defined]
    assert body[0] == "Fischer" and len(body) == 9
    assert current_district() is None


def test_a_stream_without_a_district_is_refused(oak: Cast, calm: Client) -> None:
    assert calm.get("/d/oak/streams-by-itself/").status_code == 500


def test_a_file_may_be_sent(oak: Cast, calm: Client) -> None:
    assert b"".join(calm.get("/d/oak/file/").streaming_content) == b"a file"  # type: ignore[attr-defined]
