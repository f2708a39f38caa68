"""A program is set up: what it is called, its rules, where mentors apply, its class group."""

import re

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey


def program_opened(journey: Journey, visitor: Visitor, name: str) -> tuple[str, str]:
    """By preset, with one-to-one matches besides, for all schools.

    Returns the addresses of its page, and of the page on which mentors apply.
    """
    page = visitor.page
    visitor.go("Programs")
    visitor.press("Add a program")
    page.fill("[name=name]", name)
    page.locator("[name=preset]").first.check()
    for school in page.locator("[name=schools]").all():
        school.check()
    journey.look(visitor)
    visitor.send()
    program = page.url
    rules_changed(journey, visitor)
    page.goto(program)
    visitor.press("Edit")
    page.check("[name=takes_mentors]")
    page.fill("[name=apply_code]", "health")
    visitor.send()
    visitor.press("Link and poster")
    address = page.locator("main input").first.input_value()
    assert address.endswith(journey.at("apply/health/"))
    journey.look(visitor)
    return program, address


def rules_changed(journey: Journey, visitor: Visitor) -> None:
    """One mentor for one student, after an interview; the journal is graded."""
    visitor.press("Change the rules")
    for name in ("formats", "requires_interview", "grades_journal"):
        visitor.page.locator(f"[name={name}]").first.check()
    expect(visitor.page.locator("[name=formats]:checked").first).to_have_value("one_to_one")
    journey.look(visitor)
    visitor.send()
    expect(visitor.page).to_have_url(re.compile(r"/programs/\d+/$"))


def class_group_taken(journey: Journey, visitor: Visitor, program: str, class_group: str) -> None:
    """From the roster, with its teacher."""
    visitor.page.goto(program)
    visitor.press("Take from the roster")
    visitor.page.locator("[name=sections]").first.check()
    journey.look(visitor)
    visitor.send()
    visitor.follow("tbody th a", words=class_group)
    journey.look(visitor)
