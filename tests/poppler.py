"""What a PDF says, as poppler's tools read it."""

import re
import subprocess
import zlib


def _run(tool: str, *arguments: str, content: bytes) -> str:
    return subprocess.run([tool, *arguments], input=content, capture_output=True, check=True).stdout.decode()


def text_of(content: bytes) -> str:
    """The words of all pages, as they stand."""
    return _run("pdftotext", "-layout", "-", "-", content=content)


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


def objects_of(content: bytes) -> bytes:
    """The file's objects, unpacked: for what poppler does not tell, as the language."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, flags=re.S)
    return b"\n".join(zlib.decompress(one) for one in packed if one[:1] == b"\x78")
