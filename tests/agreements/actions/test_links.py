from datetime import timedelta

import pytest

from agreements import addresses, followers, mails, tokens
from agreements.actions import agreements, signing
from agreements.actions.signing import Refused, Sent
from agreements.models import SigningCode, SigningLink
from correspondence.links import Outdated
from correspondence.models import Channel, Message
from tenancy.actor import Actor
from tenancy.models import Person
from tests.agreements.packets import LATER, SENT, evidence, sent, sign, signed_by_all
from tests.conftest import Cast

LINK = Actor.link("agreements.party", 1)


def test_a_link_leads_to_what_waits(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        token = tokens.new_link(papers.party(oak.gil), at=SENT)
        assert len(token) == 43
        row = SigningLink.objects.get()
        assert token not in (row.token_digest, str(row.__dict__))
        assert row.expires_at == SENT + timedelta(days=21)
        assert signing.open_link(token=token, at=LATER) == papers.party(oak.gil)
        assert SigningLink.objects.get().used_at is None


def test_every_link_works_until_one_has_signed(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        first, second = (tokens.new_link(papers.party(oak.gil), at=SENT) for _time in range(2))
        for token in (first, second):
            assert signing.open_link(token=token, at=LATER) == papers.party(oak.gil)
        sign(papers, oak.gil)
        for token in (first, second):
            refused = signing.open_link(token=token, at=LATER)
            assert (refused.code, refused.party) == ("used", papers.party(oak.gil))


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 43])
def test_a_made_up_link_opens_nothing(oak: Cast, token: str) -> None:
    with oak.open():
        sent(oak)
        refused = signing.open_link(token=token, at=LATER)
        assert (refused.code, refused.party) == ("unknown", None)
        assert signing.ask_link(token=token, at=LATER, by=LINK).code == "unknown"


