"""Scans of signed paper: what comes in leaves only its looks."""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from agreements import confined, scans
from agreements.scans import CannotRead
from correspondence.pdfs import NamedLines, sign_in_sheet


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", content)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (850, 1100)) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "white").save(written, kind)
    return written.getvalue()


def pdf_of(pages: int) -> bytes:
    document, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _page in range(pages):
        document.new_page(612, 792)
    document.save(written)
    return written.getvalue()


def test_pages_of_a_pdf_become_pictures() -> None:
    gil = NamedLines("Gil Haddad", [])
    sheet = sign_in_sheet(title="Who came", on=None, place="", people=[gil], more_lines=0, language="en")
    (page,) = scans.redraw(upload(sheet))
    with Image.open(io.BytesIO(page)) as drawn:
        assert (drawn.format, max(drawn.size)) == ("JPEG", 1650)
        assert drawn.convert("L").getextrema()[0] < 100, "something is written on it"
    assert b"Gil" not in page and b"%PDF" not in page


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB")])
def test_a_picture_is_drawn_anew_and_not_larger_than_a_page(kind: str, mode: str) -> None:
    (page,) = scans.redraw(upload(picture(kind, mode, (3400, 2200))))
    with Image.open(io.BytesIO(page)) as drawn:
        assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (1650, 1068))
        assert not drawn.getexif()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "not a PDF, a JPEG or a PNG"),
        (b"%PDF-1.7 and nothing", "could not be read"),
        (b"\xff\xd8\xff and nothing", "could not be read"),
        (picture("PNG")[:200], "could not be read"),
        (pdf_of(31), "more than 30 pages"),
    ],
    ids=["a ZIP", "a PDF by name", "a JPEG by name", "half a PNG", "31 pages"],
)
def test_what_is_no_scan_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(CannotRead, match=words):
        scans.redraw(upload(content))


def test_thirty_pages_are_taken() -> None:
    assert len(scans.redraw(upload(pdf_of(30)))) == 30


def test_a_file_over_20_mb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "run", lambda *args: pytest.fail("nothing may be read"))
    monkeypatch.setattr(scans, "MOST_BYTES", 10)
    with pytest.raises(CannotRead, match="larger than 20 MB"):
        scans.redraw(upload(picture("PNG")))


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "MOST_WAIT", 0.01)
    with pytest.raises(CannotRead, match="could not be read"):
        scans.redraw(upload(picture("PNG")))
