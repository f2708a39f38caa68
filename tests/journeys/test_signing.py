"""A mother signs by the keys alone, and without script."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.browsing import ON_A_PHONE, Visitor
from tests.journeys.mailbox import Mailbox
from tests.journeys.signing_steps import answer_all, i_sign, link_opened
from tests.stack.running import RunningStack

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

#: Families whose mothers sign so.
BY_KEYS, WITHOUT_SCRIPT = "Bermejo", "Cordero"
MAKE = f"""
from tests.journeys import families, passing_time
names = {BY_KEYS!r}, {WITHOUT_SCRIPT!r}
for name in names:
    families.make_out(name)
passing_time.two_minutes(families.SLUG, names)
"""


@pytest.fixture(scope="module", autouse=True)
def _families(stack: RunningStack) -> None:
    """Their documents are out."""
    stack.shell(MAKE)


def mother_of(name: str) -> str:
    """Where the mother of a family gets her mail."""
    return f"elena.{name}@families.example".lower()


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


def test_a_mother_signs_by_keys_alone(visitor: Visitor, mailbox: Mailbox) -> None:
    page, keys, address = visitor.page, visitor.page.keyboard, mother_of(BY_KEYS)
    link = mailbox.with_words(address, "/sign/").link
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


def test_a_mother_signs_without_script(stack: RunningStack, browser: Browser, mailbox: Mailbox) -> None:
    with Visitor.at(stack.address, browser, **ON_A_PHONE, locale="es-MX", java_script_enabled=False) as mother:
        page = mother.page
        link_opened(mother, mailbox, mother_of(WITHOUT_SCRIPT))
        mother.follow("a.button-primary")
        mother.send()
        assert page.title().startswith("Error")
        page.check("[name=agrees]")
        mother.send()
        expect(page.locator("canvas")).to_be_hidden()
        answer_all(mother)
        mother.send()
        assert page.title().startswith("Error")
        expect(page.locator("[name^=answer_]:checked")).to_have_count(4)
        page.fill("[name=typed_name]", f"Elena {WITHOUT_SCRIPT}")
        page.check("[name=has_read]")
        mother.send()
        i_sign(mother)
        assert mother.noise == []
