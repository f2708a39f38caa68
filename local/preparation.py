"""Does what was prepared still fit the code? Digests of the code, and a note in the database about its last one."""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg2
from psycopg2 import sql

from local.wishes import ROOT


def static_digest() -> str:
    """Changes whenever the collected static files may."""
    return digest_of(
        [*sorted((ROOT / "static").rglob("*")), *named("package-lock.json", "requirements.txt", "config/settings.py")]
    )


def code_digest() -> str:
    """Changes whenever tables, roles, policies or sample districts may: with the apps' Python."""
    apps = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "bench", "local"}]
    return digest_of(
        [*(file for app in sorted(apps) for file in sorted(app.rglob("*.py"))), *named("requirements.txt")]
    )


def named(*names: str) -> list[Path]:
    """Files of the checkout."""
    return [ROOT / name for name in names]


def digest_of(paths: Iterable[Path]) -> str:
    """Changes whenever one of the files does; folders among the paths do not count."""
    total = hashlib.sha256()
    for path in paths:
        if path.is_file():
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@contextlib.contextmanager
def cursor_of(owner_url: str) -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor on the database as its owner, committed at the end."""
    connection = psycopg2.connect(owner_url, connect_timeout=10)
    try:
        with connection, connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def note(owner_url: str) -> str | None:
    """What the database was last prepared for. Kept in the database itself, so that it goes with it."""
    with contextlib.suppress(psycopg2.Error), cursor_of(owner_url) as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        row = cursor.fetchone()
        return row[0] if row else None
    return None


def write_note(owner_url: str, text: str) -> None:
    """Remember what the database was prepared for; without the right to, the next start prepares it again."""
    with contextlib.suppress(psycopg2.Error), cursor_of(owner_url) as cursor:
        database = sql.Identifier(cursor.connection.info.dbname)
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(text)))


def analyze(owner_url: str) -> None:
    """Let the planner count the rows that were just filled in: tables under fifty rows would never be counted."""
    with cursor_of(owner_url) as cursor:
        cursor.execute("ANALYZE")
