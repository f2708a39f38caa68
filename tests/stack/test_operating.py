"""docs/operating.md names every variable that the product reads, and no other."""

import re

from tests.stack.running import ROOT
from tests.stack.test_compose import READ_BY_US, SERVICES, read_variables

TEXT = (ROOT / "docs" / "operating.md").read_text()
#: Read by make and the operating system's conventions, not by people who operate.
NOT_OURS = {"MAKELEVEL", "DYLD_FALLBACK_LIBRARY_PATH"}
#: Spoken of, but set for other programs.
OF_OTHERS = {"SITE_ADDRESS"}


def test_every_variable_is_described_and_every_described_one_is_read() -> None:
    local = {name for file in (ROOT / "local").glob("*.py") for name in READ_BY_US.findall(file.read_text())}
    described = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", TEXT)) - OF_OTHERS
    assert described == (read_variables() | local | {"WAYMARK_JOURNEYS"}) - NOT_OURS


def test_the_commands_of_the_processes_are_those_of_the_compose_file() -> None:
    for name in ("web", "worker", "beat", "migrate"):
        (line,) = re.findall(rf"^\| {name} \| `(.+?)` ", TEXT, re.MULTILINE)
        assert SERVICES[name]["command"][: len(line.split())] == line.split()
