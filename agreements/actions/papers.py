"""Signed papers of one person, the school's turn, and who read a document."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agreements import scans
from agreements.actions import signing
from agreements.models import Agreement, Party, Permission, Role, State
from agreements.rules import OPEN, turn
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person


def open_with(party: Party) -> list[Party]:
    """Everything in the packet that waits for the same person now, the agreement first."""
    agreements = Agreement.objects.filter(packet=party.agreement.packet_id, state=State.OUT)
    by_agreement: dict[int, list[Party]] = {}
    rows = Party.objects.filter(agreement__in=agreements.values("pk"))
    for row in rows.prefetch_related("person", "agreement").order_by("agreement", "pk"):
        by_agreement.setdefault(row.agreement_id, []).append(row)
    whose_turn = [one for parties in by_agreement.values() for one in turn(parties)]
    return [one for one in whose_turn if one.person_id == party.person_id and one.state in OPEN]


@transaction.atomic
def file(
    *,
    parties: Sequence[Party],
    signed_on: date,
    filed_at: str,
    attested_by: Person,
    pages: Sequence[bytes],
    answers: Mapping[Permission.Kind, bool],
    at: datetime,
    by: Actor,
) -> None:
    """``sign_on_paper`` for everything that one person signed at once; a scan is kept with each document."""
    for party in parties:
        scan = scans.keep(pages, agreement=party.agreement, by=attested_by, at=at) if pages else None
        signing.sign_on_paper(
            party=party,
            signed_on=signed_on,
            filed_at=filed_at,
            attested_by=attested_by,
            scan=scan,
            answers=answers,
            at=at,
            by=by,
        )


def mine_of(
    agreements: Sequence[Agreement], person_id: int | None
) -> tuple[list[Agreement], list[tuple[Agreement, str]]]:
    """Of documents whose turn is the school's: those that this person is named to sign, and the others with why."""
    rows = Party.objects.filter(agreement__in=[one.pk for one in agreements], role=Role.SCHOOL)
    named = {row.agreement_id: row for row in rows}
    mine = [one for one in agreements if one.pk in named and named[one.pk].person_id == person_id]
    words = _("%(name)s is named to sign. They can hand it over.")
    skipped = [(one, words % {"name": named[one.pk].name}) for one in agreements if one.pk in named and one not in mine]
    return mine, skipped


def note_reading(*, agreement: Agreement, by: Actor, since: datetime) -> None:
    """Write down that somebody read a document: once for each reader and document since midnight."""
    today = AuditEvent.objects.of(agreement.district).filter(
        verb="agreement.read", target_kind=Agreement._meta.label_lower, target_id=agreement.pk, at__gte=since
    )
    if not today.filter(actor_person_id=by.person_id, actor_user_id=by.user_id).exists():
        audit.record(by=by, verb="agreement.read", target=agreement)
