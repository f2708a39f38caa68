"""What somebody sees who signs: from the mailed link to "I sign"."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from agreements import tokens
from agreements.actions import agreements
from agreements.actions.agreements import PartyWanted
from agreements.models import Agreement, Kind, Party, Role, SealedDocument, SignatureEvent, SigningLink
from correspondence.models import Message
from tenancy.actor import Actor
from tests.agreements import packets
from tests.agreements.packets import Papers
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.tenancy import PersonFactory

ANSWERS = {
    "answer_remote_contact": "yes",
    "answer_outings": "no",
    "answer_media": "no",
    "answer_records": "yes",
}
NAME = {"typed_name": "Gil Haddad", "has_read": "on"}


def out(cast: Cast, **more: object) -> Papers:
    """Sam's packet, out for signatures today."""
    papers = packets.sent(cast, **more)
    Agreement.objects.update(expires_on=cast.today + timedelta(days=20))
    return papers


def pia_of(cast: Cast) -> PartyWanted:
    return PartyWanted(cast.pia, Role.SCHOOL, "Pia Raman", "Principal")


def link_of(party: Party) -> str:
    return f"/d/{party.district.slug}/sign/{tokens.new_link(party, at=timezone.now())}/"


def come_in(client: Client, cast: Cast, papers: Papers, person, *, code: bool = True) -> None:
    """Open the mailed link, press "Continue", and enter the code where one is asked."""
    with cast.open():
        party = papers.party(person)
        link = link_of(party)
    client.post(link)
    if code:
        with cast.open():
            code_sent = tokens.new_code(party, at=timezone.now())
        client.post("/d/oak/sign/code/", {"code": code_sent})


def agree_and_read(client: Client, papers: Papers, **filled: str):
    client.post(f"/d/oak/sign/{papers.packet.pk}/consent/", {"agrees": "on"})
    return client.post(f"/d/oak/sign/{papers.packet.pk}/", {**ANSWERS, **NAME, **read(client, papers), **filled})


def read(client: Client, papers: Papers) -> dict[str, str]:
    """Open the documents: what the form sends along of what was shown."""
    page = client.get(f"/d/oak/sign/{papers.packet.pk}/").content.decode()
    found = re.search(r'name="shown" value="(\w{64})"', page)
    return {"shown": found[1]} if found else {}


@pytest.fixture
def papers(oak: Cast) -> Papers:
    with oak.open():
        return out(oak)


