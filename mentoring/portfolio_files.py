"""Files in portfolios: what may come in, where it is kept, how it goes out."""

import hashlib
import secrets
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

#: The largest file, in bytes.
MOST_BYTES = 10 * 1024 * 1024
#: Ending → what such a file begins with, and what it is sent as.
KINDS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
}


@dataclass(frozen=True)
class Kept:
    """A file in the storage: its path there, the name that the student knows, and the hash of its content."""

    file: str
    file_name: str
    sha256: str


def kind_of(file: "UploadedFile[Any]") -> str:
    """The ending that fits the content, whatever the name says; empty for anything but PDF, PNG and JPEG."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    return next((ending for ending, (begins, _type) in KINDS.items() if head.startswith(begins)), "")


def keep(file: "UploadedFile[Any]", *, district_id: int) -> Kept:
    """Put a file into the district's own folder, under a name that nobody guesses."""
    ending = kind_of(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    path = default_storage.save(f"districts/{district_id}/portfolio/{secrets.token_hex(16)}.{ending}", file)
    stem = (file.name or "file").replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "file"
    return Kept(path, f"{stem[:100]}.{ending}", digest.hexdigest())


def forget(path: str) -> None:
    """Delete a kept file once what stops speaking of it is really so. A storage that fails is logged, nothing else."""
    if path:
        transaction.on_commit(partial(default_storage.delete, path), robust=True)


def content_type(path: str) -> str:
    """What a kept file is sent as."""
    return KINDS[path.rpartition(".")[2]][1]


def opened(path: str) -> "File[bytes]":
    """A kept file, to be sent. Raises FileNotFoundError."""
    return default_storage.open(path)
