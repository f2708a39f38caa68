"""People come into an empty district: a roster, a spreadsheet of mentors, an application sent from a phone, a check
that runs out, a safety hold.
"""

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.mailbox import Mailbox
from tests.journeys.test_pages import look_around, look_at
from tests.journeys.test_sign_in import app_code
from tests.stack.running import RunningStack, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

PASSWORD = "river stone morning"
ROSTER = {
    "orgs": """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d1,,,Maple Schools,district,,
s1,,,Sugar High,school,,d1
""",
    "users": """sourcedId,status,orgSourcedIds,role,username,givenName,familyName,email,phone,agentSourcedIds,grades
u1,,s1,student,amara,Amara,Okafor,amara@maple.example,,g1,10
u2,,s1,student,mateo,Mateo,García,,,g2,11
g1,,s1,guardian,gina,Gina,Okafor,gina@maple.example,(312) 555-0141,,
g2,,s1,parent,leo,Leo,García,,,,
t1,,s1,teacher,tess,Tess,Roe,tess@maple.example,,,
""",
    "courses": """sourcedId,status,schoolYearSourcedId,title,courseCode,orgSourcedId
k1,,y1,Health science,14001,d1
""",
    "classes": """sourcedId,status,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds
c1,,Health science 1,k1,HS1,scheduled,s1,y1
""",
    "enrollments": """sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role,primary
e1,,c1,s1,u1,student,
e2,,c1,s1,u2,student,
e3,,c1,s1,t1,teacher,true
""",
}  # fmt: skip


