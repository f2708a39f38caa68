"""The seal: what it holds, and that no change passes unnoticed."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec

from agreements import checks, seal_keys, sealing, verdicts
from agreements.seal_keys import CannotCreate, NoSealKey
from agreements.verdicts import Word
from correspondence.pdfs import NamedLines, sign_in_sheet
from tests.poppler import heard, metadata_of, seal_of, syntax_of

PASSPHRASE = "long enough to be a passphrase"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def plain() -> bytes:
    gil = NamedLines("Gil Haddad", [])
    return sign_in_sheet(title="Who came", on=None, place="", people=[gil], more_lines=0, language="en")


@pytest.fixture(scope="module")
def sealed(django_db_blocker: object) -> bytes:
    return sealing.seal(plain())


def word(content: bytes) -> str:
    return str(sealing.verdict(content).word)


def chain(folder: Path, at: datetime = NOW, *, offline: bool = False) -> seal_keys.Created:
    aside = folder / "offline" if offline else None
    return seal_keys.create(folder, passphrase=PASSPHRASE, at=at, offline=aside, offline_passphrase=PASSPHRASE)


def judged(content: bytes, folder: Path, at: datetime = NOW) -> str:
    """The verdict of an installation with the chain in this folder."""
    roots, authorities = (
        [one.public_bytes(Encoding.DER) for _path, one in seal_keys.certificates_of(folder, kind)]
        for kind in ("root", "authority")
    )
    return str(verdicts.verdict(content, roots=roots, authorities=authorities, at=at).word)


# --- What a sealed file is -------------------------------------------------------------------------------------------


def test_a_sealed_file_is_intact_and_other_readers_agree(sealed: bytes) -> None:
    assert word(sealed) == Word.INTACT
    said = seal_of(sealed)
    assert "Total document signed" in said
    assert "Signature Validation: Signature is Valid." in said
    assert said.count("Signature #") == 1
    assert "No syntax or stream encoding errors found" in syntax_of(sealed)


def test_a_sealed_file_stays_open_to_a_screen_reader(sealed: bytes) -> None:
    assert 'pdfuaid:part="1"' in metadata_of(sealed)
    assert [one for one in heard(sealed) if one not in heard(plain())] == []


def test_the_seal_forbids_every_change_and_brings_no_root(sealed: bytes) -> None:
    (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    assert signature.docmdp_level == verdicts.MDPPerm.NO_CHANGES
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    names = {one.chosen.subject.native["common_name"] for one in signature.signed_data["certificates"]}
    assert names == {"Waymark document seal", "Waymark seal authority"}


# --- What is told apart ----------------------------------------------------------------------------------------------


def test_what_is_no_sealed_file_is_told() -> None:
    assert word(plain()) == Word.UNSEALED
    assert word(b"") == word(b"hello") == word(b"PK\x03\x04 a spreadsheet") == Word.NOT_A_PDF
    assert word(b"%PDF-1.7 and nothing else") == Word.ALTERED


def test_every_byte_counts(sealed: bytes) -> None:
    places = [*range(0, len(sealed), 997), len(sealed) - 1]
    assert {word(flipped(sealed, place)) for place in places} <= {"altered", "not-a-pdf"}


def flipped(content: bytes, place: int, bit: int = 0) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def box_of(content: bytes) -> tuple[int, int]:
    """Where the digits of the signature's container begin and end."""
    begin = content.index(b"/Contents <") + len(b"/Contents <")
    return begin, content.index(b">", begin)


def test_nothing_hides_in_the_container_of_the_seal(sealed: bytes) -> None:
    begin, end = box_of(sealed)
    digits = b"0123456789ABCDEF"
    assert sealed[end - 100 : end] == b"0" * 100, "padding"
    for place in [*range(begin, end, 41), end - 1]:
        other = digits[(digits.index(sealed[place]) + 1) % 16]
        assert word(sealed[:place] + bytes([other]) + sealed[place + 1 :]) in {"altered", "not-ours"}
    lower = sealed[:begin] + sealed[begin:end].lower() + sealed[end:]
    assert word(lower) == Word.ALTERED
    spaced = sealed[: end - 2] + b"  " + sealed[end:]
    assert word(spaced) == Word.ALTERED


