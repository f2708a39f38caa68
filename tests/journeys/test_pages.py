"""Every page that anybody reaches: links that lead somewhere, no accessibility violations, nothing in the console,
no scrolling sideways, no request to somebody else's server. New pages are looked at as soon as something links to them.
"""

import pytest
from playwright.sync_api import Browser

from tests.architecture.source import own_addresses
from tests.journeys.browsing import Visitor
from tests.journeys.looking import look_around, look_at
from tests.journeys.site import Seen, Site
from tests.stack.running import RunningStack

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

ROLES = [
    "administrator",
    "principal",
    "coordinator",
    "teacher",
    "counselor",
    "frontoffice",
    "mentor",
    "newmentor",
    "guardian",
    "student",
    "platform",
]
NOBODY = "nobody"
#: Pages for nobody in particular, which little links to.
OPEN_PAGES = [
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/sample/",
    "/styleguide/",
    "/verify/",
]
#: Where each role begins; what only some rows have (a role that may be changed) is found by a filter.
STARTS = [
    "/d/oak/",
    "/d/oak/people/?role=teacher",
    "/d/oak/people/?role=coordinator",
    "/d/oak/people/search/?q=a",
    "/d/oak/people/search/?q=Theo+Yamada",
    "/",
]
#: Matches and meetings in a state that the first of the list are not in; for the coordinator, who sees to them.
MATCHES = ["/d/oak/matches/?state=proposed", "/d/oak/matches/?state=agreed", "/d/oak/meetings/?when=open"]
PLATFORM = ["/", "/platform/"]
#: Pages that nothing in the sample links to → how one gets there. Their own journeys look at them.
NOT_LINKED: dict[str, str] = {
    "correspondence:letter_bring_in_selected": "a button of the letters of a batch, some of them ticked",
    "correspondence:letter_draft_selected": "a button of the list of people, some of them ticked",
    "correspondence:letter_leave_out_selected": "a button of the letters of a batch, some of them ticked",
    "correspondence:letter_post_selected": "a button of the letters of a batch, some of them ticked",
    "correspondence:letter_print_selected": "a button of the letters of a batch, some of them ticked: a PDF",
    "journals:entry_preview": "a button of the page on which an entry is written",
    "journals:entry_remind_selected": "a button of the list of late entries, some of them ticked",
    "meetings:calendar_feed_read": "calendars read it",
    "meetings:log_open": "opened from a mail; test_main_job looks at it",
    "meetings:log_see_selected": "a button of the list of what was written down, some of it ticked",
    "support:call_take_selected": "a button of the list of support calls, some of them ticked",
    "support:closing_begin_selected": "a button of the list of closings, some of them ticked",
    "support:closing_finish_selected": "a button of the list of closings, some of them ticked",
    "support:continuation_ask_selected": "a button of the list of closings, some of them ticked",
    "healthz": "machines read it",
    "agreements:school_sign_selected": "a button of the list for the school, some of them ticked: tried below",
    "agreements:sign_check": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_code": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_consent": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_copy": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_decline": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_documents": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_done": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_other_ways": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_read": "in a sitting, which begins by a link or a button; test_main_job looks at it",
    "agreements:sign_open": "opened from a mail; test_main_job looks at it",
    "agreements:sign_paper": "in a sitting, which begins by a link or a button: a PDF",
    "agreements:sign_sample": "in a sitting, which begins by a link or a button: a PDF",
    "mentoring:packet_print_selected": "a button of the list of signatures, some of them ticked: tried below",
    "mentoring:packet_send_selected": "a button of the list of matches, some of them ticked: tried below",
    "accounts:invitation_send_selected": "a button of the list of people, some of them ticked: tried below",
    "correspondence:label_print_selected": "a button of the list of people, some of them ticked: a PDF",
    "correspondence:sign_in_sheet_print_selected": "a button of the list of people, some of them ticked: a PDF",
    "mentoring:candidate_add_selected": "a button of the list of students to add, some of them ticked: tried below",
    "mentoring:class_group_hand_over_selected": "a button of the list of class groups, some ticked: tried below",
    "mentoring:employer_label_selected": "a button of the list of employers, some of them ticked: a PDF",
    "mentoring:guardian_invite_selected": "a button of the list of guardians, some of them ticked: tried below",
    "mentoring:guardian_label_selected": "a button of the list of guardians, some of them ticked: a PDF",
    "mentoring:guardian_sheet_selected": "a button of the list of guardians, some of them ticked: a PDF",
    "mentoring:guardianship_answer_selected": "a button of the list of guardians, some of them ticked: tried below",
    "rosters:import_cancel": "of data brought in, which the sample has none of; test_main_job looks at it",
    "rosters:import_changes": "of data brought in, which the sample has none of; test_main_job looks at it",
    "rosters:import_detail": "of data brought in, which the sample has none of; test_main_job looks at it",
    "rosters:import_failures": "the rows of a file that failed, as a file",
    "mentoring:mentor_apply_received": "follows an application that was sent; test_main_job looks at it",
    "mentoring:mentor_enroll_selected": "a button of the list of mentors, some of them ticked: tried below",
    "mentoring:mentor_invite_selected": "a button of the list of mentors, some of them ticked: tried below",
    "mentoring:mentor_label_selected": "a button of the list of mentors, some of them ticked: a PDF",
    "mentoring:mentor_leave_selected": "a button of the list of mentors, some of them ticked: tried below",
    "mentoring:mentor_sheet_selected": "a button of the list of mentors, some of them ticked: a PDF",
    "mentoring:program_student_accept_selected": "a button of a program's students, some of them ticked: tried below",
    "mentoring:program_student_add_selected": "a button of the list of students, some of them ticked: tried below",
    "mentoring:program_student_decline_selected": "a button of a program's students, some of them ticked: tried below",
    "mentoring:program_student_letter_selected": "a button of a program's students, some of them ticked: tried below",
    "mentoring:program_student_waitlist_selected": "a button of a program's students, some of them ticked: tried below",
    "rosters:sheet_map": "of a spreadsheet that was given; test_main_job looks at it",
    "mentoring:student_label_print_selected": "a button of the list of students, some of them ticked: a PDF",
    "mentoring:student_sign_in_sheet_print_selected": "a button of the list of students, some of them ticked: a PDF",
    "screening:acknowledgement_selected": "a button of the list of clearances, some of them ticked: tried below",
    "screening:background_check_selected": "a button of the list of clearances, some of them ticked: tried below",
    "screening:training_record_selected": "a button of the list of clearances, some of them ticked: tried below",
    "tenancy:membership_end_selected": "a button of the list of people, some of them ticked: tried below",
    "platform_reactivate": "of a district that was closed, which the sample has not: looked at below",
    "tenancy:job_detail": "while long work runs",
    "tenancy:job_cancel": "while long work runs",
    "accounts:continue_as": "asked of two parents with one address; nobody of the sample shares one",
    "accounts:extra_step": "asked after signing in; test_sign_in looks at it",
    "accounts:invitation_accept": "follows a right printed code; test_passkeys_and_paper looks at it",
    "accounts:invitation_open": "opened from a mail; the same screen as accounts:invitation_accept",
}

