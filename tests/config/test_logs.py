"""One line a request, as JSON, without personal data."""

import copy
import io
import json
import logging
import logging.config
import secrets
from collections.abc import Callable, Iterator

import pytest
import structlog
from django.test import Client

from config.logs import LOGGING
from tests.clients import DistrictClient
from tests.conftest import Cast

Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the log says from here on, read as JSON."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    made = copy.deepcopy(LOGGING)  # the configurator takes its dictionary apart
    handler.setFormatter(logging.config.DictConfigurator(made).configure_formatter(made["formatters"]["json"]))
    logging.getLogger().addHandler(handler)
    # pytest's own handler leaves the text of a fault on the record, and a second handler then prints it below its line.
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines() if line.startswith("{")]
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line_with_an_id_and_no_path(oak: Cast, lines: Lines, visitor: Client) -> None:
    answer = visitor.get("/healthz?name=Rosa+Garcia")
    (line,) = [found for found in lines() if found["event"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["view"], line["status"]) == ("GET", "healthz", 503)
    assert not any(word in json.dumps(lines()) for word in ("Rosa", "/healthz"))


def test_a_page_that_is_not_found_does_not_leave_its_path(
    oak: Cast, lines: Lines, client_of: type[DistrictClient]
) -> None:
    client_of(oak.ana).get("signs/a-secret-token/")
    printed = json.dumps(lines())
    assert "a-secret-token" not in printed
    assert '"status": 404' in printed


def test_a_fault_leaves_its_type_and_place_but_not_its_message(
    oak: Cast, lines: Lines, settings: pytest.FixtureRequest
) -> None:
    settings.DISTRICT_URLCONF = "tests.tenancy.planted_urls"  # type: ignore[attr-defined]
    Client(raise_request_exception=False).post("/d/oak/late-key/?name=Rosa")
    (line,) = [found for found in lines() if found["event"] == "answer_failed"]
    assert line["fault"] == "IntegrityError"
    assert any("tenancy/context.py" in str(frame) for frame in line["at"])  # type: ignore[attr-defined]
    assert not any(word in json.dumps(lines()) for word in ("late-key", "Rosa", "4000000"))


def test_the_secret_of_a_link_never_stands_in_a_line(lines: Lines) -> None:
    token = secrets.token_urlsafe(32)
    logging.getLogger("a.library").warning("GET /d/oak/sign/%s/ took too long", token)
    structlog.get_logger("waymark.request").warning("slow", path=f"/d/oak/sign/{token}/", many=[token])
    printed = lines()
    assert [line["event"] for line in printed] == ["GET /d/oak/sign/[token]/ took too long", "slow"]
    assert token not in json.dumps(printed)
