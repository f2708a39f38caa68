"""Two are brought together: proposed, they talk, each says yes, the plan is made, the match starts."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody


def proposed(journey: Journey, visitor: Visitor, student: Somebody, mentor: Somebody) -> str:
    """Side by side with the student stands whom she has most in common with; returns the match's page."""
    page = visitor.page
    visitor.go("Matches")
    visitor.tab("Students without a mentor")
    journey.look(visitor)
    visitor.follow("tbody th a", words=student.sorted_name)
    expect(page.locator("h1")).to_contain_text(student.name)
    if not page.locator("h2#mentor", has_text=mentor.name).count():
        visitor.follow("a", words=f"Compare\xa0{mentor.name}")
    expect(page.locator("h2#mentor")).to_have_text(mentor.name)
    expect(page.locator("#common")).to_contain_text("of 100")
    journey.look(visitor)
    visitor.press("Propose and tell both")
    expect(page).to_have_url(re.compile(r"/matches/\d+/$"))
    journey.look(visitor, "proposed")
    return page.url


def talked(journey: Journey, visitor: Visitor, match: str, adult: Somebody) -> None:
    """An adult is there, whom both are told of; then it was."""
    page = visitor.page
    visitor.press("Plan it")
    page.fill("[name=day]", str(journey.today + timedelta(days=2)))
    page.fill("[name=time]", "14:30")
    page.fill("[name=place_note]", "Room 12")
    page.locator("[name=adult]").select_option(label=adult.sorted_name)
    journey.look(visitor)
    visitor.send()
    expect(page.locator("main")).to_contain_text("Planned")
    visitor.press("They have talked")
    page.fill("[name=held_on]", str(journey.today))
    journey.look(visitor)
    visitor.send()
    expect(page).to_have_url(match)
    expect(page.locator("main")).to_contain_text("Held")


def said_yes(journey: Journey, member: Visitor, match: str) -> None:
    """On a page of one's own, found from the first page."""
    member.go("Today")
    member.follow(f'a[href$="/my-matches/{number_of(match)}/"]')
    journey.look(member, "student or mentor")
    member.page.check("[name=answer][value=yes]")
    member.send()


def told_that_both_said_yes(journey: Journey, *members: Somebody) -> None:
    """The two read of each other; that they were proposed is old by then, and not mailed any more."""
    for member in members:
        journey.mailbox.with_words(member.email, "You both said yes")


def number_of(match: str) -> str:
    """What a match's page ends with."""
    return match.rstrip("/").rpartition("/")[2]


def planned(journey: Journey, visitor: Visitor, match: str, teacher: Somebody, adult: Somebody) -> None:
    """Where, when, with whom and what for."""
    page = visitor.page
    page.goto(match)
    visitor.press("Plan")
    page.locator("[name=places][value=school]").check()
    page.fill("[name=place_note]", "Room 12")
    page.fill("[name=schedule]", "Every Tuesday, 2:30 to 3:30")
    page.fill("[name=starts_on]", str(journey.today))
    page.fill("[name=activity_1]", "Follows a nurse through a morning")
    page.fill("[name=objective_1]", "Names five jobs in a hospital and what each asks")
    page.locator("[name=adult_in_charge]").select_option(label=adult.sorted_name)
    expect(page.locator("[name=supervising_teacher] option:checked")).to_have_text(teacher.sorted_name)
    journey.look(visitor)
    visitor.send()
    expect(page).to_have_url(match)
    expect(page.locator("main")).to_contain_text("Names five jobs")
    journey.look(visitor, "planned")


def started_once(journey: Journey, visitor: Visitor, match: str) -> None:
    """Two tabs are open; the second is told that it has started already."""
    visitor.page.goto(match)
    journey.look(visitor, "signed")
    second = visitor.context.new_page()
    second.goto(match)
    visitor.press("Start the match")
    expect(visitor.page.locator("main header")).to_contain_text("Running")
    journey.look(visitor, "running")
    with second.expect_navigation():
        second.get_by_role("button", name="Start the match").click()
    expect(second.locator("body")).to_contain_text("has started already")
    second.close()


def told_that_it_starts(journey: Journey, *members: Somebody) -> None:
    """The two read that it begins."""
    for member in members:
        journey.mailbox.with_words(member.email, "Your mentoring begins")
