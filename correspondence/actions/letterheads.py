"""What stands above and below letters."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from correspondence import letterheads
from correspondence.models import Letterhead
from tenancy import audit
from tenancy.actor import Actor
from tenancy.files import forget


@transaction.atomic
def change(
    *, letterhead: Letterhead, details: Mapping[str, Any], pictures: Mapping[str, bytes | None], by: Actor
) -> Letterhead:
    """Write the letterhead of a district; letters that were made keep theirs.

    ``pictures``: redrawn ones by name, None to remove one.
    """
    for name, value in details.items():
        setattr(letterhead, name, value)
    for name, content in pictures.items():
        forget(getattr(letterhead, name))
        kept = letterheads.keep(content, district_id=letterhead.district.pk) if content else ""
        setattr(letterhead, name, kept)
    letterhead.save()
    audit.record(by=by, verb="letterhead.change", target=letterhead, facts={"pictures": sorted(pictures)})
    return letterhead
