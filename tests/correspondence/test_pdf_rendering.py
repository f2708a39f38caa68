"""PDFs: what a screen reader finds in them, and that they fetch nothing from elsewhere."""

import pytest
import time_machine

from correspondence.pdf_rendering import NotOurs, _house_style, answer, pdf
from tests.poppler import facts_of, fonts_of, metadata_of, objects_of, tags_of, text_of

NAMES = ["Zoë Łukasz", "Nguyễn Thị Bích", "O’Brien <b>"]


def letter(**changed):
    values = {"title": "Dear García", "text": "Thank you.", "names": NAMES, **changed}
    return pdf("tests/pdf/letter.html", values, language=changed.get("language", "en"))


def test_a_pdf_says_what_its_template_says():
    assert [" ".join(line.split()) for line in text_of(letter()).splitlines() if line.strip()] == [
        "Dear García",
        "Thank you. Email",
        "Name",
        *NAMES,
        "1/1",
    ]


def test_a_pdf_is_tagged_and_knows_its_title_and_language():
    facts = facts_of(letter(language="es"))
    assert (facts["Title"], facts["Tagged"], facts["Pages"], facts["Page size"]) == (
        "Dear García",
        "yes",
        "1",
        "612 x 792 pts (letter)",
    )
    assert 'pdfuaid:part="1"' in metadata_of(letter())
    assert b"/Lang (es)" in objects_of(letter(language="es"))
    tags = tags_of(letter())
    assert all(tag in tags for tag in ("H1", "Table", "TH", "TD"))


def test_a_pdf_brings_its_own_fonts():
    lines = fonts_of(letter()).splitlines()[2:]
    assert lines and all("Public-Sans" in line or "PublicSans" in line for line in lines)


def test_the_same_letter_is_the_same_file():
    with time_machine.travel("2026-11-02T15:00:00Z"):
        then = letter()
    assert letter() == then
    assert letter() != letter(text="Thanks.")


def test_our_styles_are_read_without_a_warning(caplog):
    _house_style.cache_clear()
    letter()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


@pytest.mark.parametrize(
    "address",
    ["https://example.org/x.png", "http://127.0.0.1:1/x.png", "file:///etc/passwd", "/etc/passwd", "../../etc/passwd"],
)
def test_a_pdf_fetches_nothing_from_elsewhere(address):
    with pytest.raises(NotOurs):
        pdf("tests/pdf/picture.html", {"address": address}, language="en")


def test_a_pdf_shows_pictures_of_ours_and_pictures_in_the_page():
    inside = "data:image/svg+xml;utf8,%3Csvg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/%3E"
    for address in (inside, "asset:img/mark.svg"):
        assert facts_of(pdf("tests/pdf/picture.html", {"address": address}, language="en"))["Pages"] == "1"


def test_a_pdf_is_shown_under_its_name_and_kept_by_no_cache():
    headers = answer(b"%PDF", filename="letter.pdf").headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'inline; filename="letter.pdf"'
    assert headers["Cache-Control"] == "private, no-store"
