"""Families, students and mentors read the frame and the sign-in pages in Spanish too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
#: What everybody may come to see: the frame, its parts, error pages, signing in.
FOR_EVERYBODY = ["*.html", "account/**/*", "components/*.html", "django/**/*.html", "mfa/**/*", "usersessions/**/*"]
#: Components and pages that only staff see.
FOR_STAFF = {"styleguide.html", "edit_form.html", "person_section.html", "bulk_bar.html", "cover_rows.html"} | {
    "list.html",
    "list_columns.html",
    "list_deeds.html",
    "phase_line.html",
    "readiness.html",
    "confirm_selected.html",
}


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    return read_po((ROOT / "locale/es/LC_MESSAGES/django.po").open("rb"), locale="es")


def sentences() -> Iterator[tuple[str, str]]:
    """Template and sentence of everything that is translated for everybody."""
    for pattern in FOR_EVERYBODY:
        for path in sorted((ROOT / "templates").glob(pattern)):
            if path.is_file() and path.name not in FOR_STAFF:
                for _quote, sentence in re.findall(r"""{% translate (["'])(.+?)\1""", path.read_text()):
                    yield path.relative_to(ROOT).as_posix(), sentence


def test_what_everybody_sees_is_there_in_spanish(spanish: Catalog) -> None:
    missing = {
        sentence: path for path, sentence in sentences() if not (message := spanish.get(sentence)) or not message.string
    }

    assert missing == {}


def translated(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id and any(texts(message.string))]


def texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_names_to_be_filled_in_stay_as_they_are(spanish: Catalog) -> None:
    def names(value: str | tuple[str, ...]) -> set[str]:
        return set(re.findall(r"%\(\w+\)s", " ".join(texts(value))))

    wrong = {
        str(message.id): message.string for message in translated(spanish) if names(message.id) != names(message.string)
    }

    assert wrong == {}


def test_no_form_of_a_number_is_left_empty(spanish: Catalog) -> None:
    """Spanish has three: one, a million, and the rest."""
    half = [message.id for message in translated(spanish) if message.pluralizable and len(texts(message.string)) != 3]
    empty = [message.id for message in translated(spanish) if not all(texts(message.string))]

    assert (half, empty) == ([], [])
