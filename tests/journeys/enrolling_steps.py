"""A student comes into a program: added, interviewed, accepted; who signs of the family, and in which language."""

import re

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody


def student_added(journey: Journey, visitor: Visitor, program: str, student: Somebody) -> None:
    """From the students whom the program's rules fit."""
    visitor.page.goto(program)
    visitor.press("Add students")
    row = visitor.page.locator("tbody tr", has_text=student.sorted_name)
    journey.look(visitor)
    row.locator("input[type=checkbox]").check()
    visitor.press("Add to the program")
    journey.look(visitor)
    visitor.send()
    expect(visitor.page.locator("tbody")).to_contain_text(student.sorted_name)


def student_accepted(journey: Journey, visitor: Visitor, student: Somebody, goal: str) -> None:
    """After a talk about what she wants to reach: until then the page says what is missing."""
    page = visitor.page
    visitor.follow("tbody th a", words=student.sorted_name)
    journey.look(visitor, "asked to apply")
    visitor.press("Note an interview")
    page.fill("[name=goal_1]", goal)
    journey.look(visitor)
    visitor.send()
    visitor.press("Accept")
    journey.look(visitor)
    visitor.send()
    expect(page.locator("main")).to_contain_text("Accepted")


def family_known(journey: Journey, visitor: Visitor, student: Somebody, mother: Somebody) -> None:
    """From the student's card: the mother may sign, and reads Spanish."""
    page = visitor.page
    visitor.go("Students")
    visitor.follow("tbody th a", words=student.sorted_name)
    journey.look(visitor)
    visitor.follow('a[href*="/guardianships/"]', words="Edit")
    page.locator("[name=relationship]").select_option("mother")
    page.check("[name=signs][value=yes]")
    page.locator("[name=basis]").select_option("parent")
    journey.look(visitor)
    visitor.send()
    expect(page).to_have_url(re.compile(r"/guardians/\d+/$"))
    journey.look(visitor)
    visitor.press("Edit")
    page.locator("[name=language]").select_option("es")
    journey.look(visitor)
    visitor.send()
    expect(page.locator("main")).to_contain_text("Español")
    expect(page.locator("h1")).to_have_text(mother.name)
