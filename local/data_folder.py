"""The folder in which `make run` keeps everything, and who holds it."""

import contextlib
import fcntl
import json
import os
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import IO

import psutil

from local.children import Child
from local.progress import say
from local.wishes import CannotRun

#: Seconds that a new start waits for what a killed one left to be ended by its keeper.
KEEPER_PATIENCE = 45
#: Seconds between two tries to get the lock.
PAUSE = 0.2
#: Keys that every installation has for itself.
SECRETS = ("SECRET_KEY", "FACTOR_KEYS", "SEAL_KEY_PASSPHRASE")


class Data:
    """The folder of one stack: servers' data, files, mail, logs, secrets. One supervisor at a time."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, readable by us alone."""
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in ("logs", "files", "mail"):
                (folder / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as reason:
            raise CannotRun(f"The data folder {folder} cannot be made: {reason.strerror}.") from None
        self.lock: IO[str] | None = None

    def take(self) -> int:
        """Lock the folder and return the lock's file number. Waits for a killed supervisor's keeper to finish."""
        self.lock = (self.folder / "run.lock").open("a+")
        deadline, told = time.monotonic() + KEEPER_PATIENCE, False
        while not self.try_lock(self.lock):
            running = self.running()
            if running is not None:
                raise CannotRun(f"Waymark already runs on {self.folder}: {running['address']}")
            if time.monotonic() > deadline:
                raise CannotRun(f"Something still holds {self.folder}/run.lock, though no supervisor is there.")
            if not told:
                say("Waiting for the end of a run that was killed …")
                told = True
            time.sleep(PAUSE)
        return self.lock.fileno()

    def try_lock(self, lock: IO[str]) -> bool:
        """True when the lock is ours now."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def running(self) -> dict[str, object] | None:
        """What the supervisor of this folder wrote about itself, if it lives."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            state: dict[str, object] = json.loads((self.folder / "stack.json").read_text())
            return state if is_alive(int(str(state["supervisor"]))) else None
        return None

    def write_state(self, address: str, children: list[Child]) -> None:
        """Say who runs: stack.json, for people and tests."""
        state = {
            "address": address,
            "supervisor": os.getpid(),
            "children": {child.name: child.pid for child in children if child.is_running},
        }
        unfinished = self.folder / "stack.json.new"
        unfinished.write_text(json.dumps(state, indent=1))
        unfinished.replace(self.folder / "stack.json")

    def secrets(self) -> dict[str, str]:
        """The keys of this installation, made once, readable by us alone. The environment's own win."""
        file = self.folder / "secrets.json"
        kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        if missing := [name for name in SECRETS if name not in kept]:
            kept |= {name: random_key() for name in missing}
            unfinished = self.folder / f"secrets.{os.getpid()}.new"
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:  # noqa: PTH123
                json.dump(kept, new)
            unfinished.replace(file)
        return {name: os.environ.get(name) or value for name, value in kept.items()}


def is_alive(pid: int) -> bool:
    """True when the process runs; one that ended and waits to be reaped does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def random_key() -> str:
    """A key as Fernet wants it: 32 random bytes in URL-safe base 64."""
    return urlsafe_b64encode(os.urandom(32)).decode()
