"""The whole product, started as ``make run`` starts it, and a browser in front of it.

All journeys share one stack and one xdist group. They use the sample districts; each journey that changes something
takes people of its own.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from local.browser import find_chromium
from tests.journeys.browsing import Visitor
from tests.journeys.mailbox import Mailbox
from tests.stack.running import RunningStack, data_folder, free_port


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own Chromium."""
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    return {"executable_path": find_chromium(), "args": arguments}


@pytest.fixture(scope="session")
def stack() -> Iterator[RunningStack]:
    """A running product with the sample districts, its own servers, worker, beat and mail sink."""
    with data_folder() as folder, RunningStack(folder, free_port()) as running:
        running.wait_until_ready(300)
        yield running


@pytest.fixture(scope="session")
def mailbox(stack: RunningStack) -> Mailbox:
    """What the mail sink received."""
    return Mailbox(stack.data / "mail")


@pytest.fixture
def visitor(stack: RunningStack, browser: Browser) -> Iterator[Visitor]:
    """A fresh browser window of somebody at a desk, in front of the product."""
    with Visitor.at(stack.address, browser) as arrived:
        yield arrived
