"""A pytest plugin: journeys need a browser. Without one they are left out, loudly, or refused.

WAYMARK_JOURNEYS=required   a run without a single passed journey fails (continuous integration)
WAYMARK_JOURNEYS=off        leave them out
"""

import os

import pytest

from local.browser import find_chromium

LEFT_OUT = "THE BROWSER JOURNEYS WERE LEFT OUT"


def wish() -> str:
    """`required`, `off` or nothing."""
    return os.environ.get("WAYMARK_JOURNEYS", "")


def why_not() -> str | None:
    """The reason to leave the journeys out, None to run them."""
    if wish() == "off":
        return "WAYMARK_JOURNEYS is off."
    if find_chromium() is None:
        return "There is no Chromium on this machine. Install it (Debian: apt-get install chromium) or set CHROMIUM."
    return None


class Journeys:
    """Counts the journeys that passed and were left out."""

    def __init__(self) -> None:
        """None yet."""
        self.passed = 0
        self.left_out: str | None = None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark the journeys as skipped where there is no browser."""
        journeys = [item for item in items if item.get_closest_marker("journey")]
        reason = why_not() if journeys else None
        for item in journeys if reason else []:
            item.add_marker(pytest.mark.skip(reason=str(reason)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one journey."""
        if "journey" not in report.keywords:
            return
        if report.skipped:
            self.left_out = why_not()
        elif report.when == "call" and report.passed:
            self.passed += 1

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that had to have journeys and had none. Only the process that people see decides."""
        if not hasattr(session.config, "workerinput") and wish() == "required" and not self.passed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say loudly what did not happen."""
        if self.left_out:
            terminalreporter.write_sep("!", f"{LEFT_OUT}: {self.left_out}", red=True, bold=True)
        elif wish() == "required" and not self.passed:
            terminalreporter.write_sep(
                "!", "NO BROWSER JOURNEY PASSED, and this run requires them", red=True, bold=True
            )


def pytest_configure(config: pytest.Config) -> None:
    """Register the counter."""
    config.pluginmanager.register(Journeys(), "waymark-journeys")
