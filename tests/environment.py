"""Servers and settings for the tests, made before Django reads them (a pytest plugin: ``-p tests.environment``).

With DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL given, those servers are used. Otherwise the first process starts
embedded ones in a temporary folder, and the others find them in their environment.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from local import seal
from local.servers import Servers

#: Held for the life of the process: the servers die with it.
_running: list[Servers] = []
#: Made by this process, removed in the end.
_folders: list[str] = []


def _prepare() -> None:
    if "DATABASE_URL" not in os.environ:
        servers = Servers.temporary()
        servers.start()
        _running.append(servers)
        os.environ.update(servers.environment())
    if "WAYMARK_FILES" in os.environ:
        _own_files()
        return
    files = tempfile.mkdtemp(prefix="waymark-tests-")
    _folders.append(files)
    defaults = {
        "SECRET_KEY": "a-key-for-tests-only-that-is-long-enough-to-please-the-checks",
        "FACTOR_KEYS": Fernet.generate_key().decode(),
        "WAYMARK_SAMPLE": "1",
        "WAYMARK_FILES": str(Path(files, "files")),
        "WAYMARK_SAMPLE_MAIL": str(Path(files, "mail")),
        "STATIC_ROOT": str(Path(files, "static")),
        "SEAL_KEYS_DIR": str(Path(files, "seal")),
        "SEAL_KEY_PASSPHRASE": "a-passphrase-for-tests-only",
    }
    Path(defaults["STATIC_ROOT"]).mkdir()  # whitenoise warns of every client where it is missing
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    seal.ensure(Path(os.environ["SEAL_KEYS_DIR"]), os.environ["SEAL_KEY_PASSPHRASE"])


def _own_files() -> None:
    """Each xdist worker keeps its files in a folder of its own: they all count their rows from the same numbers."""
    if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and Path(os.environ["WAYMARK_FILES"]).name != worker:
        os.environ["WAYMARK_FILES"] = str(Path(os.environ["WAYMARK_FILES"], worker))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Before pytest-django imports the settings."""
    _prepare()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_unconfigure() -> Iterator[None]:
    """The servers end last."""
    yield
    for servers in _running:
        servers.stop()
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
