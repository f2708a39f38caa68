"""Messages for tests: two kinds, a maker of links, a mail server and a text-message service that are really there."""

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_django import Settings

from correspondence import kinds, links
from correspondence.models import Message
from tests.mail_server import MailServer, mail_server
from tests.text_service import TextService, text_service


@dataclass
class Made:
    """The links and codes that were made, so that a test can look for them where they must not be."""

    links: list[str] = field(default_factory=list)
    is_outdated: bool = False


@pytest.fixture(autouse=True)
def made(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Registers the kinds ``tests/invitation`` (with a link) and ``tests/note`` (waits for the daily summary)."""
    found = Made()
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(links, "_minters", dict(links._minters))
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates

    @kinds.kind("tests/invitation", label="Invitation")
    def invitation(message: Message) -> dict[str, object]:
        return {"what": "come & see"}

    @kinds.kind("tests/note", label="Note", for_digest=True)
    def note(message: Message) -> dict[str, object]:
        return {"what": f"note {message.context.get('number', '')}"}

    @links.minter("tests.invitation")
    def invitation_link(party_pk: int) -> str:
        if found.is_outdated:
            raise links.Outdated
        found.links.append(links.absolute(f"/invite/{party_pk}-{secrets.token_urlsafe(20)}?a=1&b=2"))
        return found.links[-1]

    return found


@pytest.fixture
def smtp(settings: Settings) -> Iterator[MailServer]:
    """A mail server, and mail really goes there."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


@pytest.fixture
def texts(settings: Settings) -> Iterator[TextService]:
    """A text-message service, and text messages really go there."""
    with text_service() as service:
        settings.TEXT_MESSAGE_URL = service.url
        yield service
