"""A one-machine stack as a person at a terminal has it: started, watched, interrupted, killed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import psutil

from local.children import follow_parent
from local.programs import temporary_home

Found = TypeVar("Found")

ROOT = Path(__file__).resolve().parents[2]
#: What a person's shell has; nothing that the tests' own servers put into ours.
INHERITED = ("HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "TMPDIR")


def plain_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(look: Callable[[], Found], seconds: float, what: str) -> Found:
    """The first true answer. Fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return found


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty folder, gone afterwards, where sockets get short names and the servers' user can reach them."""
    folder = Path(tempfile.mkdtemp(prefix="waymark-stack-", dir=temporary_home()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


class RunningStack:
    """One `python -m local.stack`."""

    def __init__(self, data: Path, port: int, **environment: str) -> None:
        self.data = data
        self.port = port
        self.address = f"http://localhost:{port}"
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local.stack"],
            cwd=ROOT,
            env={**plain_environment(), "WAYMARK_DATA": str(data), "PORT": str(port), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=follow_parent(signal.SIGTERM),
        )
        self.output = ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.interrupt()
        self.wait(60)

    def wait_until_ready(self, seconds: float = 120) -> float:
        """Return how long the start took (seconds)."""
        wait_for(lambda: "is ready" in self.output or self.process.poll() is not None, seconds, "ready")
        assert self.process.poll() is None, self.output
        return time.monotonic() - self.began

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)

    def wait(self, seconds: float) -> int:
        """The exit code, once it has ended and said its last word."""
        code = self.process.wait(seconds)
        self.reader.join(5)
        return code

    def children(self) -> dict[str, int]:
        """Name → process number, as the supervisor says."""
        state = json.loads((self.data / "stack.json").read_text())
        return dict(state["children"])

    def family(self) -> list[psutil.Process]:
        """The supervisor and all that it started, with all that they started."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def health(self) -> dict[str, Any] | None:
        """What /healthz says, None while nothing answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=10) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error), status_code=error.code)
        except (OSError, ValueError):
            return None

    def shell(self, code: str) -> str:
        """Run a line of Python in the product that runs, as its operator would; returns what it printed."""
        environment = psutil.Process(self.children()["worker"]).environ()
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def answers(self) -> bool:
        """True when the web server answers at all."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=10):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run; a process that has ended and waits to be reaped does not."""
    return [process for process in processes if is_alive(process)]


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
