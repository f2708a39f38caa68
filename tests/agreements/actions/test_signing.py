from datetime import timedelta

import pytest

from agreements import evidence as chain
from agreements import rules, tokens
from agreements.actions import signing
from agreements.actions.signing import CannotSign
from agreements.models import Agreement, Kind, Party, PartyState, Permission, Role, SigningLink, State
from correspondence import rendering
from correspondence.models import Message
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.agreements.packets import LATER, SENT, YES, evidence, sent, sign, sign_for_school, signed_by_all
from tests.conftest import Cast


def states(papers) -> dict[str, str]:
    return {one.name: one.state for one in Party.objects.filter(agreement=papers.agreement)}


def test_everybody_signs_and_the_school_last(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.gil)
        sign(papers, oak.sam)
        assert states(papers)["Pia Raman"] == "waiting"
        sign(papers, oak.mia)
        assert states(papers)["Pia Raman"] == "invited"
        signed = sign_for_school(papers, oak.pia)
        assert (signed.done, signed.skipped) == ([papers.agreement], [])
        agreement = Agreement.objects.get(pk=papers.agreement.pk)
        assert (agreement.state, agreement.completed_at) == (State.ALL_SIGNED, LATER)
        assert Agreement.objects.get(pk=papers.permissions.pk).state == State.ALL_SIGNED
        kinds = [one.kind for one in chain.events(agreement)]
        assert kinds == ["sent", "signed", "signed", "signed", "signed", "completed"]
        assert chain.check_chain(agreement)


def test_one_act_of_gil_signs_both_documents_and_answers_each_permission(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.gil, answers={**YES, Permission.Kind.MEDIA: False})
        assert [one.state for one in papers.of(oak.gil)] == ["signed", "signed"]
        found = rules.permissions_of([papers.packet.pk])[papers.packet.pk]
        assert {kind.value: one.is_granted for kind, one in found.items()} == {
            "remote_contact": True,
            "outings": True,
            "media": False,
            "records": True,
        }


def test_gil_leaves_no_permission_open(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        with pytest.raises(CannotSign, match="Say yes or no to each: Photos and stories"):
            sign(papers, oak.gil, answers={k: v for k, v in YES.items() if k != Permission.Kind.MEDIA})
        assert [one.state for one in papers.of(oak.gil)] == ["invited", "invited"]
        assert not Permission.objects.exists()


def test_pressing_twice_counts_once(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.sam)
        with pytest.raises(CannotSign) as refused:
            sign(papers, oak.sam)
        assert refused.value.code == "signed"
        assert AuditEvent.objects.filter(verb="agreement.sign").count() == 1


def test_the_school_does_not_sign_before_the_others(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.sam)
        signed = sign_for_school(papers, oak.pia)
        assert signed.done == []
        assert signed.skipped == [
            (papers.agreement, "The others sign first. Missing: Gil Haddad, Mia Fischer."),
        ]


def test_gil_needs_the_code_and_mia_does_not(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.mia, code_confirmed_at=None)
        with pytest.raises(CannotSign, match="Enter the code"):
            sign(papers, oak.gil, code_confirmed_at=None)
        with pytest.raises(CannotSign, match="Enter the code"):
            sign(papers, oak.gil, code_confirmed_at=LATER - timedelta(hours=3))
        sign(papers, oak.gil)


def test_the_evidence_of_a_signature_is_kept(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.sam, language="es", typed_name=" Sam H. ", strokes=[[[1, 2], [3, 4.5]]])
        party = papers.party(oak.sam)
        text = papers.agreement.texts.get(language="es")
        assert (party.method, party.language, party.text_digest) == ("link", "es", text.digest)
        assert (party.typed_name, party.strokes) == ("Sam H.", [[[1, 2], [3, 4.5]]])
        assert (party.internet_address, party.browser, party.disclosure_version) == ("192.0.2.7", "Firefox", 1)
        assert (party.signed_at, party.opened_at) == (LATER, LATER)
        assert not party.shared_address


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"typed_name": "  "}, "Type or draw your name"),
        ({"strokes": [[[601, 2], [3, 4]]]}, "could not be read"),
        ({"strokes": [[["x", 2], [3, 4]]]}, "could not be read"),
        ({"strokes": [[[1, 2]]]}, "could not be read"),
        ({"consented_at": None}, "Agree to sign electronically"),
        ({"disclosure_version": None}, "Agree to sign electronically"),
        ({"method": "in_person"}, "who of the school hosts"),
        ({"language": "fr"}, "not written in that language"),
    ],
)
def test_what_is_not_enough_to_sign_by(oak: Cast, changed: dict, words: str) -> None:
    with oak.open():
        papers = sent(oak)
        with pytest.raises(CannotSign, match=words):
            sign(papers, oak.sam, **changed)
        assert papers.party(oak.sam).state == PartyState.INVITED