#: Pages that are linked or not, as the journeys before this one left the product → when they are.
SOMETIMES_LINKED: dict[str, str] = {
    "mentoring:class_group_delete": "when one of the first class groups has no students: looked at below",
    "agreements:paper_file": "when one of the first documents waits for a signature",
    "agreements:sign_in_person": "when one of the first documents waits for a signature",
    "classes:shared_work_file": "when the first work that is shared is a file",
    "correspondence:letter_edit": "when the first letters are not made yet",
    "correspondence:letterhead_picture": "when the letterhead has a picture: a file",
    "journals:entry_give_back": "when what was sent from the grading page was not right",
    "meetings:meeting_say_late": "when one of the first meetings is today",
    "support:goal_answer": "when somebody whom a visitor can be is asked how far they are",
    "support:referral_note_write": "when a note that was sent was not right",
    "support:visit_export": "when there is a workplace to visit: a file",
    "support:visit_note": "when there is a workplace to visit",
    "agreements:agreement_print": "when one of the first documents is out for signatures: a PDF",
    "agreements:permission_withdraw": "when a parent whom a visitor can be gave a permission",
    "agreements:permission_withdraw_for": "when the first documents hold a permission that was given",
    "agreements:seal_list": "when a document could not be sealed",
    "correspondence:message_bounce": "when the first messages of the list were sent: looked at below",
    "mentoring:application_type_in": "when the first student of a program has sent no application",
    "mentoring:interest_add": "when the student whom a visitor can be has no mentor",
    "mentoring:interview_cancel": "when the first talk of a proposed match is planned",
    "mentoring:interview_hold": "when the first proposed matches wait for their talk; test_main_job looks at it",
    "mentoring:interview_plan": "when the first proposed matches wait for their talk; test_main_job looks at it",
    "mentoring:match_mentor_add": "when one of the first matches has lost its mentor",
    "mentoring:match_mentor_answer": "when the mentor of one of the first proposed matches has not answered",
    "mentoring:match_student_add": "when one of the first proposed matches is a small group",
    "mentoring:match_student_answer": "when the student of one of the first proposed matches has not answered",
    "mentoring:packet_remind_selected": "when families of a program are late to sign; with some ticked, tried below",
    "mentoring:program_student_accept": "when the first student of a program can be accepted",
    "mentoring:program_student_decline": "when the first student of a program can be declined",
    "mentoring:program_student_letter_print": "when the first student of a program has no email address",
    "mentoring:program_student_leave": "when the first student of a program has not left it",
    "mentoring:program_student_waitlist": "when the first student of a program can wait",
    "mentoring:workplace_approval_decide": "when visits to a workplace are asked for",
    "mentoring:workplace_approval_export": "when visits to a workplace are asked for: a file",
    "mentoring:workplace_approval_withdraw": "when visits to a workplace are approved",
    "mentoring:student_interview_add": "when the first student of a program can be interviewed",
    "sample_mail_detail": "when mail has left",
}

