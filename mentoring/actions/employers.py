"""Employers are added, changed, joined and end; mentors begin and stop to work for them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.actions import publicity
from mentoring.models import Employer, Employment, Mentor
from tenancy import audit
from tenancy.actor import Actor
from tenancy.names import fold

DETAILS = (
    "name",
    "career_area",
    "address",
    "website",
    "contact_name",
    "contact_title",
    "contact_email",
    "contact_phone",
)


class CannotMerge(Exception):
    """Both employers stay; the text says why."""


class CannotEmploy(Exception):
    """The employment stays as it was; the text says why."""


@transaction.atomic
def add(*, employer: Employer, by: Actor) -> Employer:
    """Add an employer (unsaved, of the district at hand)."""
    employer.search_key = fold(employer.name)
    employer.save()
    audit.record(by=by, verb="employer.add", target=employer)
    return employer


@transaction.atomic
def change(*, employer: Employer, by: Actor, **details: Any) -> list[str]:
    """Change what is known of an employer; the log keeps the names of what changed."""
    before = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    changed = [name for name in DETAILS if name in details and details[name] != getattr(before, name)]
    if changed:
        for name in changed:
            setattr(employer, name, details[name])
        employer.search_key = fold(employer.name)
        employer.save(update_fields=[*changed, "search_key"])
        audit.record(by=by, verb="employer.change", target=employer, facts={"changed": changed})
    return changed


@transaction.atomic
def end(*, employer: Employer, ended_on: date, by: Actor) -> None:
    """An employer takes part until that day. Their mentors stay: somebody asks them."""
    employer.ended_on = ended_on
    employer.save(update_fields=["ended_on"])
    audit.record(by=by, verb="employer.end", target=employer)


@transaction.atomic
def take_back(*, employer: Employer, by: Actor) -> None:
    """An employer takes part again. Twice is once."""
    if employer.ended_on is not None:
        employer.ended_on = None
        employer.save(update_fields=["ended_on"])
        audit.record(by=by, verb="employer.take_back", target=employer)


@transaction.atomic
def merge(*, employer: Employer, into: Employer, by: Actor) -> int:
    """Two rows are one employer: the mentors of one go to the other, what is empty there is filled, the one is deleted.

    Returns how many employments moved. Refuses (CannotMerge) an employer with itself.
    """
    if employer.pk == into.pk:
        raise CannotMerge(_("Choose another employer: this is the same one."))
    moved = Employment.objects.of(into.district).filter(employer=employer).update(employer=into)
    lacking = {name: getattr(employer, name) for name in DETAILS if getattr(into, name) in {"", None}}
    change(employer=into, by=by, **lacking)
    publicity.join(employer=employer, into=into)
    audit.record(by=by, verb="employer.merge", target=into, facts={"merged": employer.pk, "mentors": moved})
    employer.delete()
    return moved


@transaction.atomic
def employ(
    *, mentor: Mentor, employer: Employer, on: date, by: Actor, title: str = "", starts_on: date | None = None
) -> Employment:
    """A mentor works for an employer now; what they did before ends the day before. Their own word is settled by it.

    Refuses (CannotEmploy) where they work already.
    """
    present = Employment.objects.of(mentor.district).filter(mentor=mentor, ends_on=None).first()
    if present is not None and present.employer_id == employer.pk and present.title == title:
        raise CannotEmploy(_("This is noted already."))
    if present is not None:
        first = starts_on or on
        present.ends_on = max(first, present.starts_on) if present.starts_on else first
        present.save(update_fields=["ends_on"])
    employment = Employment.objects.create(
        district_id=mentor.district_id, mentor=mentor, employer=employer, title=title, starts_on=starts_on
    )
    facts: dict[str, audit.Fact] = {"employer": employer.pk, "employment": employment.pk}
    audit.record(by=by, verb="mentor.employ", target=mentor, facts=facts)
    _settle_word(mentor)
    return employment


@transaction.atomic
def leave(*, employment: Employment, ends_on: date, by: Actor) -> None:
    """A mentor worked for an employer until that day. Refuses (CannotEmploy) a day before the first."""
    if employment.starts_on is not None and ends_on < employment.starts_on:
        raise CannotEmploy(_("The last day comes after the first day."))
    employment.ends_on = ends_on
    employment.save(update_fields=["ends_on"])
    facts: dict[str, audit.Fact] = {"employer": employment.employer_id, "employment": employment.pk}
    audit.record(by=by, verb="mentor.leave_employer", target=employment.mentor, facts=facts)


@transaction.atomic
def stay(*, employment: Employment, by: Actor) -> None:
    """They work there after all. Refuses (CannotEmploy) who works somewhere else by now."""
    others = Employment.objects.of(employment.district).filter(mentor=employment.mentor_id, ends_on=None)
    if others.exclude(pk=employment.pk).exists():
        raise CannotEmploy(_("They work for somebody else by now."))
    if employment.ends_on is not None:
        employment.ends_on = None
        employment.save(update_fields=["ends_on"])
        facts: dict[str, audit.Fact] = {"employer": employment.employer_id, "employment": employment.pk}
        audit.record(by=by, verb="mentor.employ", target=employment.mentor, facts=facts)


@transaction.atomic
def take_word(*, mentor: Mentor, name: str, title: str, on: date, by: Actor) -> None:
    """Where an applicant says to work: noted where an employer of this name is known, else kept for a coordinator."""
    if not name.strip() or Employment.objects.of(mentor.district).filter(mentor=mentor, ends_on=None).exists():
        return
    known = Employer.objects.of(mentor.district).filter(search_key=fold(name), ended_on=None).first()
    if known is not None:
        employ(mentor=mentor, employer=known, title=title, on=on, by=by)
    else:
        mentor.said_employer, mentor.said_title, mentor.said_employer_on = name, title, on
        mentor.save(update_fields=["said_employer", "said_title", "said_employer_on"])


@transaction.atomic
def drop_word(*, mentor: Mentor, by: Actor) -> None:
    """What a mentor said of their employer needs nobody any more. Twice is once."""
    if mentor.said_employer_on is not None:
        _settle_word(mentor)
        audit.record(by=by, verb="mentor.read_employer", target=mentor)


def _settle_word(mentor: Mentor) -> None:
    mentor.said_employer, mentor.said_title, mentor.said_employer_on = "", "", None
    mentor.save(update_fields=["said_employer", "said_title", "said_employer_on"])
