"""What the frame of a page offers to whom."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from config.counts import Counts
from config.navigation import MORE, NAVIGATION, OWN_PAGES, Page, page
from tenancy.http import outside
from tenancy.models import District, Person
from tenancy.models.membership import Scope
from tenancy.permissions import Role
from tenancy.viewer import RoleHeld, Viewer

OAK = District(pk=1, slug="oak", name="Oak Unified School District", time_zone="America/New_York")


def seen_by(*roles: Role, path: str = "/d/oak/people/", **viewer: object) -> Page:
    """The frame of a page as somebody with these roles sees it. Nothing here is in a database."""
    request = RequestFactory().get(path)
    request.district = OAK
    request.user = User(pk=7, email="ana@oak.example")
    request.viewer = Viewer(
        district=OAK,
        today=date(2026, 10, 21),
        user=request.user,
        person=Person(pk=9, given_name="Ana", family_name="Flores"),
        roles_held=tuple(RoleHeld(role, Scope.DISTRICT) for role in roles),
        **viewer,
    )
    return Page(request)


def labels(shown: Page) -> list[str]:
    return [str(link.label) for link in shown.navigation]


#: The bar of whoever sees to the whole of a program.
WHOLE = [
    "Today", "Programs", "Students", "Mentors", "Matches", "Meetings", "Classes", "Journals", "Support", "Clearance"
]  # fmt: skip


def more(shown: Page) -> dict[str, list[str]]:
    return {heading: [str(link.label) for link in links] for heading, links in shown.more.groups}


@pytest.mark.parametrize(
    ("role", "offered", "behind"),
    [
        (
            Role.ADMINISTRATOR,
            WHOLE,
            {
                "Matches and meetings": [
                    "Who comes today",
                    "Absent today",
                    "Closing matches",
                    "Meetings written down",
                ],
                "People and workplaces": ["Parents and guardians", "Employers", "People"],
                "Checks and safety": ["Safety", "Worries"],
                "Letters and reports": ["Reports", "Feedback", "Letters", "Sent mail"],
                "District": [
                    "School calendar",
                    "Bring in data",
                    "Back-ups of counselors",
                    "Shared by exception",
                    "Audit log",
                    "Settings",
                ],
            },
        ),
        (
            Role.COORDINATOR,
            WHOLE,
            {
                "Matches and meetings": [
                    "Who comes today",
                    "Absent today",
                    "Closing matches",
                    "Meetings written down",
                ],
                "People and workplaces": ["Parents and guardians", "Employers", "People"],
                "Checks and safety": ["Safety", "Worries"],
                "Letters and reports": ["Reports", "Feedback", "Letters", "Sent mail"],
                "District": ["School calendar", "Bring in data", "Shared by exception"],
            },
        ),
        (
            Role.PRINCIPAL,
            [*WHOLE[:7], "Support", "Who comes today", "Absent today"],
            {
                "Matches and meetings": ["Closing matches", "Meetings written down"],
                "People and workplaces": ["Parents and guardians", "Employers", "People"],
                "Checks and safety": ["Safety"],
                "Letters and reports": ["Reports", "Feedback"],
                "District": ["School calendar", "Back-ups of counselors", "Shared by exception"],
            },
        ),
        (
            Role.TEACHER,
            [
                *["Today", "Programs", "Students", "Matches", "Meetings", "Classes", "Journals", "Support"],
                *["Absent today", "Safety"],
            ],
            {"": ["People", "Closing matches", "Meetings written down", "School calendar"]},
        ),
        (
            Role.COUNSELOR,
            [
                *["Today", "Programs", "Students", "Letters to the counselor", "Parents and guardians"],
                *["Safety", "People"],
            ],
            {"": ["Worries", "School calendar"]},
        ),
        (
            Role.FRONT_OFFICE,
            ["Today", "Who comes today", "Absent today", "Safety", "People", "School calendar"],
            {},
        ),
        (Role.AUDITOR, ["Today", "Programs"], {}),
        (
            Role.MENTOR,
            ["Today", "My students", "My meetings", "Your steps", "My profile", "My documents", "My letters"],
            {},
        ),
        (Role.GUARDIAN, ["Today", "My meetings", "My documents", "Permissions"], {}),
        (Role.STUDENT, ["Today", "My meetings", "My program", "My journal", "My documents"], {}),
    ],
)
def test_a_role_is_offered_what_it_may_open(role: Role, offered: list[str], behind: dict[str, list[str]]) -> None:
    shown = seen_by(role)
    assert (labels(shown), more(shown)) == (offered, behind)


def test_two_roles_are_offered_what_either_may_open_and_their_own_pages_stand_together() -> None:
    shown = seen_by(Role.MENTOR, Role.TEACHER)
    assert labels(shown) == [
        "Today",
        "Programs",
        "Students",
        "Matches",
        "Meetings",
        "Classes",
        "Journals",
        "Support",
        "My students",
        "My meetings",
    ]
    assert more(shown)["Your own pages"] == ["Your steps", "My profile", "My documents", "My letters"]


def test_what_is_overdue_behind_more_counts_there_too() -> None:
    shown = seen_by(Role.COORDINATOR)
    paths = {"/mail/3/": 2, "/meetings/logs/": 1, "/meetings/4/": 3}
    shown._counts = Counts(7, paths)
    found = {str(link.label): link.count for link in shown.places if link.count}
    assert found == {"Today": 7, "Meetings": 3, "Meetings written down": 1, "Sent mail": 2}
    assert shown.more.count == 3


@pytest.mark.parametrize("name", [one.name for one in NAVIGATION + MORE + OWN_PAGES])
def test_every_entry_leads_somewhere(name: str) -> None:
    assert reverse(name, urlconf="config.urls_district")


def test_staff_find_people_from_any_page_and_mentors_do_not() -> None:
    assert seen_by(Role.TEACHER).search_url == "/people/search/"
    assert seen_by(Role.MENTOR).search_url == ""


def test_the_page_of_results_keeps_what_was_looked_for() -> None:
    assert seen_by(Role.TEACHER, path="/people/search/?q=sam").search_query == "sam"
    assert seen_by(Role.TEACHER, path="/people/?q=sam").search_query == ""


def test_the_entry_of_the_page_at_hand_is_marked_and_those_of_pages_below_it() -> None:
    for path in ("/people/", "/people/12/edit/"):
        marked = [str(link.label) for link in seen_by(Role.TEACHER, path=path).places if link.is_current]
        assert marked == ["People"]


@pytest.mark.parametrize(
    ("role", "path", "marked"),
    [
        (Role.GUARDIAN, "/documents/permissions/", "Permissions"),
        (Role.GUARDIAN, "/documents/", "My documents"),
        (Role.COORDINATOR, "/meetings/logs/12/", "Meetings written down"),
        (Role.COORDINATOR, "/meetings/12/", "Meetings"),
    ],
)
def test_of_two_pages_above_the_page_at_hand_the_nearest_is_marked(role: Role, path: str, marked: str) -> None:
    shown = seen_by(role, path=path)
    assert [str(link.label) for link in shown.places if link.is_current] == [marked]
    assert shown.more.is_current == (marked == "Meetings written down")


def test_it_says_who_is_signed_in_and_as_what() -> None:
    shown = seen_by(Role.TEACHER, Role.COORDINATOR)

    assert (shown.signed_in_as, shown.role_names) == ("Ana Flores", "Coordinator, Teacher")
    assert shown.time_zone == "New York"


def test_platform_staff_are_reminded_of_their_reason() -> None:
    shown = seen_by(platform_reason="Ana is locked out")

    assert (shown.platform_reason, shown.role_names) == ("Ana is locked out", "Platform staff")
    assert shown.platform_leave_url == "/platform/oak/leave/"


def test_a_stranger_is_told_neither_the_district_nor_its_pages() -> None:
    shown = seen_by()

    assert shown.is_signed_in
    assert (shown.district_name, shown.navigation, shown.search_url, shown.role_names) == ("", [], "", "")


def outside_request(user: object | None) -> HttpRequest:
    request = RequestFactory().get("/accounts/login/")
    if user is not None:
        request.user = user
    return request


@pytest.mark.parametrize("user", [None, AnonymousUser()], ids=["failed early", "anonymous"])
def test_it_copes_with_nobody(user: object | None) -> None:
    shown = page(outside_request(user))["page"]

    assert (shown.is_signed_in, shown.home_url, shown.navigation, shown.district_name) == (False, "/", [], "")


def test_outside_the_districts_the_sign_in_is_named_by_its_address() -> None:
    shown = Page(outside_request(User(pk=7, email="ana@oak.example")))

    assert (shown.signed_in_as, shown.role_names, shown.navigation) == ("ana@oak.example", "", [])
    assert [link.url for link in shown.account_links] == [
        outside("mfa_index"),
        outside("usersessions_list"),
    ]


def test_the_list_of_districts_is_offered_to_whoever_has_more_than_one() -> None:
    shown = seen_by(Role.GUARDIAN)
    shown.request.has_districts = True

    assert shown.account_links[-1].url == outside("home_outside")
    assert outside("home_outside") not in [link.url for link in seen_by(Role.GUARDIAN).account_links]


@pytest.mark.parametrize(
    ("roles", "is_offered"),
    [([Role.GUARDIAN], True), ([Role.STUDENT], True), ([Role.TEACHER], False), ([Role.GUARDIAN, Role.TEACHER], False)],
)
def test_staff_pages_are_offered_in_no_other_language(roles: list[Role], is_offered: bool) -> None:
    assert bool(seen_by(*roles).language_url) == is_offered


def test_platform_staff_reach_every_district_and_nobody_else_is_offered_that() -> None:
    staff = Page(outside_request(User(pk=7, email="root@waymark.example", is_platform_staff=True)))

    assert next(link.url for link in staff.account_links) == "/platform/"
    assert "/platform/" not in [link.url for link in seen_by(Role.ADMINISTRATOR).account_links]


def test_a_sign_in_of_several_people_can_go_on_as_another() -> None:
    shown = seen_by(Role.GUARDIAN)
    shown.request.people = [Person(pk=9), Person(pk=10)]

    assert "Continue as somebody else" in [str(link.label) for link in shown.account_links]


def test_languages_are_called_by_their_own_names() -> None:
    with translation.override("es"):
        offered = [(language.name, language.is_current) for language in Page(outside_request(None)).languages]

    assert offered == [("English", False), ("Español", True)]
