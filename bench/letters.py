"""What a letter costs: ours, a plain WeasyPrint call, and Typst, with the same words, pictures and font.

Each way runs in a process of its own, so that none lives on what another read. BENCH_LETTERS says how many are drawn in
ours and in Typst; the plain call is measured with a tenth of them.
"""

import io
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.template.loader import get_template
from django.utils import translation
from PIL import Image, ImageDraw
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.figure import Figure
from correspondence import letter_fields, pdf_rendering, pdfs
from correspondence.actions.letter_runs import MADE_AT_ONCE
from correspondence.letter_drawing import filled
from correspondence.letter_texts import built_in
from correspondence.letterheads import Head, redrawn
from correspondence.models import LetterKind
from correspondence.print_runs import print_run

COUNT = int(os.environ.get("BENCH_LETTERS", "1000"))
KIND, ON = LetterKind.THANK_MENTOR.value, date(2027, 5, 28)
LINES = ("Lake Street Garage", "12 Lake Street", "Oakfield, IL 60000")
#: At most so many times the time of Typst; and the memory may grow by so much from the first tenth to the end.
MOST, MOST_KEPT, GROWTH = 3.6, 12, 1.1
#: Letters before the clock starts: fonts and styles are read once for a run, however long.
WARM = 10


def measure() -> Iterator[Figure]:
    """CPU milliseconds a letter, and how the memory of a run grows."""
    ours, began, ended = _alone(_ours, COUNT)
    theirs, *_memory = _alone(partial(_typst, is_kept=False), COUNT)
    kept, *_memory = _alone(partial(_typst, is_kept=True), COUNT)
    plain, *_memory = _alone(_plain, max(COUNT // 10, 20))
    yield Figure("letters", f"{COUNT} letters, against a plain Typst call", ours, "ms", theirs, MOST)
    # It keeps what did not change from one letter to the next, which no PDF of ours can.
    yield Figure("letters", f"{COUNT} letters, against one Typst compiler for all", ours, "ms", kept, MOST_KEPT)
    yield Figure("letters", f"{COUNT} letters, against a plain WeasyPrint call", ours, "ms", plain, 0.8)
    yield Figure("letters", "memory at the end, against after a tenth", ended, "MB", began, GROWTH)
    printed, *_memory = _alone(_printed, COUNT)
    yield Figure("letters", "put into one file for the printer, a letter", printed, "ms", ours, 0.5)


def _alone(way: Callable[[int], tuple[float, float, float]], count: int) -> tuple[float, float, float]:
    """Run one way in a process of its own."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(way, (count,))


def _timed(draw: Callable[[int], bytes], count: int) -> tuple[float, float, float]:
    """CPU milliseconds a letter, megabytes after a tenth and at the end."""
    for number in range(WARM):
        draw(number)
    began, after_a_tenth = time.process_time(), 0.0
    for number in range(count):
        draw(number)
        if number == count // 10:
            after_a_tenth = _megabytes()
    return round((time.process_time() - began) * 1000 / count, 2), after_a_tenth, _megabytes()


def _ours(count: int) -> tuple[float, float, float]:
    """As the worker does: a press for each chunk."""
    head, press = _head(), pdfs.letter_press(KIND, _head())

    def draw(number: int) -> bytes:
        nonlocal press
        if number % MADE_AT_ONCE == 0:
            press = pdfs.letter_press(KIND, head)
        return pdfs.letter(_sheet(head, number), kind=KIND, language="en", press=press)

    return _timed(draw, count)


def _plain(count: int) -> tuple[float, float, float]:
    """The same page as anybody would write it who reads WeasyPrint's first example."""
    head = _head()

    def draw(number: int) -> bytes:
        context = {"sheet": _sheet(head, number), "language": "en", "product": "Waymark"}
        html = get_template("correspondence/pdf/thank_you_letter.html").render(context)
        fonts, fetcher = FontConfiguration(), pdf_rendering.StaticFetcher(head.pictures)
        css = partial(CSS, font_config=fonts, url_fetcher=fetcher)
        styles = [css(url=f"asset:css/pdf/{name}.css") for name in ("base", "thank_you_letter")]
        # Its fonts as they come: the whole range of weights in one file.
        styles.append(css(string='html { font-family: "Public Sans" }'))
        written: bytes = HTML(string=html, base_url="asset:", url_fetcher=fetcher).write_pdf(
            stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1"
        )
        return written

    return _timed(draw, count)


def _typst(count: int, *, is_kept: bool) -> tuple[float, float, float]:
    """The same letter in Typst, tagged: each by a plain call, or with one compiler for the run."""
    head = _head()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in head.pictures.items():
            (root / f"{name}.jpg").write_bytes(content)
        for weight in (400, 600):
            font = pdf_rendering._one_weight("vendor/public-sans/public-sans-latin-wght-normal.woff2", weight)
            (root / f"{weight}.ttf").write_bytes(font)
        (root / "letter.typ").write_text(TYPST)
        path = str(root / "letter.typ")
        compiler = typst.Compiler(path, font_paths=[folder], ignore_system_fonts=True)

        def draw(number: int) -> bytes:
            sheet = _sheet(head, number)
            said = "\n\n".join(one.text for one in sheet.words.paragraphs if not one.sets_apart)
            quote = next(one.text for one in sheet.words.paragraphs if one.sets_apart)
            values = {
                "name": head.name,
                "lines": ", ".join(head.lines),
                "contact": " · ".join(head.contact),
                "to": "\n".join([sheet.to_name, *sheet.to_lines]),
                "date": "May 28, 2027",
                "subject": sheet.words.subject,
                "body": said,
                "quote": quote,
                "signer": head.signer_name,
                "title": head.signer_title,
            }
            options: dict[str, Any] = {"format": "pdf", "sys_inputs": values, "pdf_standards": ["ua-1"]}
            if is_kept:
                drawn: Any = compiler.compile(timestamp=0, **options)
            else:
                drawn = typst.compile(path, font_paths=[folder], **options)
            return bytes(drawn)

        return _timed(draw, count)


def _printed(count: int) -> tuple[float, float, float]:
    """Letters that were made, put into one file."""
    head = _head()
    press = pdfs.letter_press(KIND, head)
    few = [pdfs.letter(_sheet(head, number), kind=KIND, language="en", press=press) for number in range(WARM)]
    began = time.process_time()
    print_run((few[number % WARM] for number in range(count)), is_duplex=True)
    return round((time.process_time() - began) * 1000 / count, 2), 0.0, 0.0


def _sheet(head: Head, number: int) -> pdfs.Sheet:
    words = built_in(KIND, "en")
    to = f"Mia Lopez {number}"
    with translation.override("en"):
        values = {**letter_fields.samples(KIND), "meetings": 5 + number % 20}
    said = filled(KIND, words, language="en", values=values, to=to, dated_on=ON, district=head.name)
    return pdfs.Sheet(head, to, LINES, ON, said)


def _head() -> Head:
    logo, signature = Image.new("RGB", (400, 400), "white"), Image.new("RGB", (640, 200), "white")
    ImageDraw.Draw(logo).ellipse((20, 20, 380, 380), fill=(31, 95, 174))
    points = [(30 + 9 * n, 100 + ((37 * n * n) % 80) - 40 * (n % 3)) for n in range(64)]
    ImageDraw.Draw(signature).line(points, fill=(20, 30, 90), width=5)
    pictures = {}
    for name, picture in (("logo", logo), ("signature", signature)):
        written = io.BytesIO()
        picture.save(written, "PNG")
        pictures[name] = redrawn(written.getvalue())
    return Head(
        "Oak School District",
        ["120 Main Street", "Oakfield, IL 60000"],
        ["312-555-0100", "oak.example"],
        "Ada Moreno",
        "Superintendent",
        pictures,
    )


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1024**2, 1)


TYPST = """
#let said = sys.inputs
#set document(title: said.subject, author: said.name)
#set page(paper: "us-letter", margin: (x: 1in, top: 0.7in, bottom: 0.8in))
#set text(font: "Public Sans", size: 11pt, lang: "en")
#set par(leading: 0.6em, spacing: 1em)
#grid(columns: (auto, 1fr), gutter: 0.2in, align: horizon,
  image("logo.jpg", height: 0.9in, alt: "Logo of " + said.name),
  [#text(size: 14pt, weight: 600, said.name) \\ #text(size: 9pt, said.lines) \\ #text(size: 9pt, said.contact)])
#v(0.4in)
#said.to
#v(0.4in)
#said.date
#heading(level: 1, said.subject)
#for part in said.body.split("\\n\\n") { par(part) }
#quote(block: true, said.quote)
Sincerely,
#image("signature.jpg", height: 0.7in, alt: "Signature of " + said.signer)
#text(weight: 600, said.signer) \\ #said.title
"""
