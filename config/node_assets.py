"""Static files out of node_modules: a short list of them, never the folder."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

#: The finder has a method called `list`.
Paths = list[str]


class NodeAssetsFinder(BaseFinder):
    """Finds what settings.NODE_ASSETS names: static path → path inside node_modules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the list once."""
        self.root = Path(settings.BASE_DIR, "node_modules")
        self.assets: dict[str, str] = settings.NODE_ASSETS

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """One error a file that is listed but not installed."""
        return [
            Error(f"node_modules/{source} is missing.", hint="Run `make setup`.", id="config.E001")
            for source in self.assets.values()
            if not (self.root / source).is_file()
        ]

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> Paths: ...
    def find(self, path: str, find_all: bool = False) -> str | Paths | None:
        """The file behind a static path; a list of it when all are asked for."""
        source = self.assets.get(path)
        found = str(self.root / source) if source and (self.root / source).is_file() else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every listed file that is installed, with a storage that opens just that one."""
        for path, source in self.assets.items():
            if (self.root / source).is_file():
                yield path, OneFile(self.root / source)


class OneFile(FileSystemStorage):
    """A storage of a single file, whatever name is asked for."""

    prefix = ""

    def __init__(self, source: Path) -> None:
        """Hold the file's place."""
        super().__init__(location=str(source.parent))
        self.source = source

    def path(self, name: str) -> str:
        """The file itself."""
        return str(self.source)
