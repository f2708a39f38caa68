"""What the frame around every page shows: where one can go, who is signed in, the languages.

``page`` is a context processor. It copes with every request, also one that failed before anybody knew who is looking.
It asks the database nothing that the request has not already asked.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from config.counts import Counts, kept
from tenancy.http import outside
from tenancy.models import District, Person
from tenancy.permissions import Permission, Role
from tenancy.viewer import Viewer

PRODUCT = "Waymark"

#: What the bar below the header offers, in this order, to those who hold the permission.
NAVIGATION: list[tuple[Promise, str, Permission]] = [
    (_("Today"), "home", Permission.HOME_VIEW),
    (_("Programs"), "mentoring:program_list", Permission.PROGRAMS_VIEW),
    (_("Students"), "mentoring:student_list", Permission.STUDENTS_VIEW),
    (_("Students"), "mentoring:student_list", Permission.STUDENTS_TAUGHT_VIEW),
    (_("Parents and guardians"), "mentoring:guardian_list", Permission.GUARDIANS_VIEW),
    (_("Mentors"), "mentoring:mentor_list", Permission.MENTORS_VIEW),
    (_("Employers"), "mentoring:employer_list", Permission.MENTORS_VIEW),
    (_("Matches"), "mentoring:match_list", Permission.MATCHES_VIEW),
    (_("Meetings"), "meetings:meeting_list", Permission.MEETINGS_VIEW),
    (_("Who comes today"), "meetings:desk_list", Permission.FRONT_DESK_VIEW),
    (_("Classes"), "classes:class_group_list", Permission.CLASSES_VIEW),
    (_("Journals"), "journals:journal_list", Permission.JOURNALS_VIEW),
    (_("Support"), "support:call_list", Permission.SUPPORT_VIEW),
    (_("Clearance"), "screening:clearance_list", Permission.CLEARANCE_OUTCOMES_VIEW),
    (_("My students"), "mentoring:mentee_list", Permission.MENTOR_OWN),
    (_("My meetings"), "meetings:meeting_own_list", Permission.MENTOR_OWN),
    (_("My meetings"), "meetings:meeting_own_list", Permission.STUDENT_OWN),
    (_("My meetings"), "meetings:meeting_own_list", Permission.CHILDREN_VIEW),
    (_("Your steps"), "screening:step_list", Permission.MENTOR_OWN),
    (_("My profile"), "mentoring:mentor_profile", Permission.MENTOR_OWN),
    (_("My program"), "mentoring:application_list", Permission.STUDENT_OWN),
    (_("My journal"), "journals:entry_own_list", Permission.STUDENT_OWN),
    (_("My documents"), "agreements:sign_list", Permission.MENTOR_OWN),
    (_("My letters"), "correspondence:letter_own_list", Permission.MENTOR_OWN),
    (_("My documents"), "agreements:sign_list", Permission.CHILDREN_VIEW),
    (_("My documents"), "agreements:sign_list", Permission.STUDENT_OWN),
    (_("Permissions"), "agreements:permission_list", Permission.CHILDREN_VIEW),
    (_("Letters to the counselor"), "support:referral_list", Permission.REFERRALS_READ),
    (_("Safety"), "screening:incident_list", Permission.INCIDENTS_ADD),
    (_("People"), "tenancy:person_list", Permission.PEOPLE_VIEW),
]
#: What stands behind "More": not opened every day.
MORE: list[tuple[Promise, str, Permission]] = [
    (_("Reports"), "report_list", Permission.REPORTS_VIEW),
    (_("Feedback"), "support:feedback_round_list", Permission.REPORTS_VIEW),
    (_("Closing matches"), "support:closing_list", Permission.SUPPORT_VIEW),
    (_("Meetings written down"), "meetings:log_list", Permission.MEETINGS_VIEW),
    (_("Worries"), "meetings:worry_list", Permission.WORRIES_VIEW),
    (_("Absent today"), "meetings:absence_add", Permission.ABSENCES_ADD),
    (_("School calendar"), "tenancy:calendar_day_list", Permission.CALENDAR_VIEW),
    (_("Bring in data"), "rosters:import_list", Permission.ROSTER_IMPORT),
    (_("Letters"), "correspondence:letter_batch_list", Permission.LETTERS_EDIT),
    (_("Sent mail"), "correspondence:message_list", Permission.MAIL_VIEW),
    (_("Back-ups of counselors"), "support:backup_list", Permission.COVER_SET),
    (_("Shared by exception"), "accounts:grant_list", Permission.GRANTS_VIEW),
    (_("Audit log"), "tenancy:audit_event_list", Permission.AUDIT_VIEW),
    (_("Settings"), "tenancy:district_edit", Permission.SETTINGS_EDIT),
]
#: What the menu below one's name offers besides: inside a district, and everywhere.
OWN_PAGES: list[tuple[Promise, str, Permission]] = [
    (_("My details"), "accounts:profile", Permission.HOME_VIEW),
    (_("My reminders"), "correspondence:reminder_choose", Permission.HOME_VIEW),
    (_("Cover while I am away"), "accounts:cover_list", Permission.COVER_OWN),
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
        """This page, to come back to."""
        return self.request.get_full_path()

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

    @property
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

    @cached_property
    def navigation(self) -> list[Link]:
        """What the bar offers this viewer. A menu for a single page would be none: it stands in the bar, too."""
        daily, seldom = self._links(NAVIGATION), self._links(MORE)
        return daily + seldom if len(seldom) == 1 else daily

    @cached_property
    def more(self) -> list[Link]:
        """What the bar offers behind "More"."""
        seldom = self._links(MORE)
        return seldom if len(seldom) > 1 else []

    @property
    def places(self) -> list[Link]:
        """Everywhere that this viewer can go in the district."""
        return [*self.navigation, *self.more]

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
        return kept(self.request) if self.insider and self.insider.is_staff else Counts()

    def _can(self, permission: Permission) -> bool:
        return self.insider is not None and self.insider.can(permission)

    def _links(self, entries: list[tuple[Promise, str, Permission]]) -> list[Link]:
        # A page stands once, though two permissions may lead to it.
        allowed = dict.fromkeys((label, _inside(name)) for label, name, permission in entries if self._can(permission))
        return [Link(label, url, self._is_current(url), self._count(url)) for label, url in allowed]

    def _count(self, url: str) -> int:
        """How many overdue lines of Today lead to this page, or to one below it; for Today itself all lines."""
        if url == self.home_url:
            return self._counts.all
        return sum(count for path, count in self._counts.paths.items() if path.startswith(url))

    def _is_current(self, url: str) -> bool:
        path = self.request.path
        return path == url or (url != self.home_url and path.startswith(url))


def page(request: HttpRequest) -> dict[str, Page]:
    """The frame of the page, as ``page``."""
    return {"page": Page(request)}


def _inside(name: str) -> str:
    """The address of a page of the district at hand, also from a page that is not one of its own."""
    return reverse(name, urlconf=settings.DISTRICT_URLCONF)
