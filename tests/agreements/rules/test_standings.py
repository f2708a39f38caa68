from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements import rules
from agreements.actions import agreements, signing
from agreements.actions.agreements import PartyWanted
from agreements.models import Kind, Permission, Role, State
from tenancy.actor import Actor
from tests.agreements.packets import (
    LATER,
    SENT,
    YES,
    drafted,
    evidence,
    sent,
    sign,
    sign_for_school,
    signed_by_all,
    values_of,
    wanted,
)
from tests.conftest import Cast
from tests.factories.agreements import PacketFactory

MEDIA = Permission.Kind.MEDIA


def standing(papers, kind=Kind.MENTORSHIP):
    return rules.standings([papers.packet.pk])[papers.packet.pk][kind]


def permitted(papers, kind=MEDIA):
    return rules.permissions_of([papers.packet.pk])[papers.packet.pk][kind]


def test_an_empty_packet_has_no_document(oak: Cast) -> None:
    with oak.open():
        packet = PacketFactory()
        assert rules.standings([packet.pk]) == {packet.pk: {kind: rules.Standing() for kind in Kind}}
        found = rules.permissions_of([packet.pk])[packet.pk]
        assert found == {kind: rules.PermissionStanding() for kind in Permission.Kind}
        assert (rules.standings([]), rules.permissions_of([])) == ({}, {})


def test_a_draft_waits_for_nobody(oak: Cast) -> None:
    with oak.open():
        found = standing(drafted(oak))
        assert (found.state, found.signed, found.needed, found.waiting) == (State.DRAFT, 0, 4, [])


