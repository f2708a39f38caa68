"""The district's own settings, and districts that come and go."""

from typing import Any

from django.db import transaction

from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District

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
