"""The district's own words for letters. Each writing is a version; none is ever changed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from correspondence.actions import letters
from correspondence.letter_texts import built_in
from correspondence.models import LetterBatch, LetterText
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District


class SomebodyWrote(Exception):
    """Somebody else has written a newer version meanwhile; the text says so."""


@transaction.atomic
def write(
    *, district: District, kind: str, language: str, subject: str, body: str, based_on: int, at: datetime, by: Actor
) -> LetterText:
    """New words for one kind in one language; drafts are looked through anew. Letters that were made keep theirs.

    Refuses (SomebodyWrote) when ``based_on`` is not the newest version any more.
    """
    row = _next(district, kind, language, subject=subject, body=body, based_on=based_on, at=at, by=by)
    audit.record(by=by, verb="letter_text.write", target=row, facts={"kind": kind, "version": row.version})
    return row


@transaction.atomic
def restore(*, district: District, kind: str, language: str, version: int, at: datetime, by: Actor) -> LetterText:
    """An earlier version stands again, as a new one; version 0 is Waymark's own words.

    Raises LetterText.DoesNotExist.
    """
    newest = newest_version(district, kind, language)
    if version:
        old = LetterText.objects.of(district).get(kind=kind, language=language, version=version)
        subject, body, is_built_in = old.subject, old.body, old.is_built_in
    else:
        own = built_in(kind, language)
        subject, body, is_built_in = own.subject, own.body, True
    row = _next(
        district, kind, language, subject=subject, body=body, based_on=newest, at=at, by=by, is_built_in=is_built_in
    )
    audit.record(by=by, verb="letter_text.restore", target=row, facts={"kind": kind, "version": version})
    return row


def newest_version(district: District, kind: str, language: str) -> int:
    """The number of the newest version; 0 while there is none."""
    rows = LetterText.objects.of(district).filter(kind=kind, language=language).order_by("-version")
    return rows.values_list("version", flat=True).first() or 0


def _next(
    district: District,
    kind: str,
    language: str,
    *,
    subject: str,
    body: str,
    based_on: int,
    at: datetime,
    by: Actor,
    is_built_in: bool = False,
) -> LetterText:
    if newest_version(district, kind, language) != based_on:
        raise SomebodyWrote(_("Somebody else has changed this text meanwhile. Copy what you wrote and open it anew."))
    try:
        with transaction.atomic():
            row = LetterText.objects.create(
                district=district,
                kind=kind,
                language=language,
                version=based_on + 1,
                subject=subject,
                body=body,
                is_built_in=is_built_in,
                written_by_id=by.person_id,
                written_at=at,
            )
    except IntegrityError:
        raise SomebodyWrote(_("Somebody else has changed this text at the same moment. Open it anew.")) from None
    for batch in LetterBatch.objects.of(district).filter(kind=kind, state=LetterBatch.State.DRAFT):
        letters.check(batch=batch)
    return row
