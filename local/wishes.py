"""What the environment asks of `make run`, checked before anything happens."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent


class CannotRun(Exception):
    """The stack cannot start. The text says why and what to do, fit for a terminal."""


@dataclass(frozen=True)
class Wishes:
    """What the environment asks for, checked before anything happens."""

    data: Path
    port: int
    database_given: bool
    broker_given: bool

    @classmethod
    def read(cls) -> Self:
        """Read PORT, WAYMARK_DATA and the servers' addresses. Raises CannotRun with a sentence."""
        data = Path(os.environ.get("WAYMARK_DATA") or ROOT / "var").expanduser().resolve()
        return cls(data, read_port(), database_is_given(), bool(os.environ.get("REDIS_URL")))


def read_port() -> int:
    """The port for the browser, 8000 unless PORT says otherwise."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotRun(f"PORT is {text!r}; it must be a number between 1 and 65535.")
    return int(text)


def database_is_given() -> bool:
    """True when the environment names a database, with both of its everyday roles."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    given = [name for name in names if os.environ.get(name)]
    if len(given) == 1 or (not given and os.environ.get("DATABASE_ADMIN_URL")):
        raise CannotRun(
            "Set DATABASE_URL (role app_rt) and DATABASE_OWNER_URL (role app_owner) together, or neither. "
            "DATABASE_ADMIN_URL is needed once besides, to create the roles and the database."
        )
    return bool(given)


def check_port(port: int) -> None:
    """Refuse a port that somebody else listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CannotRun(f"Port {port} is for administrators only. Try: make run PORT={port + 8000}") from None
        except OSError:
            raise CannotRun(f"Port {port} is in use. Try: make run PORT={port + 1}") from None


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check_given_database() -> None:
    """Refuse a database server that does not answer."""
    name = "DATABASE_ADMIN_URL" if os.environ.get("DATABASE_ADMIN_URL") else "DATABASE_OWNER_URL"
    try:
        psycopg2.connect(os.environ[name], connect_timeout=10).close()
    except psycopg2.Error as reason:
        raise CannotRun(f"The database in {name} does not answer: {' '.join(str(reason).split())}") from None


def check_given_broker() -> None:
    """Refuse a Redis that does not answer."""
    try:
        redis.Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=5, socket_timeout=5).ping()
    except (redis.RedisError, ValueError) as reason:
        raise CannotRun(f"The Redis in REDIS_URL does not answer: {reason}") from None
