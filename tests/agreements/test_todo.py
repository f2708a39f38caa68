from datetime import datetime

import pytest
from django.utils import timezone

from agreements.actions import agreements, signing
from agreements.models import Kind
from agreements.todo import todos
from tenancy.actor import Actor
from tenancy.models import Person
from tenancy.viewer import Viewer
from tests.agreements.packets import SENT, sent, sign, sign_for_school, values_of, wanted
from tests.conftest import Cast


def sentences(person: Person) -> list[str]:
    return [one.sentence for one in todos(Viewer.of_person(person.district, person))]


def declined(cast: Cast, at: datetime):
    papers = sent(cast)
    signing.decline(party=papers.party(cast.gil), reason="Not now", at=at, by=Actor.link("agreements.party", 1))
    return papers


def test_what_gil_declined_is_on_anas_first_page_until_there_is_a_new_one(oak: Cast) -> None:
    with oak.open():
        papers = declined(oak, timezone.now())
        assert sentences(oak.ana) == ["Somebody did not want to sign: Mentorship agreement for Sam Haddad."]
        [line] = todos(Viewer.of_person(oak.district, oak.ana))
        assert (line.status, line.url) == ("Declined", papers.packet.about.url)
        agreements.draft(
            packet=papers.packet,
            kind=Kind.MENTORSHIP,
            values=values_of(Kind.MENTORSHIP),
            parties=wanted(oak),
            by=Actor.person(oak.ana),
        )
        assert sentences(oak.ana) == []


def test_a_new_packet_for_the_same_settles_it_as_well(oak: Cast) -> None:
    with oak.open():
        declined(oak, timezone.now())
        sent(oak)
        assert sentences(oak.ana) == []


def test_what_was_not_signed_in_time_is_there_for_a_month(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        agreements.expire(agreement=papers.agreement, at=timezone.now(), by=Actor.system("calendar"))
        assert sentences(oak.ana) == ["The time to sign is over: Mentorship agreement for Sam Haddad."]
        declined(oak, SENT)
        assert sentences(oak.ana) == []


@pytest.mark.parametrize("name", ["tom", "gil", "mia", "sam", "cole", "fay"])
def test_nobody_else_reads_it(oak: Cast, name: str) -> None:
    with oak.open():
        declined(oak, timezone.now())
        assert sentences(getattr(oak, name)) == []


def test_elm_reads_nothing_of_it(oak: Cast, elm: Cast) -> None:
    with oak.open():
        declined(oak, timezone.now())
    with elm.open():
        assert sentences(elm.ana) == []


def test_what_waits_for_the_school_is_on_pias_first_page(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        for person in (oak.sam, oak.gil):
            sign(papers, person)
        assert sentences(oak.pia) == []
        sign(papers, oak.mia)
        assert sentences(oak.pia) == ["1 document waits for your signature for the school."]
        assert sentences(oak.ada) == sentences(oak.ana) == []
        sign_for_school(papers, oak.pia)
        assert sentences(oak.pia) == []
