from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from agreements import evidence
from agreements.models import SignatureEvent
from tests.agreements.packets import LATER, sent, signed_by_all
from tests.conftest import Cast
from tests.factories.agreements import AgreementFactory

AT = datetime(2026, 10, 1, 15, 4, 5, 678, tzinfo=UTC)

facts = st.dictionaries(
    st.text(max_size=8), st.one_of(st.none(), st.booleans(), st.integers(-(2**31), 2**31), st.text(max_size=8))
)


def an_event(**changed: object) -> SignatureEvent:
    usual = {"agreement_id": 1, "number": 1, "kind": "sent", "party_id": None, "at": AT, "facts": {}, "previous": ""}
    return SignatureEvent(**{**usual, **changed})


@given(facts=facts, number=st.integers(1, 10**6))
def test_the_order_of_facts_does_not_matter_and_everything_else_does(facts: dict, number: int) -> None:
    event = an_event(facts=facts, number=number)
    turned = an_event(facts=dict(reversed(facts.items())), number=number)
    assert evidence.digest(event) == evidence.digest(turned)
    for changed in (
        {"number": number + 1},
        {"facts": {**facts, "one more": 1}},
        {"kind": "signed"},
        {"previous": "a" * 64},
        {"agreement_id": 2},
        {"party_id": 1},
        {"at": AT + timedelta(microseconds=1)},
    ):
        other = an_event(**{"facts": facts, "number": number, **changed})
        assert evidence.digest(other) != evidence.digest(event)


def test_the_same_moment_in_another_zone_is_the_same() -> None:
    chicago = AT.astimezone(timezone(timedelta(hours=-5)))
    assert evidence.digest(an_event(at=chicago)) == evidence.digest(an_event())


def test_canonical_json_is_written_in_one_way() -> None:
    event = an_event(facts={"b": "é", "a": None})
    assert evidence.canonical(event).decode() == (
        '{"agreement":1,"at":"2026-10-01T15:04:05.000678+00:00","facts":{"a":null,"b":"é"},"kind":"sent",'
        '"number":1,"party":null,"previous":""}'
    )


def test_the_chain_holds_and_its_head_is_the_newest_event(oak: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
        events = evidence.events(papers.agreement)
        assert [one.number for one in events] == [1, 2, 3, 4, 5, 6]
        assert [one.previous for one in events] == ["", *(one.digest for one in events[:-1])]
        assert evidence.head(papers.agreement) == events[-1].digest
        assert evidence.check_chain(papers.agreement)


def test_no_event_names_anybody(oak: Cast) -> None:
    with oak.open():
        signed_by_all(oak)
        words = " ".join(str(one.facts) for one in SignatureEvent.objects.all())
        for name in ("Haddad", "Fischer", "Raman", "As typed", "example", "192.0.2.7"):
            assert name not in words


def test_a_changed_or_missing_event_is_seen(oak: Cast) -> None:
    with oak.open():
        agreement = AgreementFactory()
        for kind in ("sent", "opened", "signed"):
            evidence.append(agreement, kind, at=AT)
        assert evidence.check_chain(agreement)
        forged = SignatureEvent(
            agreement=agreement,
            number=4,
            kind="signed",
            at=AT,
            facts={"forged": True},
            previous=evidence.head(agreement),
            digest="0" * 64,
        )
        forged.save()
        assert not evidence.check_chain(agreement)


def test_a_number_left_out_is_seen(oak: Cast) -> None:
    with oak.open():
        agreement = AgreementFactory()
        evidence.append(agreement, "sent", at=AT)
        later = SignatureEvent(
            agreement=agreement, number=3, kind="signed", at=AT, facts={}, previous=evidence.head(agreement)
        )
        later.digest = evidence.digest(later)
        later.save()
        assert not evidence.check_chain(agreement)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_nobody_rewrites_what_happened(oak: Cast, deed: str) -> None:
    with oak.open():
        papers = sent(oak)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows = SignatureEvent.objects.filter(agreement=papers.agreement)
            rows.update(kind="opened") if deed == "update" else rows._raw_delete(rows.db)
        assert evidence.check_chain(papers.agreement)


def test_facts_come_back_as_they_were_written(oak: Cast) -> None:
    with oak.open():
        agreement = AgreementFactory()
        evidence.append(agreement, "signed", at=LATER, facts={"answers": {"media": False, "outings": True}, "n": 1})
        assert evidence.check_chain(agreement)
