"""The keeper: a small process that outlives its parent just long enough to end what the parent started.

It reads one line a process from its standard input, `pid signal seconds`, and learns of its parent's end, even by
kill -9, when that input closes. Then it ends every process it was told of, the latest first, with all that they had
started in turn (the pool of a worker, for example, which a parent-death signal alone does not reach), and removes the
temporary folders named on its command line.
Run as a script by local.children; needs psutil and nothing of the product.
"""

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Iterable

import psutil

#: Signals that the keeper must not die of: it ends when its parent does.
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class Kept:
    """One process to end, and how."""

    def __init__(self, line: str) -> None:
        """Read `pid signal seconds`. Raises psutil.NoSuchProcess when it has already ended."""
        pid, number, seconds = line.split()
        self.process = psutil.Process(int(pid))
        self.signal = signal.Signals(int(number))
        self.seconds = float(seconds)

    def end(self) -> None:
        """Ask the process to stop; after its time is up, kill it and everything below it."""
        with contextlib.suppress(psutil.NoSuchProcess):
            family = [self.process, *self.process.children(recursive=True)]
            self.process.send_signal(self.signal)
            kill(psutil.wait_procs(family, timeout=self.seconds)[1])
        # Children of a process that had died before are in its group still.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def kill(processes: Iterable[psutil.Process]) -> None:
    """Kill each process that is still there."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def main() -> None:
    """Remember what the parent starts; end it all when the parent is gone."""
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    kept: list[Kept] = []
    for line in sys.stdin:
        with contextlib.suppress(psutil.NoSuchProcess):
            kept.append(Kept(line))
        kept = [one for one in kept if one.process.is_running()]
    for one in reversed(kept):
        one.end()
    for folder in sys.argv[1:]:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