Map = dict[str, list[Seen]]


def key_of(who: str) -> str:
    """What the page of samples calls somebody."""
    return who if who == "platform" else f"oak-{who}"


def starts_of(who: str) -> list[str]:
    """Where somebody begins to follow links; not where they may not be."""
    if who == NOBODY:
        return OPEN_PAGES
    if who == "platform":
        return PLATFORM
    if who == "coordinator":
        return STARTS + MATCHES
    return STARTS if who not in {"mentor", "newmentor", "guardian", "student"} else STARTS[:1]


@pytest.fixture(scope="module")
def sites(stack: RunningStack, browser: Browser) -> Map:
    """Every page that each role of Oak, and nobody, reaches by links."""
    found: Map = {}
    for who in [*ROLES, NOBODY]:
        with Visitor.at(stack.address, browser) as visitor:
            site = Site(stack.address, visitor.context.request)
            if who != NOBODY:
                visitor.enter(key_of(who))
            for path in starts_of(who):
                site.explore(path)
            found[who] = list(site.seen.values())
    return found


@pytest.mark.parametrize("who", [*ROLES, NOBODY])
def test_every_link_leads_somewhere(sites: Map, who: str) -> None:
    broken = [
        f"{seen.path}: {seen.status}, linked from {seen.linked_from}" for seen in sites[who] if seen.status >= 400
    ]
    assert broken == []
    assert len(sites[who]) > 1


def test_every_page_is_linked(sites: Map) -> None:
    reached = {seen.view for pages in sites.values() for seen in pages}
    pages = {address.name for address in own_addresses() if _answers_get(address.view)}
    if orphans := sorted(pages - reached - set(NOT_LINKED) - set(SOMETIMES_LINKED)):
        pytest.fail(f"Nothing links to {', '.join(orphans)}")
    assert set(NOT_LINKED) & reached == set(), "linked after all"
    assert (set(NOT_LINKED) | set(SOMETIMES_LINKED)) - pages == set(), "there is no such page"


