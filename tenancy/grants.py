"""Exceptions that people make, with a reason and an end. The only module that touches django-guardian.

guardian knows no expiry (its ``has_perm`` says yes to an ended grant), so rows are written here, its backend is not
installed, and reading goes through ``get_objects_for_user`` over managers that show live grants only.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission as AuthPermission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import get_objects_for_user

from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Grant, Membership, MembershipGrant, Person, PersonGrant

#: What may be granted of what: permission codename by grant model. Floors above add theirs from their AppConfig.
CODENAMES: dict[type[Grant], str] = {PersonGrant: "see_by_grant", MembershipGrant: "cover_by_grant"}


class CannotGrant(Exception):
    """The grant is refused; the text says why."""


@transaction.atomic
def give(
    kind: type[Grant],
    *,
    to: Person,
    user: AbstractBaseUser,
    target: Person | Membership,
    reason: str,
    expires_at: datetime,
    by: Actor,
    starts_at: datetime | None = None,
) -> Grant:
    """Let ``to`` (signed in as ``user``) see or do something of ``target`` until ``expires_at``.

    Afterwards exactly one grant of this kind joins the two, with the newer reason and times. Refuses (CannotGrant) an
    empty reason and an end that is not after the start.
    """
    starts_at = starts_at or timezone.now()
    if not reason.strip():
        raise CannotGrant(_("Give a reason. It is kept in the audit log."))
    if expires_at <= max(starts_at, timezone.now()):
        raise CannotGrant(_("Choose an end that is still to come."))
    grants: QuerySet[Any] = kind.all_grants.all()  # ``content_object`` is a field of each concrete kind
    grant, _created = grants.update_or_create(
        person=to,
        permission=_permission(kind),
        content_object=target,
        defaults={
            "user_id": user.pk,
            "reason": reason,
            "starts_at": starts_at,
            "expires_at": expires_at,
            "granted_by_id": by.person_id,
        },
    )
    facts: dict[str, audit.Fact] = {"to": to.pk, "of": target.pk, "until": expires_at.isoformat()}
    audit.record(by=by, verb="grant.give", target=grant, reason=reason, facts=facts)
    return cast(Grant, grant)


@transaction.atomic
def end(grant: Grant, *, by: Actor) -> None:
    """End a grant now. Afterwards it is gone; the audit log keeps who had it and why."""
    facts: dict[str, audit.Fact] = {"to": grant.person_id, "of": grant.content_object_id}
    audit.record(by=by, verb="grant.end", target=grant, facts=facts)
    grant.delete()


def shared_people(district: District, person: Person, user: AbstractBaseUser) -> frozenset[int]:
    """Ids of people whom somebody shared with this person, by grants that hold right now."""
    return _granted_ids(PersonGrant, district, person, user)


def covered_memberships(district: District, person: Person, user: AbstractBaseUser) -> frozenset[int]:
    """Ids of colleagues' roles in which this person stands in right now."""
    return _granted_ids(MembershipGrant, district, person, user)


def has_any(kind: type[Grant], person: F) -> Exists:
    """Whether this person of an outer query has any grant that holds right now. Most have none, and are done with."""
    grants: QuerySet[Any] = kind.objects.all()
    return Exists(grants.filter(district=OuterRef("district"), person=person))


def roles_stood_in_for(district: District, *, at: datetime) -> Mapping[int, frozenset[str]]:
    """Person → the roles of colleagues for whom they stand in, at that moment or later."""
    covers: QuerySet[Any] = MembershipGrant.all_grants.of(district)
    found: dict[int, frozenset[str]] = {}
    for person_id, role in covers.filter(expires_at__gt=at).values_list("person", "content_object__role"):
        found[person_id] = found.get(person_id, frozenset()) | {role}
    return found


def _granted_ids(kind: type[Grant], district: District, person: Person, user: AbstractBaseUser) -> frozenset[int]:
    model = _target_model(kind)
    granted = get_objects_for_user(
        user,
        f"{model._meta.app_label}.{CODENAMES[kind]}",
        klass=model._default_manager.filter(district=district),
        use_groups=False,
        with_superuser=False,
        accept_global_perms=False,
    )
    # One sign-in may stand for two parents: only what was shared with this person counts.
    grants: QuerySet[Any] = kind.objects.all()
    own = grants.filter(district=district, person=person).values("content_object_id")
    return frozenset(granted.filter(pk__in=own).values_list("pk", flat=True))


def _target_model(kind: type[Grant]) -> type[Model]:
    options: Any = kind._meta
    return cast(type[Model], options.get_field("content_object").related_model)


def _permission(kind: type[Grant]) -> AuthPermission:
    model = _target_model(kind)
    content_type = ContentType.objects.get_for_model(model)
    return AuthPermission.objects.get(content_type=content_type, codename=CODENAMES[kind])
