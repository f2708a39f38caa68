"""Roles are given, moved and ended."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import Membership, MembershipSchool, Person, School, Scope
from tenancy.permissions import Role
from tenancy.rules import last_administrator_refusal


class CannotGive(Exception):
    """The role is not given, or not moved; the text says why."""


class CannotEnd(Exception):
    """The role goes on; the text says why."""


@transaction.atomic
def give(
    *,
    person: Person,
    role: Role,
    on: date,
    by: Actor,
    scope: Scope = Scope.DISTRICT,
    schools: Sequence[School] = (),
    title: str = "",
    reason: str = "",
) -> Membership:
    """Give a role from that day on. Refuses (CannotGive) a role held already and one that holds nowhere."""
    _refuse_place(role, scope, schools)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if Membership.objects.of(locked.district).live().filter(person=locked, role=role).exists():
        raise CannotGive(_("%(name)s has this role already. Change it instead.") % {"name": person.name})
    membership = Membership.objects.create(
        district_id=person.district_id, person=person, role=role, scope=scope, title=title, started_on=on
    )
    _hold_in(membership, schools)
    audit.record(by=by, verb="membership.give", target=membership, reason=reason, facts=_facts(membership, schools))
    happened("membership.given", membership=membership, by=by)
    return membership


@transaction.atomic
def change(
    *,
    membership: Membership,
    by: Actor,
    scope: Scope,
    schools: Sequence[School] = (),
    title: str = "",
    reason: str = "",
) -> None:
    """Say anew where a role holds. Refuses (CannotGive) a place that does not fit the role."""
    _refuse_place(Role(membership.role), scope, schools)
    membership.scope, membership.title = scope, title
    membership.save(update_fields=["scope", "title"])
    membership.school_rows.all().delete()
    _hold_in(membership, schools)
    audit.record(by=by, verb="membership.change", target=membership, reason=reason, facts=_facts(membership, schools))
    happened("membership.given", membership=membership, by=by)


@transaction.atomic
def end(*, membership: Membership, reason: str, on: date, by: Actor) -> None:
    """End a role now. Refuses (CannotEnd) the last administrator's, and one that has ended."""
    if membership.ended_on is not None:
        raise CannotEnd(_("This role has ended already."))
    if membership.role == Role.ADMINISTRATOR and (
        refusal := last_administrator_refusal(membership.district, membership.person)
    ):
        raise CannotEnd(refusal)
    membership.ended_on = max(on, membership.started_on)
    membership.save(update_fields=["ended_on"])
    facts: dict[str, audit.Fact] = {"person": membership.person_id, "role": membership.role}
    audit.record(by=by, verb="membership.end", target=membership, reason=reason, facts=facts)
    happened("membership.ended", membership=membership, by=by)


def _refuse_place(role: Role, scope: Scope, schools: Sequence[School]) -> None:
    if role == Role.ADMINISTRATOR and scope != Scope.DISTRICT:
        raise CannotGive(_("A district administrator works for the whole district."))
    if scope == Scope.SCHOOLS and not schools:
        raise CannotGive(_("Choose at least one school."))
    if scope != Scope.SCHOOLS and schools:
        raise CannotGive(_("Choose schools only for a role that holds in some schools."))


def _hold_in(membership: Membership, schools: Sequence[School]) -> None:
    MembershipSchool.objects.bulk_create(
        MembershipSchool(district_id=membership.district_id, membership=membership, school=school) for school in schools
    )


def _facts(membership: Membership, schools: Sequence[School]) -> dict[str, audit.Fact]:
    school_ids: list[int] = [school.pk for school in schools]
    return {
        "person": membership.person_id,
        "role": str(membership.role),
        "scope": str(membership.scope),
        "schools": school_ids,
    }
