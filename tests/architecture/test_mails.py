"""Each mail has a subject, a text and an HTML, and can be written in every language."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from django.conf import settings

from correspondence import kinds, rendering
from correspondence.links import Outdated
from correspondence.models import Message
from tests.architecture.source import ROOT, TEMPLATES
from tests.crawl.crowd import Crowd, crowd_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PARTS = (".subject.txt", ".txt", ".html")
SIGN_IN_PARTS = ("_subject.txt", "_message.txt", "_message.html")
#: Templates beside the mails that are no mails → why.
FRAMES: Mapping[str, str] = {
    "correspondence/mail/base": "the frame of all mails",
}


def mails_of(files: Iterable[str]) -> dict[str, set[str]]:
    """Mails by their name, each with the parts that it has: ``{"accounts/mail/invitation": {".txt", …}}``."""
    found: dict[str, set[str]] = {}
    for file in files:
        folder, _, name = file.rpartition("/")
        stem, _, ending = name.partition(".")
        found.setdefault(f"{folder}/{stem}", set()).add(f".{ending}")
    return found


def sign_in_mails_of(files: Iterable[str]) -> dict[str, set[str]]:
    """Mails about signing in by their prefix, each with its parts."""
    found: dict[str, set[str]] = {}
    for file in files:
        for part in SIGN_IN_PARTS:
            if file.endswith(part):
                found.setdefault(file.removesuffix(part), set()).add(part)
    return found


def incomplete(mails: Mapping[str, set[str]], parts: Iterable[str]) -> dict[str, set[str]]:
    """Mails that lack a part."""
    return {name: set(parts) - has for name, has in mails.items() if set(parts) - has and name not in FRAMES}


def _files(*patterns: str) -> list[str]:
    found = [path for pattern in patterns for path in sorted(TEMPLATES.glob(pattern))]
    return [path.relative_to(TEMPLATES).as_posix() for path in found if path.is_file()]


def test_every_mail_has_subject_text_and_html() -> None:
    assert incomplete(mails_of(_files("*/mail/*")), PARTS) == {}
    assert incomplete(sign_in_mails_of(_files("*/email/*")), SIGN_IN_PARTS) == {}


def test_every_kind_has_its_mail_and_every_mail_its_kind() -> None:
    registered = {kind.template for kind in kinds.every()}
    written = set(mails_of(_files("*/mail/*"))) - set(FRAMES)
    assert registered - written == set()
    assert written - registered == set()


def test_every_text_message_says_how_to_stop_them() -> None:
    stop = '{% translate "Reply STOP to end text messages." %}'
    texts = [name for name in _files("*/mail/*") if name.endswith(".sms.txt")]
    assert texts
    assert [name for name in texts if stop not in (TEMPLATES / name).read_text()] == []


def test_what_may_stand_in_a_summary_has_a_sentence() -> None:
    lines = {name.removesuffix(".line.txt") for name in _files("*/mail/*") if name.endswith(".line.txt")}
    assert {kind.template for kind in kinds.every() if kind.for_digest} - lines == set()


def test_every_kind_names_itself_for_people() -> None:
    assert [kind.name for kind in kinds.every() if not str(kind.label).strip()] == []


@pytest.fixture
def oak_crowd(db: None) -> Crowd:
    """A district with one row of every kind."""
    return crowd_of("oak", "Quercus")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_written_in_every_language(oak_crowd: Crowd, language: str) -> None:
    for kind in kinds.every():
        written = _written(kind, oak_crowd, language)
        for part in (written.subject, written.text, written.html):
            assert part.strip(), kind.name
            assert "{{" not in part and "{%" not in part, kind.name
        assert f'lang="{language}"' in written.html, kind.name


def test_mails_speak_spanish(oak_crowd: Crowd) -> None:
    if not (ROOT / "locale" / "es" / "LC_MESSAGES" / "django.mo").exists():
        pytest.skip("The translations are not compiled: run `make setup`.")
    same = []
    for kind in kinds.every():
        english, spanish = (_written(kind, oak_crowd, code) for code in ("en", "es"))
        if english.subject == spanish.subject or english.text == spanish.text:
            same.append(kind.name)
    assert same == []


def _written(kind: kinds.Kind, crowd: Crowd, language: str) -> rendering.Written:
    """The message about the crowd's rows; where those are over for this kind, about nothing in particular."""
    message = _message(kind, crowd, language)
    with crowd.open():
        try:
            return rendering.mail(message, {0: "https://waymark.example/a-link"})
        except Outdated:
            message.context = {}
            return rendering.mail(message, {0: "https://waymark.example/a-link"})


def _message(kind: kinds.Kind, crowd: Crowd, language: str) -> Message:
    """An unsent message of a kind, about the crowd's row of everything that its context may name."""
    row = crowd.rows.get("accounts.Invitation")
    about = {label.rpartition(".")[2].lower(): one.pk for label, one in crowd.rows.items()}
    # Mails about a hold hang on whether it lasts: which of the two is right is tried by tests of their own.
    del about["person"]
    return Message(
        id=0,
        district=crowd.district,
        kind=kind.name,
        person=crowd.rows["tenancy.Person"],
        language=language,
        context=about,
        link_party=row.pk if row else None,
    )


def test_a_planted_mail_without_html_is_found(tmp_path: Path) -> None:
    mails = mails_of(["a/mail/b.subject.txt", "a/mail/b.txt", "a/mail/b.sms.txt"])
    assert incomplete(mails, PARTS) == {"a/mail/b": {".html"}}
    assert incomplete(sign_in_mails_of(["a/email/b_subject.txt", "a/email/b_message.html"]), SIGN_IN_PARTS) == {
        "a/email/b": {"_message.txt"}
    }
