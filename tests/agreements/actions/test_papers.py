from datetime import date, timedelta

import pytest

from agreements import evidence as chain
from agreements import rules
from agreements.actions import signing
from agreements.actions.signing import CannotSign
from agreements.models import Agreement, Kind, PaperScan, Permission, State
from tenancy.actor import Actor
from tests.agreements.packets import LATER, YES, Papers, sent, sign, sign_for_school
from tests.conftest import Cast

ON = date(2026, 9, 28)


def file_paper(cast: Cast, papers: Papers, name: str, kind: Kind = Kind.MENTORSHIP, **changed: object) -> None:
    """Fay notes what she found in the cabinet."""
    usual = {"signed_on": ON, "filed_at": "Room 12", "attested_by": cast.fay, "at": LATER, "by": Actor.person(cast.fay)}
    party = papers.party(getattr(cast, name), kind)
    signing.sign_on_paper(**{"party": party, **usual, **changed})


def test_what_stands_in_a_cabinet_counts(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        scan = PaperScan.objects.create(
            agreement=papers.agreement, path="x", digest="d" * 64, pages=2, uploaded_by=oak.fay, uploaded_at=LATER
        )
        file_paper(oak, papers, "gil", scan=scan)
        party = papers.party(oak.gil)
        assert (party.state, party.method, party.signed_at) == ("signed", "paper", LATER)
        assert (party.paper_signed_on, party.paper_filed_at, party.paper_attested_by_id, party.scan_id) == (
            ON,
            "Room 12",
            oak.fay.pk,
            scan.pk,
        )
        assert chain.events(papers.agreement)[-1].facts == {
            "method": "paper",
            "on": "2026-09-28",
            "attested_by": oak.fay.pk,
            "scan": "d" * 64,
        }


def test_permissions_on_paper_are_answered_one_by_one(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        with pytest.raises(CannotSign, match="Say yes or no to each"):
            file_paper(oak, papers, "gil", Kind.PERMISSIONS)
        file_paper(oak, papers, "gil", Kind.PERMISSIONS, answers={**YES, Permission.Kind.RECORDS: False})
        found = rules.permissions_of([papers.packet.pk])[papers.packet.pk]
        assert [one.is_granted for one in found.values()] == [True, True, True, False]


def test_all_on_paper_and_the_school_last(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        with pytest.raises(CannotSign, match="The others sign first"):
            file_paper(oak, papers, "pia")
        for name in ("gil", "sam", "mia", "pia"):
            file_paper(oak, papers, name)
        assert Agreement.objects.get(pk=papers.agreement.pk).state == State.ALL_SIGNED


def test_some_on_paper_and_some_by_link(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        file_paper(oak, papers, "gil")
        sign(papers, oak.sam)
        sign(papers, oak.mia)
        sign_for_school(papers, oak.pia)
        assert Agreement.objects.get(pk=papers.agreement.pk).state == State.ALL_SIGNED
        with pytest.raises(CannotSign, match="already"):
            file_paper(oak, papers, "gil")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"signed_on": LATER.date() + timedelta(days=1)}, "a day to come"),
        ({"filed_at": " "}, "where the paper is filed"),
    ],
)
def test_a_paper_was_signed_and_is_somewhere(oak: Cast, changed: dict, words: str) -> None:
    with oak.open():
        papers = sent(oak)
        with pytest.raises(CannotSign, match=words):
            file_paper(oak, papers, "gil", **changed)
        assert papers.party(oak.gil).state == "invited"


@pytest.mark.parametrize("name", ["gil", "mia", "sam"])
def test_staff_attest_and_nobody_for_themselves(oak: Cast, name: str) -> None:
    with oak.open():
        papers = sent(oak)
        with pytest.raises(CannotSign, match="attested by somebody of the staff"):
            file_paper(oak, papers, "gil", attested_by=getattr(oak, name))


def test_a_scan_belongs_to_its_document(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        scan = PaperScan.objects.create(
            agreement=papers.permissions, path="x", digest="d" * 64, pages=1, uploaded_by=oak.fay, uploaded_at=LATER
        )
        with pytest.raises(CannotSign, match="belongs to another document"):
            file_paper(oak, papers, "gil", scan=scan)
