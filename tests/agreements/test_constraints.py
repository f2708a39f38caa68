"""What the database itself refuses, whoever writes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements.models import (
    DocumentText,
    PaperScan,
    Party,
    Permission,
    SealedDocument,
    SignatureEvent,
    SigningCode,
    SigningLink,
)
from tests.conftest import Cast
from tests.factories.agreements import AgreementFactory, PacketFactory, PartyFactory

AT = datetime(2026, 10, 1, 15, tzinfo=UTC)
DIGEST = "a" * 64


def refused(name: str, make: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()  # type: ignore[operator]


def test_one_live_document_of_a_kind_in_a_packet(oak: Cast) -> None:
    with oak.open():
        packet = PacketFactory()
        AgreementFactory(packet=packet, state="voided", ended_at=AT)
        AgreementFactory(packet=packet)
        refused("agreements_agreement_one_live", lambda: AgreementFactory(packet=packet, state="draft", sent_at=None))
        AgreementFactory(packet=packet, kind="permissions")


def test_a_public_id_stands_on_one_document(oak: Cast, elm: Cast) -> None:
    with oak.open():
        AgreementFactory(public_id="7KQ2")
        refused("agreements_agreement_public_id", lambda: AgreementFactory(public_id="7KQ2"))
    with elm.open():
        AgreementFactory(public_id="7KQ2")


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"state": "draft"}, "agreements_agreement_sent"),
        ({"state": "out", "sent_at": None}, "agreements_agreement_sent"),
        ({"state": "out", "expires_on": None}, "agreements_agreement_sent"),
        ({"state": "sealed"}, "agreements_agreement_completed"),
        ({"state": "all_signed"}, "agreements_agreement_completed"),
        ({"state": "declined"}, "agreements_agreement_ended"),
        ({"state": "out", "ended_at": AT}, "agreements_agreement_ended"),
    ],
)
def test_states_and_moments_of_a_document_agree(oak: Cast, facts: dict, name: str) -> None:
    with oak.open():
        refused(name, lambda: AgreementFactory(**facts))


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"state": "signed", "method": "link"}, "agreements_party_signed"),
        ({"state": "signed", "signed_at": AT}, "agreements_party_signed"),
        ({"state": "invited", "signed_at": AT}, "agreements_party_signed"),
        ({"state": "declined"}, "agreements_party_declined"),
        ({"state": "invited", "declined_at": AT}, "agreements_party_declined"),
        ({"state": "signed", "signed_at": AT, "method": "in_person"}, "agreements_party_hosted"),
        ({"state": "signed", "signed_at": AT, "method": "paper"}, "agreements_party_paper"),
        (
            {"state": "signed", "signed_at": AT, "method": "paper", "paper_signed_on": date(2026, 9, 1)},
            "agreements_party_paper",
        ),
    ],
)
def test_states_and_evidence_of_a_party_agree(oak: Cast, facts: dict, name: str) -> None:
    with oak.open():
        refused(name, lambda: PartyFactory(**facts))


def test_a_person_signs_a_document_once(oak: Cast) -> None:
    with oak.open():
        party = PartyFactory()
        refused("agreements_party_once", lambda: PartyFactory(agreement=party.agreement, person=party.person))


def test_a_permission_is_answered_once_and_only_a_yes_is_withdrawn(oak: Cast) -> None:
    with oak.open():
        party = PartyFactory()
        facts = {"party": party, "kind": "media", "answered_at": AT}
        refused(
            "agreements_permission_withdrawn",
            lambda: Permission.objects.create(**facts, is_granted=False, withdrawn_at=AT, withdrawn_by=oak.gil),
        )
        refused(
            "agreements_permission_withdrawn",
            lambda: Permission.objects.create(**facts, is_granted=True, withdrawn_at=AT),
        )
        Permission.objects.create(**facts, is_granted=True)
        refused("agreements_permission_once", lambda: Permission.objects.create(**facts, is_granted=False))


def test_links_and_codes_last_longer_than_a_moment(oak: Cast) -> None:
    with oak.open():
        party = PartyFactory()
        link = {"party": party, "minted_at": AT, "token_digest": DIGEST}
        refused("agreements_link_expires_later", lambda: SigningLink.objects.create(**link, expires_at=AT))
        SigningLink.objects.create(**link, expires_at=AT + timedelta(days=21))
        refused("agreements_link_token", lambda: SigningLink.objects.create(**link, expires_at=AT + timedelta(days=21)))
        code = {"party": party, "person": party.person, "minted_at": AT, "code_digest": DIGEST}
        refused("agreements_code_expires_later", lambda: SigningCode.objects.create(**code, expires_at=AT))


def test_events_are_numbered_from_one_and_chained(oak: Cast) -> None:
    with oak.open():
        facts = {"agreement": AgreementFactory(), "kind": "sent", "at": AT, "digest": DIGEST}
        refused("agreements_event_chain", lambda: SignatureEvent.objects.create(**facts, number=1, previous=DIGEST))
        refused("agreements_event_chain", lambda: SignatureEvent.objects.create(**facts, number=2))
        refused(
            "agreements_event_(from_one|chain)",
            lambda: SignatureEvent.objects.create(**facts, number=0, previous=DIGEST),
        )
        SignatureEvent.objects.create(**facts, number=1)
        refused("agreements_event_number", lambda: SignatureEvent.objects.create(**facts, number=1))


def test_a_document_has_one_text_in_a_language_and_one_seal(oak: Cast) -> None:
    with oak.open():
        agreement = AgreementFactory()
        text = {"agreement": agreement, "language": "en", "title": "T", "html": "<p>", "digest": DIGEST}
        DocumentText.objects.create(**text)
        refused("agreements_text_once", lambda: DocumentText.objects.create(**text))
        seal = {"size": 1, "path": "p", "chain_head": DIGEST, "key_fingerprint": DIGEST, "sealed_at": AT}
        refused(
            "agreements_sealed_size",
            lambda: SealedDocument.objects.create(**{**seal, "size": 0}, agreement=agreement, digest=DIGEST),
        )
        SealedDocument.objects.create(**seal, agreement=agreement, digest=DIGEST)
        refused(
            "agreements_sealed_once",
            lambda: SealedDocument.objects.create(**seal, agreement=agreement, digest="b" * 64),
        )
        refused(
            "agreements_sealed_digest",
            lambda: SealedDocument.objects.create(**seal, agreement=AgreementFactory(), digest=DIGEST),
        )


def test_no_key_reaches_into_another_district(oak: Cast, elm: Cast) -> None:
    with oak.open():
        agreement = AgreementFactory()
    with elm.open(), pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(agreement_id=agreement.pk, person=elm.gil, role="guardian", name="Gil Haddad")
        PaperScan.objects.exists()
        transaction.get_connection().check_constraints()
