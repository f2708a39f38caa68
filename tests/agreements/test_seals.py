"""From "signed by all" to "sealed": once, whatever happens on the way."""

import hashlib
import io
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.core.files.storage import default_storage
from PIL import Image

from agreements import evidence, pdfs, scans, sealing, tasks
from agreements.actions import agreements, seals, signing
from agreements.models import Agreement, Kind, Method, Party, SealedDocument, State
from agreements.verdicts import Word
from correspondence.models import Message
from tenancy.actor import Actor
from tenancy.context import task_district
from tenancy.models import AuditEvent
from tests.agreements.packets import LATER, Papers, sign, sign_for_school, signed_by_all
from tests.agreements.packets import sent as sent_out
from tests.conftest import Cast
from tests.poppler import facts_of, flow_of, heard, metadata_of, seal_of, syntax_of

STROKES = [[[40, 100], [120, 30.5], [200, 150]], [[260, 90], [420, 110]]]


def ring_for(cast: Cast, agreement: Agreement) -> None:
    """As the worker does when the bell for this document is heard."""
    token = task_district.set(cast.district.pk)
    try:
        tasks.seal_agreement(agreement.pk)
    finally:
        task_district.reset(token)


def again(cast: Cast, agreement: Agreement) -> Agreement:
    with cast.open():
        return Agreement.objects.get(pk=agreement.pk)


def everybody_signed(cast: Cast, **changed: object) -> Papers:
    """Sam drew, Gil read Spanish, Pia signed for the school."""
    with cast.open():
        papers = sent_out(cast)
        sign(papers, cast.sam, strokes=STROKES, typed_name="")
        sign(papers, cast.gil, language="es")
        sign(papers, cast.mia)
        sign_for_school(papers, cast.pia)
    return papers


def kept(cast: Cast, agreement: Agreement) -> tuple[SealedDocument, bytes]:
    with cast.open():
        row = SealedDocument.objects.get(agreement=agreement)
    with default_storage.open(row.path) as file:
        return row, file.read()


