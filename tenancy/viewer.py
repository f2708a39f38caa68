"""Who is looking: what rules and querysets know of a request."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from tenancy import grants
from tenancy.actor import Actor
from tenancy.models import District, Membership, MembershipGrant, MembershipSchool, Person, PersonGrant, Scope
from tenancy.models.membership import MembershipQuerySet
from tenancy.permissions import EXTRA_STEP_ROLES, PLATFORM_PERMISSIONS, ROLE_PERMISSIONS, STAFF_ROLES, Permission, Role
from tenancy.relations import viewer_facts

Found = TypeVar("Found")


@dataclass(frozen=True)
class RoleHeld:
    """A role and where it holds; ``covering`` is the colleague for whom it is held, if it is not one's own."""

    role: Role
    scope: Scope
    school_ids: frozenset[int] = frozenset()
    covering_id: int | None = None


@dataclass(frozen=True)
class Reach:
    """Where a permission holds: everywhere in the district, or in some schools."""

    whole_district: bool
    school_ids: frozenset[int]


@dataclass(frozen=True)
class Viewer:
    """Somebody looking at a district: a person, the sign-in they used, and what they may do.

    Without a person: platform staff who entered with a reason, or somebody not signed in, or a sign-in that stands for
    nobody here (a stranger, to whom every page answers 404).
    """

    district: District
    today: date
    user: AbstractBaseUser | None = None
    person: Person | None = None
    roles_held: tuple[RoleHeld, ...] = ()
    platform_reason: str = ""
    has_extra_step: bool = field(default=False, compare=False)
    #: What was read for several parts of one page, see ``once`` and ``tenancy.lists.read_once``.
    kept: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def nobody(cls, district: District, user: AbstractBaseUser | None = None) -> Self:
        """Not signed in, or a stranger here."""
        return cls(district=district, today=timezone.localdate(), user=user)

    @classmethod
    def of_platform(cls, district: District, user: AbstractBaseUser, reason: str) -> Self:
        """Platform staff inside a district, with the reason they gave."""
        return cls(
            district=district, today=timezone.localdate(), user=user, platform_reason=reason, has_extra_step=True
        )

    @classmethod
    def of_person(
        cls, district: District, person: Person, user: AbstractBaseUser | None = None, *, has_extra_step: bool = False
    ) -> Self:
        """A person with their live roles, and the roles in which they cover for a colleague.

        Every page asks this: one query, and more only for those who cover.
        """
        facts = viewer_facts()
        asked = {f"fact_{number}": fact() for number, fact in enumerate(facts)}
        asked["has_cover"] = grants.has_any(MembershipGrant, OuterRef("person"))
        asked["has_shared"] = grants.has_any(PersonGrant, OuterRef("person"))
        own = list(_with_schools(Membership.objects.of(district).live().filter(person=person)).annotate(**asked))
        held = [_held(membership) for membership in own]
        if user is not None and any(one.has_cover for one in own) and any(one.role in STAFF_ROLES for one in held):
            covered = grants.covered_memberships(district, person, user)
            # Who was let go has no more roles to stand in for.
            others = Membership.objects.of(district).live().filter(pk__in=covered, person__deactivated_at=None)
            held += [_held(one, covering=True) for one in _with_schools(others)] if covered else []
        viewer = cls(
            district=district,
            today=timezone.localdate(),
            user=user,
            person=person,
            roles_held=tuple(held),
            has_extra_step=has_extra_step,
        )
        viewer.kept[PersonGrant] = not own or own[0].has_shared
        viewer.kept.update({fact: getattr(own[0], f"fact_{number}") for number, fact in enumerate(facts) if own})
        return viewer

    @property
    def person_id(self) -> int | None:
        """The person's id, if there is a person."""
        return self.person.pk if self.person else None

    @property
    def is_signed_in(self) -> bool:
        """Whether a sign-in was used at all."""
        return self.user is not None

    @property
    def is_stranger(self) -> bool:
        """Whether nobody of this district is looking, nor platform staff with a reason."""
        return not self.roles_held and not self.platform_reason

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Roles held, one's own and those covered."""
        return frozenset(held.role for held in self.roles_held)

    @property
    def is_staff(self) -> bool:
        """Whether any role is a staff role."""
        return bool(self.roles & STAFF_ROLES) or bool(self.platform_reason)

    @property
    def needs_extra_step(self) -> bool:
        """Whether a role asks for a second sign-in step."""
        return bool(self.roles & EXTRA_STEP_ROLES)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """Everything this viewer may do somewhere."""
        if self.platform_reason:
            return PLATFORM_PERMISSIONS
        return frozenset().union(*(ROLE_PERMISSIONS[held.role] for held in self.roles_held))

    @cached_property
    def covers(self) -> Mapping[int, frozenset[str]]:
        """Who stands in for colleagues in this district, now or later: person → roles. Reads the database once."""
        return grants.roles_stood_in_for(self.district, at=timezone.now())

    def can(self, permission: Permission) -> bool:
        """Whether this viewer may do such a deed at all; where is ``reach``."""
        return permission in self.permissions

    def reach(self, permission: Permission) -> Reach:
        """Where this viewer may do such a deed."""
        if self.platform_reason:
            return Reach(permission in PLATFORM_PERMISSIONS, frozenset())
        giving = [held for held in self.roles_held if permission in ROLE_PERMISSIONS[held.role]]
        schools: Iterable[frozenset[int]] = (held.school_ids for held in giving)
        return Reach(any(held.scope == Scope.DISTRICT for held in giving), frozenset().union(*schools))

    @cached_property
    def granted_person_ids(self) -> frozenset[int]:
        """People whom somebody shared with this viewer. Reads the database once."""
        if self.person is None or self.user is None or not self.kept.get(PersonGrant, True):
            return frozenset()
        return grants.shared_people(self.district, self.person, self.user)

    def once(self, key: Hashable, read: Callable[[], Found]) -> Found:
        """What ``read`` gives, asked once: for parts of a page that only look and need the same."""
        if key not in self.kept:
            self.kept[key] = read()
        found: Found = self.kept[key]
        return found

    @property
    def actor(self) -> Actor:
        """The ``by=`` of what this viewer does. Nobody cannot act (ValueError)."""
        if self.platform_reason and self.user is not None:
            return Actor.platform(self.user, self.platform_reason)
        if self.person is None:
            raise ValueError("Somebody must be signed in to act.")
        return Actor.person(self.person, self.user)


def _with_schools(memberships: MembershipQuerySet) -> "QuerySet[Any]":
    """These roles with the ids of their schools, read along."""
    schools = MembershipSchool.objects.filter(district=OuterRef("district"), membership=OuterRef("pk"))
    return memberships.annotate(held_in=ArraySubquery(schools.values("school")))


def _held(membership: Any, *, covering: bool = False) -> RoleHeld:
    return RoleHeld(
        role=Role(membership.role),
        scope=Scope(membership.scope),
        school_ids=frozenset(membership.held_in),
        covering_id=membership.person_id if covering else None,
    )
