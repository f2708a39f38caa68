"""A family's documents: sent, signed by four in their own ways, sealed, downloaded, told from a changed copy."""

import json
import re
import subprocess
import sys
from pathlib import Path

import psutil
from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.journey import Journey, Somebody
from tests.journeys.mailbox import Mailbox
from tests.stack.running import ROOT, RunningStack, wait_for


def sent(journey: Journey, visitor: Visitor, match: str, mother: Somebody) -> None:
    """The documents go out to everybody who signs."""
    visitor.press("Send the documents to sign")
    expect(visitor.page.locator("main")).to_contain_text(mother.name)
    journey.look(visitor)
    visitor.send()
    expect(visitor.page).to_have_url(match)
    expect(visitor.page.locator("main")).to_contain_text("Permissions")
    journey.look(visitor, "documents out")


# One signer


def link_opened(signer: Visitor, mailbox: Mailbox, address: str) -> None:
    """From the mail to the documents, by the code."""
    before = len(mailbox.to(address))
    signer.page.goto(mailbox.with_words(address, "/sign/").link)
    signer.send()
    signer.page.fill("[name=code]", mailbox.wait_for(address, after=before).code)
    signer.send()
    expect(signer.page).to_have_url(re.compile(r"/d/[-\w]+/sign/$"))


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


# The four


def mother_signs(journey: Journey, phone: Visitor, mother: Somebody) -> None:
    """By the link of a mail, in Spanish: yes to one thing, no to the others, her name."""
    page, mailbox = phone.page, journey.mailbox
    before = len(mailbox.to(mother.email))
    page.goto(mailbox.with_words(mother.email, "/sign/").link)
    journey.look(phone)
    phone.send()
    journey.look(phone)
    page.fill("[name=code]", mailbox.wait_for(mother.email, after=before).code)
    phone.send()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    journey.look(phone)
    phone.follow("a.button-primary")
    journey.look(phone)
    page.check("[name=agrees]")
    phone.send()
    expect(page.locator("article").first).to_have_attribute("lang", "es")
    reads_how_else(journey, phone)
    answer_all(phone)
    page.fill("[name=typed_name]", mother.name)
    journey.look(phone)
    phone.send()
    expect(page.locator("main")).to_contain_text(mother.name)
    journey.look(phone)
    i_sign(phone)
    journey.look(phone)


def reads_how_else(journey: Journey, signer: Visitor) -> None:
    """Other ways to sign, and not to sign at all, are a link away, and so is the way back."""
    here = signer.page.url
    for page in ("other-ways", "decline"):
        signer.page.locator("main details summary").click()
        signer.follow(f'a[href$="/{page}/"]')
        journey.look(signer)
        signer.page.goto(here)


def member_signs(journey: Journey, member: Visitor, *, typed_name: str = "") -> None:
    """Signed in, from the first page: by a typed name, or drawn."""
    page = member.page
    member.go("Today")
    member.follow('a[href$="/documents/"]')
    journey.look(member)
    member.send()
    member.follow("a.button-primary")
    page.check("[name=agrees]")
    member.send()
    page.check("[name=has_read]")
    if typed_name:
        page.fill("[name=typed_name]", typed_name)
    else:
        draw(member)
    journey.look(member)
    member.send()
    journey.look(member)
    i_sign(member)
    journey.look(member)
    member.press("I am done for now")
    expect(page).to_have_url(f"{member.address}{journey.at('')}")


def school_missing(visitor: Visitor, match: str, principal: Somebody) -> None:
    """Until the school has signed, the match cannot start."""
    visitor.page.goto(match)
    expect(visitor.page.locator("main")).to_contain_text(f"The signature of {principal.name} is missing")
    expect(visitor.page.get_by_role("button", name="Start the match")).to_have_count(0)


def school_signs(journey: Journey, visitor: Visitor, principal: Somebody, student: Somebody) -> None:
    """The principal is the last one, for all that wait for the school."""
    page = visitor.page
    visitor.go("Today")
    visitor.follow('a[href*="/documents/for-school/"]')
    journey.look(visitor)
    page.locator("tbody tr", has_text=student.family).locator("input[type=checkbox]").check()
    visitor.press("Sign")
    journey.look(visitor)
    page.fill("[name=typed_name]", principal.name)
    visitor.send()
    expect(page.locator("body")).to_contain_text("1 document is signed")


# The sealed file


def told_where_the_copy_is(journey: Journey, mother: Somebody, *members: Somebody) -> None:
    """Everybody who signed reads it, each in their language."""
    journey.mailbox.with_words(mother.email, "Todos firmaron")
    for member in members:
        journey.mailbox.with_words(member.email, "Everybody has signed")


def agreement_downloaded(journey: Journey, signer: Visitor, folder: Path) -> Path:
    """The worker seals both documents; whoever signed opens the agreement, the first, where they signed."""
    copies = signer.page.locator('main a[href*="/sign/copy/"]')

    def are_there() -> bool:
        signer.open(journey.at("sign/"))
        return copies.count() == 2

    wait_for(are_there, 30, "both sealed copies")
    journey.look(signer, "sealed")
    answer = signer.context.request.get(signer.address + (copies.first.get_attribute("href") or ""))
    assert answer.headers["content-type"] == "application/pdf"
    file = folder / "agreement.pdf"
    file.write_bytes(answer.body())
    return file


def told_apart(journey: Journey, file: Path) -> None:
    """The file is what was sealed; with one letter changed it is not."""
    changed, content = file.with_name("changed.pdf"), bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(bytes(content))
    anybody = journey.arrive()
    for one, words in (
        (file, "This is the document that was sealed"),
        (changed, "This file was changed after it was sealed"),
    ):
        anybody.open("/verify/")
        anybody.page.set_input_files("[name=file]", one)
        anybody.send()
        expect(anybody.page.locator("#answer")).to_contain_text(words)
        journey.look(anybody, words)
    assert by_command(journey.stack, file) == ("authentic", 0)


def by_command(stack: RunningStack, file: Path) -> tuple[str, int]:
    """What an operator is told of a file."""
    environment = psutil.Process(stack.children()["web"]).environ()
    command = [sys.executable, "manage.py", "verify_document", str(file)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip(), done.returncode
