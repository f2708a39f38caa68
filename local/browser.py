"""The browser that the journeys drive: the system's own Chromium, wherever it is."""

import os
import shutil
import subprocess
from pathlib import Path

#: By name, in the order of trust.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


def find_chromium() -> str | None:
    """The path of a Chromium that really starts, or None. CHROMIUM names one explicitly."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *(str(path) for path in MACOS if path.exists())]
    return next((path for path in found if path and starts(path)), None)


def starts(path: str) -> bool:
    """True when it says its version: some systems ship a stub that only points at another installer."""
    try:
        answer = subprocess.run([path, "--version", "--no-sandbox"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0
