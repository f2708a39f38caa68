"""Two people sign, or the same one twice, at the same moment: it counts exactly once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from agreements import evidence as chain
from agreements.actions import agreements, signing
from agreements.actions.agreements import PartyWanted
from agreements.actions.signing import CannotSign, Refused
from agreements.models import Agreement, Party, Permission, Role, SignatureEvent, SigningCode, State
from agreements.tokens import new_code
from tenancy.actor import Actor
from tests.agreements.packets import LATER, YES, Papers, evidence, sent, sign, sign_for_school, wanted
from tests.conftest import Cast


def together(*deeds: Callable[[], object]) -> list[object]:
    """Do all of them at once, each on a connection of its own; what each returned or was refused with."""
    start, outcomes = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(deed())
        except (CannotSign, agreements.CannotEnd) as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def signing_as(cast: Cast, papers: Papers, name: str) -> Callable[[], object]:
    """A deed: somebody signs everything that waits for them."""

    def deed() -> object:
        with cast.open():
            return sign(papers, getattr(cast, name))

    return deed


def state_of(agreement: Agreement) -> str:
    return Agreement.objects.get(pk=agreement.pk).state


def test_sam_gil_and_mia_sign_in_the_same_instant(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak)
    outcomes = together(*(signing_as(oak, papers, name) for name in ("sam", "gil", "mia")))
    assert outcomes == [None, None, None]
    with oak.open():
        school = papers.party(oak.pia)
        assert (school.state, state_of(papers.agreement)) == ("invited", State.OUT)
        assert state_of(papers.permissions) == State.ALL_SIGNED
        kinds = [one.kind for one in chain.events(papers.agreement)]
        assert kinds == ["sent", "signed", "signed", "signed"]
        assert chain.check_chain(papers.agreement)


def test_gil_presses_twice_in_two_tabs(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak)
        parties = papers.of(oak.gil)

    def deed() -> object:
        with oak.open():
            return signing.sign(parties=parties, answers=YES, evidence=evidence(), at=LATER, by=Actor.system("test"))

    outcomes = together(*[deed] * 4)
    assert sorted(map(str, outcomes)) == ["None"] + ["You have signed this document already. It counts."] * 3
    with oak.open():
        assert Permission.objects.count() == 4
        assert SignatureEvent.objects.filter(kind="signed").count() == 2


def test_the_same_two_documents_in_another_order_do_not_lock_each_other(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak)
        parties = papers.of(oak.gil)

    def deed(order: list[Party]) -> Callable[[], object]:
        def run() -> object:
            with oak.open():
                return signing.sign(parties=order, answers=YES, evidence=evidence(), at=LATER, by=Actor.system("test"))

        return run

    assert len(together(deed(parties), deed(parties[::-1]), deed(parties), deed(parties[::-1]))) == 4
    with oak.open():
        assert SignatureEvent.objects.filter(kind="signed").count() == 2


def test_two_parents_of_whom_one_is_enough(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        others = [one for one in wanted(oak) if one.role != Role.GUARDIAN]
        both = [PartyWanted(person, Role.GUARDIAN, person.name, any_of=True) for person in (oak.gil, oak.fay)]
        papers = sent(oak, parties=[*both, *others])
    outcomes = together(signing_as(oak, papers, "gil"), signing_as(oak, papers, "fay"))
    assert sorted(map(str, outcomes)) == ["None", "Somebody else signed already, and one signature is enough."]
    with oak.open():
        rows = Party.objects.filter(agreement=papers.agreement, role=Role.GUARDIAN)
        assert sorted(one.state for one in rows) == ["released", "signed"]


def test_the_last_signature_completes_a_document_once(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak)
        for name in ("sam", "gil", "mia"):
            sign(papers, getattr(oak, name))

    def deed() -> object:
        with oak.open():
            return len(sign_for_school(papers, oak.pia).done)

    assert sorted(together(deed, deed, deed)) == [0, 0, 1]
    with oak.open():
        assert state_of(papers.agreement) == State.ALL_SIGNED
        kinds = [one.kind for one in chain.events(papers.agreement)]
        assert kinds.count("completed") == 1


def test_a_signature_and_its_end_never_both_count(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak)

    def void() -> object:
        with oak.open():
            agreements.void(agreement=papers.agreement, reason="Wrong", at=LATER, by=Actor.person(oak.ana))
            return "voided"

    outcomes = together(signing_as(oak, papers, "sam"), void)
    assert "voided" in outcomes
    with oak.open():
        assert state_of(papers.agreement) == State.VOIDED
        kinds = [one.kind for one in chain.events(papers.agreement)]
        assert kinds in (["sent", "signed", "voided"], ["sent", "voided"])
        assert chain.check_chain(papers.agreement)


@pytest.mark.parametrize("many", [8])
def test_guessing_at_once_buys_no_more_guesses(transactional_oak: Cast, many: int) -> None:
    oak = transactional_oak
    with oak.open():
        party = sent(oak).party(oak.gil)
        code = new_code(party, at=LATER)
    wrong = "000000" if code != "000000" else "111111"

    def guess() -> object:
        with oak.open():
            return signing.confirm_code(party=party, code=wrong, at=LATER, by=Actor.system("test"))

    outcomes = together(*[guess] * many)
    assert all(isinstance(one, Refused) for one in outcomes)
    with oak.open():
        assert SigningCode.objects.get().tries >= 5
        assert signing.confirm_code(party=party, code=code, at=LATER, by=Actor.system("test")).code == "wrong"


def test_events_of_one_document_come_one_after_the_other(transactional_oak: Cast) -> None:
    oak = transactional_oak
    with oak.open():
        papers = sent(oak)

    def deed() -> object:
        with oak.open():
            return chain.append(papers.agreement, "opened", at=LATER).number

    assert sorted(together(*[deed] * 6)) == [2, 3, 4, 5, 6, 7]
    with oak.open():
        assert chain.check_chain(papers.agreement)
