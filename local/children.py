"""Child processes that never outlive us: each in its own session, with its log file, a clean stop, and a keeper."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
#: A log file longer than this (bytes) is set aside when its process starts; one earlier file is kept.
LOG_LIMIT = 10_000_000


class DidNotStart(Exception):
    """A child ended, or stayed silent, before it was ready. The text says where to read why."""


@dataclass(frozen=True)
class Identity:
    """The user and group that a child runs as."""

    name: str
    uid: int
    gid: int

    def popen_arguments(self) -> dict[str, Any]:
        """What makes subprocess drop to this user, with no further groups."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(eq=False)
class Child:
    """One process of the stack: how it starts, when it is ready, how it stops."""

    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    folder: Path = Path("/")
    identity: Identity | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    #: Seconds that it may take to stop before it is killed.
    grace: float = 10
    is_ready: Callable[[], bool] | None = None
    #: Seconds that it may take to become ready.
    patience: float = 60
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    was_asked: bool = field(default=False, init=False)

    @property
    def is_running(self) -> bool:
        """True while the process lives."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the running process. Raises when it was never started."""
        if self.process is None:
            raise DidNotStart(f"{self.name} was not started")
        return self.process.pid

    def spawn(self) -> None:
        """Start the process and return at once. It gets its stop signal when we die, even by kill -9 (Linux)."""
        identity = self.identity.popen_arguments() if self.identity else {}
        self.was_asked = False
        with self.open_log() as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                env=dict(self.environment),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only us
                preexec_fn=follow_parent(self.stop_signal),  # noqa: PLW1509  two system calls, no lock
                **identity,
            )

    def open_log(self) -> IO[bytes]:
        """The log file, opened for appending; a long one is set aside first."""
        with contextlib.suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def wait_until_ready(self) -> None:
        """Return when the process answers. Raises DidNotStart when it ends or its patience runs out before."""
        deadline = time.monotonic() + self.patience
        while self.is_ready is not None and not self.is_ready():
            if not self.is_running:
                raise DidNotStart(f"{self.name} stopped while starting. Its last words: {self.last_words()}")
            if time.monotonic() > deadline:
                raise DidNotStart(f"{self.name} did not answer within {self.patience:.0f} s. See {self.log}")
            time.sleep(0.03)

    def last_words(self) -> str:
        """The end of the log, on one line."""
        with contextlib.suppress(OSError):
            lines = self.log.read_bytes()[-4000:].decode(errors="replace").strip().splitlines()
            return f"{' / '.join(lines[-3:])} (all of it: {self.log})"
        return f"none (expected in {self.log})"

    def ask_to_stop(self) -> None:
        """Send the stop signal, once, and return at once: some programs take a second one for impatience."""
        if self.is_running and not self.was_asked:
            self.was_asked = True
            os.kill(self.pid, self.stop_signal)

    def kill(self) -> None:
        """End the process and its group without asking."""
        if self.is_running:
            os.killpg(self.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask, wait, and kill what is left. Nothing of the process or its group remains afterwards."""
        if self.process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        self.sweep()

    def sweep(self) -> None:
        """Kill whatever is left in the process's own group: a killed parent leaves its pool behind."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def follow_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What a new process runs before its program, so that the kernel sends it `number` when its parent dies."""
    if LIBC is None:
        return None
    libc, parent = LIBC, os.getpid()

    def follow() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return follow


class Family:
    """The children of this process and their keeper, which ends them all if we cannot.

    with Family() as family:
        family.start(child)      # ready, or DidNotStart
    """

    def __init__(self, *, temporary: Sequence[Path] = (), held: Sequence[int] = ()) -> None:
        """Nothing runs yet; the keeper starts with the first child.

        It removes the temporary folders in the end, and holds the given open files (a lock) until then.
        """
        self.children: list[Child] = []
        self.held = held
        self.temporary = temporary
        self.keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self, child: Child) -> None:
        """Start a child, tell the keeper, and wait until it is ready."""
        self.spawn(child)
        child.wait_until_ready()

    def spawn(self, child: Child) -> None:
        """Start a child, or start one again that ended, tell the keeper, and return at once."""
        if child not in self.children:
            self.children.append(child)
        child.spawn()
        self.keep(child)

    def keep(self, child: Child) -> None:
        """Tell the keeper of a child; the first child brings the keeper, and one that was killed is replaced."""
        try:
            self.write(child)
        except OSError:
            self.start_keeper()

    def check_keeper(self) -> None:
        """Replace a keeper that was killed."""
        if self.keeper is not None and self.keeper.poll() is not None:
            self.start_keeper()

    def write(self, child: Child) -> None:
        """One line to the keeper. Raises OSError when there is none."""
        if self.keeper is None or self.keeper.stdin is None or self.keeper.poll() is not None:
            raise BrokenPipeError
        self.keeper.stdin.write(f"{child.pid} {int(child.stop_signal)} {child.grace}\n".encode())
        self.keeper.stdin.flush()

    def start_keeper(self) -> None:
        """Start a keeper, in a session of its own so that Ctrl-C does not reach it, and tell it of every child."""
        self.keeper = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("keeper.py"), *self.temporary],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.held,
        )
        for child in self.children:
            if child.is_running:
                self.write(child)

    def stop(self) -> None:
        """Stop every child, the latest first, then the keeper."""
        for child in reversed(self.children):
            child.stop()
        self.children.clear()
        if self.keeper is not None and self.keeper.stdin is not None:
            with contextlib.suppress(OSError):
                self.keeper.stdin.close()
            self.keeper.wait()
            self.keeper = None
