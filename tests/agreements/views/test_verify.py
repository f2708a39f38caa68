"""The public page on which anybody checks a sealed document, and the command that does the same."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.tries import Limit
from agreements import confined, seal_keys, sealing, verification
from agreements.actions import agreements
from agreements.models import Agreement
from agreements.views import verify
from correspondence.pdfs import NamedLines, sign_in_sheet
from tenancy.actor import Actor
from tests.agreements.packets import LATER, Papers
from tests.agreements.test_seals import everybody_signed, kept, ring_for
from tests.conftest import Cast


@pytest.fixture
def papers(oak: Cast) -> Papers:
    """Sam's agreement, sealed."""
    papers = everybody_signed(oak)
    ring_for(oak, papers.agreement)
    return papers


@pytest.fixture(scope="module")
def unsealed() -> bytes:
    gil = NamedLines("Gil Haddad", [])
    return sign_in_sheet(title="Who came", on=None, place="", people=[gil], more_lines=0, language="en")


def said(client: Client, content: bytes, **headers: str) -> str:
    """What the page says of a file."""
    response = client.post("/verify/", {"file": SimpleUploadedFile("file.pdf", content)}, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_verify_knows_what_was_sealed_by_roles_and_dates_and_names_nobody(
    oak: Cast, papers: Papers, visitor: Client
) -> None:
    row, content = kept(oak, papers.agreement)
    for page in (said(visitor, content), visitor.post("/verify/", {"digest": row.digest.upper()}).content.decode()):
        assert "This is the document that was sealed" in page
        for words in ("Mentorship agreement", "Signed: Student", "Signed: Parent or guardian", "Signed: School"):
            assert words in page
        assert "Oct. 1, 2026, 5:00 PM UTC" in page
        assert row.digest in page
        for name in ("Haddad", "Fischer", "Raman", "Oak School District", papers.agreement.public_id):
            assert name not in page


def test_verify_tells_every_other_file_apart(oak: Cast, papers: Papers, visitor: Client, unsealed: bytes) -> None:
    _row, content = kept(oak, papers.agreement)
    changed = content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]
    assert "Sealed by us and not changed" in said(visitor, sealing.seal(unsealed))
    assert "This file was changed after it was sealed" in said(visitor, changed)
    assert "This file was changed after it was sealed" in said(visitor, content + b"\n")
    assert "This file is not sealed" in said(visitor, unsealed)
    assert "This is not a PDF file" in said(visitor, b"A letter")
    assert "This is not a PDF file" in said(visitor, b"")


def test_verify_says_when_somebody_else_sealed_it(db: None, visitor: Client, unsealed: bytes, tmp_path: Path) -> None:
    assert "Sealed by somebody else" in said(visitor, sealed_elsewhere(unsealed, tmp_path))


def sealed_elsewhere(content: bytes, folder: Path) -> bytes:
    now = verification.timezone.now()
    seal_keys.create(folder, passphrase="long enough to be a passphrase", at=now, offline=None)
    key = seal_keys.signing_key(folder, passphrase="long enough to be a passphrase", at=now)
    return sealing.seal(content, key=key)


def test_verify_says_when_a_document_was_taken_back(oak: Cast, papers: Papers, visitor: Client) -> None:
    _row, content = kept(oak, papers.agreement)
    with oak.open():
        agreement = Agreement.objects.get(pk=papers.agreement.pk)
        agreements.void(agreement=agreement, reason="Moved away", at=LATER, by=Actor.person(oak.ana))
    page = said(visitor, content)
    assert "This is the document that was sealed" in page
    assert "The school took it back. It does not count any more." in page
    assert "Moved away" not in page


def test_verify_speaks_spanish(oak: Cast, papers: Papers, visitor: Client) -> None:
    _row, content = kept(oak, papers.agreement)
    page = said(visitor, content, accept_language="es")
    assert "Este es el documento que se selló" in page
    assert "Firmó: Estudiante" in page
    assert "Verificar un documento" in visitor.get("/verify/", headers={"accept-language": "es"}).content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file, or enter its SHA-256."),
        ({"digest": "abc"}, "A SHA-256 has 64 characters"),
        ({"digest": "g" * 64}, "A SHA-256 has 64 characters"),
    ],
)
def test_verify_wants_a_file_or_a_digest(db: None, visitor: Client, given: dict[str, str], words: str) -> None:
    response = visitor.post("/verify/", given)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_verify_does_not_know_a_strangers_digest(db: None, visitor: Client) -> None:
    digest = ":".join(["AB"] * 32)
    assert "No document of ours has this SHA-256" in visitor.post("/verify/", {"digest": digest}).content.decode()


