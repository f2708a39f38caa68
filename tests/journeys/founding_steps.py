"""A new district is made, and those who run it come in."""

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody
from tests.journeys.signing_in import by_invitation, by_paper, set_up_app


def founded(journey: Journey, administrator: Somebody) -> list[str]:
    """By platform staff, who print a code for the administrator; returns what stands on the paper."""
    visitor = journey.arrive()
    visitor.enter("platform")
    visitor.open("/platform/add/")
    for name, text in {
        "name": f"{journey.slug.title()} Schools",
        "slug": journey.slug,
        "given_name": administrator.given,
        "family_name": administrator.family,
        "email": administrator.email,
    }.items():
        visitor.page.fill(f"[name={name}]", text)
    visitor.page.locator("[name=time_zone]").select_option("America/Chicago")
    visitor.send()
    visitor.open(f"/platform/{journey.slug}/enter/")
    visitor.page.fill("[name=reason]", "Helps at the start.")
    visitor.send()
    visitor.go("People")
    visitor.follow("tbody th a", words=administrator.sorted_name)
    return slip(visitor)


def slip(visitor: Visitor) -> list[str]:
    """Print a code to sign in for the person on whose page one is: what stands on the paper."""
    visitor.press("Invite, reset, print a code")
    visitor.press("Print a code")
    visitor.press("Make the codes")
    return visitor.page.locator("main li code").all_inner_texts()


def came_in_by_paper(journey: Journey, who: Somebody, paper: list[str]) -> Visitor:
    """With what was printed, a password and an authenticator app; returns the window, signed in."""
    visitor = journey.arrive(who)
    by_paper(visitor, paper)
    journey.look(visitor)
    set_up_app(visitor)
    visitor.press("Continue")
    expect(visitor.page).to_have_url(f"{visitor.address}{journey.at('')}")
    return visitor


def contact_named(journey: Journey, visitor: Visitor, contact: Somebody) -> None:
    """Whom families and mentors may ask: Today asks the administrator for it."""
    journey.look(visitor, "administrator")
    visitor.follow("a", words="Name a contact")
    visitor.page.fill("[name=contact_name]", contact.name)
    visitor.page.fill("[name=contact_email]", contact.email)
    visitor.send()
    visitor.go("Today")
    expect(visitor.page.get_by_role("link", name="Name a contact")).to_have_count(0)


def colleague_added(journey: Journey, visitor: Visitor, colleague: Somebody, role: str, *, is_mailed: bool) -> None:
    """A role for the whole district; with an invitation by mail, or without."""
    visitor.go("People")
    visitor.press("Add a person")
    page = visitor.page
    page.fill("[name=given_name]", colleague.given)
    page.fill("[name=family_name]", colleague.family)
    page.fill("[name=email]", colleague.email)
    page.locator("[name=role]").select_option(label=role)
    page.check("[name=scope][value=district]")
    page.locator("[name=invite]").set_checked(is_mailed)
    visitor.send()
    expect(page.locator("h1")).to_have_text(colleague.name)


def came_in_by_mail(journey: Journey, who: Somebody) -> Visitor:
    """By the link of an invitation, with an authenticator app; returns the window, signed in."""
    visitor = journey.arrive(who)
    by_invitation(visitor, journey.mailbox, who.email)
    set_up_app(visitor)
    visitor.press("Continue")
    expect(visitor.page).to_have_url(f"{visitor.address}{journey.at('')}")
    return visitor
