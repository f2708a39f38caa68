"""`make bench`: run every measurement, or one (ONLY=name), on servers of our own; one JSON object a line.

A measurement is a module bench/<name>.py with a function `measure()` that yields bench.figure.Figure. Django is set up
as app_rt, the tables are there and empty; what needs more power reads DATABASE_OWNER_URL. Each module gets its own
servers, so that none measures what another left.
"""

import importlib
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from local import production
from local.servers import Servers

FOLDER = Path(__file__).parent
NOT_MEASUREMENTS = {"__init__", "__main__", "figure"}


def names() -> list[str]:
    """Every measurement there is."""
    return sorted(
        path.stem for path in FOLDER.glob("*.py") if path.stem not in NOT_MEASUREMENTS and path.stem[0] != "_"
    )


def run_alone(name: str) -> int:
    """Run one measurement in a process of its own, on fresh servers. Its figures go to our standard output."""
    with Servers.temporary(settings={"autovacuum": "on"}) as servers:
        environment = {**os.environ, **production.environment(servers.environment(), folder=servers.folder)}
        for command in (["database_roles"], ["migrate", "--verbosity", "0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                env=environment,
                stdout=sys.stderr,
                check=True,
                cwd=FOLDER.parent,
            )
        measure = [sys.executable, "-m", "bench", "--here", name]
        return subprocess.run(measure, env=environment, check=False, cwd=FOLDER.parent).returncode


def run_here(name: str) -> int:
    """Run one measurement in this process. Returns 1 when a figure misses its aim.

    ``page.person_list`` shows that figure of the measurement ``page`` alone.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    importlib.import_module("django").setup()
    logging.disable(logging.WARNING)  # figures have the standard output to themselves
    missed = 0
    module, _, only = name.partition(".")
    for figure in importlib.import_module(f"bench.{module}").measure():
        if only and figure.figure != name:
            continue
        print(json.dumps(figure.line()), flush=True)
        missed += not figure.ok
    return 1 if missed else 0


def main(arguments: list[str]) -> int:
    """Returns 1 when any figure misses its aim, 2 when there is no such measurement."""
    if arguments[:1] == ["--here"]:
        return run_here(arguments[1])
    wanted = arguments or names()
    if unknown := {name for name in wanted if name.partition(".")[0] not in names()}:
        print(f"No measurement {', '.join(sorted(unknown))}. There are: {', '.join(names())}", file=sys.stderr)
        return 2
    return max([run_alone(name) for name in wanted], default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