def test_verify_takes_no_file_over_20_mb(db: None, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MOST_BYTES", 1000)
    monkeypatch.setattr(verify.VerifyForm, "is_valid", lambda form: pytest.fail("nothing may be read"))
    response = visitor.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 200_000)})
    assert response.status_code == 422
    assert "The file is larger than 20 MB." in response.content.decode()


def test_verify_takes_no_flood(db: None, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "VERIFIED_FROM", Limit("verified-from", 2, timedelta(hours=1)))
    answers = [visitor.post("/verify/", {"digest": "a" * 64}).status_code for _time in range(3)]
    assert answers == [200, 200, 429]


def test_verify_shows_the_root_that_the_seals_lead_to(db: None, visitor: Client) -> None:
    root = verification.root()
    assert root is not None
    page = visitor.get("/verify/").content.decode()
    assert " ".join(seal_keys.fingerprint(root).upper()[place : place + 4] for place in range(0, 64, 4)) in page
    answer = visitor.get("/verify/root.pem")
    assert answer.content == root.public_bytes(Encoding.PEM)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_verify_works_before_there_is_a_seal(
    db: None, visitor: Client, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.SEAL_KEYS_DIR = tmp_path  # type: ignore[attr-defined]
    assert "There is no seal here yet." in visitor.get("/verify/").content.decode()
    assert visitor.get("/verify/root.pem").status_code == 404


# --- What may be known, and with how much power ---------------------------------------------------------------------


def test_the_register_is_asked_without_a_district_and_shows_nothing_else(oak: Cast, papers: Papers) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agreements_sealeddocument")
        assert cursor.fetchone() == (0,), "no district, no rows"
        cursor.execute("SELECT prosecdef, proconfig FROM pg_proc WHERE proname = 'verify_digest'")
        assert cursor.fetchone() == (True, ["search_path=pg_catalog, pg_temp"])
    row, _content = kept(oak, papers.agreement)
    found = verification.of_digest(row.digest)
    assert found.registered is not None
    assert [role for role, _at in found.registered.signatures] == ["student", "guardian", "mentor", "school"]


def test_a_file_is_looked_into_without_our_secrets_and_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "DATABASE_URL" in os.environ and "SEAL_KEY_PASSPHRASE" in os.environ
    monkeypatch.setitem(os.environ, "PYTHONSTARTUP", "/nowhere")
    with pytest.raises(confined.GaveUp):
        confined.run("nothing that can be asked", b"", {})
    monkeypatch.setattr(confined, "MOST_WAIT", 0.01)
    with pytest.raises(confined.GaveUp, match="too slow"):
        confined.run("verdict", b"%PDF-", {"roots": [], "authorities": [], "at": "2026-11-22T00:00:00+00:00"})


def test_what_cannot_be_read_within_the_limits_counts_as_altered(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "MOST_WAIT", 0.01)
    assert verification.of_file(b"%PDF-1.7").word == verification.Word.ALTERED


# --- The command -----------------------------------------------------------------------------------------------------


def run(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    try:
        call_command("verify_document", str(path))
        code = 0
    except SystemExit as end:
        code = int(str(end.code))
    return capsys.readouterr().out.strip(), code


def test_the_command_says_one_word_and_ends_with_its_code(
    oak: Cast, papers: Papers, unsealed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _row, content = kept(oak, papers.agreement)
    files = {
        "authentic": (content, 0),
        "intact": (sealing.seal(unsealed), 0),
        "altered": (content + b"\n", 3),
        "not-ours": (sealed_elsewhere(unsealed, tmp_path / "theirs"), 4),
        "unsealed": (unsealed, 5),
        "not-a-pdf": (b"A letter", 6),
    }
    for word, (given, code) in files.items():
        file = tmp_path / f"{word}.pdf"
        file.write_bytes(given)
        assert run(file, capsys) == (word, code)
    with oak.open():
        agreement = Agreement.objects.get(pk=papers.agreement.pk)
        agreements.void(agreement=agreement, reason="Moved away", at=LATER, by=Actor.person(oak.ana))
    assert run(tmp_path / "authentic.pdf", capsys) == ("authentic voided", 0)