def _answers_get(view: object) -> bool:
    """Whether a view answers GET: one for POST alone says so by Django's require_POST."""
    closed = getattr(view, "__closure__", None) or ()
    contents = [cell.cell_contents for cell in closed]
    methods = [one for one in contents if isinstance(one, list) and "POST" in one]
    if methods:
        return "GET" in methods[0]
    inner = getattr(view, "__wrapped__", None)
    return _answers_get(inner) if inner else True


def fullest(sites: Map) -> dict[str, tuple[str, str]]:
    """Each kind of page, for the role that has most on it: ``{"tenancy:person_list": ("administrator", path)}``."""
    best: dict[str, tuple[int, str, str]] = {}
    for who, pages in sites.items():
        for seen in pages:
            if seen.size and seen.status < 400:
                best[seen.view] = max(best.get(seen.view, (0, "", "")), (seen.size, who, seen.path))
    return {view: (who, path) for view, (_size, who, path) in best.items()}


@pytest.mark.parametrize("who", [*ROLES, NOBODY])
def test_every_kind_of_page_is_sound(stack: RunningStack, browser: Browser, sites: Map, who: str) -> None:
    """Each kind of page is looked at once, as the role that has most on it; its home, as every role."""
    paths = [path for role, path in fullest(sites).values() if role == who]
    with Visitor.at(stack.address, browser) as visitor:
        if who != NOBODY:
            visitor.enter(key_of(who))
            paths = [starts_of(who)[0], *paths]
        assert [fault for path in dict.fromkeys(paths) for fault in look_at(visitor, path)] == []


#: A list → its buttons that ask on a page of their own what happens to those who are ticked.
ASKED_OF_SEVERAL = {
    "people/?role=teacher": ["Invite", "Print codes to sign in", "End roles"],
    "students/": ["Add to a program"],
    "programs/2/students/": ["Accept", "Put on the waiting list", "Decline", "Print letters"],
    "programs/2/students/candidates/": ["Add to the program"],
    "programs/class-groups/": ["Give to another teacher"],
    "programs/class-groups/students/": ["Move to a class group"],
    "mentors/": ["Add to a program", "Invite to sign in", "End"],
    "guardians/": ["Say who may sign", "Invite"],
    "matches/": ["Send the documents to sign", "Were signed on paper"],
    "programs/2/signatures/": ["Remind", "Print for families without email"],
    "clearance/": ["Record training", "Record check", "Record agreed policy"],
}


@pytest.mark.parametrize("path", ASKED_OF_SEVERAL)
def test_pages_behind_the_buttons_of_a_list_are_sound(visitor: Visitor, path: str) -> None:
    """What happens to several people is asked on a page of its own."""
    visitor.enter("oak-administrator")
    found = []
    for button in ASKED_OF_SEVERAL[path]:
        visitor.open(f"/d/oak/{path}")
        visitor.page.locator("tbody input[type=checkbox]").first.check()
        with visitor.page.expect_navigation():
            visitor.page.locator("main").get_by_role("button", name=button, exact=True).click()
        found += look_around(visitor, visitor.page.url)
    assert found == []


def test_the_question_whether_to_sign_for_the_school_is_sound(visitor: Visitor) -> None:
    visitor.enter("oak-principal")
    visitor.open("/d/oak/documents/for-school/?who=all")
    visitor.page.locator("tbody input[type=checkbox]").first.check()
    with visitor.page.expect_navigation():
        visitor.page.locator("main").get_by_role("button", name="Sign", exact=True).click()
    assert look_around(visitor, visitor.page.url) == []


