"""The set-up on a bare machine: what it refuses, what it skips, and what the lock files hold."""

import json
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from local import libraries, setup
from tests.stack.running import ROOT, plain_environment

REQUIREMENTS = ("requirements.txt", "requirements-local.txt", "requirements-dev.txt")


@pytest.mark.parametrize(
    ("system", "family", "command"),
    [
        ("Linux", ["debian"], "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("Linux", ["ubuntu", "debian"], "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("Linux", ["fedora"], "dnf install -y pango"),
        ("Linux", ["rocky", "rhel", "centos", "fedora"], "dnf install -y pango"),
        ("Darwin", [], "brew install pango"),
        ("Linux", ["unheard-of"], "your system's package manager"),
    ],
)
def test_missing_pango_is_named_with_its_command_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, system: str, family: list[str], command: str
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(libraries, "missing", lambda: ["libpango-1.0.so.0"])
    monkeypatch.setattr(libraries, "families", lambda: family)
    monkeypatch.setattr(setup, "make_environment", lambda: pytest.fail("nothing may happen before"))
    with pytest.raises(setup.CannotSetUp) as refusal:
        setup.main("run")
    assert "this machine lacks libpango-1.0.so.0" in str(refusal.value)
    assert command in str(refusal.value)


def test_a_library_that_is_not_there_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(libraries, "LINUX", ("libc.so.6", "libno-such-thing.so.7"))
    assert libraries.missing() == ["libno-such-thing.so.7"]


def test_a_step_is_done_again_when_a_file_it_reads_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path)
    (tmp_path / "lock").write_text("one")
    assert not setup.is_stamped("step", ["lock"])
    setup.stamp("step", ["lock"])
    assert setup.is_stamped("step", ["lock"])
    (tmp_path / "lock").write_text("two")
    assert not setup.is_stamped("step", ["lock"])


def test_make_says_that_python_is_too_old(tmp_path: Path) -> None:
    """With no Python that is new enough on the path."""
    for tool in ("sh", "make", "echo", "test"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    environment = {**plain_environment(), "PATH": str(tmp_path)}
    said = subprocess.run(["make", "run"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode != 0
    assert "Waymark needs Python 3.11 or newer" in said.stdout


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_pinned_package_has_digests_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    pins = re.split(r"\n(?=[a-z0-9])", text)
    assert [pin for pin in pins if "==" in pin and "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_what_is_asked_for_is_pinned(name: str) -> None:
    asked = {
        re.split(r"[\[<>=~! ]", line)[0]
        for line in (ROOT / name.replace(".txt", ".in")).read_text().splitlines()
        if line and not line.startswith(("#", "-c"))
    }
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(), re.MULTILINE))
    assert asked <= pinned


def test_the_lock_file_of_npm_has_digests_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
        assert not package.get("hasInstallScript")


def test_no_npm_package_runs_a_script_at_set_up() -> None:
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text().splitlines()
