import pytest

from agreements import evidence as chain
from agreements.actions import agreements, signing
from agreements.actions.signing import CannotDelegate, CannotSign
from agreements.models import Agreement, Method, State
from correspondence.models import Message
from tenancy.actor import Actor
from tenancy.models import AuditEvent, Person
from tests.agreements.packets import LATER, evidence, sent, sign, sign_for_school
from tests.conftest import Cast
from tests.factories.tenancy import MembershipFactory, PersonFactory, SchoolFactory


def ready(cast: Cast):
    """Everybody else has signed."""
    papers = sent(cast)
    for person in (cast.sam, cast.gil, cast.mia):
        sign(papers, person)
    return papers


def test_pia_signs_many_at_once_and_reads_what_was_skipped(oak: Cast) -> None:
    with oak.open():
        one, two, early, voided = ready(oak), ready(oak), sent(oak), ready(oak)
        agreements.void(agreement=voided.agreement, reason="Moved", at=LATER, by=Actor.person(oak.ana))
        signed = signing.sign_for_school(
            agreements=[voided.agreement, early.agreement, two.agreement, one.agreement, one.permissions],
            person=oak.pia,
            evidence=evidence(method=Method.SIGNED_IN),
            at=LATER,
            by=Actor.person(oak.pia),
        )
        assert [agreement.pk for agreement in signed.done] == [one.agreement.pk, two.agreement.pk]
        assert {(agreement.pk, words) for agreement, words in signed.skipped} == {
            (one.permissions.pk, "The school does not sign this document."),
            (early.agreement.pk, "The others sign first. Missing: Sam Haddad, Gil Haddad, Mia Fischer."),
            (voided.agreement.pk, "The school took this document back."),
        }
        assert AuditEvent.objects.filter(verb="agreement.sign_for_school").count() == 2


def test_who_is_not_named_does_not_sign_for_the_school(oak: Cast) -> None:
    with oak.open():
        papers = ready(oak)
        signed = sign_for_school(papers, oak.ada)
        assert [words for _agreement, words in signed.skipped] == ["Pia Raman is named to sign. They can hand it over."]
        assert sign_for_school(papers, oak.pia).done == [papers.agreement]
        signed = sign_for_school(papers, oak.pia)
        assert [words for _agreement, words in signed.skipped] == ["The school has signed this document already."]


def test_the_school_signs_on_its_own_page_only(oak: Cast) -> None:
    with oak.open():
        papers = ready(oak)
        with pytest.raises(CannotSign, match="The school signs on its own page"):
            sign(papers, oak.pia)


def test_pia_hands_over_to_ada(oak: Cast) -> None:
    with oak.open():
        papers = ready(oak)
        party = signing.delegate(agreement=papers.agreement, to=oak.ada, by=Actor.person(oak.pia))
        assert (party.person, party.name, party.capacity) == (oak.ada, "Ada Okafor", "District administrator")
        event = chain.events(papers.agreement)[-1]
        assert (event.kind, event.facts) == ("delegated", {"from": oak.pia.pk, "to": oak.ada.pk})
        assert Message.objects.filter(kind="agreements/school_turn", person=oak.ada).exists()
        assert sign_for_school(papers, oak.pia).done == []
        assert sign_for_school(papers, oak.ada).done == [papers.agreement]
        assert Agreement.objects.get(pk=papers.agreement.pk).state == State.ALL_SIGNED


@pytest.mark.parametrize(
    ("to", "words"),
    [("gil", "among those who sign"), ("mia", "among those who sign"), ("sam", "among those who sign")],
)
def test_nobody_signs_on_both_sides(oak: Cast, to: str, words: str) -> None:
    with oak.open():
        papers = ready(oak)
        with pytest.raises(CannotDelegate, match=words):
            signing.delegate(agreement=papers.agreement, to=getattr(oak, to), by=Actor.person(oak.pia))


def test_only_staff_sign_for_the_school(oak: Cast) -> None:
    with oak.open():
        papers = ready(oak)
        for other in (PersonFactory(), oak.ana, oak.tom):
            with pytest.raises(CannotDelegate, match="Only a principal or an administrator"):
                signing.delegate(agreement=papers.agreement, to=other, by=Actor.person(oak.pia))
        Person.objects.filter(pk=oak.ada.pk).update(deactivated_at=LATER)
        oak.ada.refresh_from_db()
        with pytest.raises(CannotDelegate, match="Only a principal or an administrator"):
            signing.delegate(agreement=papers.agreement, to=oak.ada, by=Actor.person(oak.pia))


def test_a_principal_of_another_school_does_not_sign(oak: Cast) -> None:
    with oak.open():
        papers = ready(oak)
        role = MembershipFactory(role="principal", scope="schools")
        role.school_rows.create(district=oak.district, school=SchoolFactory(name="Far High School"))
        with pytest.raises(CannotDelegate, match="is of another school"):
            signing.delegate(agreement=papers.agreement, to=role.person, by=Actor.person(oak.pia))


def test_what_is_signed_or_not_the_schools_cannot_be_handed_over(oak: Cast) -> None:
    with oak.open():
        papers = ready(oak)
        sign_for_school(papers, oak.pia)
        for agreement in (papers.agreement, papers.permissions):
            with pytest.raises(CannotDelegate, match="no signature of the school"):
                signing.delegate(agreement=agreement, to=oak.ada, by=Actor.person(oak.pia))


def test_what_is_signed_does_not_wait_in_the_summary(oak: Cast) -> None:
    with oak.open():
        one, two = ready(oak), ready(oak)
        [line] = Message.objects.filter(kind="agreements/school_turn")
        sign_for_school(one, oak.pia)
        line.refresh_from_db()
        assert line.state == "waiting"
        sign_for_school(two, oak.pia)
        line.refresh_from_db()
        assert line.state == "cancelled"
