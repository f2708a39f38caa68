"""A match from its proposal to its start: the two meet and say yes, a family signs on a phone in Spanish, the others
sign in their own ways, the worker seals, anybody checks the file, and the gate opens.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.mailbox import Mail, Mailbox
from tests.journeys.test_pages import look_around
from tests.journeys.test_people import press, send
from tests.journeys.test_sign_in import by_code
from tests.stack.running import ROOT, RunningStack, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

#: The family of the whole journey, and those whose mothers sign with the keys alone and without script.
NAME, BY_KEYS, WITHOUT_SCRIPT = "Almendra", "Bermejo", "Cordero"
MAKE = f"""
from tests.journeys import families
place = families.make({NAME!r})
print(place, families.make_out({BY_KEYS!r}), families.make_out({WITHOUT_SCRIPT!r}))
families.hurry({BY_KEYS!r}, {WITHOUT_SCRIPT!r})
"""
TWO_MINUTES_PASS = f"from tests.journeys import families; families.hurry({NAME!r})"


def mail_of(given: str, name: str = NAME) -> str:
    """Where somebody of a family gets their mail."""
    return f"{given}.{name}@families.example".lower()


def today() -> date:
    """The day it is in Oak."""
    return datetime.now(ZoneInfo("America/Chicago")).date()


MOTHER, STUDENT, MENTOR = mail_of("elena"), mail_of("lucia"), mail_of("grace")


@pytest.fixture(scope="module")
def place(stack: RunningStack) -> int:
    """Three families: of the first, nobody has met anybody yet; the documents of the others are out."""
    return int(stack.shell(MAKE).split()[0])


def mail_with(mailbox: Mailbox, address: str, words: str) -> Mail:
    """The last mail to an address that holds these words; waits for one."""
    return wait_for(
        lambda: next((one for one in reversed(mailbox.to(address)) if words in f"{one.subject}\n{one.text}"), None),
        30,
        f"a mail to {address} with “{words}”",
    )


@dataclass
class Faults:
    """Everything wrong with any page that was passed."""

    found: list[str] = field(default_factory=list)

    def look(self, visitor: Visitor) -> None:
        """At this page, at a desk and on a phone; the window is as it was afterwards."""
        before = visitor.page.viewport_size
        self.found += look_around(visitor, re.sub(r"/sign/[^/]{9,}/", "/sign/…/", visitor.page.url))
        if before:
            visitor.page.set_viewport_size(before)


# --- The whole journey ---------------------------------------------------------------------------------------------


def test_a_match_from_its_proposal_to_its_start(
    stack: RunningStack, browser: Browser, visitor: Visitor, mailbox: Mailbox, place: int, tmp_path: Path
) -> None:
    faults = Faults()
    visitor.enter("oak-coordinator")
    match = proposed(visitor, place, faults)
    talked(visitor, match, faults)
    for address in (STUDENT, MENTOR):
        with Visitor.at(stack.address, browser) as member:
            by_code(member.page, mailbox, address)
            says_yes(member, match, faults)
    planned(visitor, match, faults)
    sent(visitor, match, faults)
    stack.shell(TWO_MINUTES_PASS)
    told_of_the_proposal(mailbox)
    phone = {"viewport": {"width": PHONE, "height": 700}, "locale": "es-MX", "has_touch": True}
    with Visitor.at(stack.address, browser, **phone) as mother:
        signs_on_a_phone(mother, mailbox, faults)
        student_and_mentor_sign(stack, browser, mailbox, faults)
        cannot_start_yet(visitor, match)
        principal_signs(stack, browser, faults)
        file = final_copy(mother, faults, tmp_path)
    is_told_apart(stack, browser, file, faults)
    starts_once(visitor, match, faults)
    stack.shell(TWO_MINUTES_PASS)
    told_of_the_end(mailbox)
    assert faults.found == []


def proposed(visitor: Visitor, place: int, faults: Faults) -> str:
    """Side by side with the student stands whom she has most in common with; returns the match's page."""
    visitor.open("/d/oak/matches/students-without/")
    with visitor.page.expect_navigation():
        visitor.page.locator(f'main a[href$="/matches/propose/{place}/"]').first.click()
    faults.look(visitor)
    if not visitor.page.locator("h2#mentor", has_text=NAME).count():
        with visitor.page.expect_navigation():
            visitor.page.locator("main a", has_text="Compare").filter(has_text=NAME).click()
    expect(visitor.page.locator("#common")).to_contain_text("of 100")
    faults.look(visitor)
    press(visitor, "Propose and tell both")
    expect(visitor.page).to_have_url(re.compile(r"/matches/\d+/$"))
    faults.look(visitor)
    return visitor.page.url


