"""`make check`: everything that can be said about the code without running the tests. Under a minute, two at a time."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from local import production
from local.servers import Servers

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


@dataclass(frozen=True)
class Step:
    """One check: a name and the commands that must all succeed."""

    name: str
    commands: Sequence[Sequence[str | Path]]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a step went."""

    step: Step
    ok: bool
    seconds: float
    output: str


def steps(environment: dict[str, str]) -> list[Step]:
    """All checks, the slowest first."""
    tables = [
        [*MANAGE, "database_roles"],
        [*MANAGE, "migrate", "--verbosity", "0"],
        [*MANAGE, "makemigrations", "--check", "--dry-run"],
        [*MANAGE, "check", "--deploy", "--database", "default", "--fail-level", "WARNING"],
    ]
    return [
        Step("migrations and deploy", tables, environment),
        Step("types", [[sys.executable, "-m", "mypy", "."]], environment),
        Step("floors", [[sys.executable, "-c", LINT_IMPORTS, "--no-logo"]]),
        Step("lint", [[BIN / "ruff", "check", "."]]),
        Step("format", [[BIN / "ruff", "format", "--check", "."]]),
        Step("templates", [[BIN / "djangofmt", "check", "--output-format", "concise", "templates"]]),
        Step("templates by djlint", [[sys.executable, "-m", "djlint", "templates", "--lint", "--quiet"]]),
        Step("unused", [[sys.executable, "-m", "vulture"]]),
    ]


def run(step: Step) -> Outcome:
    """Run one step to its first failure."""
    began = time.monotonic()
    output = ""
    for command in step.commands:
        answer = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **step.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        output += answer.stdout
        if answer.returncode:
            return Outcome(step, False, time.monotonic() - began, output)
    return Outcome(step, True, time.monotonic() - began, output)


def main() -> int:
    """Run every step, print one line each, and the output of those that failed. Returns 1 if any did."""
    failed: list[Outcome] = []
    with Servers.temporary() as servers, ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(run, steps(production.environment(servers.environment(), folder=servers.folder))):
            print(f"  {'ok' if outcome.ok else 'NO':3} {outcome.step.name:22} {outcome.seconds:5.1f} s", flush=True)
            if not outcome.ok:
                failed.append(outcome)
    for outcome in failed:
        print(f"\n--- {outcome.step.name} ---\n{outcome.output.strip()}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
