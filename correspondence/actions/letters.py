"""Letters: drafted by floors above, made by a worker, mailed or printed, never twice to the same for the same.

Who is thanked for what is said above; here are addressees and values:

    letters.draft(
        kind=LetterKind.THANK_MENTOR,
        label="Career mentoring, 2026–27",
        dated_on=viewer.today,
        wanted=[LetterWanted(Addressee.of(mentor), {"student": ["Sam Haddad"], "program": "…", "meetings": 12},
                             dedupe_key=f"thank_mentor:match:{match.pk}", about_person=student)],
        by=viewer.actor, at=now,
    )
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from correspondence import letter_fields
from correspondence.letter_fields import Value
from correspondence.letter_texts import InForce, texts_in_force
from correspondence.models import LeftOut, Letter, LetterBatch
from correspondence.outbox import Addressee, spoken
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District, Person

State = LetterBatch.State


class CannotDraft(Exception):
    """No batch is made; the text says why."""


@dataclass(frozen=True)
class LetterWanted:
    """One letter to be made. ``values`` fill the fields that ``letter_fields.FIELDS`` declares for its kind.

    ``dedupe_key`` says for what it is ("thank_mentor:match:17"). ``about_person`` is the student of whom it speaks.
    """

    addressee: Addressee
    values: Mapping[str, Value] = field(default_factory=dict)
    dedupe_key: str = ""
    about_person: Person | None = None


@transaction.atomic
def draft(
    *,
    district: District,
    kind: str,
    label: str,
    dated_on: date,
    wanted: Sequence[LetterWanted],
    by: Actor,
    at: datetime,
) -> LetterBatch:
    """Put letters together, to be looked at. Nothing is made or sent yet.

    A letter whose key another one has already is left out, with the day; one that lacks a value of its text, too. Both
    stand in the batch with their reason. Raises UnknownField (a fault of the caller); CannotDraft without any letter.
    """
    if not wanted:
        raise CannotDraft(_("Nobody is left to write to."))
    _one_at_a_time(district)
    batch = LetterBatch.objects.create(
        kind=kind, label=label[:160], dated_on=dated_on, made_by_id=by.person_id, created_at=at
    )
    once = {one.dedupe_key: one for one in reversed(wanted)}
    known = already(district, list(once))
    texts = texts_in_force(district)
    Letter.objects.bulk_create(
        [_drafted(batch, one, known.get(key), texts, district) for key, one in reversed(once.items())], batch_size=500
    )
    audit.record(by=by, verb="letters.draft", target=batch, facts={"kind": str(kind), "count": len(once)})
    return batch


def already(district: District, keys: Iterable[str]) -> dict[str, date]:
    """Which of these keys a letter has that counts, and the day that stands on it. One query."""
    rows = Letter.objects.of(district).filter(dedupe_key__in=list(keys), left_out="")
    return dict(rows.order_by("batch__dated_on").values_list("dedupe_key", "batch__dated_on"))


def _drafted(
    batch: LetterBatch,
    wanted: LetterWanted,
    since: date | None,
    texts: Mapping[tuple[str, str], InForce],
    district: District,
) -> Letter:
    to = wanted.addressee
    language = spoken(to.language, district)
    values = letter_fields.stored(batch.kind, wanted.values)
    lacks = letter_fields.missing(batch.kind, texts[batch.kind, language].whole, values)
    left_out, detail = (LeftOut.ALREADY, f"{since:%Y-%m-%d}") if since else (LeftOut.MISSING if lacks else "", lacks)
    return Letter(
        batch=batch,
        person=to.person,
        about_person=wanted.about_person,
        to_name=to.name[:160],
        to_lines="\n".join(to.lines)[:300],
        to_email=to.person.email if to.person else to.email,
        language=language,
        values=values,
        dedupe_key=wanted.dedupe_key,
        left_out=left_out,
        left_out_detail=detail,
    )


def _one_at_a_time(district: District) -> None:
    """Until this transaction ends, nobody else of the district drafts letters: else two find that none exists."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"correspondence.letters:{district.pk}"]
        )
