"""People who are here are invited to sign in, and do."""

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody
from tests.journeys.signing_in import by_invitation


def invited(journey: Journey, visitor: Visitor, *people: Somebody) -> None:
    """Ticked in the list of people."""
    visitor.go("People")
    for one in people:
        visitor.page.locator("tbody tr", has_text=one.sorted_name).locator("input[type=checkbox]").check()
    visitor.press("Invite")
    journey.look(visitor)
    visitor.send()


def invitation_accepted(journey: Journey, who: Somebody) -> None:
    """By the link of the mail; from then on by a code that comes each time."""
    visitor = journey.arrive()
    by_invitation(visitor, journey.mailbox, who.email)
    expect(visitor.page).to_have_url(f"{visitor.address}{journey.at('')}")
    journey.look(visitor, who.given)
