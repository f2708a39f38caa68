"""Students keep a portfolio."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from mentoring import portfolio_files
from mentoring.models import PortfolioItem, Student
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District

#: How long a piece that was deleted can be brought back.
KEPT_FOR = timedelta(days=30)
DETAILS = ("kind", "title", "text", "link", "is_for_mentor")


@transaction.atomic
def add(
    *, student: Student, on: date, by: Actor, upload: "UploadedFile[Any] | None" = None, **details: Any
) -> PortfolioItem:
    """Add a piece, with a file perhaps that the form has looked at."""
    item = PortfolioItem(district_id=student.district_id, student=student, added_on=on, **details)
    _take_file(item, upload)
    item.save()
    audit.record(by=by, verb="portfolio_item.add", target=item, facts=_facts(item))
    return item


@transaction.atomic
def change(*, item: PortfolioItem, by: Actor, upload: "UploadedFile[Any] | None" = None, **details: Any) -> None:
    """Change a piece; a new file stands in for the old one, which is deleted."""
    changed = [name for name in DETAILS if name in details and details[name] != getattr(item, name)]
    for name in changed:
        setattr(item, name, details[name])
    if upload:
        portfolio_files.forget(item.file)
        _take_file(item, upload)
        changed.append("file")
    if changed:
        item.save()
        audit.record(by=by, verb="portfolio_item.change", target=item, facts={**_facts(item), "changed": changed})


@transaction.atomic
def share(*, item: PortfolioItem, with_mentor: bool, by: Actor) -> None:
    """Let the mentor see a piece, or no longer."""
    change(item=item, is_for_mentor=with_mentor, by=by)


@transaction.atomic
def delete(*, item: PortfolioItem, at: datetime, by: Actor) -> None:
    """Take a piece out of everybody's sight; it can be brought back until it is forgotten (KEPT_FOR)."""
    if item.deleted_at is None:
        item.deleted_at = at
        item.save(update_fields=["deleted_at"])
        audit.record(by=by, verb="portfolio_item.delete", target=item, facts=_facts(item))


@transaction.atomic
def restore(*, item: PortfolioItem, by: Actor) -> None:
    """Bring a deleted piece back."""
    if item.deleted_at is not None:
        item.deleted_at = None
        item.save(update_fields=["deleted_at"])
        audit.record(by=by, verb="portfolio_item.restore", target=item, facts=_facts(item))


@transaction.atomic
def forget_deleted(*, district: District, at: datetime) -> int:
    """Forget the pieces that were deleted long enough ago, and delete their files. Returns how many."""
    gone = PortfolioItem.objects.of(district).filter(deleted_at__lte=at - KEPT_FOR)
    items = list(gone.select_for_update(of=("self",)).order_by("pk"))
    for item in items:
        portfolio_files.forget(item.file)
    if items:
        facts: dict[str, audit.Fact] = {"items": [one.pk for one in items]}
        gone.filter(pk__in=[one.pk for one in items]).delete()
        audit.record(by=Actor.system("retention"), verb="portfolio_item.forget", facts=facts)
    return len(items)


def _take_file(item: PortfolioItem, upload: "UploadedFile[Any] | None") -> None:
    if upload:
        kept = portfolio_files.keep(upload, district_id=item.district_id)
        item.file, item.file_name, item.sha256 = kept.file, kept.file_name, kept.sha256


def _facts(item: PortfolioItem) -> dict[str, audit.Fact]:
    return {"person": item.student.person_id}
