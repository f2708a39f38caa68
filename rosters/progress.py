"""How far an import is while its transaction is still open. Told through the cache: without it, nobody knows."""

from dataclasses import dataclass

from django.core.cache import cache

from rosters.models import ImportRun

#: Seconds for which the last word stands.
LASTS = 120


@dataclass(frozen=True)
class Place:
    """Where an import is at this moment: a file, and rows read of it."""

    file: str
    rows: int


def tell(run: ImportRun, file: str, rows: int) -> None:
    """Say where the run is."""
    cache.set(_key(run), {"file": file, "rows": rows}, LASTS)


def told(run: ImportRun) -> Place | None:
    """Where the run is; None when nobody said so lately."""
    said = cache.get(_key(run))
    return Place(**said) if said else None


def _key(run: ImportRun) -> str:
    return f"import:{run.district_id}:{run.pk}"
