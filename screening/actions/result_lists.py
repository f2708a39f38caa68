"""A list of results from elsewhere is taken in: what is new is recorded, what is here already changes nothing."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from screening.actions import records, standings
from screening.models import BackgroundCheck
from screening.result_lines import Result
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Person
from tenancy.names import fold
from tenancy.querysets.people import PersonQuerySet


@dataclass
class Taken:
    """What a list brings: by line and name, what is new, moved along and here already; and lines that were refused."""

    new: list[tuple[int, str]] = field(default_factory=list)
    changed: list[tuple[int, str]] = field(default_factory=list)
    same: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many checks it records or moves along."""
        return len(self.new) + len(self.changed)


class _OnlyLooking(Exception):
    """Rolls back what was tried."""


def look(
    results: Sequence[Result], *, people: PersonQuerySet, tier: int, district: District, on: date, by: Actor
) -> Taken:
    """What taking in this list would do. Nothing is kept."""
    tried = Taken()
    try:
        with transaction.atomic():
            tried = take_in(results, people=people, tier=tier, district=district, on=on, by=by)
            raise _OnlyLooking
    except _OnlyLooking:
        return tried


@transaction.atomic
def take_in(
    results: Sequence[Result], *, people: PersonQuerySet, tier: int, district: District, on: date, by: Actor
) -> Taken:
    """Record every result of somebody among these people; a failed line stops no other. Twice changes nothing."""
    taken, found = Taken(), _people(results, people)
    here = _checks_of(district, [person.pk for person in found.values() if isinstance(person, Person)])
    batch, touched = uuid.uuid4(), set[int]()
    for result in results:
        person = found[result.number]
        if not isinstance(person, Person):
            taken.refused.append((result.number, person))
            continue
        try:
            records.refuse_own([person.pk], by)
            with transaction.atomic():
                done = _take(result, person, here[person.pk], tier, batch, on, by)
        except records.CannotRecord as refusal:
            taken.refused.append((result.number, str(refusal)))
            continue
        getattr(taken, done).append((result.number, person.name))
        if done != "same":
            touched.add(person.pk)
    if touched:
        audit.record(
            by=by,
            verb="background_check.import",
            facts={"new": len(taken.new), "changed": len(taken.changed), "failed": len(taken.refused)},
        )
        standings.refresh(district=district, person_ids=touched, on=on, by=by)
    return taken


def _take(
    result: Result, person: Person, here: list[BackgroundCheck], tier: int, batch: uuid.UUID, on: date, by: Actor
) -> str:
    facts = dict(result.facts)
    known = _same_check(facts, here)
    if known is None:
        made = BackgroundCheck(district=person.district, person=person, tier=tier, batch=batch, **facts)
        made.recorded_by_id = by.person_id
        made.decided_by_id = by.person_id if made.decided_on else None
        records.save_checked(made)
        records.note(made, verb="background_check.record", by=by)
        here.append(made)
        return "new"
    changed = [name for name, value in facts.items() if getattr(known, name) != value]
    if not changed:
        return "same"
    before = {name: getattr(known, name) for name in changed}
    for name in changed:
        setattr(known, name, facts[name])
    if "outcome" in changed:
        known.decided_by_id = by.person_id if known.decided_on else None
    try:
        records.save_checked(known)
    except records.CannotRecord:
        for name, value in before.items():
            setattr(known, name, value)
        raise
    audit.record(by=by, verb="background_check.change", target=person, facts={"record": known.pk, "changed": changed})
    return "changed"


def _same_check(facts: Mapping[str, object], here: list[BackgroundCheck]) -> BackgroundCheck | None:
    """The check that a line speaks of: by its order number, by kind and day, or the one of its kind still running."""
    number = facts.get("order_number")
    same_kind = [one for one in here if one.check_type == facts["check_type"]]
    by_number = [one for one in same_kind if number and one.order_number == number]
    by_day = [one for one in same_kind if one.decided_on and one.decided_on == facts.get("decided_on")]
    running = [one for one in same_kind if one.is_open and not (number and one.order_number)]
    return next(iter([*by_number, *by_day, *running]), None)


def _checks_of(district: District, ids: Sequence[int]) -> dict[int, list[BackgroundCheck]]:
    checks: dict[int, list[BackgroundCheck]] = defaultdict(list)
    rows = BackgroundCheck.objects.of(district).live().filter(person__in=ids).prefetch_related("person")
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        checks[row.person_id].append(row)
    return checks


def _people(results: Sequence[Result], people: PersonQuerySet) -> dict[int, Person | str]:
    """By line: the one person who is meant, or why nobody is. By email address first, else by the whole name."""
    emails: dict[str, list[Person]] = defaultdict(list)
    names: dict[str, list[Person]] = defaultdict(list)
    keys = {fold(*result.names) for result in results if all(result.names)}
    for person in people.filter(email__in={result.email for result in results if result.email}):
        emails[person.email].append(person)
    for person in people.filter(search_key_given__in=keys):
        names[person.search_key_given].append(person)
    for person in people.filter(search_key_preferred__in=keys):
        if person not in names[person.search_key_preferred]:
            names[person.search_key_preferred].append(person)
    return {result.number: _meant(result, emails, names) for result in results}


def _meant(result: Result, emails: Mapping[str, list[Person]], names: Mapping[str, list[Person]]) -> Person | str:
    key = fold(*result.names) if all(result.names) else ""
    found = emails.get(result.email, []) if result.email else []
    named = names.get(key, []) if key else []
    both = [person for person in found if person in named]
    candidates = both or found or named
    if not candidates:
        return _("Nobody here has this name or email address.")
    if len(candidates) > 1:
        return _("Several people fit. Add the email address, or record it on the person’s page.")
    return candidates[0]