def test_the_school_waits_since_the_last_of_the_others_signed(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        for hours, person in enumerate((oak.sam, oak.gil, oak.mia)):
            sign(papers, person, at=LATER + timedelta(hours=hours))
        found = standing(papers)
        assert [one.name for one in found.waiting] == ["Pia Raman"]
        assert (found.signed, found.needed, found.since) == (3, 4, LATER + timedelta(hours=2))
        sign_for_school(papers, oak.pia)
        found = standing(papers)
        assert (found.signed, found.needed, found.waiting, found.stands) == (4, 4, [], True)


def test_one_of_two_parents_counts_as_one_signature(oak: Cast) -> None:
    with oak.open():
        both = [PartyWanted(one, Role.GUARDIAN, one.name, any_of=True) for one in (oak.gil, oak.fay)]
        papers = sent(oak, parties=[*both, *(one for one in wanted(oak) if one.role != Role.GUARDIAN)])
        assert (standing(papers).signed, standing(papers).needed) == (0, 4)
        assert [one.name for one in standing(papers).waiting][:2] == ["Gil Haddad", "Fay Larsson"]
        sign(papers, oak.fay)
        assert (standing(papers).signed, standing(papers).needed) == (1, 4)
        assert papers.party(oak.gil).state == "released"
        assert permitted(papers).is_granted is True


def test_both_parents_must_say_yes_where_both_sign(oak: Cast) -> None:
    with oak.open():
        both = [PartyWanted(one, Role.GUARDIAN, one.name) for one in (oak.gil, oak.fay)]
        papers = sent(oak, parties=[*both, *(one for one in wanted(oak) if one.role != Role.GUARDIAN)])
        sign(papers, oak.fay)
        assert permitted(papers).is_granted is None
        sign(papers, oak.gil, answers={**YES, MEDIA: False})
        assert permitted(papers).is_granted is False
        assert permitted(papers, Permission.Kind.OUTINGS).is_granted is True


def test_a_withdrawn_permission_is_not_given_any_more(oak: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
        given = Permission.objects.get(kind=MEDIA)
        signing.withdraw(permission=given, note="By phone", at=LATER, by=Actor.person(oak.ana))
        assert permitted(papers) == rules.PermissionStanding(False, LATER)
        given.refresh_from_db()
        assert (given.withdrawn_by_id, given.withdrawn_note) == (oak.ana.pk, "By phone")
        assert standing(papers, Kind.PERMISSIONS).stands
        with pytest.raises(signing.CannotWithdraw):
            signing.withdraw(permission=given, note="", at=LATER, by=Actor.person(oak.ana))


def test_gil_withdraws_by_his_link_himself(oak: Cast) -> None:
    with oak.open():
        signed_by_all(oak)
        given = Permission.objects.get(kind=MEDIA)
        signing.withdraw(permission=given, note="", at=LATER, by=Actor.link("agreements.party", given.party_id))
        given.refresh_from_db()
        assert given.withdrawn_by_id == oak.gil.pk


def test_a_no_cannot_be_withdrawn(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.gil, answers={**YES, MEDIA: False})
        with pytest.raises(signing.CannotWithdraw, match="not given"):
            given = Permission.objects.get(kind=MEDIA)
            signing.withdraw(permission=given, note="", at=LATER, by=Actor.person(oak.ana))


@pytest.mark.parametrize("end", ["void", "supersede"])
def test_what_ended_permits_nothing(oak: Cast, end: str) -> None:
    with oak.open():
        papers, ana = signed_by_all(oak), Actor.person(oak.ana)
        if end == "void":
            agreements.void(agreement=papers.permissions, reason="Wrong", at=LATER, by=ana)
        else:
            guardians = [one for one in wanted(oak) if one.role == Role.GUARDIAN]
            values = values_of(Kind.PERMISSIONS)
            agreements.supersede(agreement=papers.permissions, values=values, parties=guardians, at=LATER, by=ana)
        assert permitted(papers).is_granted is None


def test_the_document_that_is_worked_on_hides_those_that_ended(oak: Cast) -> None:
    with oak.open():
        papers, ana = sent(oak), Actor.person(oak.ana)
        agreements.void(agreement=papers.agreement, reason="Wrong", at=LATER, by=ana)
        assert standing(papers).state == State.VOIDED
        newer = agreements.draft(
            packet=papers.packet, kind=Kind.MENTORSHIP, values=values_of(Kind.MENTORSHIP), parties=wanted(oak), by=ana
        )
        assert (standing(papers).agreement, standing(papers).state) == (newer, State.DRAFT)


@pytest.mark.parametrize("many", [1, 4])
def test_standings_take_three_queries_and_permissions_four(oak: Cast, many: int) -> None:
    with oak.open():
        ids = [signed_by_all(oak).packet.pk for _packet in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as standings:
            rules.standings(ids)
        with CaptureQueriesContext(connection) as permissions:
            rules.permissions_of(ids)
        assert (len(standings), len(permissions)) == (3, 4)


def test_who_needs_a_code(oak: Cast) -> None:
    with oak.open():
        of_age = PartyWanted(oak.sam, Role.STUDENT, "Sam Haddad")
        papers = sent(oak)
        named = {one.name: rules.needs_code(one) for one in papers.agreement.parties.all()}
        assert named == {"Sam Haddad": False, "Gil Haddad": True, "Mia Fischer": False, "Pia Raman": False}
        agreements.void(agreement=papers.permissions, reason="Sam is 18", at=LATER, by=Actor.person(oak.ana))
        own = agreements.draft(
            packet=papers.packet,
            kind=Kind.PERMISSIONS,
            values=values_of(Kind.PERMISSIONS),
            parties=[of_age],
            by=Actor.person(oak.ana),
        )
        assert [rules.needs_code(one) for one in own.parties.all()] == [True]


def turned_eighteen(parties, on) -> dict[int, str]:
    return {one.pk: "Sam is 18 now and signs alone." for one in parties if one.role == Role.GUARDIAN}


CHECKS = (turned_eighteen,)


def test_floors_above_say_why_somebody_may_not_sign_any_more(oak: Cast, settings) -> None:
    settings.STILL_MAY_SIGN = "tests.agreements.rules.test_standings.CHECKS"
    with oak.open():
        papers = sent(oak)
        with pytest.raises(signing.CannotSign, match="Sam is 18 now and signs alone."):
            sign(papers, oak.gil)
        sign(papers, oak.sam)
        with pytest.raises(signing.CannotSign, match="Sam is 18 now"):
            signing.sign_on_paper(
                party=papers.party(oak.gil),
                signed_on=SENT.date(),
                filed_at="Room 12",
                attested_by=oak.fay,
                at=LATER,
                by=Actor.person(oak.fay),
            )


def test_nobody_signs_for_two_children_in_one_act(oak: Cast) -> None:
    with oak.open():
        one, other = sent(oak), sent(oak)
        with pytest.raises(signing.CannotSign, match="one student at a time"):
            signing.sign(
                parties=[one.party(oak.gil), other.party(oak.gil)],
                answers={},
                evidence=evidence(),
                at=LATER,
                by=Actor.system("test"),
            )
        with pytest.raises(signing.CannotSign, match="nothing to sign"):
            signing.sign(parties=[], answers={}, evidence=evidence(), at=LATER, by=Actor.system("test"))
