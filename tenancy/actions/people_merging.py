"""Two rows of one human become one; or somebody says that they are two humans."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tenancy import audit, people_merging
from tenancy.actions import people
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.merging import CannotMerge, move, refusals
from tenancy.models import Membership, Person, PersonApart, Scope


@transaction.atomic
def merge(*, kept: Person, gone: Person, from_gone: Collection[str], on: date, by: Actor) -> None:
    """Make two rows of one human one: everything of ``gone`` is ``kept``'s afterwards, and ``gone`` leads to ``kept``.

    ``from_gone`` are the keys of what survives as the one that goes has it; what only that one has survives anyway.
    Sent mail and the audit log stay as they were written. Cannot be undone. Refuses (CannotMerge) whatever a floor
    refuses: a student with an adult, two students with different state IDs, somebody on a safety hold.
    """
    _refuse_oneself(kept, gone, by)
    locked = {
        one.pk: one
        for one in Person.objects.of(kept.district)
        .filter(pk__in=[kept.pk, gone.pk])
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    kept, gone = locked[kept.pk], locked[gone.pk]
    if not kept.is_active or gone.merged_into_id is not None:
        raise CannotMerge(_("Somebody merged or deactivated one of the two meanwhile. Look once more."))
    if found := refusals(kept, gone):
        raise CannotMerge(" ".join(found))
    _join_roles(kept, gone, on)
    move(people_merging.MERGING.moves, kept, gone)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    happened("person.merged", kept=kept, gone=gone, from_gone=frozenset(from_gone), on=on, by=by)
    details = survivors(kept, gone, from_gone)
    people.change(person=kept, by=by, **details)
    facts: dict[str, audit.Fact] = {"of": gone.pk, "changed": sorted(details)}
    audit.record(by=by, verb="person.merge", target=kept, facts=facts)


def survivors(kept: Person, gone: Person, from_gone: Collection[str]) -> dict[str, str]:
    """The details that the kept person takes over: those chosen, and those that only the other one has."""
    return {
        name: getattr(gone, name)
        for name in people.DETAILS
        if getattr(gone, name) and getattr(gone, name) != getattr(kept, name)
        if name in from_gone or not getattr(kept, name)
    }


@transaction.atomic
def set_apart(*, people_apart: tuple[Person, Person], by: Actor) -> None:
    """Say that these are two humans: nobody is asked about them again. Twice is once."""
    older, younger = sorted(people_apart, key=lambda one: one.pk)
    _apart, is_new = PersonApart.objects.get_or_create(
        district=older.district, person=older, other=younger, defaults={"said_by_id": by.person_id}
    )
    if is_new:
        audit.record(by=by, verb="person.apart", target=older, facts={"of": younger.pk})


def _refuse_oneself(kept: Person, gone: Person, by: Actor) -> None:
    if kept.pk == gone.pk:
        raise CannotMerge(_("Choose two different people."))
    if by.person_id in {kept.pk, gone.pk}:
        raise CannotMerge(_("You cannot merge yourself. Ask a colleague."))


def _join_roles(kept: Person, gone: Person, on: date) -> None:
    """Roles of the one that goes are the kept one's; of a role that both have, one goes on in the places of both."""
    mine = {one.role: one for one in Membership.objects.of(kept.district).live().filter(person=kept)}
    for role in Membership.objects.of(kept.district).filter(person=gone).order_by("pk"):
        twin = mine.get(role.role) if role.ended_on is None else None
        if twin is not None:
            _join_places(twin, role)
            role.ended_on = max(on, role.started_on)
        role.person = kept
        role.save(update_fields=["person", "ended_on"])


def _join_places(twin: Membership, role: Membership) -> None:
    """A role for the whole district stays so; else it holds in the schools of both. Families are where a school is."""
    if {twin.scope, role.scope} == {Scope.DISTRICT, Scope.SCHOOLS} and role.role not in _WITH_SCHOOL:
        twin.scope = Scope.DISTRICT
    elif Scope.SCHOOLS in {twin.scope, role.scope}:
        twin.scope = Scope.SCHOOLS
    twin.title = twin.title or role.title
    twin.started_on = min(twin.started_on, role.started_on)
    twin.save(update_fields=["scope", "title", "started_on"])
    if twin.scope == Scope.SCHOOLS:
        move(people_merging.MERGING.deeper, twin, role)
    else:
        twin.school_rows.all().delete()


_WITH_SCHOOL = frozenset({"student", "guardian", "mentor"})
