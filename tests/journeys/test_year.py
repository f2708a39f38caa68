"""The year of a match: a meeting is planned and written down on a phone, the student writes about it, the teacher
grades, whoever is late is reminded, the match is closed, and the mentor gets a letter.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.mailbox import Mailbox
from tests.journeys.test_match import Faults, mail_of, mail_with, today
from tests.journeys.test_people import press, send
from tests.journeys.test_sign_in import by_code
from tests.stack.running import RunningStack, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

#: The family of the whole year, and one whose student is late.
NAME, LATE = "Duarte", "Escobar"
MAKE = f"from tests.journeys import families; print(families.make_running({NAME!r}), families.make_running({LATE!r}))"
AN_HOUR_LATER = "from tests.journeys import families; families.an_hour_later({name!r}); families.hurry({name!r})"
TWO_MINUTES_PASS = f"from tests.journeys import families; families.hurry({NAME!r})"
REMIND = f"from tests.journeys import families; families.be_late({LATE!r})"
STUDENT, MENTOR, LATE_STUDENT = mail_of("lucia", NAME), mail_of("grace", NAME), mail_of("lucia", LATE)
ENTRY = "We walked through the emergency room before the shift began. I did not know how much is written down by hand."


@pytest.fixture(scope="module")
def match(stack: RunningStack) -> str:
    """Two matches that started today; returns the path of the first one's page."""
    return f"/d/oak/matches/{stack.shell(MAKE).split()[0]}/"


def next_school_day() -> date:
    """A day on which they can meet: in more than a week there is a Wednesday that no holiday falls on."""
    day = today() + timedelta(days=8)
    while day.weekday() != 2 or (day.month, day.day) in {(11, 11), (12, 23), (12, 30)}:
        day += timedelta(days=1)
    return day


def school_year() -> str:
    """As the sample calls it: "2026–27"."""
    first = today().year if today().month >= 7 else today().year - 1
    return f"{first}–{(first + 1) % 100:02}"


def test_a_year_from_the_first_meeting_to_the_letter(
    stack: RunningStack, browser: Browser, visitor: Visitor, mailbox: Mailbox, match: str
) -> None:
    faults = Faults()
    visitor.enter("oak-coordinator")
    planned(visitor, match, faults)
    stack.shell(AN_HOUR_LATER.format(name=NAME))
    phone = {"viewport": {"width": PHONE, "height": 700}, "has_touch": True, "java_script_enabled": False}
    with Visitor.at(stack.address, browser, **phone) as mentor:
        written_down(mentor, mailbox)
    with Visitor.at(stack.address, browser) as student:
        by_code(student.page, mailbox, STUDENT)
        writes(student, faults)
        with Visitor.at(stack.address, browser) as teacher:
            grades(teacher, faults)
        reads_the_grade(student, faults)
        thanks(student, faults)
    whoever_is_late_is_reminded(stack, mailbox)
    with Visitor.at(stack.address, browser) as teacher:
        approves_the_lines(teacher, faults)
    closed(visitor, match, faults)
    thanked(visitor, faults)
    stack.shell(TWO_MINUTES_PASS)
    letter = mail_with(mailbox, MENTOR, "letter")
    assert NAME not in letter.subject.replace(f"Grace {NAME}", "")
    assert faults.found == []


def planned(visitor: Visitor, match: str, faults: Faults) -> None:
    """From the match's page, a day on which school is open."""
    visitor.open(match)
    faults.look(visitor)
    press(visitor, "Plan meetings")
    page = visitor.page
    page.fill("[name=on]", str(next_school_day()))
    page.fill("[name=starts_at]", "14:30")
    page.locator("[name=place][value=school]").check()
    page.locator("[name=adult]").select_option(label="Whelan, Tom")
    faults.look(visitor)
    send(visitor)
    expect(page.locator("main")).to_contain_text("Planned")
    visitor.open(match)
    faults.look(visitor)


def written_down(mentor: Visitor, mailbox: Mailbox) -> None:
    """From the mail, on a phone, without script and without signing in: one button."""
    page, link = mentor.page, mail_with(mailbox, MENTOR, "/log/").link
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Lucía")
    page.fill("[name=note]", "Emergency room before the shift.")
    send(mentor)
    expect(page.locator("main")).to_contain_text("It is written down")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("It is written down")
    assert mentor.noise == []


