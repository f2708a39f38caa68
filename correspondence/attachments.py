"""Files that go with a mail: named by the kind of message, read when it leaves.

    @kind("correspondence/letter", label=_("Letter"), attachments=letter_files)

The function gets the message, inside the district, and says which files. A file of the storage is read outside of every
transaction and must be what the database says of it; a small one may be written right there, as the mail itself is.
A daily summary carries the files of its parts.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from correspondence.models import Message


class NotAttached(Exception):
    """A file could not be read, or is not the one that was meant: the mail waits."""


@dataclass(frozen=True)
class AttachedFile:
    """A file of the storage, and as what it arrives. ``sha256`` is what its content must have."""

    path: str
    name: str
    content_type: str
    sha256: str

    def read(self) -> bytes:
        """Its content. Raises NotAttached."""
        try:
            with default_storage.open(self.path) as file:
                content = bytes(file.read())
        except OSError as fault:
            raise NotAttached("A file is not in the storage.") from fault
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise NotAttached("A file in the storage was changed.")
        return content


@dataclass(frozen=True)
class WrittenFile:
    """A small file that was written for this mail, and as what it arrives. Nothing of it is kept."""

    name: str
    content_type: str
    content: bytes

    def read(self) -> bytes:
        """Its content."""
        return self.content


#: What goes with a mail.
File = AttachedFile | WrittenFile
#: Which files go with a message of a kind.
Attachments = Callable[["Message"], Sequence[File]]


def none(message: "Message") -> Sequence[File]:
    """Most mails have none."""
    return ()