def test_what_is_added_after_the_seal_is_told(sealed: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.set_info(writer.add_object(another_title()))
    update = io.BytesIO()
    writer.write(update)
    assert word(update.getvalue()) == Word.ALTERED
    assert word(sealed + b"\n") == word(sealed + b"%%EOF\n") == word(sealed + sealed) == Word.ALTERED


def another_title() -> object:
    return DictionaryObject({pdf_name("/Title"): pdf_string("Another title")})


def test_a_file_that_was_saved_again_cut_or_stripped_is_not_intact(sealed: bytes) -> None:
    again = io.BytesIO()
    writer: PdfFileWriter = copy_into_new_writer(PdfFileReader(io.BytesIO(sealed)))
    writer.write(again)
    assert word(again.getvalue()) == Word.ALTERED
    assert {word(sealed[:-cut]) for cut in (1, 10, 1000, 5000)} == {"altered"}
    assert word(sealed[: sealed.rindex(b"%%EOF", 0, -10) + 6]) in {"unsealed", "altered"}


def test_a_look_alike_is_not_ours(tmp_path: Path) -> None:
    chain(tmp_path / "ours"), chain(tmp_path / "theirs")
    key = seal_keys.signing_key(tmp_path / "theirs", passphrase=PASSPHRASE, at=NOW)
    theirs = sealing.seal(plain(), key=key)
    assert judged(theirs, tmp_path / "theirs") == Word.INTACT
    assert judged(theirs, tmp_path / "ours") == Word.NOT_OURS
    assert word(theirs) == Word.NOT_OURS


def test_a_signature_that_is_not_a_seal_does_not_pass(tmp_path: Path) -> None:
    chain(tmp_path)
    key = seal_keys.signing_key(tmp_path, passphrase=PASSPHRASE, at=NOW)
    meta = signers.PdfSignatureMetadata(field_name="Other", md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(plain()))
    other = signers.PdfSigner(meta, sealing._signer(key), new_field_spec=SigFieldSpec("Other")).sign_pdf(writer)
    assert judged(other.getvalue(), tmp_path) == Word.ALTERED, "ours, but it does not forbid changes"
    again = IncrementalPdfFileWriter(io.BytesIO(other.getvalue()))
    meta = signers.PdfSignatureMetadata(field_name="Another", md_algorithm="sha256")
    both = signers.PdfSigner(meta, sealing._signer(key), new_field_spec=SigFieldSpec("Another")).sign_pdf(again)
    assert judged(both.getvalue(), tmp_path) == Word.ALTERED, "one signature too many"


def test_when_the_certificate_is_over_an_untouched_file_still_is_untouched(tmp_path: Path) -> None:
    chain(tmp_path)
    key = seal_keys.signing_key(tmp_path, passphrase=PASSPHRASE, at=NOW)
    content = sealing.seal(plain(), key=key)
    later = NOW + seal_keys.SEAL_LIFE + timedelta(days=1)
    assert judged(content, tmp_path, later - timedelta(days=2)) == Word.INTACT
    assert judged(content, tmp_path, later) == Word.INTACT_KEY_EXPIRED
    assert judged(flipped(content, 500), tmp_path, later) == Word.ALTERED


# --- Keys ------------------------------------------------------------------------------------------------------------


def test_a_key_seals_for_a_year_and_its_certificate_outlives_every_record(tmp_path: Path) -> None:
    chain(tmp_path)
    key = seal_keys.signing_key(tmp_path, passphrase=PASSPHRASE, at=NOW + timedelta(days=364))
    assert key.certificate.not_valid_after_utc > NOW + timedelta(days=365) + seal_keys.RETENTION
    with pytest.raises(NoSealKey, match="The year of the seal key is over"):
        seal_keys.signing_key(tmp_path, passphrase=PASSPHRASE, at=NOW + timedelta(days=365))


def test_the_key_of_the_next_year_takes_over_and_the_old_one_is_destroyed(tmp_path: Path) -> None:
    first = chain(tmp_path, offline=True)
    old = sealing.seal(plain(), key=seal_keys.signing_key(tmp_path, passphrase=PASSPHRASE, at=NOW))
    values = {"passphrase": PASSPHRASE, "offline": tmp_path / "offline", "offline_passphrase": PASSPHRASE}
    in_time = NOW + timedelta(days=340)
    seal_keys.renew(tmp_path, at=in_time, **values)
    assert first.private.exists()
    assert seal_keys.signing_key(tmp_path, passphrase=PASSPHRASE, at=in_time).certificate.not_valid_before_utc > NOW
    seal_keys.renew(tmp_path, at=NOW + timedelta(days=700), **values)
    assert not first.private.exists()
    assert judged(old, tmp_path, NOW + timedelta(days=700)) == Word.INTACT


def test_keys_are_encrypted_and_nobody_elses_to_read(tmp_path: Path) -> None:
    created = chain(tmp_path, offline=True)
    for path in (created.private, *created.offline):
        assert path.stat().st_mode & 0o077 == 0
        assert b"ENCRYPTED" in path.read_bytes()
    with pytest.raises(NoSealKey, match="The passphrase does not open"):
        seal_keys.signing_key(tmp_path, passphrase="another one", at=NOW)


def test_a_chain_is_never_written_over(tmp_path: Path) -> None:
    created = chain(tmp_path, offline=True)
    before = created.private.read_bytes()
    with pytest.raises(CannotCreate, match="holds a chain already"):
        chain(tmp_path, at=NOW + timedelta(days=1), offline=True)
    with pytest.raises(CannotCreate, match="is there already. Nothing was written"):
        chain(tmp_path)
    assert created.private.read_bytes() == before


def test_a_short_passphrase_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(CannotCreate, match="needs at least 20 characters"):
        seal_keys.create(tmp_path, passphrase="short", at=NOW, offline=None)
    assert list(tmp_path.iterdir()) == []


def test_a_process_without_the_passphrase_seals_nothing(settings: pytest.FixtureRequest) -> None:
    settings.SEAL_KEY_PASSPHRASE = ""  # type: ignore[attr-defined]
    with pytest.raises(NoSealKey, match="only a worker seals"):
        sealing.seal(plain())


# --- Before production -----------------------------------------------------------------------------------------------


def test_the_deploy_check_seals_a_probe(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    assert checks.documents_can_be_sealed(None) == []
    settings.SEAL_KEY_PASSPHRASE = "not the one that opens it"  # type: ignore[attr-defined]
    assert [fault.id for fault in checks.documents_can_be_sealed(None)] == ["agreements.E003"]
    settings.SEAL_KEY_PASSPHRASE = ""  # type: ignore[attr-defined]
    assert checks.documents_can_be_sealed(None) == [], "web and beat see the certificates alone"
    settings.SEAL_KEYS_DIR = tmp_path  # type: ignore[attr-defined]
    assert [fault.id for fault in checks.documents_can_be_sealed(None)] == ["agreements.E001"]


@pytest.mark.parametrize(("left", "found"), [(61, []), (59, ["agreements.W001"]), (-1, ["agreements.E002"])])
def test_the_deploy_check_warns_two_months_ahead(
    settings: pytest.FixtureRequest, tmp_path: Path, left: int, found: list[str]
) -> None:
    settings.SEAL_KEYS_DIR, settings.SEAL_KEY_PASSPHRASE = tmp_path, ""  # type: ignore[attr-defined]
    chain(tmp_path, datetime.now(UTC) - seal_keys.SIGNS_FOR + timedelta(days=left, hours=1))
    assert [fault.id for fault in checks.documents_can_be_sealed(None)] == found
