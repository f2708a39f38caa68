"""School years of a district."""

from datetime import date

from django.db import transaction

from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import SchoolYear


@transaction.atomic
def add(*, by: Actor, name: str, starts_on: date, ends_on: date) -> SchoolYear:
    """Add a school year to the district at hand."""
    year = SchoolYear.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    audit.record(by=by, verb="school_year.add", target=year)
    return year


@transaction.atomic
def change(*, year: SchoolYear, by: Actor, name: str, starts_on: date, ends_on: date) -> None:
    """Change a school year's name or days."""
    year.name, year.starts_on, year.ends_on = name, starts_on, ends_on
    year.save(update_fields=["name", "starts_on", "ends_on"])
    facts = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    audit.record(by=by, verb="school_year.change", target=year, facts=facts)


def next_of(year: SchoolYear) -> dict[str, str | date]:
    """What the year after this one is likely to be: its name counted on, its days 52 weeks later."""
    return {
        "name": _counted_on(year.name),
        "starts_on": _same_weekday_next_year(year.starts_on),
        "ends_on": _same_weekday_next_year(year.ends_on),
    }


def _same_weekday_next_year(day: date) -> date:
    return date.fromordinal(day.toordinal() + 52 * 7)


def _counted_on(name: str) -> str:
    """Each number of two or four digits in the name, plus one: "2026–27" becomes "2027–28"."""
    words, digits = "", ""
    for letter in name + " ":
        if letter.isdigit():
            digits += letter
            continue
        words += str(int(digits) + 1).zfill(len(digits))[-len(digits) :] if len(digits) in {2, 4} else digits
        words, digits = words + letter, ""
    return words.strip()
