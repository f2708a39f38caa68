"""A safety hold cuts a mentor’s view of their students at once, until it is lifted."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import Visitor
from tests.journeys.looking import look_around
from tests.stack.running import RunningStack

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def test_a_safety_hold_hides_the_student_until_it_is_lifted(
    stack: RunningStack, browser: Browser, visitor: Visitor
) -> None:
    with Visitor.at(stack.address, browser) as mentor:
        mentor.enter("oak-mentor")
        mentor.open("/d/oak/my-students/")
        student = mentor.page.locator("main .rows a").first.inner_text()
        path = mentor.page.locator("main .rows a").first.get_attribute("href") or ""
        visitor.enter("oak-administrator")
        visitor.open("/d/oak/people/?q=Fischer&role=mentor")
        visitor.follow("tbody th a", words="Lena")
        visitor.press("Place a safety hold")
        faults = look_around(visitor, visitor.page.url)
        visitor.page.fill("[name=reason]", "A call from the school.")
        visitor.send()
        try:
            mentor.open("/d/oak/my-students/")
            assert student not in mentor.page.inner_text("main")
            assert mentor.open(path) == 404
            faults += look_around(visitor, visitor.page.url)
        finally:
            lift(visitor)
        mentor.open("/d/oak/my-students/")
        assert student in mentor.page.inner_text("main")
        assert faults == [] and mentor.noise == []


def lift(visitor: Visitor) -> None:
    """The sample is as it was."""
    visitor.open("/d/oak/safety/holds/")
    visitor.page.locator("tbody tr", has_text="Fischer").locator("a").first.click()
    visitor.press("Lift the hold")
    visitor.page.fill("[name=reason]", "It was cleared up.")
    visitor.send()
