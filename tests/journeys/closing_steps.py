"""A match comes to its end: lines of thanks, last talks, what is done, the letter of thanks."""

import re

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody
from tests.stack.running import wait_for


def thanks_written(journey: Journey, student: Visitor, lines: str) -> None:
    """Lines of one's own for the mentor."""
    student.go("My program")
    journey.look(student)
    student.follow('a[href*="thank"]')
    student.page.fill("[name=text]", lines)
    journey.look(student)
    student.send()


def thanks_approved(journey: Journey, teacher: Visitor, student: Somebody, lines: str) -> None:
    """The teacher reads them first."""
    teacher.go("Closing matches")
    teacher.tab("Lines of thanks")
    journey.look(teacher)
    with teacher.page.expect_navigation():
        teacher.page.locator("tbody tr", has_text=student.family).locator("a").first.click()
    expect(teacher.page.locator("main")).to_contain_text(lines)
    journey.look(teacher)
    with teacher.page.expect_navigation():
        teacher.page.get_by_role("button", name=re.compile("Approve")).first.click()


def closed(journey: Journey, visitor: Visitor, match: str) -> None:
    """Last talks, presentation, profile, next step; then it is over."""
    page = visitor.page
    page.goto(match)
    visitor.tab("Support")
    journey.look(visitor)
    visitor.press("Close this match")
    journey.look(visitor)
    visitor.send()
    expect(page).to_have_url(re.compile(r"/closings?/\d+/$"))
    journey.look(visitor, "begun")
    here = page.url
    while page.locator("main a", has_text="Note it").count():
        visitor.follow("a", words="Note it")
        page.fill("[name=quality]", "9")
        page.fill("[name=best]", "Seeing the work itself")
        journey.look(visitor)
        visitor.send()
        page.goto(here)
    visitor.press("Note what is done")
    page.fill("[name=presentation_on]", str(journey.today))
    page.fill("[name=profile_updated_on]", str(journey.today))
    page.fill("[name=next_step]", "A certified nursing assistant course next summer")
    journey.look(visitor)
    visitor.send()
    page.goto(here)
    visitor.press("Close the match")
    journey.look(visitor)
    visitor.send()
    expect(page.locator("body")).to_contain_text("Closed on")
    journey.look(visitor, "closed")


def thanked(journey: Journey, visitor: Visitor, program: str, mentor: Somebody) -> bytes:
    """A batch for the program's mentors: looked at, made by the worker, downloaded, mailed. Returns the one letter."""
    page = visitor.page
    visitor.go("Closing matches")
    visitor.tab("Thank-you letters")
    journey.look(visitor)
    visitor.follow("li a", words=program)
    page.locator("[name=kind][value=thank_mentor]").check()
    journey.look(visitor)
    visitor.send()
    journey.look(visitor, "put together")
    visitor.press("Make the letters")
    journey.look(visitor)
    visitor.send()
    batch = re.sub(r"\?.*", "", page.url)

    def is_made() -> bool:
        page.goto(batch)
        return page.get_by_role("link", name="Mail them").count() > 0

    wait_for(is_made, 60, "the letters")
    journey.look(visitor, "made")
    page.goto(f"{batch}?q={mentor.family}")
    visitor.follow("tbody th a")
    journey.look(visitor)
    file = page.locator('main a[href$="/pdf/"]').first.get_attribute("href") or ""
    letter = visitor.context.request.get(visitor.address + file).body()
    page.goto(batch)
    visitor.press("Mail them")
    journey.look(visitor)
    visitor.send()
    expect(page.locator("body")).to_contain_text("about to leave")
    return letter