def talked(visitor: Visitor, match: str, faults: Faults) -> None:
    """An adult is there, whom both are told of; then it was."""
    press(visitor, "Plan it")
    visitor.page.fill("[name=day]", str(today() + timedelta(days=2)))
    visitor.page.fill("[name=time]", "14:30")
    visitor.page.fill("[name=place_note]", "Room 12")
    visitor.page.locator("[name=adult]").select_option(label="Whelan, Tom")
    faults.look(visitor)
    send(visitor)
    expect(visitor.page.locator("main")).to_contain_text("Planned")
    press(visitor, "They have talked")
    visitor.page.fill("[name=held_on]", str(today()))
    faults.look(visitor)
    send(visitor)
    expect(visitor.page).to_have_url(match)
    expect(visitor.page.locator("main")).to_contain_text("Held")


def says_yes(member: Visitor, match: str, faults: Faults) -> None:
    """On a page of one's own, found from the first page."""
    pk = match.rstrip("/").rpartition("/")[2]
    member.open("/d/oak/")
    with member.page.expect_navigation():
        member.page.locator(f'main a[href$="/my-matches/{pk}/"]').first.click()
    faults.look(member)
    member.page.check("[name=answer][value=yes]")
    send(member)


def planned(visitor: Visitor, match: str, faults: Faults) -> None:
    """Where, when, with whom and what for."""
    visitor.page.goto(match)
    press(visitor, "Plan")
    page = visitor.page
    page.locator("[name=places][value=school]").check()
    for other in page.locator("[name=places]:not([value=school])").all():
        other.uncheck()
    page.fill("[name=place_note]", "Room 12")
    page.fill("[name=schedule]", "Every Tuesday, 2:30 to 3:30")
    page.fill("[name=starts_on]", str(today()))
    page.fill("[name=activity_1]", "Follows a nurse through a morning")
    page.fill("[name=objective_1]", "Names five jobs in a hospital and what each asks")
    page.locator("[name=adult_in_charge]").select_option(label="Whelan, Tom")
    page.locator("[name=supervising_teacher]").select_option(label="Whelan, Tom")
    faults.look(visitor)
    send(visitor)
    expect(page).to_have_url(match)
    expect(page.locator("main")).to_contain_text("Names five jobs")
    faults.look(visitor)


def sent(visitor: Visitor, match: str, faults: Faults) -> None:
    """The documents go out to everybody who signs."""
    press(visitor, "Send the documents to sign")
    expect(visitor.page.locator("main")).to_contain_text(f"Elena {NAME}")
    faults.look(visitor)
    send(visitor)
    expect(visitor.page).to_have_url(match)
    expect(visitor.page.locator("main")).to_contain_text("Permissions")
    faults.look(visitor)


def told_of_the_proposal(mailbox: Mailbox) -> None:
    """The two read of each other, and of their talk."""
    for address in (STUDENT, MENTOR):
        mail_with(mailbox, address, "/my-matches/")


def opens_the_link(signer: Visitor, mailbox: Mailbox, address: str) -> None:
    """From the mail to the documents, by the code."""
    link = mail_with(mailbox, address, "/sign/").link
    before = len(mailbox.to(address))
    signer.page.goto(link)
    send(signer)
    signer.page.fill("[name=code]", mailbox.wait_for(address, after=before).code)
    send(signer)
    expect(signer.page).to_have_url(re.compile(r"/d/oak/sign/$"))


def signs_on_a_phone(mother: Visitor, mailbox: Mailbox, faults: Faults) -> None:
    """In Spanish: yes to two things, no to the others, her name."""
    page, link = mother.page, mail_with(mailbox, MOTHER, "/sign/").link
    before = len(mailbox.to(MOTHER))
    page.goto(link)
    faults.look(mother)
    send(mother)
    faults.look(mother)
    page.fill("[name=code]", mailbox.wait_for(MOTHER, after=before).code)
    send(mother)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    faults.look(mother)
    with page.expect_navigation():
        page.locator("main a.button-primary").click()
    faults.look(mother)
    page.check("[name=agrees]")
    send(mother)
    expect(page.locator("article").first).to_have_attribute("lang", "es")
    reads_how_else(mother, faults)
    answer_all(mother)
    page.fill("[name=typed_name]", f"Elena {NAME}")
    faults.look(mother)
    send(mother)
    expect(page.locator("main")).to_contain_text(f"Elena {NAME}")
    faults.look(mother)
    i_sign(mother)
    faults.look(mother)