def writes(student: Visitor, faults: Faults) -> None:
    """The entry waits on the first page; the mentor may read it."""
    page = student.page
    page.goto("/d/oak/")
    faults.look(student)
    with page.expect_navigation():
        page.locator('main a[href*="/journal/"]').first.click()
    if not re.search(r"/journal/\d+/write/$", page.url):
        with page.expect_navigation():
            page.locator('main a[href$="/write/"]').first.click()
    faults.look(student)
    page.fill("[name=text]", ENTRY)
    page.locator("[name=mentor_sees][value=all]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("body")).to_contain_text("Handed in")
    faults.look(student)


def grades(teacher: Visitor, faults: Faults) -> None:
    """By keys alone; then everything graded is made visible in one go."""
    page = teacher.page
    teacher.enter("oak-teacher")
    teacher.open("/d/oak/journals/")
    faults.look(teacher)
    teacher.open("/d/oak/journals/grade/")
    faults.look(teacher)
    with page.expect_navigation():
        page.locator(".grading-queue a", has_text=NAME).first.click()
    expect(page.locator(".grading-text")).to_contain_text("emergency room")
    for level in page.locator("fieldset.levels").all():
        level.locator("input[type=radio]").last.check()
    page.fill("[name=comment]", "You noticed what others overlook.")
    faults.look(teacher)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    teacher.open("/d/oak/journals/grades/release/")
    faults.look(teacher)
    send(teacher)
    expect(page.locator("body")).to_contain_text("visible")


def reads_the_grade(student: Visitor, faults: Faults) -> None:
    """On the entry's own page."""
    page = student.page
    page.goto("/d/oak/journal/")
    faults.look(student)
    with page.expect_navigation():
        page.locator('main a[href*="/journal/"]', has_text=re.compile(".")).last.click()
    expect(page.locator("main")).to_contain_text("You noticed what others overlook.")
    faults.look(student)


def thanks(student: Visitor, faults: Faults) -> None:
    """Lines of one's own for the mentor."""
    page = student.page
    page.goto("/d/oak/my-program/")
    faults.look(student)
    with page.expect_navigation():
        page.locator('main a[href*="thank"]').first.click()
    page.fill("[name=text]", "You showed me that nurses decide a lot. Thank you for your patience.")
    faults.look(student)
    send(student)


def whoever_is_late_is_reminded(stack: RunningStack, mailbox: Mailbox) -> None:
    """Another student owes an entry since last week: in the morning's summary."""
    stack.shell(AN_HOUR_LATER.format(name=LATE))
    stack.shell(REMIND)
    summary = mail_with(mailbox, LATE_STUDENT, "/journal/")
    assert "/my-reminders/" in summary.text


def approves_the_lines(teacher: Visitor, faults: Faults) -> None:
    """The teacher reads them first."""
    teacher.enter("oak-teacher")
    teacher.open("/d/oak/thanks/")
    faults.look(teacher)
    with teacher.page.expect_navigation():
        teacher.page.locator("tbody tr", has_text=NAME).locator("a").first.click()
    faults.look(teacher)
    with teacher.page.expect_navigation():
        teacher.page.get_by_role("button", name=re.compile("Approve")).first.click()


def closed(visitor: Visitor, match: str, faults: Faults) -> None:
    """Last talks, presentation, profile, next step; then it is over."""
    page = visitor.page
    visitor.open(match)
    press(visitor, "Close this match")
    faults.look(visitor)
    send(visitor)
    expect(page).to_have_url(re.compile(r"/closing/\d+/$|/closings/\d+/$"))
    faults.look(visitor)
    here = page.url
    while (talk := page.locator("main a", has_text="Note it")).count():
        with page.expect_navigation():
            talk.first.click()
        page.fill("[name=quality]", "9")
        page.fill("[name=best]", "Seeing the work itself")
        faults.look(visitor)
        send(visitor)
        page.goto(here)
    press(visitor, "Note what is done")
    page.fill("[name=presentation_on]", str(today()))
    page.fill("[name=profile_updated_on]", str(today()))
    page.fill("[name=next_step]", "A certified nursing assistant course next summer")
    faults.look(visitor)
    send(visitor)
    page.goto(here)
    press(visitor, "Close the match")
    faults.look(visitor)
    send(visitor)
    expect(page.locator("body")).to_contain_text("Closed on")
    faults.look(visitor)


def thanked(visitor: Visitor, faults: Faults) -> None:
    """A batch for the program's mentors: looked at, made by the worker, downloaded, mailed."""
    page = visitor.page
    visitor.open("/d/oak/thank-you-letters/")
    faults.look(visitor)
    with page.expect_navigation():
        page.locator("main li", has_text="Health careers mentoring").filter(has_text=school_year()).locator("a").click()
    faults.look(visitor)
    page.locator("[name=kind][value=thank_mentor]").check()
    send(visitor)
    faults.look(visitor)
    press(visitor, "Make the letters")
    faults.look(visitor)
    send(visitor)
    batch = re.sub(r"\?.*", "", page.url)

    def is_made() -> bool:
        page.goto(batch)
        return page.get_by_role("link", name="Mail them").count() > 0

    wait_for(is_made, 60, "the letters")
    faults.look(visitor)
    page.goto(f"{batch}?q={NAME}")
    with page.expect_navigation():
        page.locator("tbody th a").first.click()
    faults.look(visitor)
    file = page.locator('main a[href$="/pdf/"]').first.get_attribute("href") or ""
    answer = visitor.context.request.get(visitor.address + file)
    assert answer.body().startswith(b"%PDF-")
    page.goto(batch)
    press(visitor, "Mail them")
    faults.look(visitor)
    send(visitor)
    expect(page.locator("body")).to_contain_text("two minutes")
