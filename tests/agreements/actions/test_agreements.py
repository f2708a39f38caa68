from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from agreements import evidence as chain
from agreements.actions import agreements, signing
from agreements.actions.agreements import CannotCorrect, CannotDraft, CannotEnd, CannotSend, PartyWanted
from agreements.models import Agreement, Correction, Kind, Party, Role, SigningLink, State
from correspondence.models import Message
from tenancy.actor import Actor
from tenancy.models import Person
from tests.agreements.packets import (
    EXPIRES,
    LATER,
    SENT,
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
from tests.factories.tenancy import MembershipFactory, PersonFactory


def messages(kind: str) -> list[tuple[str, str]]:
    """To whom a kind of message was posted."""
    rows = Message.objects.filter(kind=f"agreements/{kind}").prefetch_related("person").order_by("pk")
    return [one.person.name for one in rows]


def test_what_goes_out_is_frozen_in_both_languages(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        agreement = Agreement.objects.get(pk=papers.agreement.pk)
        assert (agreement.state, agreement.sent_at, agreement.expires_on) == (State.OUT, SENT, EXPIRES)
        texts = {one.language: one for one in agreement.texts.all()}
        assert set(texts) == {"en", "es"}
        assert texts["en"].title == "Mentorship agreement"
        assert texts["en"].digest != texts["es"].digest
        assert "Sam Haddad" in texts["es"].html
        assert [one.facts for one in chain.events(agreement)] == [
            {"wording": 1, "texts": {"en": texts["en"].digest, "es": texts["es"].digest}}
        ]


def test_everybody_but_the_school_is_asked_in_one_message_for_both_documents(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        assert messages("invitation") == ["Sam Haddad", "Gil Haddad", "Mia Fischer"]
        rows = Party.objects.filter(agreement=papers.agreement).order_by("pk")
        assert [(one.name, one.state, one.invited_at) for one in rows] == [
            ("Sam Haddad", "invited", SENT),
            ("Gil Haddad", "invited", SENT),
            ("Mia Fischer", "invited", SENT),
            ("Pia Raman", "waiting", None),
        ]


def test_a_parent_of_two_gets_one_message(oak: Cast) -> None:
    with oak.open():
        lou = PersonFactory(given_name="Lou", family_name="Haddad", email="lou@oak.example")
        sent(oak)
        others = [PartyWanted(lou, Role.STUDENT, "Lou Haddad"), *wanted(oak)[1:]]
        sent(oak, student=lou, parties=others)
        assert messages("invitation").count("Gil Haddad") == 1


def test_nobody_is_sent_anything_where_a_student_reads_along(oak: Cast) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="sam@oak.example")
        oak.gil.refresh_from_db()
        papers = sent(oak)
        assert messages("invitation") == ["Sam Haddad", "Mia Fischer"]
        assert papers.party(oak.gil).state == "waiting"
        reminded = agreements.remind(parties=papers.of(oak.gil), at=LATER, by=Actor.person(oak.ana))
        assert reminded.sent == []
        assert {words for _party, words in reminded.skipped} == {
            "A student uses the same address, so nothing is sent there. Ask at school, or on paper."
        }


def test_another_students_address_counts_as_well(oak: Cast) -> None:
    with oak.open():
        twin = PersonFactory(given_name="Lia", family_name="Haddad", email="home@oak.example")
        MembershipFactory(person=twin, role="student")
        Person.objects.filter(pk=oak.gil.pk).update(email="home@oak.example")
        oak.gil.refresh_from_db()
        assert sent(oak).party(oak.gil).state == "waiting"


def test_who_has_no_address_stays_not_asked(oak: Cast) -> None:
    with oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(email="")
        oak.gil.refresh_from_db()
        papers = sent(oak)
        assert papers.party(oak.gil).state == "waiting"
        reminded = agreements.remind(parties=[papers.party(oak.gil)], at=LATER, by=Actor.person(oak.ana))
        assert [words for _party, words in reminded.skipped] == [
            "No email address, and no phone that agreed to text messages. Ask at school, or on paper."
        ]


def test_a_field_left_out_is_a_fault(oak: Cast) -> None:
    with oak.open():
        papers = drafted(oak)
        values = {**values_of(Kind.MENTORSHIP), "shoe_size": 9}
        with pytest.raises(ValueError, match="shoe_size"):
            agreements.draft(
                packet=papers.packet, kind=Kind.MENTORSHIP, values=values, parties=[], by=Actor.person(oak.ana)
            )


def test_there_is_one_document_of_a_kind(oak: Cast) -> None:
    with oak.open():
        papers = drafted(oak)
        with pytest.raises(CannotDraft, match="such a document already"):
            agreements.draft(
                packet=papers.packet,
                kind=Kind.MENTORSHIP,
                values=values_of(Kind.MENTORSHIP),
                parties=wanted(oak),
                by=Actor.person(oak.ana),
            )
        with pytest.raises(CannotDraft, match="stands twice"):
            drafted(oak, parties=[*wanted(oak), PartyWanted(oak.sam, Role.MENTOR, "Sam Haddad")])


@pytest.mark.parametrize(
    ("who", "words"),
    [(["pia"], "Nobody is named to sign this"), (["sam", "gil", "mia"], "for the school"), ([], "Nobody is named")],
)
def test_what_nobody_signs_is_not_sent(oak: Cast, who: list[str], words: str) -> None:
    with oak.open():
        people = {getattr(oak, name).pk for name in who}
        papers = drafted(oak, parties=[one for one in wanted(oak) if one.person.pk in people])
        with pytest.raises(CannotSend, match=words):
            agreements.send(agreement=papers.agreement, at=SENT, expires_on=EXPIRES, by=Actor.person(oak.ana))
        assert Agreement.objects.get(pk=papers.agreement.pk).state == State.DRAFT


def test_nothing_is_sent_twice_nor_to_who_left_nor_for_a_day(oak: Cast) -> None:
    with oak.open():
        papers, ana = drafted(oak), Actor.person(oak.ana)
        with pytest.raises(CannotSend, match="at least a day"):
            agreements.send(agreement=papers.agreement, at=SENT, expires_on=date(2026, 10, 1), by=ana)
        agreements.send(agreement=papers.agreement, at=SENT, expires_on=EXPIRES, by=ana)
        with pytest.raises(CannotSend, match="sent already"):
            agreements.send(agreement=papers.agreement, at=SENT, expires_on=EXPIRES, by=ana)
        Person.objects.filter(pk=oak.gil.pk).update(deactivated_at=SENT)
        with pytest.raises(CannotSend, match="Gil Haddad is not in"):
            agreements.send(agreement=papers.permissions, at=SENT, expires_on=EXPIRES, by=ana)


def _said(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def test_nobody_is_reminded_twice_within_a_day(oak: Cast) -> None:
    with oak.open():
        papers, ana = sent(oak), Actor.person(oak.ana)
        everybody = list(Party.objects.filter(agreement=papers.agreement).order_by("pk"))
        sign(papers, oak.sam)
        reminded = agreements.remind(parties=everybody, at=SENT + timedelta(hours=23), by=ana)
        asked = f"They were asked on {_said(SENT)}. A reminder is possible from {_said(SENT + timedelta(hours=24))}."
        assert [(one.name, words) for one, words in reminded.skipped] == [
            ("Sam Haddad", "Nothing is missing from them any more."),
            ("Gil Haddad", asked),
            ("Mia Fischer", asked),
            ("Pia Raman", "The others sign first."),
        ]
        reminded = agreements.remind(parties=everybody, at=SENT + timedelta(hours=25), by=ana)
        assert [one.name for one in reminded.sent] == ["Gil Haddad", "Mia Fischer"]
        again = agreements.remind(parties=everybody, at=SENT + timedelta(hours=26), by=ana)
        assert again.sent == []
        assert {one.name: words for one, words in again.skipped}["Gil Haddad"] == (
            f"They were reminded on {_said(SENT + timedelta(hours=25))}. "
            f"The next reminder is possible from {_said(SENT + timedelta(hours=49))}."
        )
        assert messages("reminder") == ["Gil Haddad", "Mia Fischer"]


def test_a_parent_of_two_documents_is_reminded_once(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        at = SENT + timedelta(days=2)
        reminded = agreements.remind(parties=papers.of(oak.gil), at=at, by=Actor.person(oak.ana))
        assert len(reminded.sent) == 2
        assert messages("reminder") == ["Gil Haddad"]


def test_what_is_taken_back_does_not_count(oak: Cast) -> None:
    with oak.open():
        papers, ana = sent(oak), Actor.person(oak.ana)
        sign(papers, oak.gil)
        SigningLink.objects.create(
            party=papers.party(oak.sam), token_digest="x", minted_at=SENT, expires_at=SENT + timedelta(days=21)
        )
        with pytest.raises(CannotEnd, match="Say why"):
            agreements.void(agreement=papers.agreement, reason=" ", at=LATER, by=ana)
        ended = agreements.void(agreement=papers.agreement, reason="Wrong mentor", at=LATER, by=ana)
        assert (ended.state, ended.ended_at, ended.reason) == (State.VOIDED, LATER, "Wrong mentor")
        assert SigningLink.objects.get().revoked_at == LATER
        assert messages("voided") == ["Sam Haddad", "Gil Haddad", "Mia Fischer"]
        with pytest.raises(signing.CannotSign, match="took this document back"):
            signing.sign(
                parties=[papers.party(oak.sam)], answers={}, evidence=evidence(), at=LATER, by=Actor.system("test")
            )
        with pytest.raises(CannotEnd, match="ended already"):
            agreements.void(agreement=papers.agreement, reason="Again", at=LATER, by=ana)


def test_a_draft_is_taken_back_silently(oak: Cast) -> None:
    with oak.open():
        papers = drafted(oak)
        ended = agreements.void(agreement=papers.agreement, reason="Not yet", at=LATER, by=Actor.person(oak.ana))
        assert ended.state == State.VOIDED
        assert not Message.objects.exists()


def test_a_sealed_document_can_be_taken_back(oak: Cast) -> None:
    with oak.open():
        papers = signed_by_all(oak)
        Agreement.objects.filter(pk=papers.agreement.pk).update(state=State.SEALED)
        ended = agreements.void(agreement=papers.agreement, reason="Moved away", at=LATER, by=Actor.person(oak.ana))
        assert ended.state == State.VOIDED
        assert ended.completed_at == LATER


def test_changed_terms_make_a_new_document_that_everybody_signs_again(oak: Cast) -> None:
    with oak.open():
        papers, ana = signed_by_all(oak), Actor.person(oak.ana)
        values = {**values_of(Kind.MENTORSHIP), "schedule": "Tuesdays"}
        newer = agreements.supersede(agreement=papers.agreement, values=values, parties=wanted(oak), at=LATER, by=ana)
        newer = agreements.send(agreement=newer, at=LATER, expires_on=EXPIRES, by=ana)
        older = Agreement.objects.get(pk=papers.agreement.pk)
        assert (older.state, newer.state, newer.supersedes_id) == (State.SUPERSEDED, State.OUT, older.pk)
        assert {one.state for one in newer.parties.all()} == {"invited", "waiting"}
        assert chain.events(older)[-1].kind == "superseded"
        with pytest.raises(CannotEnd, match="out or signed"):
            agreements.supersede(agreement=older, values=values, parties=wanted(oak), at=LATER, by=ana)


def test_a_slip_of_the_pen_is_corrected_by_a_notice(oak: Cast) -> None:
    with oak.open():
        papers, ana = signed_by_all(oak), Actor.person(oak.ana)
        notice = agreements.correct(agreement=papers.agreement, says="It is Fisher.", at=LATER, by=ana)
        assert (notice.says, notice.noted_by_id) == ("It is Fisher.", oak.ana.pk)
        assert messages("correction") == ["Sam Haddad", "Gil Haddad", "Mia Fischer", "Pia Raman"]
        assert Agreement.objects.get(pk=papers.agreement.pk).state == State.ALL_SIGNED
        for says, by in ((" ", ana), ("It is Fisher.", Actor.system("test"))):
            with pytest.raises(CannotCorrect):
                agreements.correct(agreement=papers.agreement, says=says, at=LATER, by=by)
        agreements.void(agreement=papers.agreement, reason="Over", at=LATER, by=ana)
        with pytest.raises(CannotCorrect, match="out or signed"):
            agreements.correct(agreement=papers.agreement, says="Again", at=LATER, by=ana)
        assert Correction.objects.count() == 1


def test_what_is_not_signed_in_time_ends(oak: Cast) -> None:
    with oak.open():
        papers, clock = sent(oak), Actor.system("calendar")
        on_the_day = timezone.make_aware(timezone.datetime(2026, 11, 1, 23, 59))
        with pytest.raises(CannotEnd, match="still time"):
            agreements.expire(agreement=papers.agreement, at=on_the_day, by=clock)
        ended = agreements.expire(agreement=papers.agreement, at=on_the_day + timedelta(minutes=2), by=clock)
        assert ended.state == State.EXPIRED
        with pytest.raises(signing.CannotSign, match="time to sign this document is over"):
            sign(papers, oak.sam)


def test_nobody_signs_after_the_last_day_even_before_it_is_noted(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        late = timezone.make_aware(timezone.datetime(2026, 11, 2, 0, 1))
        with pytest.raises(signing.CannotSign, match="time to sign this document is over"):
            sign(papers, oak.sam, at=late)


def test_it_is_the_schools_turn_once_all_others_signed(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        for person in (oak.sam, oak.gil, oak.mia):
            sign(papers, person)
        assert messages("school_turn") == ["Pia Raman"]
        sign_for_school(papers, oak.pia)


def test_elm_ends_nothing_of_oak(oak: Cast, elm: Cast) -> None:
    with oak.open():
        papers = sent(oak)
    with elm.open(), pytest.raises(KeyError):
        agreements.void(agreement=papers.agreement, reason="Not mine", at=LATER, by=Actor.person(elm.ana))
    with oak.open():
        assert Agreement.objects.get(pk=papers.agreement.pk).state == State.OUT
