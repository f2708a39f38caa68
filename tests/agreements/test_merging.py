import pytest

from agreements import followers, merging, tokens
from agreements.actions import agreements, signing
from tenancy.actor import Actor
from tenancy.models import Person
from tests.agreements.packets import LATER, SENT, sent, sign
from tests.conftest import Cast
from tests.factories.tenancy import PersonFactory


def merged(cast: Cast, kept: Person, gone: Person) -> None:
    followers.person_merged(kept=kept, gone=gone, from_gone=frozenset(), on=cast.today, by=Actor.person(cast.ada))


def test_what_gil_signs_is_signed_by_gil_whichever_entry_stays(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        again = PersonFactory(given_name="Gil", family_name="Haddad", email="gil@new.example")
        token = tokens.new_link(papers.party(oak.gil), at=SENT)
        merged(oak, again, oak.gil)
        assert signing.open_link(token=token, at=LATER).code == "over"
        assert [one.person_id for one in papers.agreement.parties.order_by("pk")] == [
            oak.sam.pk,
            again.pk,
            oak.mia.pk,
            oak.pia.pk,
        ]
        sign(papers, again)


def test_a_student_takes_the_packet_along(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        again = PersonFactory(given_name="Sam", family_name="Haddad")
        merged(oak, again, oak.sam)
        papers.packet.refresh_from_db()
        assert papers.packet.student == again


def test_two_who_sign_the_same_document_are_not_one(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        [words] = merging.refusals(oak.gil, oak.mia)
        assert words == f"Both sign the same document ({papers.agreement}). Take it back first."
        assert list(merging.refusals(oak.gil, oak.tom)) == []


@pytest.mark.parametrize("kept", ["gil", "mia"])
def test_in_a_document_that_ended_both_stay_named(oak: Cast, kept: str) -> None:
    with oak.open():
        papers = sent(oak)
        agreements.void(agreement=papers.agreement, reason="Twice", at=LATER, by=Actor.person(oak.ana))
        before = list(papers.agreement.parties.order_by("pk").values_list("person_id", flat=True))
        one, other = (oak.gil, oak.mia) if kept == "gil" else (oak.mia, oak.gil)
        assert list(merging.refusals(one, other)) == []
        merged(oak, one, other)
        assert list(papers.agreement.parties.order_by("pk").values_list("person_id", flat=True)) == before
