"""The files of a roster, out of a ZIP or a folder. Nothing is unpacked to disk; what looks like a trap is refused."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
#: What may be uploaded, and what may come out of it.
MOST_BYTES = 200 * MEGABYTE
MOST_UNPACKED = 2048 * MEGABYTE
#: Text of rows packs to a tenth or a twentieth; files above SMALL that pack much better were made to do harm.
MOST_RATIO = 100
SMALL = MEGABYTE
MOST_FILES = 500

_PACKED = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst")
_PACKED_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_TAKEN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


class CannotRead(Exception):
    """The file is not taken; the text says why, and what to do."""


class Archive(Protocol):
    """Some CSV files by their name in small letters: ``users.csv``."""

    names: frozenset[str]
    #: Names of other files beside them, which nobody reads.
    ignored: tuple[str, ...]
    #: Whether we wrote the files ourselves (oneroster_keeping.py).
    is_kept: bool

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one of the files. Raises CannotRead when they are damaged."""
        ...

    def size(self, name: str) -> int:
        """How many bytes the file has, unpacked."""
        ...


@contextmanager
def open_archive(source: Path | IO[bytes]) -> Iterator[Archive]:
    """The files of a ZIP (a path or an open file that can seek) or of a folder.

    Raises CannotRead for what is no ZIP, is too large, has a password, holds other archives, tries paths, packs as no
    table does, or holds a file twice; and while reading for what is damaged.
    """
    try:
        if isinstance(source, Path) and source.is_dir():
            yield _Folder(source)
            return
        if isinstance(source, Path) and not source.is_file():
            raise CannotRead(_("There is no file or folder %(path)s.") % {"path": source})
        with zipfile.ZipFile(source) as opened:
            yield _Zip(opened, _size_of(source))
    except zipfile.BadZipFile as fault:
        raise CannotRead(_("This is not a ZIP file, or it is damaged. Download it again.")) from fault
    except (zlib.error, EOFError) as fault:
        raise CannotRead(_("The ZIP file is damaged. Download it again.")) from fault


def refuse_size(size: int) -> None:
    """Refuse (CannotRead) a file that is larger than 200 MB."""
    if size > MOST_BYTES:
        raise CannotRead(
            _("The file has %(size)s MB. The most is %(most)s MB.")
            % {"size": f"{size / MEGABYTE:,.0f}", "most": MOST_BYTES // MEGABYTE}
        )


def _size_of(source: Path | IO[bytes]) -> int:
    if isinstance(source, Path):
        return source.stat().st_size
    place = source.seek(0, 2)
    source.seek(0)
    return place


class _Zip:
    """A ZIP whose directory was looked through before anything is read."""

    def __init__(self, opened: zipfile.ZipFile, size: int) -> None:
        refuse_size(size)
        self._opened = opened
        self.is_kept = False
        self._members, ignored = _members(opened)
        self.names = frozenset(self._members)
        self.ignored = tuple(ignored)

    def open(self, name: str) -> IO[bytes]:
        return self._opened.open(self._members[name])

    def size(self, name: str) -> int:
        return self._members[name].file_size


def _members(opened: zipfile.ZipFile) -> tuple[dict[str, zipfile.ZipInfo], list[str]]:
    """The CSV files by name, and the names of all others. Raises CannotRead."""
    listed = [one for one in opened.infolist() if not one.is_dir() and not _is_litter(one.filename)]
    if len(listed) > MOST_FILES:
        raise CannotRead(
            _("The ZIP file holds more than %(most)s files. A roster has about ten.") % {"most": MOST_FILES}
        )
    for one in listed:
        _refuse_trap(one)
    _refuse_bomb(listed)
    members: dict[str, zipfile.ZipInfo] = {}
    ignored: list[str] = []
    for one in listed:
        name = PurePosixPath(one.filename).name.casefold()
        if not name.endswith(".csv"):
            _refuse_nested(opened, one)
            ignored.append(name)
        elif name in members:
            raise CannotRead(_("The ZIP file holds %(name)s twice. Keep one of them.") % {"name": name})
        else:
            _refuse_nested(opened, one)
            members[name] = one
    return members, ignored


def _is_litter(path: str) -> bool:
    """What computers put into archives by themselves."""
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or (
        bool(parts) and (parts[-1].startswith("._") or parts[-1] in {".DS_Store", "Thumbs.db"})
    )


def _refuse_trap(one: zipfile.ZipInfo) -> None:
    path = one.orig_filename
    is_up = ".." in path.replace("\\", "/").split("/")
    if is_up or path.startswith(("/", "\\")) or "\\" in path or ":" in path or "\x00" in path:
        raise CannotRead(_("The ZIP file holds a path that leads out of it. Pack the CSV files alone."))
    if stat.S_ISLNK(one.external_attr >> 16):
        raise CannotRead(_("The ZIP file holds a link to another file. Pack the CSV files themselves."))
    if one.flag_bits & _ENCRYPTED:
        raise CannotRead(_("The ZIP file has a password. Export it without one; it is kept safe on the way here."))
    if one.compress_type not in _TAKEN_METHODS:
        raise CannotRead(_("The ZIP file is packed in a way that is not read here. Pack it as an ordinary ZIP."))


def _refuse_bomb(listed: list[zipfile.ZipInfo]) -> None:
    if sum(one.file_size for one in listed) > MOST_UNPACKED:
        raise CannotRead(
            _("The files would take more than %(most)s MB unpacked.") % {"most": f"{MOST_UNPACKED // MEGABYTE:,}"}
        )
    for one in listed:
        if one.file_size > SMALL and one.file_size > MOST_RATIO * max(one.compress_size, 1):
            raise CannotRead(
                _("%(name)s is packed smaller than a table can be. It is not opened.") % {"name": _named(one)}
            )


def _refuse_nested(opened: zipfile.ZipFile, one: zipfile.ZipInfo) -> None:
    with opened.open(one) as file:
        is_packed = file.read(8).startswith(_PACKED_STARTS)
    if is_packed or one.filename.casefold().endswith(_PACKED):
        raise CannotRead(
            _("The ZIP file holds another packed file, %(name)s. Unpack it, and pack the CSV files alone.")
            % {"name": _named(one)}
        )


def _named(one: zipfile.ZipInfo) -> str:
    return PurePosixPath(one.filename).name[:80]


class _Folder:
    """The CSV files that lie in a folder."""

    def __init__(self, path: Path) -> None:
        self.is_kept = False
        self._paths: dict[str, Path] = {}
        ignored: list[str] = []
        for one in sorted(path.iterdir()):
            name = one.name.casefold()
            if _is_litter(one.name) or not one.is_file():
                continue
            if name.endswith(_PACKED) and not name.endswith(".csv"):
                raise CannotRead(
                    _("The folder holds a packed file, %(name)s. Unpack it first, or name it instead of the folder.")
                    % {"name": one.name[:80]}
                )
            if not name.endswith(".csv"):
                ignored.append(one.name)
            elif name in self._paths:
                raise CannotRead(_("The folder holds %(name)s twice. Keep one of them.") % {"name": name})
            else:
                self._paths[name] = one
        refuse_size(sum(one.stat().st_size for one in self._paths.values()))
        self.names = frozenset(self._paths)
        self.ignored = tuple(ignored)

    def open(self, name: str) -> IO[bytes]:
        return self._paths[name].open("rb")

    def size(self, name: str) -> int:
        return self._paths[name].stat().st_size
