"""Meetings are planned, and written down on a phone."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody

WEDNESDAY = 2


def next_wednesday(today: date) -> date:
    """A school day in more than a week."""
    soonest = today + timedelta(days=8)
    return soonest + timedelta(days=(WEDNESDAY - soonest.weekday()) % 7)


def meeting_planned(journey: Journey, visitor: Visitor, match: str, adult: Somebody) -> None:
    """From the match's page, a day on which school is open."""
    page = visitor.page
    page.goto(match)
    visitor.press("Plan meetings")
    page.fill("[name=on]", str(next_wednesday(journey.today)))
    page.fill("[name=starts_at]", "14:30")
    page.locator("[name=place][value=school]").check()
    page.locator("[name=adult]").select_option(label=adult.sorted_name)
    journey.look(visitor)
    visitor.send()
    expect(page.locator("main")).to_contain_text("Planned")
    journey.look(visitor)


def logged_from_the_mail(journey: Journey, phone: Visitor, mentor: Somebody, student: Somebody, note: str) -> None:
    """Without signing in and without script: one button. The link says afterwards that it is done."""
    page, link = phone.page, journey.mailbox.with_words(mentor.email, "/log/").link
    page.goto(link)
    expect(page.locator("main")).to_contain_text(student.given)
    page.fill("[name=note]", note)
    phone.send()
    for _again in (False, True):
        expect(page.locator("main")).to_contain_text("It is written down")
        page.goto(link)


def logged_signed_in(journey: Journey, mentor: Visitor, note: str) -> None:
    """A meeting that nobody had planned, from the mentor's own list."""
    mentor.go("My meetings")
    mentor.press("Write down how it was")
    journey.look(mentor)
    mentor.follow('a[href$="/log/"]')
    mentor.page.fill("[name=note]", note)
    journey.look(mentor)
    mentor.send()
    expect(mentor.page.locator("body")).to_contain_text("Saved. Thank you.")
    journey.look(mentor)
