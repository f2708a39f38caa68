"""docs/operating.md names every variable that the product reads, and no other; its commands and cookies are real."""

import re
from typing import Any

import pytest
from allauth.mfa import app_settings as mfa
from django.core.management import get_commands

from tests.stack.running import ROOT
from tests.stack.test_compose import OURS, READ_BY_US, SERVICES, image_variables, read_variables

TEXT = (ROOT / "docs" / "operating.md").read_text()
#: Read by make and the operating system's conventions, not by people who operate.
NOT_OURS = {"MAKELEVEL", "DYLD_FALLBACK_LIBRARY_PATH"}
#: Spoken of, but set for other programs.
OF_OTHERS = {"SITE_ADDRESS"}
#: For development, set by manage.py itself, or replaced by WEB_BIND in a container.
NOT_FOR_CONTAINERS = {"DEBUG", "PORT", "WAYMARK_AS", "WAYMARK_SAMPLE", "WAYMARK_SAMPLE_MAIL"}
#: Addresses of powerful roles, and what opens the key of the seal: who holds them is said in test_compose.
POWERFUL = {"DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "SEAL_KEY_PASSPHRASE"}


def section(title: str) -> str:
    """What stands below a heading."""
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_column(text: str) -> set[str]:
    """The names in the first column of a section's table."""
    return {name for row in re.findall(r"^\| (`.+?) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}


def test_every_variable_is_described_and_every_described_one_is_read() -> None:
    local = {name for file in (ROOT / "local").glob("*.py") for name in READ_BY_US.findall(file.read_text())}
    described = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", TEXT)) - OF_OTHERS
    assert described == (read_variables() | local | {"WAYMARK_JOURNEYS"}) - NOT_OURS


def test_the_commands_of_the_processes_are_those_of_the_compose_file() -> None:
    for name in ("web", "worker", "beat", "migrate"):
        (line,) = re.findall(rf"^\| {name} \| `(.+?)` ", TEXT, re.MULTILINE)
        assert SERVICES[name]["command"][: len(line.split())] == line.split()


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_described_variable_reaches_the_service(name: str) -> None:
    described = first_column(section("Variables"))
    assert {"SECRET_KEY_FALLBACKS", "WEB_THREADS"} <= described
    given = set(OURS[name]["environment"]) | set(image_variables())
    assert described - given - POWERFUL == NOT_FOR_CONTAINERS


def test_commands_to_copy_name_services_and_commands_that_exist() -> None:
    once = re.findall(r"docker compose run --rm (?:-T )?(?:--entrypoint tar |-v \S+ )?(\w+)", TEXT)
    running = re.findall(r"docker compose exec (?:-T )?(\w+)", TEXT)
    assert set(once) == {"manage", "roles", "seal_keys"}
    assert set(running) == {"postgres", "worker"}
    commands = {*re.findall(r"run --rm manage (\w+)", TEXT), *re.findall(r"manage\.py (\w+)", TEXT)} - {"COMMAND"}
    assert {"platform_staff", "retire", "read_bounces"} <= commands <= set(get_commands())


def test_every_cookie_is_described(settings: Any) -> None:
    named = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
    assert first_column(TEXT.split("up to five cookies")[1].split("\n## ")[0]) == {
        *named,
        mfa.TRUST_COOKIE_NAME,
        "messages",
    }
