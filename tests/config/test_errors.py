"""What people read when something goes wrong."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import get_resolver
from pytest_django.fixtures import Settings

from config import errors


def test_a_server_error_asks_no_database_and_shows_our_page(rf: RequestFactory) -> None:
    """No mark for the database: touching it would fail this test."""
    response = errors.server_error(rf.get("/d/oak/people/"))

    text = response.content.decode()
    assert response.status_code == 500
    assert "<h1>Something went wrong</h1>" in text
    assert 'href="/"' in text


def test_a_server_error_is_answered_even_when_its_page_cannot_be_drawn(
    rf: RequestFactory, settings: Settings, tmp_path: Any
) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    response = errors.server_error(rf.get("/"))

    assert (response.status_code, response.content.decode()) == (500, errors.PLAIN_SERVER_ERROR)


@pytest.mark.parametrize("urlconf", ["config.urls", "config.urls_district"])
@pytest.mark.parametrize(
    ("status", "handler"),
    [(400, "bad_request"), (403, "permission_denied"), (404, "page_not_found"), (500, "server_error")],
)
def test_pages_in_and_outside_districts_fail_alike(urlconf: str, status: int, handler: str) -> None:
    assert get_resolver(urlconf).resolve_error_handler(status) is getattr(errors, handler)


def test_a_refusal_is_said_in_its_own_words(rf: RequestFactory) -> None:
    response = errors.permission_denied(rf.get("/"), PermissionDenied("Only a principal names cover for others."))

    assert response.status_code == 403
    assert "Only a principal names cover for others." in response.content.decode()


def test_without_own_words_a_refusal_says_what_is_the_matter(rf: RequestFactory) -> None:
    response = errors.permission_denied(rf.get("/"), PermissionDenied())

    assert "Your role does not include this page." in response.content.decode()


def test_what_cannot_be_done_is_said_with_422(rf: RequestFactory) -> None:
    response = errors.unprocessable(rf.get("/"), ValueError("This person was merged into another."))

    assert response.status_code == 422
    assert "This person was merged into another." in response.content.decode()


def test_what_cannot_be_read_is_400(rf: RequestFactory) -> None:
    response = errors.bad_request(rf.get("/"), ValueError("secret detail"))

    assert response.status_code == 400
    assert "secret detail" not in response.content.decode()


def test_too_many_tries_say_how_long_to_wait(rf: RequestFactory) -> None:
    response = errors.too_many_requests(rf.get("/"))

    assert (response.status_code, response.headers["Retry-After"]) == (429, "300")
    assert "Please wait five minutes" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_a_token_is_not_lost_for_good() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "ana@oak.example"})

    assert response.status_code == 403
    assert "Go back, reload it and send it again." in response.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_shows_our_page(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
