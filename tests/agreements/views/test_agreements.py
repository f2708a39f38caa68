"""Documents, to the staff: one with its evidence, void, correct, hand over, remind, paper, the school's turn."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from agreements.models import Agreement, Correction, Kind, Method, Party, PartyState, Permission, State
from tenancy.models import AuditEvent
from tests.agreements.packets import Papers, sent, sign, signed_by_all
from tests.factories.tenancy import MembershipFactory, PersonFactory

ANSWERS = {f"answer_{kind}": "yes" for kind in ("remote_contact", "outings", "media")} | {"answer_records": "no"}


def now_sent(cast, **facts) -> Papers:
    """The two documents, sent just now. Inside the district."""
    return sent(cast, at=timezone.now() - timedelta(days=2), **facts)


def signed_but_by_school(cast) -> Papers:
    papers = now_sent(cast)
    for person in (cast.sam, cast.gil, cast.mia):
        sign(papers, person, at=timezone.now())
    return papers


def test_agreement_detail_shows_who_signed_how_and_what_happened(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
    page = client_of(oak.ana).get(f"documents/{papers.agreement.pk}/").content.decode()
    for words in (
        "Gil Haddad",
        "Father",
        "By a link",
        "Sent out for signatures",
        "with a code",
        papers.agreement.public_id,
    ):
        assert words in page, words


def test_agreement_detail_of_permissions_shows_each_answer(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
    page = client_of(oak.ana).get(f"documents/{papers.permissions.pk}/").content.decode()
    assert "What the family answered" in page
    assert "Records to the mentor" in page


def test_reading_a_document_is_noted_once_a_day(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
    client = client_of(oak.pia)
    client.get(f"documents/{papers.agreement.pk}/")
    client.get(f"documents/{papers.agreement.pk}/")
    with oak.open():
        assert AuditEvent.objects.filter(verb="agreement.read", actor_person_id=oak.pia.pk).count() == 1


@pytest.mark.parametrize(("name", "status"), [("ada", 200), ("pia", 200), ("tom", 403), ("mia", 403), ("gil", 403)])
def test_agreement_detail_is_for_those_who_read_documents(oak, client_of, name, status):
    with oak.open():
        papers = now_sent(oak)
    assert client_of(getattr(oak, name)).get(f"documents/{papers.agreement.pk}/").status_code == status


@pytest.mark.parametrize("deed", ["", "void/", "correct/", "delegate/"])
def test_nobody_of_elm_finds_a_document_of_oak(oak, elm, client_of, deed):
    with oak.open():
        papers = now_sent(oak)
    client = client_of(elm.ana)
    assert client.get(f"documents/{papers.agreement.pk}/{deed}").status_code == 404
    if deed:
        assert client.post(f"documents/{papers.agreement.pk}/{deed}").status_code == 404


def test_agreement_void_takes_a_document_back_with_a_reason(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
    client, address = client_of(oak.ana), f"documents/{papers.agreement.pk}/void/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "The mentor moved away"}).status_code == 302
    assert client.post(address, {"reason": "Once more"}).status_code == 422
    with oak.open():
        assert Agreement.objects.get(pk=papers.agreement.pk).state == State.VOIDED


def test_a_principal_takes_no_document_back(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
    assert client_of(oak.pia).post(f"documents/{papers.agreement.pk}/void/", {"reason": "No"}).status_code == 403


def test_nobody_sees_to_documents_that_they_sign_themselves(oak, client_of):
    with oak.open():
        MembershipFactory(person=oak.mia, role="coordinator")
        papers = now_sent(oak)
    client = client_of(oak.mia)
    assert client.post(f"documents/{papers.agreement.pk}/void/", {"reason": "No"}).status_code == 404


def test_agreement_correct_attaches_a_notice(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
    client, address = client_of(oak.ana), f"documents/{papers.agreement.pk}/correct/"
    assert client.post(address, {"says": " "}).status_code == 422
    assert client.post(address, {"says": "The name is written Haddad."}).status_code == 302
    assert "The name is written Haddad." in client.get(f"documents/{papers.agreement.pk}/").content.decode()
    with oak.open():
        assert Correction.objects.count() == 1


def test_agreement_delegate_hands_the_schools_signature_over(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
    client, address = client_of(oak.pia), f"documents/{papers.agreement.pk}/delegate/"
    assert "Pia Raman is named to sign" in client.get(address).content.decode()
    assert client.post(address, {"to": oak.tom.pk}).status_code == 422
    assert client.post(address, {"to": oak.ada.pk}).status_code == 302
    with oak.open():
        assert Party.objects.get(agreement=papers.agreement, role="school").person_id == oak.ada.pk


def test_party_remind_says_what_happened(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
        pk = papers.party(oak.gil).pk
    client = client_of(oak.ana)
    assert client.post(f"documents/parties/{pk}/remind/").status_code == 302
    assert "Gil Haddad is reminded." in client.get(f"documents/{papers.agreement.pk}/").content.decode()
    client.post(f"documents/parties/{pk}/remind/")
    page = client.get(f"documents/{papers.agreement.pk}/").content.decode()
    assert "Gil Haddad gets no reminder now. They were reminded on" in page
    assert "The next reminder is possible from" in page


# On paper


def test_paper_file_notes_both_documents_of_one_person_at_once(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
        pk = papers.party(oak.gil).pk
    client, address = client_of(oak.ana), f"documents/parties/{pk}/paper/"
    assert client.get(address).status_code == 200
    filled = {"signed_on": oak.today, "filed_at": "Main office, folder 12", **ANSWERS}
    assert client.post(address, filled).status_code == 302
    with oak.open():
        parties = papers.of(oak.gil)
        assert {(one.state, one.method) for one in parties} == {(PartyState.SIGNED, Method.PAPER)}
        assert {one.paper_attested_by_id for one in parties} == {oak.ana.pk}
        assert Permission.objects.filter(is_granted=False).get().kind == Permission.Kind.RECORDS


def test_paper_file_asks_for_every_answer(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
        pk = papers.party(oak.gil).pk
    filled = {"signed_on": oak.today, "filed_at": "Main office"}
    assert client_of(oak.ana).post(f"documents/parties/{pk}/paper/", filled).status_code == 422


def test_paper_file_refuses_a_day_to_come(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
        pk = papers.party(oak.mia).pk
    filled = {"signed_on": oak.today + timedelta(days=1), "filed_at": "Main office"}
    assert client_of(oak.ana).post(f"documents/parties/{pk}/paper/", filled).status_code == 422


def test_paper_file_keeps_a_scan(oak, client_of):
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    with oak.open():
        papers = now_sent(oak)
        pk = papers.party(oak.mia).pk
    filled = {"signed_on": oak.today, "filed_at": "Main office"}
    filled["scan"] = SimpleUploadedFile("paper.png", picture.getvalue(), content_type="image/png")
    assert client_of(oak.ana).post(f"documents/parties/{pk}/paper/", filled).status_code == 302
    with oak.open():
        assert papers.party(oak.mia).scan is not None


def test_paper_file_says_when_the_others_sign_first(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
        pk = papers.party(oak.pia).pk
    page = client_of(oak.ana).get(f"documents/parties/{pk}/paper/").content.decode()
    assert "Nothing waits for this signature" in page


# Permissions


def test_permission_withdraw_for_takes_it_back_on_the_familys_word(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
        pk = Permission.objects.get(kind="media").pk
    client, address = client_of(oak.ana), f"documents/permissions/{pk}/withdraw-for/"
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "The father, by phone"}).status_code == 302
    page = client.get(f"documents/{papers.permissions.pk}/").content.decode()
    assert "The father, by phone" in page
    assert client.post(address, {"note": "Again"}).status_code == 422


# For the school


@pytest.mark.parametrize("number", [1, 4])
def test_school_sign_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    with oak.open():
        for _one in range(number):
            student = PersonFactory()
            papers = now_sent(oak, student=student)
            Party.objects.filter(agreement=papers.agreement).exclude(role="school").update(
                state="signed", signed_at=timezone.now(), method="link"
            )
    client = client_of(oak.pia)
    client.get("")
    with django_assert_num_queries(14):
        answer = client.get("documents/for-school/")
    assert len(answer.context["list"].current.rows) == number


def test_school_sign_list_has_what_everybody_else_signed(oak, client_of):
    with oak.open():
        papers = now_sent(oak)
    client = client_of(oak.pia)
    assert "Nothing waits for your signature" in client.get("documents/for-school/").content.decode()
    with oak.open():
        for person in (oak.sam, oak.gil, oak.mia):
            sign(papers, person, at=timezone.now())
    page = client.get("documents/for-school/").content.decode()
    assert "Sam Haddad" in page
    assert "1 document waits for your signature for the school." in client.get("").content.decode()


def test_school_sign_list_offers_signing_to_whoever_is_named_alone(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
        MembershipFactory(person=oak.tom, role="principal")
    page = client_of(oak.tom).get("documents/for-school/?who=all").content.decode()
    assert "documents/for-school/sign/" not in page and 'name="selected"' not in page
    assert "Pia Raman" in page and f"mailto:{oak.pia.email}" in page and "Write to them" in page
    page = client_of(oak.pia).get("documents/for-school/?who=all").content.decode()
    assert "documents/for-school/sign/" in page and 'name="selected"' in page
    assert f"documents/{papers.agreement.pk}/delegate/" in page and "Hand it over" in page


def test_school_sign_list_gives_whoever_sees_to_documents_the_way_to_hand_them_over(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
    page = client_of(oak.ada).get("documents/for-school/?who=all").content.decode()
    assert f"documents/{papers.agreement.pk}/delegate/" in page and 'name="selected"' not in page


def test_school_sign_selected_signs_all_that_were_ticked(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
    client, chosen = client_of(oak.pia), {"selected": [papers.agreement.pk]}
    assert "Sign 1 document for the school?" in client.get("documents/for-school/sign/", chosen).content.decode()
    assert client.post("documents/for-school/sign/", {**chosen, "typed_name": ""}).status_code == 422
    assert client.post("documents/for-school/sign/", {**chosen, "typed_name": "Pia Raman"}).status_code == 302
    with oak.open():
        party = papers.party(oak.pia)
        assert (party.state, party.typed_name, party.method) == ("signed", "Pia Raman", "signed_in")
        assert Agreement.objects.get(pk=papers.agreement.pk).completed_at is not None


def test_school_sign_selected_leaves_out_what_names_somebody_else(oak, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
    chosen = {"selected": [papers.agreement.pk]}
    page = client_of(oak.ada).get("documents/for-school/sign/", chosen).content.decode()
    assert "Pia Raman is named to sign. They can hand it over." in page
    client_of(oak.ada).post("documents/for-school/sign/", {**chosen, "typed_name": "Ada Okafor"})
    with oak.open():
        assert papers.party(oak.pia).state != PartyState.SIGNED


def test_school_sign_selected_is_for_those_who_sign(oak, elm, client_of):
    with oak.open():
        papers = signed_but_by_school(oak)
    assert client_of(oak.ana).get("documents/for-school/").status_code == 403
    chosen = {"selected": [papers.agreement.pk], "typed_name": "Pia Raman"}
    assert client_of(elm.pia).post("documents/for-school/sign/", chosen).status_code == 422


def test_a_document_that_all_signed_is_not_reminded_of_any_more(oak, client_of):
    with oak.open():
        papers = signed_by_all(oak)
        assert papers.party(oak.gil, Kind.PERMISSIONS).state == PartyState.SIGNED
    page = client_of(oak.ana).get(f"documents/{papers.agreement.pk}/").content.decode()
    assert "/remind/" not in page
