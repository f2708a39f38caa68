"""People come into an empty district: a roster, a spreadsheet of mentors, an application sent from a phone; what runs
out is seen.
"""

import re
from collections.abc import Sequence

from playwright.sync_api import FilePayload, expect

from tests.journeys.browsing import ON_A_PHONE, Visitor
from tests.journeys.journey import Journey, Somebody
from tests.stack.running import wait_for


def roster_given(journey: Journey, visitor: Visitor, roster: FilePayload, student: Somebody) -> None:
    """The first time brings everybody; the second changes nothing."""
    for time in (1, 2):
        visitor.go("Bring in data")
        visitor.follow('a[href$="/imports/roster/"]')
        visitor.page.set_input_files("[name=file]", roster)
        visitor.press("Look through it")
        visitor.page.get_by_role("button", name="Bring it in").wait_for(timeout=60_000)
        journey.look(visitor, "dry run")
        bring_in(visitor)
        new, changed, ended, _before, failed = together(visitor)
        assert (bool(new), changed, ended, failed) == (time == 1, 0, 0, 0)
        if time == 1:
            journey.look(visitor, "brought in")
            visitor.press("See who")
            journey.look(visitor)
    visitor.go("Students")
    expect(visitor.page.locator("tbody")).to_contain_text(student.sorted_name)
    journey.look(visitor)


def bring_in(visitor: Visitor) -> None:
    """Wait for the dry run, say yes, and wait until it is done."""
    yes = visitor.page.get_by_role("button", name="Bring it in")
    yes.wait_for(timeout=60_000)
    with visitor.page.expect_navigation():
        yes.click()
    expect(visitor.page.locator("#run")).to_contain_text("Brought in", timeout=60_000)


def together(visitor: Visitor) -> list[int]:
    """New, changed, ended, as before, failed: the last row of a run's table."""
    return [int(cell) for cell in visitor.page.locator("#run tbody tr").last.locator("td").all_inner_texts()]


def mentors_listed(journey: Journey, visitor: Visitor, sheet: FilePayload, program: str, mentor: Somebody) -> None:
    """Columns that were not recognized are chosen by hand."""
    visitor.go("Bring in data")
    visitor.follow('a[href$="?kind=mentors"]')
    visitor.page.set_input_files("[name=file]", sheet)
    visitor.press("See what it would do")
    journey.look(visitor)
    for number, key in {4: "check_cleared_on", 5: "check_expires_on", 6: "training_on"}.items():
        visitor.page.locator(f"[name=column_{number}]").select_option(key)
    visitor.page.locator("[name=program]").select_option(label=program)
    visitor.press("See what it would do")
    visitor.page.get_by_role("button", name="Bring it in").wait_for(timeout=60_000)
    visitor.page.check("[name=are_adults][value=yes]")
    bring_in(visitor)
    new, _changed, _ended, _before, failed = together(visitor)
    assert (new > 0, failed) == (True, 0)
    visitor.go("Mentors")
    expect(visitor.page.locator("tbody")).to_contain_text(mentor.sorted_name)
    journey.look(visitor)


def applied_on_a_phone(journey: Journey, address: str, applicant: Somebody) -> None:
    """Without script, on a small screen; a forgotten tick is named, and nothing that was typed is lost."""
    phone = journey.arrive(**ON_A_PHONE, java_script_enabled=False)
    assert phone.open(address) == 200
    texts = {"given_name": applicant.given, "family_name": applicant.family, "email": applicant.email}
    for name, text in {**texts, "job_title": "Nurse"}.items():
        phone.page.fill(f"[name={name}]", text)
    phone.send()
    assert phone.page.title().startswith("Error")
    expect(phone.page.locator("[name=job_title]")).to_have_value("Nurse")
    phone.page.check("[name=is_adult_attested]")
    phone.page.check("[name=is_unpaid_attested]")
    phone.send()
    expect(phone.page).to_have_url(re.compile("/received/$"))
    looking = journey.arrive()
    for path in (address, f"{address}received/"):
        looking.open(path)
        journey.look(looking)


def applicant_taken_up(journey: Journey, visitor: Visitor, applicant: Somebody) -> None:
    """The applicant becomes a mentor of the program."""
    visitor.go("Mentors")
    visitor.tab("Applications")
    journey.look(visitor)
    visitor.follow("tbody th a", words=applicant.family)
    journey.look(visitor)
    visitor.press("Add as a mentor")
    journey.look(visitor)
    visitor.send()
    visitor.go("Mentors")
    expect(visitor.page.locator("tbody")).to_contain_text(applicant.sorted_name)


def policies_recorded(journey: Journey, visitor: Visitor, policies: Sequence[str]) -> None:
    """What everybody has signed on paper, for all mentors in one go."""
    for policy in policies:
        visitor.go("Clearance")
        for box in visitor.page.locator("tbody input[type=checkbox]").all():
            box.check()
        visitor.press("Record agreed policy")
        visitor.page.locator("select[name=document]").select_option(label=policy)
        journey.look(visitor)
        visitor.send()


def seen_who_runs_out(journey: Journey, visitor: Visitor, mentor: Somebody) -> None:
    """Who runs out next week stands on the board, and is reminded; who is cleared for a year is not."""
    visitor.open(journey.at("clearance/?state=soon"))
    expect(visitor.page.locator("tbody tr")).to_have_count(1)
    expect(visitor.page.locator("tbody")).to_contain_text(mentor.sorted_name)
    journey.look(visitor)
    journey.passes("a_morning")
    reminder = visitor.page.locator("tbody tr", has_text="Clearance runs out").locator("th a")
    wait_for(lambda: visitor.open(journey.at("mail/")) and reminder.count(), 30, "the reminder")
    with visitor.page.expect_navigation():
        reminder.first.click()
    journey.look(visitor)
    # By night and before the hour of the summaries it waits; later in the day it has left by itself.
    if visitor.page.locator("main").get_by_role("button", name="Send now", exact=True).count():
        visitor.press("Send now")
    assert journey.slug in journey.mailbox.wait_for(mentor.email).text.lower()
