"""What the frame around every page shows: where one can go, who is signed in, the languages.

``page`` is a context processor. It copes with every request, also one that failed before anybody knew who is looking.
It asks the database nothing that the request has not already asked.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from config.counts import Counts, kept
from correspondence.links import LANGUAGE
from tenancy.http import outside
from tenancy.models import District, Person
from tenancy.permissions import Permission, Role
from tenancy.viewer import Viewer

PRODUCT = "Waymark"

#: So many pages stand in the bar: with their counts they fill one line of a window 1280 px wide.
MOST_IN_BAR = 10
#: From so many pages behind "More" on they stand below headings.
MANY = 7


class Group(TextChoices):
    """What a page behind "More" has to do with; in the order of the menu."""

    MEETINGS = "meetings", _("Matches and meetings")
    PEOPLE = "people", _("People and workplaces")
    SAFETY = "safety", _("Checks and safety")
    PAPERS = "papers", _("Letters and reports")
    DISTRICT = "district", _("District")
    OWN = "own", _("Your own pages")


class Entry(NamedTuple):
    """A page of the frame, for those who hold the permission."""

    label: Promise
    name: str
    permission: Permission
    group: Group


#: What the bar below the header offers, the most daily first: what finds no room there stands behind "More".
NAVIGATION: list[Entry] = [
    Entry(_("Today"), "home", Permission.HOME_VIEW, Group.OWN),
    Entry(_("Programs"), "mentoring:program_list", Permission.PROGRAMS_VIEW, Group.MEETINGS),
    Entry(_("Students"), "mentoring:student_list", Permission.STUDENTS_VIEW, Group.PEOPLE),
    Entry(_("Students"), "mentoring:student_list", Permission.STUDENTS_TAUGHT_VIEW, Group.PEOPLE),
    Entry(_("Mentors"), "mentoring:mentor_list", Permission.MENTORS_VIEW, Group.PEOPLE),
    Entry(_("Matches"), "mentoring:match_list", Permission.MATCHES_VIEW, Group.MEETINGS),
    Entry(_("Meetings"), "meetings:meeting_list", Permission.MEETINGS_VIEW, Group.MEETINGS),
    Entry(_("Classes"), "classes:class_group_list", Permission.CLASSES_VIEW, Group.MEETINGS),
    Entry(_("Journals"), "journals:journal_list", Permission.JOURNALS_VIEW, Group.MEETINGS),
    Entry(_("Support"), "support:call_list", Permission.SUPPORT_VIEW, Group.MEETINGS),
    Entry(_("Clearance"), "screening:clearance_list", Permission.CLEARANCE_OUTCOMES_VIEW, Group.SAFETY),
    Entry(_("My students"), "mentoring:mentee_list", Permission.MENTOR_OWN, Group.OWN),
    Entry(_("My meetings"), "meetings:meeting_own_list", Permission.MENTOR_OWN, Group.OWN),
    Entry(_("My meetings"), "meetings:meeting_own_list", Permission.STUDENT_OWN, Group.OWN),
    Entry(_("My meetings"), "meetings:meeting_own_list", Permission.CHILDREN_VIEW, Group.OWN),
    Entry(_("Your steps"), "screening:step_list", Permission.MENTOR_OWN, Group.OWN),
    Entry(_("My profile"), "mentoring:mentor_profile", Permission.MENTOR_OWN, Group.OWN),
    Entry(_("My program"), "mentoring:application_list", Permission.STUDENT_OWN, Group.OWN),
    Entry(_("My journal"), "journals:entry_own_list", Permission.STUDENT_OWN, Group.OWN),
    Entry(_("My documents"), "agreements:sign_list", Permission.MENTOR_OWN, Group.OWN),
    Entry(_("My letters"), "correspondence:letter_own_list", Permission.MENTOR_OWN, Group.OWN),
    Entry(_("My documents"), "agreements:sign_list", Permission.CHILDREN_VIEW, Group.OWN),
    Entry(_("My documents"), "agreements:sign_list", Permission.STUDENT_OWN, Group.OWN),
    Entry(_("Permissions"), "agreements:permission_list", Permission.CHILDREN_VIEW, Group.OWN),
    Entry(_("Letters to the counselor"), "support:referral_list", Permission.REFERRALS_READ, Group.SAFETY),
    Entry(_("Who comes today"), "meetings:desk_list", Permission.FRONT_DESK_VIEW, Group.MEETINGS),
    Entry(_("Absent today"), "meetings:absence_add", Permission.ABSENCES_ADD, Group.MEETINGS),
    Entry(_("Parents and guardians"), "mentoring:guardian_list", Permission.GUARDIANS_VIEW, Group.PEOPLE),
    Entry(_("Employers"), "mentoring:employer_list", Permission.MENTORS_VIEW, Group.PEOPLE),
    Entry(_("Safety"), "screening:incident_list", Permission.INCIDENTS_ADD, Group.SAFETY),
    Entry(_("People"), "tenancy:person_list", Permission.PEOPLE_VIEW, Group.PEOPLE),
]
#: What stands behind "More" whatever room there is: not opened every day.
MORE: list[Entry] = [
    Entry(_("Closing matches"), "support:closing_list", Permission.SUPPORT_VIEW, Group.MEETINGS),
    Entry(_("Meetings written down"), "meetings:log_list", Permission.MEETINGS_VIEW, Group.MEETINGS),
    Entry(_("Worries"), "meetings:worry_list", Permission.WORRIES_VIEW, Group.SAFETY),
    Entry(_("Reports"), "report_list", Permission.REPORTS_VIEW, Group.PAPERS),
    Entry(_("Feedback"), "support:feedback_round_list", Permission.REPORTS_VIEW, Group.PAPERS),
    Entry(_("Letters"), "correspondence:letter_batch_list", Permission.LETTERS_EDIT, Group.PAPERS),
    Entry(_("Sent mail"), "correspondence:message_list", Permission.MAIL_VIEW, Group.PAPERS),
    Entry(_("School calendar"), "tenancy:calendar_day_list", Permission.CALENDAR_VIEW, Group.DISTRICT),
    Entry(_("Bring in data"), "rosters:import_list", Permission.ROSTER_IMPORT, Group.DISTRICT),
    Entry(_("Back-ups of counselors"), "support:backup_list", Permission.COVER_SET, Group.DISTRICT),
    Entry(_("Shared by exception"), "accounts:grant_list", Permission.GRANTS_VIEW, Group.DISTRICT),
    Entry(_("Audit log"), "tenancy:audit_event_list", Permission.AUDIT_VIEW, Group.DISTRICT),
    Entry(_("Settings"), "tenancy:district_edit", Permission.SETTINGS_EDIT, Group.DISTRICT),
]
#: What the menu below one's name offers besides: inside a district, and everywhere.
OWN_PAGES: list[Entry] = [
    Entry(_("My details"), "accounts:profile", Permission.HOME_VIEW, Group.OWN),
    Entry(_("My reminders"), "correspondence:reminder_choose", Permission.HOME_VIEW, Group.OWN),
    Entry(_("Cover while I am away"), "accounts:cover_list", Permission.COVER_OWN, Group.OWN),
]
SIGN_IN_PAGES: list[tuple[Promise, str]] = [
    (_("Signing in and security"), "mfa_index"),
    (_("Where you are signed in"), "usersessions_list"),
]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame."""

    label: Promise | str
    url: str
    is_current: bool = False
    count: int = 0
    group: Group = Group.OWN