def test_links_work_until_everything_is_signed(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        party = papers.party(oak.gil)
        SigningLink.objects.create(party=party, token_digest="x", minted_at=SENT, expires_at=SENT + timedelta(days=21))
        signing.sign(parties=[party], answers={}, evidence=evidence(), at=LATER, by=Actor.system("test"))
        assert SigningLink.objects.get().used_at is None
        other = papers.party(oak.gil, Kind.PERMISSIONS)
        signing.sign(parties=[other], answers=YES, evidence=evidence(), at=LATER, by=Actor.system("test"))
        assert SigningLink.objects.get().used_at == LATER


def test_mia_declines_and_everything_ends(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        ended = signing.decline(
            party=papers.party(oak.mia), reason="No time", at=LATER, by=Actor.link("agreements.party", 1)
        )
        assert (ended.state, ended.ended_at, ended.reason) == (State.DECLINED, LATER, "No time")
        assert Agreement.objects.get(pk=papers.permissions.pk).state == State.VOIDED
        with pytest.raises(CannotSign, match="not needed any more"):
            sign(papers, oak.sam)


def test_standings_say_whose_turn_it_is(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.gil)
        found = rules.standings([papers.packet.pk])[papers.packet.pk]
        agreement, permissions = found[Kind.MENTORSHIP], found[Kind.PERMISSIONS]
        assert (agreement.signed, agreement.needed, agreement.since) == (1, 4, SENT)
        assert [one.role for one in agreement.waiting] == [Role.STUDENT, Role.MENTOR]
        assert (permissions.stands, permissions.signed, permissions.needed) == (True, 1, 1)


def test_elm_knows_nothing_of_it(oak: Cast, elm: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
    with elm.open():
        found = rules.standings([papers.packet.pk])[papers.packet.pk]
        assert found[Kind.MENTORSHIP].agreement is None
        assert rules.permissions_of([papers.packet.pk])[papers.packet.pk][Permission.Kind.MEDIA].is_granted is None
        assert chain.events(papers.agreement) == []
        assert chain.head(papers.agreement) == ""


def test_the_others_are_told_neutrally_that_nothing_is_to_be_signed(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.sam)
        token = tokens.new_link(papers.party(oak.mia), at=SENT)
        signing.decline(
            party=papers.party(oak.gil), reason="I do not trust it", at=LATER, by=Actor.link("agreements.party", 1)
        )
        rows = Message.objects.filter(kind="agreements/declined").prefetch_related("person").order_by("pk")
        assert [one.person.name for one in rows] == ["Sam Haddad", "Mia Fischer"]
        for row in rows:
            written = rendering.mail(row, {row.pk: "https://waymark.example/x"})
            assert "trust" not in written.text and "Gil" not in written.text
            assert written.subject == "A document is not needed any more"
        assert signing.open_link(token=token, at=LATER).code == "over"
        assert chain.events(papers.agreement)[-1].kind == "declined"


def test_who_signed_cannot_decline_and_nobody_declines_twice(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        sign(papers, oak.sam)
        with pytest.raises(CannotSign, match="Talk to the school"):
            signing.decline(party=papers.party(oak.sam), reason="", at=LATER, by=Actor.system("test"))
        signing.decline(party=papers.party(oak.mia), reason="", at=LATER, by=Actor.system("test"))
        with pytest.raises(CannotSign, match="nothing to decline"):
            signing.decline(party=papers.party(oak.gil), reason="", at=LATER, by=Actor.system("test"))


def test_the_first_reading_is_noted(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        party = papers.party(oak.gil)
        signing.opened(party=party, language="es", at=LATER, by=Actor.system("test"))
        signing.opened(party=party, language="en", at=LATER + timedelta(hours=1), by=Actor.system("test"))
        party = papers.party(oak.gil)
        assert (party.state, party.opened_at, party.language) == ("opened", LATER, "es")
        assert [one.kind for one in chain.events(papers.agreement)] == ["sent", "opened"]
        sign(papers, oak.gil, at=LATER + timedelta(hours=2))
        assert papers.party(oak.gil).opened_at == LATER
