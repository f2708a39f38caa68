"""A mentor says who he is, before anybody proposes a student."""

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody


def kept_waiting(journey: Journey, visitor: Visitor, student: Somebody, mentor: Somebody) -> None:
    """Until he has said that he is not paid for it, the page says that this keeps him from the student."""
    visitor.go("Matches")
    visitor.tab("Students without a mentor")
    visitor.follow("tbody th a", words=student.sorted_name)
    expect(visitor.page.locator("main details li", has_text=mentor.name)).to_contain_text("not paid for mentoring")
    journey.look(visitor, "nobody to propose")


def mentor_introduced_himself(journey: Journey, mentor: Visitor) -> None:
    """On his profile, from his first page: what he does, and that he is not paid for it."""
    page = mentor.page
    mentor.go("Today")
    mentor.follow('a[href$="/my-profile/"]')
    journey.look(mentor)
    page.fill("[name=about]", "I like to show how a day in the clinic goes.")
    page.fill("[name=occupation]", "Registered nurse")
    page.fill("[name=languages]", "English, Spanish")
    page.fill("[name=availability]", "Tuesdays after 2:30")
    page.check("[name=career_areas][value=health]")
    page.check("[name=places][value=school]")
    page.check("[name=is_unpaid]")
    mentor.send()
    expect(page.locator("main")).to_contain_text("Nothing is missing")
