"""The journal: written by the student, graded by the teacher, read again; whoever is late is reminded."""

import re

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody


def written(journey: Journey, student: Visitor, text: str) -> None:
    """The entry waits on the first page; the mentor may read it."""
    page = student.page
    student.go("Today")
    journey.look(student, "student")
    student.follow('a[href*="/journal/"]')
    if not re.search(r"/journal/\d+/write/$", page.url):
        student.follow('a[href$="/write/"]')
    journey.look(student)
    page.fill("[name=text]", text)
    page.locator("[name=mentor_sees][value=all]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("body")).to_contain_text("Handed in")
    journey.look(student)


def graded(journey: Journey, teacher: Visitor, student: Somebody, text: str, comment: str) -> None:
    """By keys alone; then everything graded is made visible in one go."""
    page = teacher.page
    teacher.go("Journals")
    journey.look(teacher)
    teacher.follow('a[href*="/journals/grade/"]')
    with page.expect_navigation():
        page.locator(".grading-queue a", has_text=student.family).first.click()
    expect(page.locator(".grading-text")).to_contain_text(text)
    for level in page.locator("fieldset.levels").all():
        level.locator("input[type=radio]").last.check()
    page.fill("[name=comment]", comment)
    journey.look(teacher)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    teacher.go("Journals")
    teacher.follow('a[href*="/grades/release/"]')
    journey.look(teacher)
    teacher.send()
    expect(page.locator("body")).to_contain_text("visible")


def grade_read(journey: Journey, student: Visitor, comment: str) -> None:
    """On the entry's own page."""
    page = student.page
    student.go("My journal")
    journey.look(student)
    with page.expect_navigation():
        page.locator('main a[href*="/journal/"]', has_text=re.compile(".")).last.click()
    expect(page.locator("main")).to_contain_text(comment)
    journey.look(student, "graded")


def reminder_seen(journey: Journey, student: Visitor, who: Somebody) -> None:
    """In the morning's summary, one link leads to where the entry is written; which mails come is said there, too."""
    summary = journey.mailbox.with_words(who.email, "/my-reminders/").text
    link = re.search(r"was due on .*?(https?://\S+/journal/\d+/\S*)", summary, re.S)
    assert link, summary
    student.page.goto(link[1])
    expect(student.page.locator("[name=text]")).to_be_visible()
