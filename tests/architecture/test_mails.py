"""Each mail has subject, text and HTML; each kind that is registered has its templates, and the other way round."""

from collections.abc import Iterable
from pathlib import Path

from correspondence import kinds
from tests.architecture.source import TEMPLATES, compare, floors

NEEDED = {".subject.txt", ".txt", ".html"}
ENDINGS = (".subject.txt", ".line.txt", ".sms.txt", ".txt", ".html")


def parts_of(files: Iterable[Path]) -> dict[str, set[str]]:
    """Each mail with the endings of its templates: ``{"accounts/invitation": {".txt", …}}``."""
    found: dict[str, set[str]] = {}
    for file in files:
        ending = next((one for one in ENDINGS if file.name.endswith(one)), file.suffix)
        found.setdefault(f"{file.parent.parent.name}/{file.name.removesuffix(ending)}", set()).add(ending)
    return found


def mails() -> dict[str, set[str]]:
    """The product's mails; the frame around them is none."""
    files = [file for app in floors() for file in sorted((TEMPLATES / app / "mail").glob("*.*"))]
    return {name: endings for name, endings in parts_of(files).items() if name != "correspondence/base"}


def incomplete(found: dict[str, set[str]]) -> dict[str, str]:
    """Mails without subject, text or HTML, or with a file that nothing reads."""
    return {
        name: f"has {sorted(endings)}"
        for name, endings in found.items()
        if not endings >= NEEDED or not endings <= set(ENDINGS)
    }


def test_every_mail_has_subject_text_and_html() -> None:
    assert compare(incomplete(mails()), {}) == []


def test_every_kind_has_templates_and_every_template_a_kind() -> None:
    assert {kind.name for kind in kinds.every()} == set(mails())


def test_what_may_stand_in_a_summary_has_a_sentence() -> None:
    assert [kind.name for kind in kinds.every() if kind.for_digest and ".line.txt" not in mails()[kind.name]] == []


def test_every_mail_stands_in_the_frame() -> None:
    for name in mails():
        app, _, mail = name.partition("/")
        for ending in ("txt", "html"):
            text = (TEMPLATES / app / "mail" / f"{mail}.{ending}").read_text()
            assert f'{{% extends "correspondence/mail/base.{ending}" %}}' in text, f"{name}.{ending}"


def test_planted_faults_are_found() -> None:
    folder = Path("templates/mentoring/mail")
    whole = [folder / "match_ended.subject.txt", folder / "match_ended.txt", folder / "match_ended.html"]
    assert incomplete(parts_of(whole)) == {}
    assert set(incomplete(parts_of(whole[1:]))) == {"mentoring/match_ended"}
    assert set(incomplete(parts_of([*whole, folder / "match_ended.md"]))) == {"mentoring/match_ended"}
