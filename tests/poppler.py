"""What a PDF says, as poppler's tools, qpdf and outloud read it."""

import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import outloud


def _run(tool: str, *arguments: str, content: bytes) -> str:
    return subprocess.run([tool, *arguments], input=content, capture_output=True, check=True).stdout.decode()


def text_of(content: bytes) -> str:
    """The words of all pages, as they stand."""
    return _run("pdftotext", "-layout", "-", "-", content=content)


def flow_of(content: bytes) -> str:
    """The words of all pages in the order in which they are read, cell by cell, on one line."""
    return " ".join(_run("pdftotext", "-", "-", content=content).split())


def facts_of(content: bytes) -> dict[str, str]:
    """Title, pages, whether it is tagged…"""
    lines = _run("pdfinfo", "-", content=content).splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def tags_of(content: bytes) -> str:
    """The tree of tags with the words in it, as a screen reader finds them."""
    return _run("pdfinfo", "-struct-text", "-", content=content)


def fonts_of(content: bytes) -> str:
    """The fonts, a line each."""
    return _run("pdffonts", "-", content=content)


def metadata_of(content: bytes) -> str:
    """The XMP metadata: which standards it says it keeps."""
    return _run("pdfinfo", "-meta", "-", content=content)


def seal_of(content: bytes) -> str:
    """What pdfsig says of the signatures. (It reads no standard input.)"""
    with _as_file(content) as path:
        return subprocess.run(["pdfsig", path], capture_output=True, check=False).stdout.decode()


def syntax_of(content: bytes) -> str:
    """What qpdf says of the file's syntax."""
    with _as_file(content) as path:
        return subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).stdout.decode()


def heard(content: bytes) -> list[tuple[str, str]]:
    """The errors that somebody who listens to the file meets."""
    with _as_file(content) as path:
        result = outloud.check(path)
    assert result.error is None
    return [(one.rule, one.message) for one in result.findings if one.severity == "error"]


@contextmanager
def _as_file(content: bytes) -> Iterator[str]:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        yield file.name


def objects_of(content: bytes) -> bytes:
    """The file's objects, unpacked: for what poppler does not tell, as the language."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, flags=re.S)
    return b"\n".join(zlib.decompress(one) for one in packed if one[:1] == b"\x78")
