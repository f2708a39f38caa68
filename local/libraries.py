"""The system libraries that printing needs (Pango): are they there, and which command installs them?"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
from pathlib import Path

LINUX = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
MACOS = ("libgobject-2.0.0.dylib", "libpango-1.0.0.dylib", "libpangoft2-1.0.0.dylib", "libharfbuzz.0.dylib")
#: Where Homebrew puts libraries; Python does not look there by itself.
HOMEBREW = ("/opt/homebrew/lib", "/usr/local/lib")
DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
#: Programs by which the tests read PDFs → the package of Debian, Ubuntu and most others that has them.
TEST_TOOLS = {"pdftotext": "poppler-utils", "pdfsig": "poppler-utils", "qpdf": "qpdf"}
#: Family of systems (ID or ID_LIKE in os-release) → the command.
COMMANDS = {
    "debian": f"apt-get install -y {' '.join(DEBIAN_PACKAGES)}",
    "ubuntu": f"apt-get install -y {' '.join(DEBIAN_PACKAGES)}",
    "fedora": "dnf install -y pango",
    "rhel": "dnf install -y pango",
    "suse": "zypper install -y libpango-1_0-0",
    "arch": "pacman -S --noconfirm pango",
}


def missing() -> list[str]:
    """The names of the libraries that cannot be loaded."""
    if platform.system() == "Darwin":
        return [name for name in MACOS if not any(Path(folder, name).exists() for folder in HOMEBREW)]
    return [name for name in LINUX if not loads(name)]


def loads(name: str) -> bool:
    """True when the system finds the library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_test_packages() -> list[str]:
    """The packages that the tests need besides and that this machine lacks."""
    return sorted({package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None})


def install_command() -> str:
    """What to type on this machine to get them."""
    if platform.system() == "Darwin":
        return "brew install pango"
    command = next((COMMANDS[family] for family in families() if family in COMMANDS), None)
    if command is None:
        return "your system's package manager: install Pango 1.44 or newer, with its FreeType part, and HarfBuzz"
    return command if os.geteuid() == 0 else f"sudo {command}"


def families() -> list[str]:
    """What kind of Linux this is, the closest name first."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release.get("ID", ""), *release.get("ID_LIKE", "").split()]


def library_path() -> dict[str, str]:
    """The variable that lets Python find Homebrew's libraries; nothing elsewhere."""
    if platform.system() != "Darwin":
        return {}
    known = [path for path in (os.environ.get("DYLD_FALLBACK_LIBRARY_PATH"), *HOMEBREW) if path]
    return {"DYLD_FALLBACK_LIBRARY_PATH": ":".join(known)}