def reads_how_else(signer: Visitor, faults: Faults) -> None:
    """Other ways to sign, and not to sign at all, are a link away, and so is the way back."""
    here = signer.page.url
    for page in ("other-ways", "decline"):
        with signer.page.expect_navigation():
            signer.page.locator("main details summary").click()
            signer.page.locator(f'main a[href$="/{page}/"]').click()
        faults.look(signer)
        signer.page.goto(here)


def answer_all(signer: Visitor) -> None:
    """Yes to the first question and no to the others; none is answered beforehand."""
    names = signer.page.locator("[name^=answer_][value=yes]").evaluate_all("all => all.map(one => one.name)")
    assert len(names) == 4 and signer.page.locator("[name^=answer_]:checked").count() == 0
    for number, name in enumerate(names):
        signer.page.check(f"[name={name}][value={'no' if number else 'yes'}]")
    signer.page.check("[name=has_read]")


def i_sign(signer: Visitor) -> None:
    """Press it, and see that it counted."""
    with signer.page.expect_navigation():
        signer.page.locator("main form.stack button").click()
    expect(signer.page).to_have_url(re.compile(r"/sign/\d+/done/$"))


def student_and_mentor_sign(stack: RunningStack, browser: Browser, mailbox: Mailbox, faults: Faults) -> None:
    """Both signed in; she types her name, he draws his."""
    for address, name in ((STUDENT, f"Lucía {NAME}"), (MENTOR, "")):
        with Visitor.at(stack.address, browser) as signer:
            page = signer.page
            by_code(page, mailbox, address)
            page.goto("/d/oak/")
            with page.expect_navigation():
                page.locator('main a[href$="/documents/"]').first.click()
            faults.look(signer)
            send(signer)
            with page.expect_navigation():
                page.locator("main a.button-primary").click()
            page.check("[name=agrees]")
            send(signer)
            page.check("[name=has_read]")
            if name:
                page.fill("[name=typed_name]", name)
            else:
                draw(signer)
            faults.look(signer)
            send(signer)
            faults.look(signer)
            i_sign(signer)
            faults.look(signer)


def draw(signer: Visitor) -> None:
    """A wave with the mouse."""
    canvas = signer.page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    mouse = signer.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 40)
    mouse.down()
    for step in range(1, 8):
        mouse.move(box["x"] + 30 + 25 * step, box["y"] + 40 + (20 if step % 2 else 0), steps=3)
    mouse.up()
    assert len(json.loads(signer.page.input_value("[name=strokes]"))[0]) > 2


def cannot_start_yet(visitor: Visitor, match: str) -> None:
    """The school has not signed."""
    visitor.page.goto(match)
    expect(visitor.page.locator("main")).to_contain_text("The signature of Harold Nguyen is missing")
    expect(visitor.page.get_by_role("button", name="Start the match")).to_have_count(0)


def principal_signs(stack: RunningStack, browser: Browser, faults: Faults) -> None:
    """The last one, for all that wait for the school."""
    with Visitor.at(stack.address, browser) as principal:
        page = principal.page
        principal.enter("oak-principal")
        with page.expect_navigation():
            page.locator('main a[href*="/documents/for-school/"]').first.click()
        faults.look(principal)
        page.locator("tbody tr", has_text=NAME).locator("input[type=checkbox]").check()
        press(principal, "Sign")
        faults.look(principal)
        page.fill("[name=typed_name]", "Harold Nguyen")
        send(principal)
        expect(page.locator("body")).to_contain_text("1 document is signed")


def final_copy(mother: Visitor, faults: Faults, folder: Path) -> Path:
    """The worker seals; the mother opens her copy on the phone that she signed on."""
    copy = mother.page.locator('main a[href*="/sign/copy/"]').first

    def is_there() -> bool:
        mother.open("/d/oak/sign/")
        return copy.count() > 0

    wait_for(is_there, 30, "a sealed copy")
    faults.look(mother)
    answer = mother.context.request.get(mother.address + (copy.get_attribute("href") or ""))
    assert answer.headers["content-type"] == "application/pdf"
    file = folder / "agreement.pdf"
    file.write_bytes(answer.body())
    return file


def is_told_apart(stack: RunningStack, browser: Browser, file: Path, faults: Faults) -> None:
    """The file is what was sealed; with one letter changed it is not."""
    changed, content = file.with_name("changed.pdf"), bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(bytes(content))
    with Visitor.at(stack.address, browser) as anybody:
        for one, words in (
            (file, "This is the document that was sealed"),
            (changed, "This file was changed after it was sealed"),
        ):
            anybody.open("/verify/")
            anybody.page.set_input_files("[name=file]", one)
            send(anybody)
            expect(anybody.page.locator("#answer")).to_contain_text(words)
            faults.look(anybody)
    assert by_command(stack, file) == ("authentic", 0)
    assert by_command(stack, changed) == ("altered", 3)


