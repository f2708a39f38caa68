"""Building the two sample districts: the same people every time, dates around today, every state that the product has.

Parts of the product that come later add what they own in a function of their own, called from ``build``.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.actions import sign_ins
from accounts.models import Seat, User
from config.sample import (
    choosing,
    classes,
    clearances,
    closing,
    documents,
    feedback,
    guardians,
    holds,
    journals,
    letters,
    logs,
    meetings,
    mentors,
    programs,
    states,
    students,
    support,
)
from config.sample import today as put_off
from config.sample.names import FAMILY, GIVEN, GOES_BY
from config.sample.plan import PLANS, PLATFORM_EMAIL, DistrictPlan, Lead
from tenancy import audit, grants
from tenancy.actor import Actor
from tenancy.context import district, platform
from tenancy.models import (
    CalendarDay,
    District,
    Membership,
    MembershipGrant,
    MembershipSchool,
    Person,
    PersonGrant,
    School,
    SchoolYear,
    Scope,
)
from tenancy.permissions import STAFF_ROLES, Role

#: Person.source of everybody here; Person.sourced_id of a lead is their key.
SOURCE = "sample"
BUILDER = Actor.system("sample")
_CLOSED = (
    (9, 7, "Labor Day"),
    (10, 12, "Indigenous Peoples’ Day"),
    (11, 11, "Veterans Day"),
    (11, 26, "Thanksgiving"),
    (11, 27, "Thanksgiving"),
    (1, 18, "Martin Luther King Jr. Day"),
    (2, 15, "Presidents’ Day"),
    (5, 31, "Memorial Day"),
)


class NotTheSampleSetting(Exception):
    """Sample districts are made in the sample setting only."""


def build_all() -> list[str]:
    """Make the sample districts that are not there yet; returns the names of those made.

    Each district stands whole or not at all. Raises NotTheSampleSetting anywhere else than in the sample setting.
    """
    if not settings.SAMPLE:
        raise NotTheSampleSetting("WAYMARK_SAMPLE is not set: this is not the sample setting.")
    with platform("set up the sample districts"):
        present = set(District.objects.values_list("slug", flat=True))
        missing = [plan for plan in PLANS if plan.slug not in present]
        for plan in missing:
            District.objects.create(
                slug=plan.slug,
                name=plan.name,
                time_zone=plan.time_zone,
                languages=["en", "es"],
                features=list(plan.features),
                contact_name=f"{plan.leads[0].given_name} {plan.leads[0].family_name}",
                contact_email=f"programs@{plan.slug}.example",
                contact_phone="+13125550100",
                is_active=False,
            )
        if not User.objects.filter(email=PLATFORM_EMAIL).exists():
            sign_ins.make(email=PLATFORM_EMAIL, is_platform_staff=True)
    with platform("finish sample districts whose making broke off"):
        unfinished = set(District.objects.filter(is_active=False).values_list("slug", flat=True))
    for plan in PLANS:
        if plan.slug in unfinished:
            build(plan)
    return [plan.name for plan in PLANS if plan.slug in unfinished]


def build(plan: DistrictPlan) -> None:
    """Fill one district and open it to visitors, in one transaction."""
    with district(plan.slug) as made:
        today = timezone.localdate()
        schools = [School.objects.create(name=name, phone="+13125550100") for name in plan.schools]
        year = _school_year(today)
        _calendar(year, schools)
        leads = {lead.key: _lead(made, lead, schools, year) for lead in plan.leads}
        _others(made, plan, schools, year)
        leads |= {lead.key: _lead(made, lead, schools, year) for lead in plan.newcomers}
        _exceptions(leads)
        states.add(leads, timezone.now())
        ground = programs.add(leads, schools, today)
        students.add(ground, timezone.now())
        mentors.add(leads, today, timezone.now())
        clearances.add(leads, today)
        holds.add(leads, schools, timezone.now())
        choosing.add(ground)
        guardians.add(leads, today, timezone.now())
        documents.add(ground, timezone.now())
        classes.add(ground, timezone.now())
        meetings.add(ground, timezone.now())
        journals.add(ground, timezone.now())
        logs.add(ground, timezone.now())
        support.add(ground, timezone.now())
        letters.add(leads, timezone.now())
        closing.add(ground, timezone.now())
        feedback.add(ground, timezone.now())
        put_off.add(leads, timezone.now())
        audit.record(by=BUILDER, verb="district.create", target=made)
        made.is_active = True
        made.save(update_fields=["is_active"])


def lead_person(slug: str, key: str) -> tuple[Person, User] | None:
    """The person whom a visitor wants to be, with their sign-in."""
    if not District.objects.filter(slug=slug, is_active=True).exists():
        return None
    with district(slug) as opened:
        person = Person.objects.of(opened).filter(source=SOURCE, sourced_id=key).first()
        seat = Seat.objects.filter(district=opened, person=person).select_related("user").first() if person else None
        return (person, seat.user) if person and seat else None


def platform_user() -> User | None:
    """The sign-in of whoever runs the sample installation."""
    return User.objects.filter(email=PLATFORM_EMAIL).first()


def _school_year(today: date) -> SchoolYear:
    first = today.year if today.month >= 7 else today.year - 1
    SchoolYear.objects.create(
        name=f"{first - 1}–{first % 100}", starts_on=date(first - 1, 8, 17), ends_on=date(first, 6, 10)
    )
    return SchoolYear.objects.create(
        name=f"{first}–{(first + 1) % 100}", starts_on=date(first, 8, 17), ends_on=date(first + 1, 6, 10)
    )


def _calendar(year: SchoolYear, schools: list[School]) -> None:
    closed = [CalendarDay(day=_day_of(year, month, day), kind="closed", note=note) for month, day, note in _CLOSED]
    break_starts = date(year.starts_on.year, 12, 21)
    closed += [
        CalendarDay(day=break_starts + timedelta(days=n), kind="closed", note="Winter break")
        for n in range(12)
        if (break_starts + timedelta(days=n)).weekday() < 5
    ]
    other = [
        CalendarDay(day=_day_of(year, 3, 17), kind="testing", note="State testing", school=schools[0]),
        CalendarDay(day=_day_of(year, 10, 23), kind="early_release", note="Conferences", school=schools[-1]),
    ]
    CalendarDay.objects.bulk_create(closed + other)


def _day_of(year: SchoolYear, month: int, day: int) -> date:
    return date(year.starts_on.year if month >= 7 else year.ends_on.year, month, day)


def _lead(made: District, lead: Lead, schools: list[School], year: SchoolYear) -> Person:
    person = Person(
        given_name=lead.given_name,
        family_name=lead.family_name,
        email=f"{lead.key}@{made.slug}.example",
        phone=f"+1312555014{len(lead.key) % 10}",
        language=lead.language,
        source=SOURCE,
        sourced_id=lead.key,
    ).with_search_keys()
    person.save()
    school = schools[lead.at_school] if lead.at_school is not None else None
    _role(person, lead.role, year, title=lead.title, school=school)
    _sign_in(made, person, lead.role)
    return person


def _others(made: District, plan: DistrictPlan, schools: list[School], year: SchoolYear) -> None:
    names = _names(plan)
    for role, count in plan.others.items():
        for number in range(count):
            given, family = next(names)
            person = Person(
                given_name=given,
                family_name=family,
                preferred_name=GOES_BY.get(given, ""),
                # Every ninth has no address: somebody whom the product must reach another way.
                email="" if number % 9 == 8 else f"{role}{number + 1}@{made.slug}.example".replace("_", ""),
                language="es" if number % 5 == 3 else "en",
                source=SOURCE,
                sourced_id=f"{role}-{number + 1}",
            ).with_search_keys()
            person.save()
            is_local = role == Role.STUDENT or (role in STAFF_ROLES and role != Role.COORDINATOR)
            _role(person, role, year, school=schools[number % len(schools)] if is_local else None)
            if person.email and number % 3 == 0:
                _sign_in(made, person, role)


def _names(plan: DistrictPlan) -> Iterator[tuple[str, str]]:
    """Given and family names, no pair twice, in an order that is the same every time."""
    chance = random.Random(plan.seed)  # noqa: S311  for the same people every time, not for secrets
    pairs = [(given, family) for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    return iter(pairs)


def _role(person: Person, role: Role, year: SchoolYear, *, title: str = "", school: School | None = None) -> None:
    membership = Membership.objects.create(
        person=person,
        role=role,
        title=title,
        scope=Scope.SCHOOLS if school else Scope.DISTRICT,
        started_on=year.starts_on,
    )
    if school:
        MembershipSchool.objects.create(membership=membership, school=school)


def _sign_in(made: District, person: Person, role: Role) -> None:
    user = sign_ins.make(email=person.email, language=person.language)
    kind = Seat.Kind.STUDENT if role == Role.STUDENT else Seat.Kind.ADULT
    Seat.objects.create(user=user, district=made, person=person, kind=kind)


def _exceptions(leads: dict[str, Person]) -> None:
    """A shared file and a cover that are running, so that their pages have something to show."""
    now = timezone.now()
    counselor, coordinator, administrator = leads["counselor"], leads["coordinator"], leads["administrator"]
    grants.give(
        PersonGrant,
        to=counselor,
        user=counselor.seats.get().user,
        target=leads["student"],
        reason="Helps with the change of career area this semester.",
        expires_at=now + timedelta(days=60),
        by=Actor.person(coordinator),
    )
    grants.give(
        MembershipGrant,
        to=administrator,
        user=administrator.seats.get().user,
        target=coordinator.memberships.get(),
        reason="Conference on Thursday and Friday.",
        expires_at=now + timedelta(days=9),
        by=Actor.person(coordinator),
    )