def test_what_everybody_signed_is_sealed_registered_and_told(oak: Cast) -> None:
    papers = everybody_signed(oak)
    ring_for(oak, papers.agreement)
    row, content = kept(oak, papers.agreement)
    assert (row.digest, row.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert row.path == f"districts/{oak.district.pk}/sealed/{papers.agreement.public_id}.pdf"
    assert row.key_fingerprint == sealing.current_key().fingerprint
    assert sealing.verdict(content).word == Word.INTACT
    with oak.open():
        now = Agreement.objects.get(pk=papers.agreement.pk)
        assert (now.state, now.seal_lease_until, now.seal_fault) == (State.SEALED, None, "")
        last = evidence.events(now)[-1]
        assert (last.kind, last.facts["digest"], last.previous) == ("sealed", row.digest, row.chain_head)
        assert evidence.check_chain(now)
        assert AuditEvent.objects.filter(verb="agreement.seal", target_id=now.pk).count() == 1
        told = completion_mails(now)
    assert {oak.sam.pk, oak.gil.pk, oak.mia.pk} <= set(told)
    assert set(told.values()) == {1}


def completion_mails(agreement: Agreement) -> Counter[int | None]:
    """Who is told that it is sealed, and how often."""
    told = Message.objects.filter(kind="agreements/completed", context__agreement=agreement.pk)
    return Counter(told.values_list("person", flat=True))


def test_asked_for_again_it_is_sealed_once(oak: Cast) -> None:
    papers = everybody_signed(oak)
    for _time in range(3):
        ring_for(oak, papers.agreement)
    kept(oak, papers.agreement)
    with oak.open():
        assert set(completion_mails(papers.agreement).values()) == {1}
        assert AuditEvent.objects.filter(verb="agreement.seal").count() == 1


def test_nothing_is_sealed_before_everybody_has_signed(oak: Cast) -> None:
    with oak.open():
        papers = sent_out(oak)
        sign(papers, oak.gil)
    ring_for(oak, papers.agreement)
    assert again(oak, papers.agreement).state == State.OUT
    with oak.open():
        assert not SealedDocument.objects.exists()


def test_the_sealed_file_holds_texts_signatures_and_the_certificate(oak: Cast) -> None:
    papers = everybody_signed(oak)
    ring_for(oak, papers.agreement)
    row, content = kept(oak, papers.agreement)
    words = flow_of(content)
    assert words.index("This is an agreement") < words.index("Este es un acuerdo") < words.index("Certificate of c")
    for party in ("Student: Sam Haddad", "Parent or guardian: Gil Haddad, Father", "School: Pia Raman, Principal"):
        assert party in words
    assert "2026-10-01 17:00:00 UTC" in words
    assert "Oct. 1, 2026, 12:00 PM CDT" in words
    assert "Was shown the text in Spanish" in words
    assert "disclosure, version 1" in words
    together = words.replace(" ", "")
    with oak.open():
        shown = papers.party(oak.gil).text_digest
    assert shown in together and row.chain_head in together
    assert "http://localhost:8000/verify/" in words
    assert "192.0.2.7" not in words, "where somebody signed from is evidence, not for the other parties"


def test_who_was_shown_spanish_finds_the_certificate_in_spanish_too_with_the_same_facts(oak: Cast) -> None:
    papers = everybody_signed(oak)
    ring_for(oak, papers.agreement)
    _row, content = kept(oak, papers.agreement)
    english, spanish = flow_of(content).split("Certificate of completion", 1)[1].split("Certificado de firma completa")
    assert "Madre, padre o tutor: Gil Haddad" in spanish and "Se le mostró el texto en español" in spanish
    assert "1 de octubre de 2026" in spanish and "Compruebe este documento" in spanish
    for fact in ("2026-10-01 17:00:00 UTC", papers.agreement.public_id, "Sam Haddad", "http://localhost:8000/verify/"):
        assert english.count(fact) == spanish.count(fact) > 0, fact


def test_where_all_read_english_there_is_one_certificate(oak: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
        words = flow_of(pdfs.document(Agreement.objects.get(pk=papers.agreement.pk)))
    assert "Certificate of completion" in words and "Certificado" not in words


def test_the_sealed_file_is_one_that_everybody_can_read_and_check(oak: Cast) -> None:
    papers = everybody_signed(oak)
    ring_for(oak, papers.agreement)
    _row, content = kept(oak, papers.agreement)
    assert heard(content) == []
    assert 'pdfuaid:part="1"' in metadata_of(content)
    assert facts_of(content)["Title"] == f"Mentorship agreement {papers.agreement.public_id}"
    assert "No syntax or stream encoding errors found" in syntax_of(content)
    said = seal_of(content)
    assert "Total document signed" in said and "Signature is Valid." in said


def test_the_answers_to_the_permissions_stand_in_the_file(oak: Cast) -> None:
    with oak.open():
        papers = sent_out(oak)
        sign(papers, oak.gil, answers={"remote_contact": True, "outings": False, "media": True, "records": False})
        permissions = Agreement.objects.get(pk=papers.permissions.pk)
        words = flow_of(pdfs.document(permissions))
    assert "Calls and messages Yes Gil Haddad Outings No Gil Haddad Photos and stories Yes Gil Haddad" in words


def test_a_scan_of_signed_paper_comes_with_the_file(oak: Cast) -> None:
    with oak.open():
        papers = sent_out(oak)
        pages = [picture("red"), picture("blue")]
        scan = scans.keep(pages, agreement=papers.agreement, by=oak.ana, at=LATER)
        signing.sign_on_paper(
            party=papers.party(oak.mia),
            signed_on=LATER.date() - timedelta(days=1),
            filed_at="Room 12, cabinet B",
            attested_by=oak.ana,
            scan=scan,
            at=LATER,
            by=Actor.person(oak.ana),
        )
        sign(papers, oak.sam), sign(papers, oak.gil), sign_for_school(papers, oak.pia)
    ring_for(oak, papers.agreement)
    _row, content = kept(oak, papers.agreement)
    words = flow_of(content)
    assert "attested by Ana García; filed at: Room 12, cabinet B" in words
    assert words.count("Signed paper") == 1
    assert heard(content) == []


def picture(color: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (85, 110), color).save(written, "JPEG")
    return written.getvalue()


def test_a_scan_that_was_changed_in_storage_is_not_sealed(oak: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
        scan = scans.keep([picture("red")], agreement=papers.agreement, by=oak.ana, at=LATER)
        Party.objects.filter(pk=papers.party(oak.mia).pk).update(scan=scan)
    default_storage.delete(scan.path)
    default_storage.save(scan.path, io.BytesIO(b"something else"))  # type: ignore[arg-type]
    ring_for(oak, papers.agreement)
    assert again(oak, papers.agreement).state == State.SEAL_FAILED


# --- When it does not work -------------------------------------------------------------------------------------------


def test_what_could_not_be_sealed_is_said_and_tried_again_later_and_later(oak: Cast) -> None:
    papers = everybody_signed(oak)
    waits = []
    for _try in range(6):
        with patch.object(sealing, "seal", side_effect=OSError("no such key")):
            ring_for(oak, papers.agreement)
        now = again(oak, papers.agreement)
        assert (now.state, now.seal_fault) == (State.SEAL_FAILED, "OSError")
        assert now.seal_lease_until is not None
        waits.append(round((now.seal_lease_until - datetime.now(UTC)).total_seconds() / 60))
        ring_for(oak, papers.agreement)
        assert again(oak, papers.agreement).seal_tries == _try + 1, "not before its time"
        with oak.open():
            Agreement.objects.update(seal_lease_until=datetime.now(UTC))
    assert waits == [1, 5, 15, 60, 60, 60]
    with oak.open():
        assert not SealedDocument.objects.exists()
        assert not Message.objects.filter(kind="agreements/completed").exists(), "nobody is told before the seal"
    ring_for(oak, papers.agreement)
    assert again(oak, papers.agreement).state == State.SEALED


def test_a_file_without_a_good_seal_is_never_kept(oak: Cast) -> None:
    papers = everybody_signed(oak)
    with patch.object(sealing, "seal", side_effect=lambda content, key: content):
        ring_for(oak, papers.agreement)
    assert again(oak, papers.agreement).seal_fault == "CannotSeal"
    assert not default_storage.exists(seals.path_of(papers.agreement))


def test_a_worker_that_slept_too_long_leaves_nothing(oak: Cast) -> None:
    papers = everybody_signed(oak)
    now = datetime.now(UTC)
    with oak.open() as district:
        slept = seals.claim(district=district, agreement_pk=papers.agreement.pk, at=now - timedelta(minutes=3))
    ring_for(oak, papers.agreement)
    row, content = kept(oak, papers.agreement)
    assert slept is not None
    values = {"content": b"late", "chain_head": "0" * 64, "key_fingerprint": "0" * 64, "at": now}
    with oak.open() as district:
        assert seals.register(district=district, claim=slept[0], **values) is None
        seals.fail(district=district, claim=slept[0], fault="late", at=now)
    assert kept(oak, papers.agreement) == (row, content)
    assert again(oak, papers.agreement).state == State.SEALED


def test_a_document_that_is_taken_back_while_it_is_sealed_stays_taken_back(oak: Cast) -> None:
    papers = everybody_signed(oak)
    now = datetime.now(UTC)
    with oak.open() as district:
        claimed = seals.claim(district=district, agreement_pk=papers.agreement.pk, at=now)
        assert claimed is not None
        agreement = Agreement.objects.get(pk=papers.agreement.pk)
        agreements.void(agreement=agreement, reason="The mentor left.", at=now, by=Actor.person(oak.ana))
        values = {"content": b"late", "chain_head": "0" * 64, "key_fingerprint": "0" * 64, "at": now}
        assert seals.register(district=district, claim=claimed[0], **values) is None
    assert again(oak, papers.agreement).state == State.VOIDED


def test_what_an_interrupted_try_left_is_replaced(oak: Cast) -> None:
    papers = everybody_signed(oak)
    default_storage.save(seals.path_of(papers.agreement), io.BytesIO(b"half"))  # type: ignore[arg-type]
    ring_for(oak, papers.agreement)
    _row, content = kept(oak, papers.agreement)
    assert sealing.verdict(content).word == Word.INTACT
    folder = seals.path_of(papers.agreement).rpartition("/")[0]
    assert default_storage.listdir(folder)[1] == [f"{papers.agreement.public_id}.pdf"]


def test_the_sweep_finds_what_no_bell_was_rung_for_and_what_a_dead_worker_held(oak: Cast, elm: Cast) -> None:
    waiting, held = everybody_signed(oak), everybody_signed(elm)
    with elm.open() as district:
        seals.claim(district=district, agreement_pk=held.agreement.pk, at=datetime.now(UTC) - timedelta(minutes=3))
    found = []
    with patch.object(tasks, "ring", lambda task, *args: found.append((task.name, args))):
        tasks.sweep()
        for cast in (oak, elm):
            token = task_district.set(cast.district.pk)
            tasks.seal_waiting()
            task_district.reset(token)
    by_name = [args for name, args in found if name == "agreements.tasks.seal_agreement"]
    assert [name for name, _args in found].count("agreements.tasks.seal_waiting") == 2
    assert {(waiting.agreement.pk,), (held.agreement.pk,)} <= set(by_name)


# --- Scans -----------------------------------------------------------------------------------------------------------


def test_a_scan_is_kept_as_pictures_and_comes_back_the_same(oak: Cast) -> None:
    with oak.open():
        papers = sent_out(oak)
        pages = [picture("red"), picture("blue")]
        scan = scans.keep(pages, agreement=papers.agreement, by=oak.ana, at=LATER)
        assert (scan.pages, scans.pages_of(scan)) == (2, pages)
        assert scan.path.startswith(f"districts/{oak.district.pk}/scans/")
    with default_storage.open(scan.path) as file, zipfile.ZipFile(file) as folder:
        assert folder.namelist() == ["01.jpg", "02.jpg"]


def test_kinds_of_documents_are_sealed_alike(oak: Cast) -> None:
    papers = everybody_signed(oak)
    ring_for(oak, papers.permissions)
    with oak.open():
        assert Agreement.objects.get(kind=Kind.PERMISSIONS).state == State.SEALED
        assert {one.method for one in Party.objects.all()} == {Method.LINK, Method.SIGNED_IN}