@dataclass(frozen=True, slots=True)
class More:
    """The menu behind "More": its pages below headings, or below none where they are few."""

    groups: list[tuple[str, list[Link]]]

    @classmethod
    def of(cls, links: list[Link]) -> Self:
        """The menu of these pages."""
        if len(links) < MANY:
            return cls([("", links)] if links else [])
        by_group = [(str(group.label), [one for one in links if one.group == group]) for group in Group]
        return cls([(heading, found) for heading, found in by_group if found])

    @property
    def links(self) -> list[Link]:
        """All its pages."""
        return [link for _heading, links in self.groups for link in links]

    @property
    def count(self) -> int:
        """How many overdue lines of Today lead to its pages."""
        return sum(link.count for link in self.links)

    @property
    def is_current(self) -> bool:
        """Whether the page at hand is one of its pages."""
        return any(link.is_current for link in self.links)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that this page can be read in."""

    code: str
    name: str
    is_current: bool


class Page:
    """The frame of one page. Everything is worked out when a template asks for it."""

    product = PRODUCT

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.viewer: Viewer | None = getattr(request, "viewer", None)
        self.district: District | None = getattr(request, "district", None)

    @property
    def path(self) -> str:
        """This page, to come back to, without the language that a message's link asked for."""
        if LANGUAGE not in self.request.GET:
            return self.request.get_full_path()
        asked = self.request.GET.copy()
        del asked[LANGUAGE]
        return f"{self.request.path}?{asked.urlencode()}" if asked else self.request.path

    @cached_property
    def user(self) -> Any:
        """The sign-in that was used, or None."""
        user = self.viewer.user if self.viewer else getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody is signed in."""
        return self.user is not None

    @property
    def insider(self) -> Viewer | None:
        """The viewer, if this is a page of a district and they are one of its people or platform staff."""
        return self.viewer if self.viewer and not self.viewer.is_stranger else None

    @property
    def district_name(self) -> str:
        """The district's name. Strangers are not told it in a page that says that there is nothing here."""
        return self.district.name if self.district and (self.insider or not self.is_signed_in) else ""

    @property
    def time_zone(self) -> str:
        """The zone of the times on the page, as people call it: "New York"."""
        return str(self.insider.district.time_zone).rpartition("/")[2].replace("_", " ") if self.insider else ""

    @cached_property
    def home_url(self) -> str:
        """Where the product's name leads."""
        return _inside("home") if self.insider else outside("home_outside")

    @property
    def search_url(self) -> str:
        """Where one finds a person; empty for those who may not look for people."""
        return _inside("tenancy:person_search") if self._can(Permission.PEOPLE_VIEW) else ""

    @property
    def search_query(self) -> str:
        """What was looked for, on the page of results."""
        return self.request.GET.get("q", "") if self.request.path == self.search_url else ""

    @property
    def navigation(self) -> list[Link]:
        """What stands in the bar for this viewer."""
        return self._offered[0]

    @cached_property
    def more(self) -> More:
        """What the bar offers behind "More"."""
        return More.of(self._offered[1])

    @property
    def places(self) -> list[Link]:
        """Everywhere that this viewer can go in the district."""
        return [*self.navigation, *self.more.links]

    @cached_property
    def account_links(self) -> list[Link]:
        """Pages about oneself and one's sign-in."""
        own = self._links(OWN_PAGES)
        if len(getattr(self.request, "people", ())) > 1:
            own.append(Link(_("Continue as somebody else"), _inside("accounts:continue_as")))
        if self.user and self.user.is_platform_staff:
            own.append(Link(_("All districts"), outside("platform_list")))
        own += [Link(label, outside(name)) for label, name in SIGN_IN_PAGES]
        if getattr(self.request, "has_districts", False):
            own.append(Link(_("Your districts"), outside("home_outside")))
        return own

    @property
    def signed_in_as(self) -> str:
        """The name of the person, or the address of the sign-in where it stands for nobody."""
        if self.viewer and self.viewer.person:
            return str(self.viewer.person)
        return self.user.email or str(_("Signed in"))

    @property
    def role_names(self) -> str:
        """The roles held in this district, in words."""
        if self.platform_reason:
            return str(_("Platform staff"))
        roles = self.insider.roles if self.insider else ()
        return ", ".join(str(role.label) for role in Role if role in roles)

    @property
    def platform_reason(self) -> str:
        """Why platform staff is inside this district; empty for everybody else."""
        return self.viewer.platform_reason if self.viewer else ""

    @property
    def platform_leave_url(self) -> str:
        """Where platform staff leave the district."""
        return outside("platform_leave", self.district.slug) if self.district and self.platform_reason else ""

    @cached_property
    def covering(self) -> str:
        """For whom the viewer stands in today; asks the database only when they do."""
        if self.insider is None:
            return ""
        absent = {role.covering_id for role in self.insider.roles_held if role.covering_id is not None}
        people = Person.objects.of(self.insider.district).filter(pk__in=absent).in_list_order() if absent else ()
        return ", ".join(person.name for person in people)

    @property
    def cover_url(self) -> str:
        """Where cover is seen and ended."""
        return _inside("accounts:cover_list")

    @property
    def is_sample(self) -> bool:
        """Whether people and districts are made up."""
        return bool(settings.SAMPLE)

    @property
    def sample_url(self) -> str:
        """Where one chooses whom to be, in the sample setting."""
        return outside("sample")

    @property
    def language_url(self) -> str:
        """Where the language is changed; empty where pages are in English alone: for staff, inside a district."""
        return "" if self.insider and self.insider.is_staff else outside("set_language")

    @property
    def languages(self) -> list[Language]:
        """The languages on offer, each by its own name."""
        current = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        return [
            Language(code, get_language_info(code)["name_local"].capitalize(), code == current)
            for code, _name in settings.LANGUAGES
        ]

    @property
    def sign_out_url(self) -> str:
        """Where one signs out."""
        return outside("account_logout")

    @cached_property
    def _counts(self) -> Counts:
        """Lines of Today; the staff's alone, whose day is long."""
        return kept(self.insider) if self.insider and self.insider.is_staff else Counts()

    def _can(self, permission: Permission) -> bool:
        return self.insider is not None and self.insider.can(permission)

    @cached_property
    def _offered(self) -> tuple[list[Link], list[Link]]:
        """What stands in the bar, and what behind "More". A menu for a single page would be none."""
        daily, seldom = self._links(NAVIGATION), self._links(MORE)
        bar, more = daily[:MOST_IN_BAR], daily[MOST_IN_BAR:] + seldom
        return (bar + more, []) if len(more) == 1 else (bar, more)

    def _links(self, entries: list[Entry]) -> list[Link]:
        here = self._owner_of(self.request.path)
        return [
            Link(one.label, url, here == url, self._count(url), one.group)
            for url, one in self._allowed(entries).items()
        ]

    def _allowed(self, entries: list[Entry]) -> dict[str, Entry]:
        """By their addresses; a page stands once, though two permissions may lead to it."""
        allowed: dict[str, Entry] = {}
        for one in entries:
            if self._can(one.permission):
                allowed.setdefault(_inside(one.name), one)
        return allowed

    @cached_property
    def _urls(self) -> list[str]:
        """The addresses of all pages that this viewer is offered, the longest first."""
        return sorted(self._allowed(NAVIGATION + MORE + OWN_PAGES), key=len, reverse=True)

    def _owner_of(self, path: str) -> str:
        """The page that is offered and that another page is, or stands below; of several the nearest."""
        return next((url for url in self._urls if path == url or (url != self.home_url and path.startswith(url))), "")

    def _count(self, url: str) -> int:
        """How many overdue lines of Today lead to this page, or to one below it; for Today itself all lines."""
        if url == self.home_url:
            return self._counts.all
        return self._counts_by_page[url]

    @cached_property
    def _counts_by_page(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for path, count in self._counts.paths.items():
            found[self._owner_of(path)] += count
        return found


def page(request: HttpRequest) -> dict[str, Page]:
    """The frame of the page, as ``page``."""
    return {"page": Page(request)}


def _inside(name: str) -> str:
    """The address of a page of the district at hand, also from a page that is not one of its own."""
    return f"{get_script_prefix()}{_below_mount(settings.DISTRICT_URLCONF, name)}"


@cache
def _below_mount(urlconf: str, name: str) -> str:
    """A page's address below the mount point, the same in every district: "people/". The frame names fifty of them."""
    prefix = get_script_prefix()
    set_script_prefix("/")
    try:
        return reverse(name, urlconf=urlconf).removeprefix("/")
    finally:
        set_script_prefix(prefix)
