"""Looking into a file of a stranger: in a process of its own, with little memory, little time and no secrets.

    answer = confined.run("verdict", content, question)

The child gets the file and a question on its standard input, nothing of our environment, and may not write a file,
start a process or use more than its limits. It is this module itself, which loads what the question needs.
"""

import base64
import contextlib
import importlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
#: Address space; seconds of work; seconds of waiting; bytes of an answer.
MOST_MEMORY, MOST_WORK, MOST_WAIT, MOST_ANSWER = 1024 * MEGABYTE, 20, 40, 120 * MEGABYTE
#: What can be asked → the module and the function that answers (content, question) → something that is JSON.
QUESTIONS = {
    "verdict": ("agreements.verdicts", "answer"),
    "pictures": ("agreements.pictures", "answer"),
}


class GaveUp(Exception):
    """The child did not answer: the file is broken, hostile, or too much for the limits."""


def run(name: str, content: bytes, question: Mapping[str, Any]) -> Any:
    """What the child says of the content. Raises GaveUp."""
    head = json.dumps({"name": name, **question}).encode()
    folder = Path(__file__).resolve().parent.parent
    environment = {"PYTHONPATH": os.pathsep.join([str(folder), *filter(None, sys.path)]), "LANG": "C.UTF-8"}
    environment |= {key: os.environ[key] for key in ("DYLD_FALLBACK_LIBRARY_PATH",) if key in os.environ}
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "agreements.confined"],
            input=len(head).to_bytes(4, "big") + head + content,
            capture_output=True,
            timeout=MOST_WAIT,
            env=environment,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GaveUp("too slow") from None
    if child.returncode or len(child.stdout) > MOST_ANSWER:
        raise GaveUp(f"ended with {child.returncode}")
    return json.loads(child.stdout)


def main() -> None:
    """In the child: load what answers, give everything up but the limits, answer."""
    given = sys.stdin.buffer.read()
    length = int.from_bytes(given[:4], "big")
    question, content = json.loads(given[4 : 4 + length]), given[4 + length :]
    module, function = QUESTIONS[question.pop("name")]
    answer = getattr(importlib.import_module(module), function)
    _limit(resource.RLIMIT_CPU, MOST_WORK)
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)  # pipes are no files
    _limit(resource.RLIMIT_CORE, 0)
    with contextlib.suppress(AttributeError):  # not on macOS
        _limit(resource.RLIMIT_NPROC, 0)
    sys.stdout.write(json.dumps(answer(content, question), default=_as_text))
    sys.stdout.flush()
    os._exit(0)  # whatever a library started is not waited for


def _limit(which: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # a system that does not know it, or is stricter already
        resource.setrlimit(which, (most, most))


def _as_text(value: bytes) -> str:
    return base64.b64encode(value).decode()


if __name__ == "__main__":
    main()
