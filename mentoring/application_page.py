"""What the pages about one application show: facts, answers, people who are like the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mentoring.career_areas import CareerArea
from mentoring.models import MentorApplication, OtherRole
from tenancy.models import Person
from tenancy.people_table import LIVE_ROLES, live_roles
from tenancy.person_pages import SectionRow
from tenancy.templatetags.people import phone
from tenancy.viewer import Viewer

Words = str | Promise


@dataclass(frozen=True)
class Compared:
    """Somebody who is here already, beside the applicant: what each is called and how each is reached."""

    name: str
    url: str
    facts: list[tuple[str, object, object, bool]]


def facts(application: MentorApplication) -> list[tuple[Words, object]]:
    """How to reach the applicant, what they do, and what they ticked."""
    return [
        (_("Email"), application.email),
        (_("Mobile phone"), phone(application.phone)),
        (_("Language"), dict(settings.LANGUAGES).get(application.language, application.language)),
        (_("Employer"), application.employer_name),
        (_("Job title"), application.job_title),
        (_("Career areas"), ", ".join(str(CareerArea(one).label) for one in application.career_areas)),
        (_("Also glad to"), ", ".join(str(OtherRole(one).label) for one in application.other_roles)),
        (_("Old enough"), _("Yes") if application.is_adult_attested else ""),
        (_("Knows that it is unpaid"), _("Yes") if application.is_unpaid_attested else ""),
        (_("Sent"), date_format(timezone.localtime(application.sent_at), "SHORT_DATETIME_FORMAT")),
    ]


def answers(application: MentorApplication) -> list[tuple[Words, str]]:
    """What the applicant wrote, the four abilities of S-3 first."""
    return [
        (_("Why they would like to mentor"), application.why),
        (_("How they help somebody grow and learn skills"), application.supports),
        (_("How they help somebody look at options and values"), application.explores),
        (_("How they show that they care"), application.cares),
        (_("How they strengthen somebody’s self-worth"), application.encourages),
        (_("When they have time"), application.availability),
    ]


def ratings(application: MentorApplication) -> list[tuple[Words, object]]:
    """How the four abilities are rated so far (S-3), for whoever decides."""
    return [
        (_("Helps somebody grow and learn skills"), application.get_rated_supports_display()),
        (_("Helps somebody look at options and values"), application.get_rated_explores_display()),
        (_("Shows that they care"), application.get_rated_cares_display()),
        (_("Strengthens somebody’s self-worth"), application.get_rated_encourages_display()),
    ]


def alike(application: MentorApplication, viewer: Viewer) -> list[Person]:
    """People of the district with this name or address, whom the viewer may know of: perhaps the same human."""
    same = {"given_name": application.given_name, "family_name": application.family_name, "email": application.email}
    seen = Person.objects.visible_to(viewer).active().alike(**same)
    return list(seen.prefetch_related(LIVE_ROLES).in_list_order()[:5])


def alike_rows(application: MentorApplication, viewer: Viewer) -> list[SectionRow]:
    """The same people, a line each."""
    if application.state != MentorApplication.State.NEW:
        return []
    return [
        SectionRow(one.name, note=_roles(one), links=[(_("Open"), reverse("tenancy:person_detail", args=[one.pk]))])
        for one in alike(application, viewer)
    ]


def compared(application: MentorApplication, people: Sequence[Person]) -> list[Compared]:
    """Each of these people beside the applicant."""
    return [
        Compared(
            one.name,
            reverse("tenancy:person_detail", args=[one.pk]),
            [
                _pair(_("Name"), application.name, f"{one.given_name} {one.family_name}"),
                _pair(_("Email"), application.email, one.email),
                _pair(_("Mobile phone"), phone(application.phone), phone(one.phone)),
                (_("Role here"), "", _roles(one), False),
            ],
        )
        for one in people
    ]


def _pair(label: str, theirs: str, here: str) -> tuple[str, object, object, bool]:
    return (label, theirs, here, bool(theirs) and theirs.casefold() == here.casefold())


def _roles(person: Person) -> str:
    return ", ".join(role.get_role_display() for role in live_roles(person)) or _("No role at present")
