"""Our own PostgreSQL and Valkey, out of wheels, as children of this process. For one machine, tests, measurements.

with Servers.temporary() as servers:              # empty, quick, gone afterwards, even after kill -9 of this process
    os.environ.update(servers.environment())      # DATABASE_URL, DATABASE_OWNER_URL, DATABASE_ADMIN_URL, REDIS_URL

with Servers(Path("var")) as servers: …           # lasting

Start them from the main thread: the kernel ties a child to the thread that started it. The servers listen on sockets
in a private folder, on no port. There are no roles and no `waymark` database until `manage.py database_roles` ran.
Servers refuse to run as root; then they run as an unprivileged user, in a folder which that user can reach.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from local.children import Child, Family
from local.programs import (
    SOCKET_PATH_LIMIT,
    CannotServe,
    postgres_major,
    postgres_program,
    private_folder,
    temporary_home,
    unprivileged_identity,
    valkey_program,
)

POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"
#: PostgreSQL for tests: nothing survives a power cut, and nothing needs to.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Servers:
    """PostgreSQL and Valkey in one folder."""

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
        family: Family | None = None,
    ) -> None:
        """Prepare; nothing runs before `start`. `durable=False` trades safety for speed (tests).

        `settings` are PostgreSQL's own; `family` is whose children the servers become.
        """
        self.identity = unprivileged_identity()
        self.folder = private_folder(folder, self.identity)
        self.durable = durable
        self.settings = {**({} if durable else QUICK), **(settings or {})}
        self.family = family or Family()
        self.postgres_folder = self.folder / "postgres"
        self.valkey_folder = self.folder / "valkey"
        self.logs = self.folder / "logs"
        self.is_new = not (self.postgres_folder / "PG_VERSION").exists()

    @classmethod
    def temporary(cls, *, settings: Mapping[str, str] | None = None) -> Self:
        """Empty, quick servers in a folder that is removed when they stop."""
        folder = Path(tempfile.mkdtemp(prefix="waymark-", dir=temporary_home()))
        return cls(folder, durable=False, settings=settings, family=Family(temporary=[folder]))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Both servers answer afterwards. Raises CannotServe or DidNotStart with a sentence."""
        try:
            self.start_postgres()
            self.start_valkey()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what this family runs; a temporary folder is gone afterwards."""
        self.family.stop()

    def environment(self) -> dict[str, str]:
        """The variables by which the product finds these servers."""
        return {
            "DATABASE_URL": self.database_url("app_rt"),
            "DATABASE_OWNER_URL": self.database_url("app_owner"),
            "DATABASE_ADMIN_URL": self.database_url("postgres", database="postgres"),
            "REDIS_URL": f"unix://{self.valkey_folder / VALKEY_SOCKET}",
        }

    def database_url(self, user: str, database: str = "waymark") -> str:
        """The address of a database for one user. The socket's folder is private, so no password is asked for."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.postgres_folder))}"

    # --- Before the start ------------------------------------------------------------------------------------------

    def make_folder(self, folder: Path, socket_name: str) -> None:
        """A server's own folder, readable by it alone. Refuses one whose socket would have too long a name."""
        length = len(bytes(folder / socket_name))
        if length > SOCKET_PATH_LIMIT:
            raise CannotServe(
                f"The path {folder / socket_name} has {length} bytes; a socket's may have {SOCKET_PATH_LIMIT}. "
                "Set WAYMARK_DATA to a folder with a shorter path."
            )
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        if self.identity:
            os.chown(folder, self.identity.uid, self.identity.gid)

    # --- PostgreSQL ------------------------------------------------------------------------------------------------

    def start_postgres(self) -> None:
        """A new cluster when there is none; one that was left running is stopped first."""
        self.make_folder(self.postgres_folder, POSTGRES_SOCKET)
        self.check_version()
        if self.is_new:
            self.create_cluster()
        elif (self.postgres_folder / "postmaster.pid").exists():
            # Left by a supervisor that was killed. When nothing runs any more, this fails and PostgreSQL copes.
            self.run_tool("pg_ctl", "-D", self.postgres_folder, "stop", "-m", "fast", "-t", "30")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.postgres_folder),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "logging_collector": "off",
            **self.settings,
        }
        self.family.start(
            Child(
                name="postgres",
                command=[
                    postgres_program("postgres", self.identity),
                    "-D",
                    self.postgres_folder,
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                log=self.logs / "postgres.log",
                environment=plain_environment(),
                identity=self.identity,
                stop_signal=signal.SIGINT,  # its "fast" stop: end the sessions, keep the data
                grace=30,
                is_ready=self.postgres_is_ready,
            )
        )

    def check_version(self) -> None:
        """Refuse the data of another major version: PostgreSQL cannot read it."""
        if self.is_new:
            return
        ours = postgres_major(self.identity)
        theirs = (self.postgres_folder / "PG_VERSION").read_text().strip()
        if theirs != ours:
            raise CannotServe(
                f"{self.postgres_folder} was made by PostgreSQL {theirs}, and this is {ours}. Nothing was changed. "
                f"To keep the data, dump it with PostgreSQL {theirs} (pg_dump) and load it into a new folder; "
                "to start empty, set WAYMARK_DATA to another folder."
            )

    def create_cluster(self) -> None:
        """A new, empty cluster. An attempt that broke off is cleared away first."""
        for left in self.postgres_folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        made = self.run_tool(
            "initdb",
            "-D",
            self.postgres_folder,
            "--username=postgres",
            "--auth-local=trust",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if self.durable else ["--no-sync"]),
        )
        if made.returncode:
            raise CannotServe(f"PostgreSQL could not make its folder {self.postgres_folder}: {made.stdout.strip()}")

    def postgres_is_ready(self) -> bool:
        """True when it accepts connections."""
        return self.run_tool("pg_isready", "-q", "-h", self.postgres_folder).returncode == 0

    def run_tool(self, name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the servers' user."""
        identity = self.identity.popen_arguments() if self.identity else {}
        return subprocess.run(
            [str(part) for part in (postgres_program(name, self.identity), *arguments)],
            env=plain_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **identity,
        )

    # --- Valkey ----------------------------------------------------------------------------------------------------

    def start_valkey(self) -> None:
        """Keeps what it was given (append-only file) unless `durable` is off; never throws a task away."""
        self.make_folder(self.valkey_folder, VALKEY_SOCKET)
        self.family.start(
            Child(
                name="valkey",
                command=[
                    valkey_program(self.identity),
                    *("--port", "0"),
                    *("--unixsocket", self.valkey_folder / VALKEY_SOCKET),
                    *("--unixsocketperm", "700"),
                    *("--dir", self.valkey_folder),
                    *("--appendonly", "yes" if self.durable else "no"),
                    *("--save", ""),
                    *("--maxmemory-policy", "noeviction"),
                ],
                log=self.logs / "valkey.log",
                environment=plain_environment(),
                identity=self.identity,
                is_ready=self.valkey_is_ready,
            )
        )

    def valkey_is_ready(self) -> bool:
        """True when it answers PING."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(self.valkey_folder / VALKEY_SOCKET))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False


def plain_environment() -> dict[str, str]:
    """What the servers need to know of ours: nothing that names a database or a language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def main() -> None:
    """Run temporary servers until interrupted, and print how to reach them."""
    with Servers.temporary() as servers:
        for name, value in servers.environment().items():
            print(f"export {name}='{value}'", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