def test_a_class_group_without_students_can_be_removed_on_a_sound_page(visitor: Visitor) -> None:
    visitor.enter("oak-administrator")
    visitor.open("/d/oak/programs/class-groups/add/")
    visitor.page.fill("[name=name]", "Nobody yet")
    with visitor.page.expect_navigation():
        visitor.page.locator("main form .actions button").first.click()
    with visitor.page.expect_navigation():
        visitor.page.locator("main").get_by_role("link", name="Remove", exact=True).click()
    assert look_around(visitor, visitor.page.url) == []


def test_the_question_whether_a_message_came_back_is_sound(visitor: Visitor) -> None:
    visitor.enter("oak-administrator")
    visitor.open("/d/oak/mail/?state=sent")
    visitor.page.locator("tbody th a").first.click()
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="It came back").click()
    assert look_around(visitor, visitor.page.url) == []


def test_the_question_whether_a_closed_district_opens_again_is_sound(visitor: Visitor) -> None:
    visitor.enter("platform")
    visitor.open("/platform/add/")
    for name, text in {"name": "Ash Schools", "slug": "ash", "given_name": "Ines", "family_name": "Ash"}.items():
        visitor.page.fill(f"[name={name}]", text)
    visitor.page.fill("[name=email]", "ines@ash.example")
    with visitor.page.expect_navigation():
        visitor.page.locator("main form .actions button").first.click()
    visitor.open("/platform/ash/deactivate/")
    visitor.page.fill("[name=reason]", "Ended its contract.")
    with visitor.page.expect_navigation():
        visitor.page.locator("main form .actions button").first.click()
    assert visitor.open("/platform/ash/reactivate/") == 200
    assert look_around(visitor, visitor.page.url) == []


@pytest.mark.parametrize("path", ["/d/oak/nothing-here/", "/d/elm/", "/nothing-here/"])
def test_error_pages_are_sound(visitor: Visitor, path: str) -> None:
    visitor.enter("oak-teacher")
    assert look_at(visitor, path) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors_can_be_told_apart(stack: RunningStack, browser: Browser, scheme: str) -> None:
    with Visitor.at(stack.address, browser, color_scheme=scheme) as visitor:
        found = []
        for path in ("/styleguide/", "/accounts/login/"):
            visitor.open(path)
            found += [f"{path}: {fault}" for fault in visitor.faults("color-contrast", "link-in-text-block")]
        for who in ("coordinator", "student"):
            visitor.enter(f"oak-{who}")
            found += [f"home of {who}: {fault}" for fault in visitor.faults("color-contrast", "link-in-text-block")]
        assert found == []


@pytest.mark.parametrize("option", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_forced_colors_and_reduced_motion_are_respected(
    stack: RunningStack, browser: Browser, option: dict[str, str]
) -> None:
    with Visitor.at(stack.address, browser, **option) as visitor:
        visitor.open("/styleguide/")
        moving = visitor.page.evaluate(
            "() => [...document.querySelectorAll('*')].filter(one => parseFloat(getComputedStyle(one)"
            ".transitionDuration) > 0.01 || parseFloat(getComputedStyle(one).animationDuration) > 0.01).length"
        )
        assert visitor.faults("color-contrast", "target-size") == []
        assert not ("reduced_motion" in option and moving)


# --- The browser's guards bite -------------------------------------------------------------------------------------


def test_planted_faults_are_found(visitor: Visitor) -> None:
    visitor.open("/accounts/login/")
    assert visitor.faults() == []
    visitor.page.evaluate(
        """() => {
            document.querySelector('main').insertAdjacentHTML('beforeend',
                '<img src="/static/none.png"><p id="wide">wide</p><a href="#" onclick="x()">x</a>');
            document.querySelector('#wide').animate([{width: '3000px'}], {duration: 1, fill: 'forwards'}).finish();
            const image = new Image(); image.src = 'https://elsewhere.example/x.png';
        }"""
    )
    visitor.page.wait_for_timeout(100)
    assert any(fault.startswith("image-alt") for fault in visitor.faults())
    assert "px too wide" in visitor.overhang()
    assert any("Content Security Policy" in noise for noise in visitor.noise)