def test_sign_open_shows_the_same_page_for_every_token_and_spends_nothing(oak: Cast, papers: Papers) -> None:
    with oak.open():
        link = link_of(papers.party(oak.gil))
    right, wrong = Client().get(link), Client().get("/d/oak/sign/" + "x" * 43 + "/")
    strip = lambda page: re.sub(r'value="\w{64}"|/sign/[-\w]{43}/', "", page.content.decode())  # noqa: E731
    assert (right.status_code, wrong.status_code) == (200, 200)
    assert strip(right) == strip(wrong)
    assert "Haddad" not in right.content.decode()
    assert (right.headers["Cache-Control"], right.headers["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    with oak.open():
        assert SigningLink.objects.get().used_at is None
        assert papers.party(oak.gil).signed_at is None


def test_sign_open_sends_a_parent_a_code_before_it_names_the_child(oak: Cast, papers: Papers) -> None:
    with oak.open():
        link = link_of(papers.party(oak.gil))
    client = Client()
    assert client.post(link).headers["Location"] == "/d/oak/sign/"
    assert client.get("/d/oak/sign/").headers["Location"] == "/d/oak/sign/code/"
    page = client.get("/d/oak/sign/code/").content.decode()
    assert "g…@oak.example" in page
    assert "Haddad" not in page
    with oak.open():
        assert Message.objects.filter(kind="agreements/code", person=oak.gil).count() == 1
    assert client.get(f"/d/oak/sign/{papers.packet.pk}/").headers["Location"] == "/d/oak/sign/code/"


def test_sign_documents_counts_documents(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    page = client.get("/d/oak/sign/")
    number = sum(len(act.parties) for act in page.context["acts"])
    assert page.context["to_sign"] == number == 2
    assert "2 documents to sign. Read them, then sign them all at once." in page.content.decode()


def test_sign_open_of_a_mentor_needs_no_code(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    assert "Sam Haddad" in client.get("/d/oak/sign/").content.decode()


@pytest.mark.parametrize("spoilt", ["unknown", "over", "revoked"])
def test_sign_open_of_a_link_that_is_over_offers_a_new_one(oak: Cast, papers: Papers, spoilt: str) -> None:
    with oak.open():
        link = link_of(papers.party(oak.gil))
        if spoilt == "over":
            old = timezone.now() - timedelta(days=30)
            SigningLink.objects.update(minted_at=old, expires_at=old + timedelta(days=21))
        elif spoilt == "revoked":
            SigningLink.objects.update(revoked_at=timezone.now())
    client = Client()
    page = client.post("/d/oak/sign/" + "x" * 43 + "/" if spoilt == "unknown" else link)
    assert page.status_code == 404
    assert "Send me a new link" in page.content.decode()
    answer = client.post("/d/oak/sign/" + "x" * 43 + "/" if spoilt == "unknown" else link, {"again": "1"})
    assert "A new link is on its way" in answer.content.decode()
    with oak.open():
        sent_again = Message.objects.filter(kind="agreements/reminder", person=oak.gil).count()
    assert sent_again == (0 if spoilt == "unknown" else 1)


def test_sign_open_of_elm_knows_no_link_of_oak(oak: Cast, elm: Cast, papers: Papers) -> None:
    with oak.open():
        token = tokens.new_link(papers.party(oak.gil), at=timezone.now())
    assert Client().post(f"/d/elm/sign/{token}/").status_code == 404


def test_a_sitting_of_oak_opens_nothing_in_elm(oak: Cast, elm: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    assert client.get("/d/elm/sign/").status_code == 403
    assert client.get(f"/d/elm/sign/{papers.packet.pk}/").status_code == 403


def test_a_sitting_ends_half_an_hour_after_the_last_page(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    session = client.session
    session["agreements.sitting"] = {
        **session["agreements.sitting"],
        "seen_at": (timezone.now() - timedelta(minutes=31)).timestamp(),
    }
    session.save()
    page = client.get("/d/oak/sign/")
    assert page.status_code == 403
    assert "Please open your link again" in page.content.decode()


def test_sign_code_refuses_a_wrong_code_and_five_of_them_spend_it(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil, code=False)
    with oak.open():
        right = tokens.new_code(papers.party(oak.gil), at=timezone.now())
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(5):
        page = client.post("/d/oak/sign/code/", {"code": wrong})
        assert page.status_code == 422
        assert "This code does not work" in page.content.decode()
    assert client.post("/d/oak/sign/code/", {"code": right}).status_code == 422
    assert client.get("/d/oak/sign/").headers["Location"] == "/d/oak/sign/code/"


def test_sign_code_says_other_ways_to_a_parent_who_shares_the_students_address(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil, code=False)
    with oak.open():
        oak.sam.email = oak.gil.email
        oak.sam.save()
    page = client.get("/d/oak/sign/code/").content.decode()
    assert "No code can be sent to you" in page
    assert "At school" in page


def test_sign_consent_comes_first_and_its_box_is_empty(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    consent = f"/d/oak/sign/{papers.packet.pk}/consent/"
    assert client.get(f"/d/oak/sign/{papers.packet.pk}/").headers["Location"] == consent
    page = client.get(consent).content.decode()
    assert "You can use paper instead" in page
    assert "checked" not in page
    assert client.post(consent, {}).status_code == 422
    assert client.post(consent, {"agrees": "on"}).status_code == 302


def test_gil_reads_answers_checks_and_signs(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    client.post(f"/d/oak/sign/{papers.packet.pk}/consent/", {"agrees": "on"})
    page = client.get(f"/d/oak/sign/{papers.packet.pk}/").content.decode()
    assert "What the mentor will do" in page
    assert "Question 4: School records for the mentor" in page
    assert "checked" not in page
    agree_and_read(client, papers)
    check = client.get(f"/d/oak/sign/{papers.packet.pk}/check/").content.decode()
    assert re.findall(r"<strong>(\w+)</strong>", check) == ["Yes", "No", "No", "Yes"]
    with oak.open():
        assert papers.party(oak.gil).state == "opened"
    done = client.post(f"/d/oak/sign/{papers.packet.pk}/check/", headers={"User-Agent": "Firefox"}, follow=True)
    assert "Thank you. You have signed" in done.content.decode()
    with oak.open():
        party = papers.party(oak.gil, Kind.PERMISSIONS)
        assert (party.state, party.method, party.typed_name, party.language) == ("signed", "link", "Gil Haddad", "en")
        assert (party.browser, party.disclosure_version) == ("Firefox", 1)
        assert party.code_confirmed_at is not None
        assert {one.kind: one.is_granted for one in party.permissions.all()} == {
            "remote_contact": True,
            "outings": False,
            "media": False,
            "records": True,
        }
        assert papers.party(oak.gil).state == "signed"


def test_sign_check_twice_counts_once_and_says_that_it_counts(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    agree_and_read(client, papers)
    kept = client.session["agreements.sitting"]
    client.post(f"/d/oak/sign/{papers.packet.pk}/check/")
    session = client.session
    session["agreements.sitting"] = kept
    session.save()
    again = client.post(f"/d/oak/sign/{papers.packet.pk}/check/", follow=True)
    assert again.status_code == 200
    assert "You signed on" in again.content.decode()
    with oak.open():
        assert SignatureEvent.objects.filter(kind="signed").count() == 2


def test_sign_read_asks_for_every_answer_and_a_name(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    client.post(f"/d/oak/sign/{papers.packet.pk}/consent/", {"agrees": "on"})
    page = client.post(f"/d/oak/sign/{papers.packet.pk}/", {"answer_media": "yes", **read(client, papers)})
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("Choose yes or no.") == 6
    assert "Type your full name, or draw your signature." in text
    assert (
        client.get(f"/d/oak/sign/{papers.packet.pk}/check/").headers["Location"] == f"/d/oak/sign/{papers.packet.pk}/"
    )


def test_sign_read_does_not_take_the_childs_name_for_the_parents(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    client.post(f"/d/oak/sign/{papers.packet.pk}/consent/", {"agrees": "on"})
    given = {"typed_name": " sam HADDAD", "answer_media": "yes", **read(client, papers)}
    page = client.post(f"/d/oak/sign/{papers.packet.pk}/", given)
    assert page.status_code == 422
    assert "That is the student’s name. Type your own full name." in page.content.decode()


def test_mia_draws_her_signature(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    drawing = json.dumps([[[10, 20], [30.25, 40]], [[600, 200], [0, 0]]])
    agree_and_read(client, papers, typed_name="", strokes=drawing)
    assert 'd="M10 20 L30.2 40 M600 200 L0 0"' in client.get(f"/d/oak/sign/{papers.packet.pk}/check/").content.decode()
    client.post(f"/d/oak/sign/{papers.packet.pk}/check/")
    with oak.open():
        party = papers.party(oak.mia)
        assert (party.state, party.typed_name) == ("signed", "")
        assert party.strokes == [[[10.0, 20.0], [30.2, 40.0]], [[600.0, 200.0], [0.0, 0.0]]]


@pytest.mark.parametrize(
    "strokes",
    [
        "x",
        "[[[1,2,3],[4,5]]]",
        "[[[1,2],[601,5]]]",
        "[[[1,2],[-1,5]]]",
        "[[[true,2],[1,5]]]",
        '[[["1",2],[1,5]]]',
        "[[[1,2]]]",
        "[[[NaN,2],[1,5]]]",
        "{}",
        "[" * 100_000,
    ],
)
def test_a_drawing_that_is_none_is_refused(oak: Cast, papers: Papers, strokes: str) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    page = agree_and_read(client, papers, typed_name="", strokes=strokes)
    assert page.status_code == 422


def test_gil_signs_for_two_children_by_two_acts(oak: Cast, papers: Papers) -> None:
    with oak.open():
        rosa = PersonFactory(given_name="Rosa", family_name="Haddad", email="")
        wanted = [
            PartyWanted(rosa, Role.STUDENT, "Rosa Haddad"),
            PartyWanted(oak.gil, Role.GUARDIAN, "Gil Haddad"),
            pia_of(oak),
        ]
        others = out(oak, student=rosa, parties=wanted)
    client = Client()
    come_in(client, oak, papers, oak.gil)
    page = client.get("/d/oak/sign/").content.decode()
    assert "Read and sign for Rosa" in page
    assert "Read and sign for Sam" in page
    agree_and_read(client, papers)
    done = client.post(f"/d/oak/sign/{papers.packet.pk}/check/", follow=True).content.decode()
    assert "Read and sign for Rosa" in done
    with oak.open():
        assert [one.state for one in papers.of(oak.gil)] == ["signed", "signed"]
        assert [one.state for one in others.of(oak.gil)] == ["invited", "invited"]


def test_nobody_opens_the_packet_of_somebody_else(oak: Cast, papers: Papers) -> None:
    with oak.open():
        rosa = PersonFactory(given_name="Rosa", family_name="Haddad", email="")
        others = out(oak, student=rosa, parties=[PartyWanted(oak.gil, Role.GUARDIAN, "Gil Haddad"), pia_of(oak)])
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    for page in ("", "consent/", "check/", "done/", "decline/", "other-ways/"):
        assert client.get(f"/d/oak/sign/{others.packet.pk}/{page}").status_code == 404
    assert client.get(f"/d/oak/sign/paper/{others.agreement.pk}/").status_code == 404
    assert client.get(f"/d/oak/sign/copy/{others.agreement.pk}/").status_code == 404


def test_sign_read_in_spanish_is_signed_in_spanish(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    target = f"/d/oak/sign/{papers.packet.pk}/"
    assert client.post("/d/oak/sign/language/", {"language": "es", "next": target}).headers["Location"] == target
    agree_and_read(client, papers)
    client.post(f"/d/oak/sign/{papers.packet.pk}/check/")
    with oak.open():
        party = papers.party(oak.gil)
        text = party.agreement.texts.get(language="es")
        assert (party.language, party.text_digest) == ("es", text.digest)
        assert "Lo que hará el mentor" in text.html


def test_sign_language_leads_nowhere_else(oak: Cast, papers: Papers) -> None:
    answer = Client().post("/d/oak/sign/language/", {"language": "es", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/d/oak/"


def test_forms_hold_where_the_browser_tells_no_origin_but_not_without_their_token(oak: Cast, papers: Papers) -> None:
    with oak.open():
        link = link_of(papers.party(oak.mia))
    client = Client(enforce_csrf_checks=True)
    page = client.get(link).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    null = {"Origin": "null"}
    assert client.post(link, headers=null).status_code == 403
    taken = client.post(link, {"csrfmiddlewaretoken": token[1]}, headers=null)
    assert (taken.status_code, taken.headers["Location"]) == (302, "/d/oak/sign/")
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert client.post(link, {"csrfmiddlewaretoken": token[1]}, headers=elsewhere).status_code == 403


def test_sign_decline_is_kind_and_tells_the_others_nothing(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    page = client.get(f"/d/oak/sign/{papers.packet.pk}/decline/").content.decode()
    assert "The program’s coordinator reads it." in page
    done = client.post(f"/d/oak/sign/{papers.packet.pk}/decline/", {"reason": "We move away"}, follow=True)
    assert "You did not sign" in done.content.decode()
    with oak.open():
        assert (papers.party(oak.gil).state, papers.party(oak.gil).reason) == ("declined", "We move away")
        assert Agreement.objects.get(pk=papers.agreement.pk).state == "declined"
    other = Client()
    with oak.open():
        link = link_of(papers.party(oak.mia))
    other.post(link)
    text = other.get("/d/oak/sign/").content.decode()
    assert "This document is not needed any more." in text
    assert "We move away" not in text


def test_whoever_signed_is_told_that_it_does_not_count_any_more(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    agree_and_read(client, papers)
    client.post(f"/d/oak/sign/{papers.packet.pk}/check/")
    with oak.open():
        agreements.void(
            agreement=papers.agreement, reason="Another mentor", at=timezone.now(), by=Actor.person(oak.ana)
        )
    text = client.get("/d/oak/sign/").content.decode()
    assert "The school took this document back. Your signature does not count any more." in text
    assert "Another mentor" not in text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("voided", "The school took this document back."),
        ("expired", "The time to sign this document is over."),
        ("superseded", "This document was replaced by a newer version."),
    ],
)
def test_sign_read_of_what_ended_says_so(oak: Cast, papers: Papers, state: str, sentence: str) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    with oak.open():
        Agreement.objects.update(state=state, ended_at=timezone.now())
    assert sentence in client.get(f"/d/oak/sign/{papers.packet.pk}/").content.decode()


def test_sign_read_after_the_other_parent_signed_says_so(oak: Cast) -> None:
    with oak.open():
        noor = PersonFactory(given_name="Noor", family_name="Haddad", email="noor@oak.example")
        wanted = [
            PartyWanted(oak.gil, Role.GUARDIAN, "Gil Haddad", any_of=True),
            PartyWanted(noor, Role.GUARDIAN, "Noor Haddad", any_of=True),
            PartyWanted(oak.mia, Role.MENTOR, "Mia Fischer"),
            pia_of(oak),
        ]
        papers = out(oak, parties=wanted)
        packets.sign(papers, oak.gil, at=timezone.now())
    client = Client()
    come_in(client, oak, papers, noor)
    page = client.get(f"/d/oak/sign/{papers.packet.pk}/").content.decode()
    assert "Somebody else signed already, and one signature is enough." in page


def test_sign_check_of_a_student_who_may_not_sign_any_more_says_why(
    oak: Cast, papers: Papers, settings: pytest.FixtureRequest
) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    agree_and_read(client, papers)
    settings.STILL_MAY_SIGN = "tests.agreements.views.test_signing.TURNED_18"  # type: ignore[attr-defined]
    page = client.post(f"/d/oak/sign/{papers.packet.pk}/check/")
    assert page.status_code == 422
    assert "Sam turned 18" in page.content.decode()
    with oak.open():
        assert papers.party(oak.gil).signed_at is None


def turned_18(parties, on) -> dict[int, str]:
    return {one.pk: "Sam turned 18 and signs now." for one in parties if one.role == Role.GUARDIAN}


TURNED_18 = (turned_18,)


def test_sign_list_asks_a_parent_who_is_signed_in_for_the_code(oak: Cast, papers: Papers) -> None:
    client = DistrictClient(oak.gil)
    assert "Sam Haddad" in client.get("documents/").content.decode()
    assert client.post("documents/", follow=True).redirect_chain[-1][0] == "/d/oak/sign/code/"
    with oak.open():
        code = tokens.new_code(papers.party(oak.gil), at=timezone.now())
    client.post("sign/code/", {"code": code})
    agree_and_read(client, papers)
    client.post(f"sign/{papers.packet.pk}/check/")
    with oak.open():
        assert papers.party(oak.gil).method == "signed_in"
    assert client.post("sign/leave/").headers["Location"] == "/d/oak/"
    assert client.get("sign/").status_code == 403


def test_sign_list_has_nothing_for_elm(oak: Cast, elm: Cast, papers: Papers) -> None:
    assert DistrictClient(elm.gil).get("/d/oak/documents/").status_code == 404
    assert "No documents yet" in DistrictClient(elm.gil).get("documents/").content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_sign_list_queries(oak: Cast, papers: Papers, rows: int, django_assert_num_queries) -> None:
    with oak.open():
        for number in range(rows - 1):
            child = PersonFactory(given_name=f"Child{number}", family_name="Haddad", email="")
            out(oak, student=child, parties=[PartyWanted(oak.gil, Role.GUARDIAN, "Gil Haddad"), pia_of(oak)])
    client = DistrictClient(oak.gil)
    client.get("documents/")
    with django_assert_num_queries(13):
        client.get("documents/")


def test_home_says_what_waits_to_be_signed(oak: Cast, papers: Papers) -> None:
    assert "Documents to sign for Sam" in DistrictClient(oak.gil).get("").content.decode()


def test_sign_in_person_signs_the_host_out_and_names_them(oak: Cast, papers: Papers) -> None:
    with oak.open():
        party = papers.party(oak.gil)
    client = DistrictClient(oak.ana)
    page = f"documents/parties/{party.pk}/in-person/"
    assert "Gil Haddad signs on this device" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"knows": "on"}).headers["Location"] == "/d/oak/sign/"
    assert "Sam Haddad" in client.get("sign/").content.decode()
    assert client.get("people/").headers["Location"].startswith("/accounts/login/")
    agree_and_read(client, papers)
    client.post(f"sign/{papers.packet.pk}/check/")
    with oak.open():
        party = papers.party(oak.gil)
        assert (party.state, party.method, party.host, party.code_confirmed_at) == (
            "signed",
            "in_person",
            oak.ana,
            None,
        )
    assert "Please give the device back." in client.post("sign/leave/").content.decode()
    assert client.get("sign/").status_code == 403


def test_sign_in_person_is_for_staff_who_send_documents(oak: Cast, elm: Cast, papers: Papers) -> None:
    with oak.open():
        page = f"documents/parties/{papers.party(oak.gil).pk}/in-person/"
    assert DistrictClient(oak.tom).get(page).status_code == 403
    assert DistrictClient(elm.ana).get(page).status_code == 404


def test_sign_other_ways_offers_paper(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.gil)
    assert "to print (PDF)" in client.get(f"/d/oak/sign/{papers.packet.pk}/other-ways/").content.decode()
    paper = client.get(f"/d/oak/sign/paper/{papers.permissions.pk}/")
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def test_sign_sample_opens_for_everybody(oak: Cast) -> None:
    assert Client().get("/d/oak/sign/sample/").content[:5] == b"%PDF-"


def test_sign_copy_is_there_once_it_is_sealed(oak: Cast, papers: Papers) -> None:
    client = Client()
    come_in(client, oak, papers, oak.mia, code=False)
    copy = f"/d/oak/sign/copy/{papers.agreement.pk}/"
    assert client.get(copy).status_code == 404
    content = b"%PDF-1.7 sealed"
    with oak.open():
        path = default_storage.save(f"districts/{oak.district.pk}/sealed/test.pdf", ContentFile(content))
        SealedDocument.objects.create(
            agreement=papers.agreement,
            digest=hashlib.sha256(content).hexdigest(),
            size=len(content),
            path=path,
            chain_head="x",
            key_fingerprint="x",
            sealed_at=timezone.now(),
        )
        Agreement.objects.filter(pk=papers.agreement.pk).update(state="sealed", completed_at=timezone.now())
    assert client.get(copy).content == content


def test_agreement_print_gives_staff_the_paper_of_what_is_out(oak: Cast, elm: Cast, papers: Papers) -> None:
    page = f"documents/{papers.agreement.pk}/print/?language=es"
    assert DistrictClient(oak.ana).get(page).content[:5] == b"%PDF-"
    assert DistrictClient(oak.tom).get(page).status_code == 403
    assert DistrictClient(elm.ana).get(page).status_code == 404
    with oak.open():
        Agreement.objects.update(state="voided", ended_at=timezone.now())
    assert DistrictClient(oak.ana).get(page).headers["Location"] == f"/d/oak/documents/{papers.agreement.pk}/"
