"""Roles that hold in some programs: given so, or limited to them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.models import MembershipProgram, Program
from tenancy import audit
from tenancy.actions import memberships
from tenancy.actor import Actor
from tenancy.models import Membership, Person, Scope
from tenancy.permissions import Role

#: Roles that may hold in some programs only.
ROLES = (Role.COORDINATOR, Role.AUDITOR)


class CannotLimit(Exception):
    """The role holds where it held; the text says why."""


@transaction.atomic
def give(
    *,
    person: Person,
    role: Role,
    programs: Sequence[Program],
    on: date,
    by: Actor,
    title: str = "",
    reason: str = "",
) -> Membership:
    """Give a role that holds in these programs alone.

    Refuses (CannotLimit) no program and roles that hold elsewhere, and (memberships.CannotGive) a role held already.
    """
    _refuse(role, programs)
    given = memberships.give(person=person, role=role, scope=Scope.PROGRAMS, title=title, reason=reason, on=on, by=by)
    _name(given, programs, reason=reason, by=by)
    return given


@transaction.atomic
def limit(*, membership: Membership, programs: Sequence[Program], by: Actor, reason: str = "") -> None:
    """Let a role hold in these programs alone, wherever it held before.

    Refuses (CannotLimit) no program and roles that hold elsewhere.
    """
    _refuse(Role(membership.role), programs)
    if membership.scope != Scope.PROGRAMS:
        memberships.change(membership=membership, scope=Scope.PROGRAMS, title=membership.title, reason=reason, by=by)
    _name(membership, programs, reason=reason, by=by)


def forget_programs(*, membership: Membership) -> None:
    """A role that holds in the district or in schools again names no programs any more."""
    if membership.scope != Scope.PROGRAMS:
        MembershipProgram.objects.of(membership.district).filter(membership=membership).delete()


def _refuse(role: Role, programs: Sequence[Program]) -> None:
    if role not in ROLES:
        raise CannotLimit(_("Only coordinators and auditors work for some programs."))
    if not programs:
        raise CannotLimit(_("Choose at least one program."))


def _name(membership: Membership, programs: Sequence[Program], *, reason: str, by: Actor) -> None:
    rows = MembershipProgram.objects.of(membership.district).filter(membership=membership)
    rows.exclude(program__in=programs).delete()
    there = set(rows.values_list("program", flat=True))
    MembershipProgram.objects.bulk_create(
        MembershipProgram(district_id=membership.district_id, membership=membership, program=program)
        for program in programs
        if program.pk not in there
    )
    facts: dict[str, audit.Fact] = {
        "person": membership.person_id,
        "role": str(membership.role),
        "programs": [program.pk for program in programs],
    }
    audit.record(by=by, verb="membership.limit", target=membership, reason=reason, facts=facts)