def by_command(stack: RunningStack, file: Path) -> tuple[str, int]:
    """What an operator is told of a file."""
    environment = psutil.Process(stack.children()["web"]).environ()
    command = [sys.executable, "manage.py", "verify_document", str(file)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip(), done.returncode


def starts_once(visitor: Visitor, match: str, faults: Faults) -> None:
    """Two tabs are open; the second is told that it has started already."""
    visitor.page.goto(match)
    faults.look(visitor)
    second = visitor.context.new_page()
    second.goto(match)
    press(visitor, "Start the match")
    expect(visitor.page.locator("main header")).to_contain_text("Running")
    faults.look(visitor)
    with second.expect_navigation():
        second.get_by_role("button", name="Start the match").click()
    expect(second.locator("body")).to_contain_text("has started already")
    second.close()


def told_of_the_end(mailbox: Mailbox) -> None:
    """Everybody who signed is told where their copy is; the two are told that it starts."""
    for address, words in (
        (STUDENT, "Everybody has signed"),
        (MENTOR, "Everybody has signed"),
        (MOTHER, "Todos firmaron"),
    ):
        mail_with(mailbox, address, words)
    for address in (STUDENT, MENTOR):
        mail_with(mailbox, address, "Your mentoring begins")


# --- By keys alone, without script ---------------------------------------------------------------------------------


#: What has the focus, or what is drawn for it, has an outline.
IS_SEEN = """
one => [one, one.closest('label'), one.nextElementSibling].some(shown => {
    const style = shown && getComputedStyle(shown);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
})
"""


def focus(signer: Visitor, target: Locator, *, at_most: int = 60) -> None:
    """Press Tab until the focus is there, and seen to be."""
    for _ in range(at_most):
        signer.page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate(IS_SEEN), f"The focus on {target} cannot be seen."
            return
    raise AssertionError(f"{at_most} tabs and no {target}")


def enter(signer: Visitor, target: Locator) -> None:
    """Press Enter on it, and wait for the page it leads to."""
    focus(signer, target)
    with signer.page.expect_navigation():
        signer.page.keyboard.press("Enter")


def test_a_mother_signs_by_keys_alone(visitor: Visitor, mailbox: Mailbox, place: int) -> None:
    page, keys, address = visitor.page, visitor.page.keyboard, mail_of("elena", BY_KEYS)
    link = mail_with(mailbox, address, "/sign/").link
    before = len(mailbox.to(address))
    page.goto(link)
    button = page.locator("main form .actions button").first
    enter(visitor, button)
    focus(visitor, page.locator("[name=code]"))
    keys.type(mailbox.wait_for(address, after=before).code)
    with page.expect_navigation():
        keys.press("Enter")
    enter(visitor, page.locator("main a.button-primary"))
    focus(visitor, page.locator("[name=agrees]"))
    keys.press("Space")
    enter(visitor, button)
    for name in page.locator("[name^=answer_][value=yes]").evaluate_all("all => all.map(one => one.name)"):
        focus(visitor, page.locator(f"[name={name}]").first)
        keys.press("Space")
        keys.press("ArrowRight")
        assert page.locator(f"[name={name}]:checked").get_attribute("value") == "no"
    focus(visitor, page.locator("[name=has_read]"))
    keys.press("Space")
    focus(visitor, page.locator("[name=typed_name]"))
    keys.type(f"Elena {BY_KEYS}")
    enter(visitor, button)
    enter(visitor, page.locator("main form.stack button"))
    expect(page).to_have_url(re.compile(r"/sign/\d+/done/$"))
    assert visitor.noise == []


def test_a_mother_signs_without_script(stack: RunningStack, browser: Browser, mailbox: Mailbox, place: int) -> None:
    phone = {"viewport": {"width": PHONE, "height": 700}, "locale": "es-MX", "java_script_enabled": False}
    with Visitor.at(stack.address, browser, **phone) as mother:
        page = mother.page
        opens_the_link(mother, mailbox, mail_of("elena", WITHOUT_SCRIPT))
        with page.expect_navigation():
            page.locator("main a.button-primary").click()
        send(mother)
        assert page.title().startswith("Error")
        page.check("[name=agrees]")
        send(mother)
        expect(page.locator("canvas")).to_be_hidden()
        answer_all(mother)
        send(mother)
        assert page.title().startswith("Error")
        expect(page.locator("[name^=answer_]:checked")).to_have_count(4)
        page.fill("[name=typed_name]", f"Elena {WITHOUT_SCRIPT}")
        page.check("[name=has_read]")
        send(mother)
        i_sign(mother)
        assert mother.noise == []
