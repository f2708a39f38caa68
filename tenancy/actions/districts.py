"""The district's own settings, and districts that come and go."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenancy import audit
from tenancy.actions import people
from tenancy.actor import Actor
from tenancy.context import district as open_district
from tenancy.context import platform
from tenancy.models import District, Person
from tenancy.permissions import Role

#: What an administrator may change. The web address stays: it stands in links that people keep.
SETTINGS = (
    "name",
    "time_zone",
    "language",
    "languages",
    "quiet_from",
    "quiet_until",
    "digest_at",
    "features",
    "contact_name",
    "contact_email",
    "contact_phone",
)


@transaction.atomic
def change(*, district: District, by: Actor, **settings: Any) -> list[str]:
    """Change settings of a district. Returns the names of what really changed; the audit log keeps the names."""
    before = District.objects.select_for_update().get(pk=district.pk)
    changed = [name for name in SETTINGS if name in settings and settings[name] != getattr(before, name)]
    if not changed:
        return []
    for name in changed:
        setattr(district, name, settings[name])
    district.save(update_fields=changed)
    audit.record(by=by, verb="district.change", target=district, facts={"changed": changed})
    return changed


class CannotChange(Exception):
    """The district stays as it is; the text says why."""


@transaction.atomic
def create(
    *,
    slug: str,
    name: str,
    time_zone: str,
    language: str,
    languages: list[str],
    given_name: str,
    family_name: str,
    email: str,
    by: Actor,
) -> Person:
    """Make a district; the person named becomes its first administrator and is invited.

    Works from outside every district. Returns the administrator. All of it stands, or nothing.
    """
    with platform(f"Create the district {slug}"):
        made = District.objects.create(
            slug=slug, name=name, time_zone=time_zone, language=language, languages=languages
        )
    with open_district(made):
        audit.record(by=by, verb="district.create", target=made)
        return people.add(
            given_name=given_name,
            family_name=family_name,
            email=email,
            language=language,
            role=Role.ADMINISTRATOR,
            on=timezone.localdate(),
            by=by,
            invite=True,
        )


@transaction.atomic
def deactivate(*, district: District, reason: str, by: Actor) -> None:
    """Close a district: nobody gets in, nothing leaves. Its rows stay. Refuses (CannotChange) doing it twice."""
    _set_active(district, active=False, reason=reason, by=by)


@transaction.atomic
def reactivate(*, district: District, reason: str, by: Actor) -> None:
    """Open a closed district again. Refuses (CannotChange) doing it twice."""
    _set_active(district, active=True, reason=reason, by=by)


def _set_active(district: District, *, active: bool, reason: str, by: Actor) -> None:
    with open_district(district) as opened:
        if not District.objects.filter(pk=opened.pk, is_active=not active).update(is_active=active):
            raise CannotChange(_("Somebody else has just done this."))
        verb = "district.reactivate" if active else "district.deactivate"
        audit.record(by=by, verb=verb, target=opened, reason=reason)
    district.is_active = active