def roster(today: date) -> dict[str, Any]:
    """A ZIP as a student system exports it, with a school year around today."""
    begins, ends = today - timedelta(days=90), today + timedelta(days=200)
    year = (
        "sourcedId,status,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        f"y1,,This year,schoolYear,{begins},{ends},,{ends.year}\n"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, text in {**ROSTER, "academicSessions": year}.items():
            made.writestr(f"{name}.csv", text)
    return {"name": "roster.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}


def mentors(today: date) -> dict[str, Any]:
    """A coordinator's own list of mentors, with headers of her own."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(
        ["First name", "Last name", "E-mail", "Company", "Police check", "Good until", "Trained", "Mentor since"]
    )
    for given, family in [("Rosa", "Lindqvist"), ("Omar", "Teague")]:
        address, last = f"{given.lower()}@maple-clinic.example", 6 if given == "Rosa" else 400
        days = today - timedelta(days=300), today + timedelta(days=last)
        row = [given, family, address, "Maple Clinic", *days, today - timedelta(days=20), today - timedelta(days=10)]
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "our mentors.xlsx", "mimeType": kind, "buffer": file.getvalue()}


def press(visitor: Visitor, name: str) -> None:
    """Press a button or follow a link of the page's own part, and wait for the page it leads to."""
    main = visitor.page.locator("main")
    with visitor.page.expect_navigation():
        main.get_by_role("button", name=name, exact=True).or_(
            main.get_by_role("link", name=name, exact=True)
        ).first.click()


def send(visitor: Visitor) -> None:
    """Press the main button of the form."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main form .actions button").first.click()


@pytest.fixture(scope="module")
def opened(stack: RunningStack, browser: Browser) -> list[str]:
    """Maple: a new district, made by platform staff; returns the slip with its administrator's code."""
    with Visitor.at(stack.address, browser) as visitor:
        visitor.enter("platform")
        visitor.open("/platform/add/")
        for name, text in {
            "name": "Maple Schools",
            "slug": "maple",
            "given_name": "Maya",
            "family_name": "Lind",
        }.items():
            visitor.page.fill(f"[name={name}]", text)
        visitor.page.fill("[name=email]", "maya@maple.example")
        visitor.page.locator("[name=time_zone]").select_option("America/Chicago")
        send(visitor)
        visitor.open("/platform/maple/enter/")
        visitor.page.fill("[name=reason]", "Helps at the start.")
        send(visitor)
        return slip_for(visitor, "/d/maple/people/")


def slip_for(visitor: Visitor, path: str) -> list[str]:
    """Print a code to sign in for the first of a list: what stands on the paper."""
    visitor.open(path)
    with visitor.page.expect_navigation():
        visitor.page.locator("tbody th a").first.click()
    press(visitor, "Invite, reset, print a code")
    press(visitor, "Print a code")
    press(visitor, "Make the codes")
    return visitor.page.locator("main li code").all_inner_texts()


def open_paper(visitor: Visitor, slip: list[str]) -> None:
    """Type what stands on the paper, and set a password."""
    visitor.open("/invite/code/")
    visitor.page.fill("[name=district]", slip[0])
    visitor.page.fill("[name=code]", slip[1])
    send(visitor)
    visitor.page.fill("[name=password]", PASSWORD)
    send(visitor)


def set_up_app(visitor: Visitor) -> None:
    """Set up an authenticator app, as administrators must."""
    page = visitor.page
    press(visitor, "Set up an authenticator app")
    secret = re.sub(r"\s", "", page.locator("#authenticator_secret, .secret, [data-secret]").first.inner_text())
    page.fill("[name=code]", app_code(secret))
    with page.expect_navigation():
        page.keyboard.press("Enter")


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


def test_a_new_district_fills_with_people(
    stack: RunningStack, browser: Browser, mailbox: Mailbox, opened: list[str]
) -> None:
    today = date.fromisoformat(stack.shell(TODAY).strip())
    with Visitor.at(stack.address, browser) as visitor:
        open_paper(visitor, opened)
        set_up_app(visitor)
        faults = look_at(visitor, "/d/maple/students/") + look_at(visitor, "/d/maple/mentors/")
        faults += gives_a_roster(visitor, today)
        faults += opens_a_program(visitor)
        faults += gives_a_list_of_mentors(visitor, today)
        faults += applies_on_a_phone(stack, browser)
        faults += takes_up_who_applied(visitor)
        faults += sees_what_runs_out(visitor, stack, mailbox)
        assert faults == []


#: The day it is in Maple.
TODAY = """
from tenancy.context import district
from django.utils import timezone
with district("maple"):
    print(timezone.localdate())
"""


def gives_a_roster(visitor: Visitor, today: date) -> list[str]:
    """The first time brings everybody; the second changes nothing."""
    faults = []
    for time in (1, 2):
        visitor.open("/d/maple/imports/roster/")
        visitor.page.set_input_files("[name=file]", roster(today))
        press(visitor, "Look through it")
        visitor.page.get_by_role("button", name="Bring it in").wait_for(timeout=60_000)
        faults += look_around(visitor, visitor.page.url) if time == 1 else []
        bring_in(visitor)
        new, changed, ended, _before, failed = together(visitor)
        assert (bool(new), changed, ended, failed) == (time == 1, 0, 0, 0)
        if time == 1:
            faults += look_around(visitor, visitor.page.url)
            press(visitor, "See who")
            faults += look_around(visitor, visitor.page.url)
    visitor.open("/d/maple/students/")
    expect(visitor.page.locator("tbody")).to_contain_text("Okafor, Amara")
    return faults + look_around(visitor, visitor.page.url)


def opens_a_program(visitor: Visitor) -> list[str]:
    """A program by preset, open for applications of mentors."""
    visitor.open("/d/maple/programs/add/")
    visitor.page.fill("[name=name]", "Health mentoring")
    visitor.page.locator("[name=preset]").first.check()
    for school in visitor.page.locator("[name=schools]").all():
        school.check()
    faults = look_around(visitor, visitor.page.url)
    send(visitor)
    press(visitor, "Edit")
    visitor.page.check("[name=takes_mentors]")
    visitor.page.fill("[name=apply_code]", "health")
    send(visitor)
    press(visitor, "Link and poster")
    expect(visitor.page.locator("main input").first).to_have_value(re.compile("/d/maple/apply/health/$"))
    return faults + look_around(visitor, visitor.page.url)


def gives_a_list_of_mentors(visitor: Visitor, today: date) -> list[str]:
    """Columns that were not recognized are chosen by hand."""
    visitor.open("/d/maple/imports/sheets/?kind=mentors")
    visitor.page.set_input_files("[name=file]", mentors(today))
    press(visitor, "See what it would do")
    faults = look_around(visitor, visitor.page.url)
    for number, key in {4: "check_cleared_on", 5: "check_expires_on", 6: "training_on"}.items():
        visitor.page.locator(f"[name=column_{number}]").select_option(key)
    visitor.page.locator("[name=program]").select_option(label="Health mentoring")
    press(visitor, "See what it would do")
    visitor.page.get_by_role("button", name="Bring it in").wait_for(timeout=60_000)
    visitor.page.check("[name=are_adults][value=yes]")
    faults += look_around(visitor, visitor.page.url)
    bring_in(visitor)
    new, _changed, _ended, _before, failed = together(visitor)
    assert (new > 0, failed) == (True, 0)
    return faults + look_at(visitor, "/d/maple/mentors/")


def applies_on_a_phone(stack: RunningStack, browser: Browser) -> list[str]:
    """Without script, on a small screen; a forgotten tick is named, and nothing that was typed is lost."""
    window = {"viewport": {"width": PHONE, "height": 700}, "java_script_enabled": False}
    with Visitor.at(stack.address, browser, **window) as phone:
        assert phone.open("/d/maple/apply/health/") == 200
        texts = {"given_name": "Ivy", "family_name": "Castellan", "email": "ivy@works.example", "job_title": "Nurse"}
        for name, text in texts.items():
            phone.page.fill(f"[name={name}]", text)
        send(phone)
        assert phone.page.title().startswith("Error")
        expect(phone.page.locator("[name=job_title]")).to_have_value("Nurse")
        phone.page.check("[name=is_adult_attested]")
        phone.page.check("[name=is_unpaid_attested]")
        send(phone)
        expect(phone.page).to_have_url(re.compile("/received/$"))
        assert phone.noise == []
    with Visitor.at(stack.address, browser) as looking:
        return look_at(looking, "/d/maple/apply/health/") + look_at(looking, "/d/maple/apply/health/received/")


def takes_up_who_applied(visitor: Visitor) -> list[str]:
    """The applicant becomes a mentor of the program."""
    visitor.open("/d/maple/applications/")
    faults = look_around(visitor, visitor.page.url)
    with visitor.page.expect_navigation():
        visitor.page.locator("tbody th a", has_text="Castellan").click()
    faults += look_around(visitor, visitor.page.url)
    press(visitor, "Add as a mentor")
    faults += look_around(visitor, visitor.page.url)
    send(visitor)
    visitor.open("/d/maple/mentors/?q=Castellan")
    expect(visitor.page.locator("tbody")).to_contain_text("Castellan, Ivy")
    return faults


def sees_what_runs_out(visitor: Visitor, stack: RunningStack, mailbox: Mailbox) -> list[str]:
    """Policies on paper are recorded for everybody; who runs out next week stands on the board, and is reminded."""
    for number in range(2):
        visitor.open("/d/maple/clearance/")
        for box in visitor.page.locator("tbody input[type=checkbox]").all():
            box.check()
        press(visitor, "Record agreed policy")
        document = visitor.page.locator("select[name=document], [name=document]").first
        if document.evaluate("one => one.tagName") == "SELECT":
            choices = document.locator("option:not([value=''])")
            document.select_option(value=choices.nth(number).get_attribute("value"))
        else:
            visitor.page.locator("[name=document]").nth(number).check()
        send(visitor)
    visitor.open("/d/maple/clearance/?state=soon")
    expect(visitor.page.locator("tbody tr")).to_have_count(1)
    expect(visitor.page.locator("tbody")).to_contain_text("Lindqvist, Rosa")
    faults = look_around(visitor, visitor.page.url)
    stack.shell(REMIND)
    return faults + reads_the_reminder(visitor, mailbox)


def reads_the_reminder(visitor: Visitor, mailbox: Mailbox) -> list[str]:
    """It waits for the mentor's summary of the day, and leaves at once when staff say so."""
    reminder = visitor.page.locator("tbody tr", has_text="Clearance runs out").locator("th a")
    wait_for(lambda: visitor.open("/d/maple/mail/") and reminder.count(), 30, "the reminder")
    with visitor.page.expect_navigation():
        reminder.first.click()
    faults = look_around(visitor, visitor.page.url)
    press(visitor, "Send now")
    assert "maple" in mailbox.wait_for("rosa@maple-clinic.example").text.lower()
    return faults


#: What the timetable does at six in the morning.
REMIND = """
from screening.tasks import begin_day
from tenancy.celery import ring
from tenancy.context import district
with district("maple"):
    ring(begin_day)
"""


def test_a_safety_hold_hides_the_student_until_it_is_lifted(
    stack: RunningStack, browser: Browser, visitor: Visitor
) -> None:
    with Visitor.at(stack.address, browser) as mentor:
        mentor.enter("oak-mentor")
        mentor.open("/d/oak/my-students/")
        student = mentor.page.locator("main .rows a").first.inner_text()
        path = mentor.page.locator("main .rows a").first.get_attribute("href") or ""
        visitor.enter("oak-administrator")
        visitor.open("/d/oak/people/?q=Fischer&role=mentor")
        with visitor.page.expect_navigation():
            visitor.page.locator("tbody th a", has_text="Lena").first.click()
        press(visitor, "Place a safety hold")
        faults = look_around(visitor, visitor.page.url)
        visitor.page.fill("[name=reason]", "A call from the school.")
        send(visitor)
        try:
            mentor.open("/d/oak/my-students/")
            assert student not in mentor.page.inner_text("main")
            assert mentor.open(path) == 404
            faults += look_around(visitor, visitor.page.url)
        finally:
            lift(visitor)
        mentor.open("/d/oak/my-students/")
        assert student in mentor.page.inner_text("main")
        assert faults == [] and mentor.noise == []


def lift(visitor: Visitor) -> None:
    """The sample is as it was."""
    visitor.open("/d/oak/safety/holds/")
    visitor.page.locator("tbody tr", has_text="Fischer").locator("a").first.click()
    press(visitor, "Lift the hold")
    visitor.page.fill("[name=reason]", "It was cleared up.")
    send(visitor)