def test_an_old_link_brings_a_new_one_at_most_three_times_an_hour(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        token = tokens.new_link(papers.party(oak.gil), at=SENT)
        late = SENT + timedelta(days=21)
        assert signing.open_link(token=token, at=late).code == "over"
        before = Message.objects.count()
        for _time in range(3):
            assert signing.ask_link(token=token, at=late, by=LINK) == Sent(Channel.EMAIL, "g…@oak.example")
        assert signing.ask_link(token=token, at=late, by=LINK).code == "throttled"
        rows = Message.objects.order_by("pk")[before:]
        assert [(one.kind, one.person_id, one.was_asked_for) for one in rows] == [
            ("agreements/reminder", oak.gil.pk, True)
        ] * 3


def test_whoever_signed_gets_a_link_to_their_copy(oak: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
        token = tokens.new_link(papers.party(oak.mia), at=LATER)
        assert signing.open_link(token=token, at=LATER) == papers.party(oak.mia)
        SigningLink.objects.update(used_at=LATER)
        assert isinstance(signing.ask_link(token=token, at=LATER, by=LINK), Sent)
        assert Message.objects.filter(kind="agreements/copy", person=oak.mia, link_purpose="agreements.copy").exists()


def test_a_link_to_a_copy_outlives_the_next_signature(oak: Cast) -> None:
    with oak.open():
        first = signed_by_all(oak)
        copy = tokens.new_link(first.party(oak.mia), at=LATER + timedelta(hours=1))
        second = sent(oak)
        asked = tokens.new_link(second.party(oak.mia), at=LATER + timedelta(hours=1))
        sign(second, oak.mia, at=LATER + timedelta(hours=2))
        at = LATER + timedelta(hours=3)
        assert signing.open_link(token=copy, at=at) == first.party(oak.mia)
        assert signing.open_link(token=asked, at=at).code == "used"


def test_a_voided_document_takes_its_links_along(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        token = tokens.new_link(papers.party(oak.sam), at=SENT)
        agreements.void(agreement=papers.agreement, reason="Wrong", at=LATER, by=Actor.person(oak.ana))
        assert signing.open_link(token=token, at=LATER).code == "over"
        assert signing.ask_link(token=token, at=LATER, by=LINK).code == "nothing"
        with pytest.raises(Outdated):
            mails.sign_link(papers.party(oak.sam).pk)


def test_a_changed_address_revokes_links_and_codes_and_is_asked_anew(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        party = papers.party(oak.gil)
        token, code = tokens.new_link(party, at=SENT), tokens.new_code(party, at=LATER)
        before = Message.objects.count()
        Person.objects.filter(pk=oak.gil.pk).update(email="gil@new.example")
        oak.gil.refresh_from_db()
        followers.address_changed(person=oak.gil, by=Actor.person(oak.ana))
        assert signing.open_link(token=token, at=LATER).code == "over"
        assert isinstance(signing.confirm_code(party=party, code=code, at=LATER, by=LINK), Refused)
        rows = Message.objects.order_by("pk")[before:]
        assert [(one.kind, one.person_id) for one in rows] == [("agreements/invitation", oak.gil.pk)]


def test_what_went_to_an_old_phone_or_address_is_worth_nothing_whoever_changed_it(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        party = papers.party(oak.gil)
        token, code = tokens.new_link(party, at=SENT), tokens.new_code(party, at=LATER)
        Person.objects.filter(pk=oak.gil.pk).update(email="gil@new.example")
        party = papers.party(oak.gil)
        assert signing.open_link(token=token, at=LATER).code == "over"
        assert signing.confirm_code(party=party, code=code, at=LATER, by=LINK).code == "wrong"
        Person.objects.filter(pk=oak.gil.pk).update(email="gil@oak.example")
        assert signing.open_link(token=token, at=LATER) == party


def test_who_was_let_go_opens_nothing(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        token = tokens.new_link(papers.party(oak.gil), at=SENT)
        followers.person_left(person=oak.gil, by=Actor.person(oak.ana))
        assert signing.open_link(token=token, at=LATER).code == "over"
        Person.objects.filter(pk=oak.gil.pk).update(deactivated_at=LATER)
        assert signing.open_link(token=token, at=LATER).code == "unknown"
        with pytest.raises(signing.CannotSign, match="not in the district’s list"):
            sign(papers, oak.gil)


def test_elm_opens_no_link_of_oak(oak: Cast, elm: Cast) -> None:
    with oak.open():
        token = tokens.new_link(sent(oak).party(oak.gil), at=SENT)
    with elm.open():
        assert signing.open_link(token=token, at=LATER).code == "unknown"
        assert signing.ask_link(token=token, at=LATER, by=LINK).code == "unknown"


# Codes


def test_the_code_that_was_sent_is_right_once(oak: Cast) -> None:
    with oak.open():
        party = sent(oak).party(oak.gil)
        code = tokens.new_code(party, at=LATER)
        assert len(code) == 6 and code.isdigit()
        assert code not in SigningCode.objects.get().code_digest
        spaced = f" {code[:3]} {code[3:]} "
        assert signing.confirm_code(party=party, code=spaced, at=LATER, by=LINK) == LATER
        again = signing.confirm_code(party=party, code=code, at=LATER, by=LINK)
        assert (again.code, again.reason) == ("wrong", "This code does not work. Check it, or ask for a new one.")


def test_a_code_holds_ten_minutes(oak: Cast) -> None:
    with oak.open():
        party = sent(oak).party(oak.gil)
        code = tokens.new_code(party, at=LATER)
        late = LATER + timedelta(minutes=10)
        assert isinstance(signing.confirm_code(party=party, code=code, at=late, by=LINK), Refused)
        early = late - timedelta(seconds=1)
        assert signing.confirm_code(party=party, code=code, at=early, by=LINK) == early


def test_five_wrong_guesses_end_a_code(oak: Cast) -> None:
    with oak.open():
        party = sent(oak).party(oak.gil)
        code = tokens.new_code(party, at=LATER)
        wrong = "000000" if code != "000000" else "111111"
        for _time in range(5):
            assert signing.confirm_code(party=party, code=wrong, at=LATER, by=LINK).code == "wrong"
        assert SigningCode.objects.get().tries == 5
        assert signing.confirm_code(party=party, code=code, at=LATER, by=LINK).code == "wrong"


def test_asking_for_new_codes_does_not_buy_more_guesses_for_ever(oak: Cast) -> None:
    with oak.open():
        party = sent(oak).party(oak.gil)
        seen = []
        for _time in range(21):
            tokens.new_code(party, at=LATER)
            seen.append(signing.confirm_code(party=party, code="12345", at=LATER, by=LINK).code)
        assert seen == ["wrong"] * 20 + ["throttled"]


def test_gils_code_is_not_mias(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        code = tokens.new_code(papers.party(oak.gil), at=LATER)
        assert isinstance(signing.confirm_code(party=papers.party(oak.mia), code=code, at=LATER, by=LINK), Refused)


def test_a_code_goes_to_the_address_on_file_at_most_five_times(oak: Cast) -> None:
    with oak.open():
        party = sent(oak).party(oak.gil)
        for _time in range(5):
            assert signing.send_code(party=party, at=LATER, by=LINK) == Sent(Channel.EMAIL, "g…@oak.example")
        refused = signing.send_code(party=party, at=LATER, by=LINK)
        assert (refused.code, refused.reason) == (
            "throttled",
            "You have asked too often. Wait a while, then try again.",
        )
        rows = Message.objects.filter(kind="agreements/code")
        assert [(one.person_id, one.link_purpose, one.was_asked_for) for one in rows] == [
            (oak.gil.pk, "agreements.code", True)
        ] * 5


def test_no_code_goes_where_a_student_reads_along(oak: Cast) -> None:
    with oak.open():
        party = sent(oak).party(oak.gil)
        Person.objects.filter(pk=oak.gil.pk).update(email="sam@oak.example")
        party = sent_again(party)
        refused = signing.send_code(party=party, at=LATER, by=LINK)
        assert (refused.code, "A student uses the same address" in refused.reason) == ("unreachable", True)
        for make in (mails.code, mails.sign_link, mails.copy_link):
            with pytest.raises(Outdated):
                make(party.pk)
        assert not SigningCode.objects.exists()
        assert not SigningLink.objects.exists()


def sent_again(party):
    """The party as it is now."""
    return type(party).objects.prefetch_related("person", "agreement__packet").get(pk=party.pk)


def test_two_parents_who_share_an_address_are_noted(oak: Cast) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.mia.pk).update(email="gil@oak.example")
        papers = sent(oak)
        assert addresses.is_shared(oak.gil)
        sign(papers, oak.gil)
        assert [one.shared_address for one in papers.of(oak.gil)] == [True, True]


def test_in_person_nobody_asks_for_a_code_but_the_host_is_noted(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        signing.sign(
            parties=[papers.party(oak.gil)],
            answers={},
            evidence=evidence(method="in_person", host=oak.fay, code_confirmed_at=None),
            at=LATER,
            by=Actor.person(oak.fay),
        )
        party = papers.party(oak.gil)
        assert (party.state, party.method, party.host_id) == ("signed", "in_person", oak.fay.pk)
        with pytest.raises(signing.CannotSign, match="hosts their own"):
            sign(papers, oak.mia, method="in_person", host=oak.mia)


@pytest.mark.parametrize(
    ("channel", "to", "shown"),
    [(Channel.EMAIL, "gil@oak.example", "g…@oak.example"), (Channel.TEXT, "+12025550123", "… 01 23")],
)
def test_an_address_is_shown_to_its_owner_only(channel: Channel, to: str, shown: str) -> None:
    assert addresses.masked(addresses.Address(channel, to)) == shown
