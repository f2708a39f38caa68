"""The pages of letters, as Ana works with them and Mia reads hers."""

import io
import itertools
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from correspondence.actions import letters
from correspondence.models import Letter, LetterBatch, Letterhead, LetterText, Message
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.correspondence.test_letters import again, delivered, drafted, made, one, sent, wanted, worked_off
from tests.factories.correspondence import LetterBatchFactory, LetterFactory, LetterSubjectFactory, LetterTextFactory
from tests.factories.screening import SafetyHoldFactory
from tests.factories.tenancy import MembershipFactory, PersonFactory
from tests.poppler import facts_of, flow_of

pytestmark = pytest.mark.django_db


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, "navy").save(written, kind)
    return SimpleUploadedFile("Our logo.png", written.getvalue())


# Batches


def test_letter_batch_list_costs_the_same_for_one_and_four(oak, client_of, django_assert_num_queries):
    with oak.open():
        for count in (1, 4):
            while LetterBatch.objects.count() < count:
                LetterFactory(batch=LetterBatchFactory(made_by=oak.ana), person=oak.mia)
            ana = client_of(oak.ana)
            ana.get("letters/")
            with django_assert_num_queries(9):
                page = ana.get("letters/")
            assert page.content.decode().count("Career mentoring, 2026–27") == count


def test_letter_batch_list_leaves_empty_when_a_draft_was_sent(oak, client_of):
    drafted(oak)
    assert ">None<" not in client_of(oak.ana).get("letters/").content.decode()


def test_letter_batch_list_is_for_those_who_write_letters(oak, elm, client_of):
    batch = drafted(oak)
    assert client_of(oak.ana).get("letters/").status_code == 200
    assert client_of(oak.tom).get("letters/").status_code == 403
    assert client_of(oak.mia).get("letters/").status_code == 403
    assert "Career mentoring, 2026–27" not in client_of(elm.ana).get("letters/").content.decode()
    assert client_of(elm.ana).get(f"letters/{batch.pk}/").status_code == 404


def test_letter_batch_export_is_the_list(oak, client_of):
    drafted(oak)
    lines = b"".join(client_of(oak.ana).get("letters/export/?format=csv").streaming_content).decode().splitlines()
    assert lines[1].startswith('"Career mentoring, 2026–27",Draft,1,')


def test_letter_batch_detail_costs_the_same_for_one_and_four(oak, client_of, django_assert_num_queries):
    with oak.open():
        batch = LetterBatchFactory(made_by=oak.ana)
        for count in (1, 4):
            while Letter.objects.count() < count:
                LetterSubjectFactory(letter=LetterFactory(batch=batch, person=PersonFactory()), person=oak.sam)
            ana = client_of(oak.ana)
            ana.get(f"letters/{batch.pk}/")
            with django_assert_num_queries(15):
                page = ana.get(f"letters/{batch.pk}/")
            assert page.content.decode().count("To be made") >= count


def test_letter_batch_detail_says_why_letters_are_left_out(oak, client_of):
    made(oak)
    batch = drafted(
        oak, wanted(oak), wanted(oak, dedupe_key="thank_mentor:match:2", values={"program": "Career mentoring"})
    )
    page = client_of(oak.ana).get(f"letters/{batch.pk}/").content.decode()
    assert "They have this letter already, dated May 28, 2027" in page
    assert "Not known: the student’s name, or names" in page
    assert "Every letter is left out" in page


def test_letter_batch_make_send_and_undo(oak, client_of, mailoutbox):
    ana, batch = client_of(oak.ana), drafted(oak)
    assert "Make 1 letter?" in ana.get(f"letters/{batch.pk}/make/").content.decode()
    page = ana.post(f"letters/{batch.pk}/make/", {"is_duplex": "yes"}, follow=True).content.decode()
    assert "0 of 1 letters" in page
    worked_off(oak, batch)
    assert "Mail them" in ana.get(f"letters/{batch.pk}/").content.decode()
    assert "Mail 1 letter?" in ana.get(f"letters/{batch.pk}/send/").content.decode()
    page = ana.post(f"letters/{batch.pk}/send/", follow=True).content.decode()
    assert f"letters/{batch.pk}/stop/" in page and "Undo" in page
    worked_off(oak, batch)
    ana.post(f"letters/{batch.pk}/stop/")
    delivered(oak, timezone.now())
    assert (again(oak, batch).state, mailoutbox) == ("made", [])


def test_letter_batch_is_not_sent_before_its_letters_have_left(oak, client_of):
    ana, batch = client_of(oak.ana), made(oak)
    ana.post(f"letters/{batch.pk}/send/")
    asked = ana.get(f"letters/{batch.pk}/").content.decode()
    worked_off(oak, batch)
    written = ana.get(f"letters/{batch.pk}/").content.decode()
    for page in (asked, written):
        assert "They leave at" in page and "You can stop them until then." in page
        assert page.count("Leaves at") == 2, "the batch and its letter"
        assert 'badge-ok"' not in page
        assert f"letters/{batch.pk}/stop/" in page and "Stop what has not left" in page
    of_all = ana.get("letters/").content.decode()
    assert "Leaves at" in of_all
    file = b"".join(ana.get(f"letters/{batch.pk}/export/?format=csv&column=state").streaming_content).decode()
    assert "Leaves at" in file
    assert "Leaves at" in ana.get(f"letters/one/{one(oak, batch).pk}/").content.decode()
    delivered(oak, timezone.now() + timedelta(minutes=3))
    page = ana.get(f"letters/{batch.pk}/").content.decode()
    assert "Leaves at" not in page and "You can stop them" not in page
    assert "Leaves at" not in ana.get("letters/").content.decode()


def test_letter_batch_list_costs_the_same_for_one_and_four_that_leave(oak, client_of, django_assert_num_queries):
    for count in (1, 4):
        for number in range(0 if count == 1 else 1, count):
            sent(oak, wanted(oak, dedupe_key=f"thank_mentor:match:{number}"))
        ana = client_of(oak.ana)
        ana.get("letters/")
        with django_assert_num_queries(13):
            page = ana.get("letters/")
        assert page.content.decode().count("Leaves at") == count


def test_letter_batch_make_of_what_was_made_says_so(oak, client_of):
    batch = made(oak)
    page = client_of(oak.ana).post(f"letters/{batch.pk}/make/", {"is_duplex": "no"}, follow=True)
    assert "Somebody was faster" in page.content.decode()
    assert client_of(oak.ana).post(f"letters/{batch.pk}/make/", {"is_duplex": "x"}).status_code == 422


def test_letter_batch_detail_tells_htmx_when_the_worker_is_done(oak, client_of):
    ana, batch = client_of(oak.ana), drafted(oak)
    ana.post(f"letters/{batch.pk}/make/", {"is_duplex": "yes"})
    part = ana.get(f"letters/{batch.pk}/?progress=1", headers={"HX-Request": "true"})
    assert "0 of 1 letters" in part.content.decode() and "HX-Refresh" not in part.headers
    worked_off(oak, batch)
    assert ana.get(f"letters/{batch.pk}/?progress=1", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_letter_batch_take_back_asks_first(oak, client_of):
    ana, batch = client_of(oak.ana), made(oak)
    assert "cannot be undone" in ana.get(f"letters/{batch.pk}/take-back/").content.decode()
    ana.post(f"letters/{batch.pk}/take-back/")
    assert again(oak, batch).state == "taken_back"
    assert ana.get(f"letters/{batch.pk}/print/").status_code == 404


def test_letter_batch_print_is_one_file_and_written_down(oak, client_of):
    batch = made(oak, wanted(oak), wanted(oak, dedupe_key="thank_mentor:match:2"))
    answer = client_of(oak.ana).get(f"letters/{batch.pk}/print/")
    assert facts_of(answer.content)["Pages"] == "4"
    with oak.open():
        assert AuditEvent.objects.filter(verb="letters.print", target_id=batch.pk).count() == 1


def test_letter_export_has_the_proof(oak, client_of):
    batch = sent(oak)
    with oak.open():
        Message.objects.update(state="sent", sent_at=timezone.now(), to_address="mia@work.example")
        message = Message.objects.get()
    query = "format=csv&column=state&column=left_to&column=message_id"
    answer = client_of(oak.ana).get(f"letters/{batch.pk}/export/?{query}")
    assert b"".join(answer.streaming_content).decode().splitlines()[1] == (
        f"{oak.mia.name},Sent,m…@work.example,{message.message_id}"
    )


# Several letters


def test_letter_leave_out_selected_and_back_in(oak, client_of):
    ana, batch = client_of(oak.ana), drafted(oak)
    letter = one(oak, batch)
    assert oak.mia.name in ana.get(f"letters/{batch.pk}/leave-out/?selected={letter.pk}").content.decode()
    ana.post(f"letters/{batch.pk}/leave-out/", {"selected": letter.pk})
    assert one(oak, batch).left_out == "by_hand"
    ana.post(f"letters/{batch.pk}/bring-in/", {"selected": letter.pk})
    assert one(oak, batch).left_out == ""


def test_letter_bring_in_selected_says_who_has_one_already(oak, client_of):
    made(oak)
    batch = drafted(oak)
    page = client_of(oak.ana).get(f"letters/{batch.pk}/bring-in/?selected={one(oak, batch).pk}").content.decode()
    assert "They have this letter already, dated May 28, 2027" in page


def test_letter_post_selected_notes_the_day(oak, client_of):
    ana, batch = client_of(oak.ana), made(oak)
    letter = one(oak, batch)
    tomorrow = {"selected": letter.pk, "on": "2098-01-01"}
    assert ana.post(f"letters/{batch.pk}/handed-over/", tomorrow).status_code == 422
    ana.post(f"letters/{batch.pk}/handed-over/", {"selected": letter.pk, "on": "2026-05-29"})
    assert str(one(oak, batch).posted_on) == "2026-05-29"


def test_letter_print_selected_puts_some_into_one_file(oak, client_of):
    ana = client_of(oak.ana)
    batch = made(oak, *(wanted(oak, dedupe_key=f"thank_mentor:match:{n}") for n in range(3)))
    with oak.open():
        two = list(Letter.objects.filter(batch=batch).values_list("pk", flat=True))[:2]
    answer = ana.post(f"letters/{batch.pk}/print-some/", {"selected": two, "is_duplex": "no"})
    assert facts_of(answer.content)["Pages"] == "2"


def test_letters_of_another_batch_are_not_touched(oak, client_of):
    batch, other = drafted(oak), drafted(oak, wanted(oak, dedupe_key="thank_mentor:match:2"))
    client_of(oak.ana).post(f"letters/{batch.pk}/leave-out/", {"selected": one(oak, other).pk})
    assert one(oak, other).left_out == ""


# One letter


def test_letter_detail_has_the_proof_of_sending(oak, elm, client_of):
    batch = sent(oak)
    letter = one(oak, batch)
    delivered(oak, timezone.now() + timedelta(minutes=3))
    with oak.open():
        message = Message.objects.get(pk=letter.message_id)
    page = client_of(oak.ana).get(f"letters/one/{letter.pk}/").content.decode()
    for words in ("Accepted for delivery", "m…@", message.message_id.strip("<>"), f"mail/{message.pk}/"):
        assert words in page
    assert client_of(elm.ana).get(f"letters/one/{letter.pk}/").status_code == 404
    assert client_of(oak.tom).get(f"letters/one/{letter.pk}/").status_code == 403


def test_letter_detail_shows_the_mail_that_was_sent_again(oak, client_of):
    letter = one(oak, sent(oak))
    with oak.open():
        Message.objects.update(state="failed", fault="address_refused")
        message = Message.objects.get()
    client_of(oak.ana).post(f"mail/{message.pk}/resend/")
    assert "Leaving now" in client_of(oak.ana).get(f"letters/one/{letter.pk}/").content.decode()


def test_letter_download_is_the_file_that_was_made_and_of_a_draft_what_it_would_be(oak, elm, client_of):
    batch = drafted(oak)
    draft = one(oak, batch)
    preview = client_of(oak.ana).get(f"letters/one/{draft.pk}/pdf/")
    assert "Sam Haddad" in flow_of(preview.content)
    assert one(oak, batch).file == "", "nothing was made"
    letter = one(oak, made(oak, wanted(oak, dedupe_key="thank_mentor:match:3")))
    assert client_of(oak.ana).get(f"letters/one/{letter.pk}/pdf/").content.startswith(b"%PDF-")
    assert client_of(elm.ana).get(f"letters/one/{letter.pk}/pdf/").status_code == 404


def test_letter_edit_changes_a_draft_only(oak, client_of):
    ana, batch = client_of(oak.ana), drafted(oak)
    letter = one(oak, batch)
    typed = {"to_name": "Dr. Mia Lopez", "student": "Sam, Lou", "program": "Career mentoring", "meetings": "3"}
    assert ana.post(f"letters/one/{letter.pk}/edit/", {**typed, "program": ""}).status_code == 422
    assert ana.post(f"letters/one/{letter.pk}/edit/", typed).status_code == 302
    changed = one(oak, batch)
    assert (changed.to_name, changed.values["student"], changed.values["meetings"]) == (
        "Dr. Mia Lopez",
        ["Sam", "Lou"],
        "3",
    )
    other = one(oak, made(oak, wanted(oak, dedupe_key="thank_mentor:match:3")))
    assert ana.get(f"letters/one/{other.pk}/edit/").status_code == 404


# Put together here


def test_letter_draft_to_somebody_else(oak, client_of):
    ana = client_of(oak.ana)
    assert ana.get("letters/new/?kind=thank_employer").status_code == 200
    typed = {
        "kind": "thank_employer",
        "label": "Garage",
        "dated_on": "2027-05-28",
        "to_name": "Lake Street Garage",
        "to_lines": "12 Lake Street\nOakfield",
        "to_email": "",
        "language": "es",
        "employer": "Lake Street Garage",
        "program": "Career mentoring",
    }
    assert ana.post("letters/new/", {**typed, "employer": ""}).status_code == 422
    ana.post("letters/new/", typed)
    with oak.open():
        letter = Letter.objects.get()
    assert (letter.person, letter.to_lines, letter.language) == (None, "12 Lake Street\nOakfield", "es")
    ana.post("letters/new/", typed)
    with oak.open():
        assert Letter.objects.filter(left_out="already").count() == 1, "the same letter once more"


def test_letter_draft_selected_writes_to_ticked_people(oak, client_of):
    ana = client_of(oak.ana)
    chosen = f"selected={oak.mia.pk}&selected={oak.gil.pk}&kind=certificate"
    page = ana.get(f"people/letters/?{chosen}").content.decode()
    assert oak.mia.name in page and "For what" in page
    typed = {
        "selected": [oak.mia.pk, oak.gil.pk],
        "kind": "certificate",
        "label": "Spring",
        "dated_on": "2027-05-28",
        "program": "Career mentoring",
        "reason": "a year of help",
    }
    assert ana.post("people/letters/", {**typed, "dated_on": "20"}).status_code == 422
    assert ana.post("people/letters/", typed).status_code == 302
    with oak.open():
        assert set(Letter.objects.values_list("person", flat=True)) == {oak.mia.pk, oak.gil.pk}
    assert client_of(oak.tom).get(f"people/letters/?{chosen}").status_code == 403


# One's own


def test_letter_own_list_costs_the_same_for_one_and_four(oak, client_of, django_assert_num_queries):
    numbers = itertools.count()
    for count in (1, 4):
        while True:
            with oak.open():
                if Letter.objects.count() == count:
                    break
            sent(oak, wanted(oak, dedupe_key=f"thank_mentor:match:{next(numbers)}"))
        with oak.open():
            Message.objects.update(state="sent", sent_at=timezone.now())
        mia = client_of(oak.mia)
        mia.get("letters/mine/")
        with django_assert_num_queries(11):
            page = mia.get("letters/mine/")
        assert page.content.decode().count("/pdf/") == 0
        assert page.content.decode().count("letters/mine/") >= count


def test_letter_own_list_has_what_left_and_is_mine(oak, elm, client_of):
    letter = one(oak, sent(oak))
    mia = client_of(oak.mia)
    assert "No letters yet" in mia.get("letters/mine/").content.decode(), "Undo may still stop it"
    assert mia.get(f"letters/mine/{letter.pk}/").status_code == 404
    with oak.open():
        Message.objects.update(state="sent", sent_at=timezone.now())
    assert mia.get(f"letters/mine/{letter.pk}/").content.startswith(b"%PDF-")
    assert client_of(elm.mia).get(f"letters/mine/{letter.pk}/").status_code == 404
    assert client_of(oak.sam).get(f"letters/mine/{letter.pk}/").status_code == 403


def test_letter_own_list_holds_no_letter_about_students_while_on_hold(oak, client_of):
    letter = one(oak, sent(oak, wanted(oak, about=[oak.sam])))
    with oak.open():
        Message.objects.update(state="sent", sent_at=timezone.now())
        hold = SafetyHoldFactory(person=oak.mia)
    mia = client_of(oak.mia)
    assert mia.get(f"letters/mine/{letter.pk}/").status_code == 404
    assert "No letters yet" in mia.get("letters/mine/").content.decode()
    with oak.open():
        hold.lifted_at, hold.lifted_by, hold.lift_reason = timezone.now(), oak.pia, "It was somebody else."
        hold.save()
    assert mia.get(f"letters/mine/{letter.pk}/").content.startswith(b"%PDF-")


def test_a_certificate_that_names_no_student_stays_with_who_is_on_hold(oak, client_of):
    letter = one(oak, sent(oak, wanted(oak, about=[])))
    with oak.open():
        Message.objects.update(state="sent", sent_at=timezone.now())
        SafetyHoldFactory(person=oak.mia)
    assert client_of(oak.mia).get(f"letters/mine/{letter.pk}/").status_code == 200


def test_letter_detail_names_everybody_and_is_closed_to_staff_on_hold(oak, client_of):
    with oak.open():
        kim = PersonFactory(given_name="Kim", family_name="Zoe")
        MembershipFactory(person=kim, role="student")
    batch = made(oak, wanted(oak, about=[oak.sam, kim]))
    letter = one(oak, batch)
    assert "Sam Haddad, Kim Zoe" in client_of(oak.ana).get(f"letters/one/{letter.pk}/").content.decode()
    with oak.open():
        SafetyHoldFactory(person=oak.ana)
    ana = client_of(oak.ana)
    assert ana.get(f"letters/one/{letter.pk}/").status_code == 404
    assert ana.get(f"letters/{batch.pk}/print/").status_code == 404


# Texts and letterhead


def test_letter_text_list_costs_the_same_with_texts_of_our_own(oak, client_of, django_assert_num_queries):
    with oak.open():
        for version in (1, 4):
            for number in range(LetterText.objects.count() + 1, version + 1):
                LetterTextFactory(version=number)
            ana = client_of(oak.ana)
            ana.get("letters/texts/")
            with django_assert_num_queries(9):
                page = ana.get("letters/texts/").content.decode()
            assert f"Your own, version {version}" in page and "Waymark’s own words" in page


def test_letter_text_edit_writes_a_version_and_refuses_unknown_fields(oak, client_of):
    ana, path = client_of(oak.ana), "letters/texts/thank_mentor/en/"
    page = ana.get(path).content.decode()
    assert "{students_words}" in page and "Sam Haddad" in page, "the fields, and made-up values"
    wrong = ana.post(path, {"subject": "Thanks", "body": "Dear {to}, {shoe_size} {", "based_on": "0"})
    assert wrong.status_code == 422 and "no such field: {shoe_size}, {" in wrong.content.decode()
    ana.post(path, {"subject": "Thanks", "body": "Dear {to}, for {student}.", "based_on": "0"})
    late = ana.post(path, {"subject": "Thanks", "body": "Other words", "based_on": "0"})
    assert late.status_code == 422 and "Somebody else has changed this text" in late.content.decode()
    with oak.open():
        text = LetterText.objects.get()
    assert (text.version, text.body, text.written_by_id) == (1, "Dear {to}, for {student}.", oak.ana.pk)
    assert ana.get("letters/texts/thank_mentor/xx/").status_code == 404


def test_letter_text_preview_stores_nothing(oak, client_of):
    ana, path = client_of(oak.ana), "letters/texts/thank_mentor/es/preview/"
    part = ana.post(path, {"subject": "Gracias", "body": "{meetings}"}, headers={"HX-Request": "true"})
    assert "12 reuniones" in part.content.decode() and "<html" not in part.content.decode()
    assert "12 reuniones" in flow_of(ana.post(path, {"subject": "Gracias", "body": "{meetings}"}).content)
    with oak.open():
        assert not LetterText.objects.exists()


def test_letter_text_restore_brings_an_earlier_version_back_and_our_own(oak, client_of):
    ana, path = client_of(oak.ana), "letters/texts/thank_mentor/en/"
    ana.post(path, {"subject": "One", "body": "Dear {to}", "based_on": "0"})
    ana.post(path, {"subject": "Two", "body": "Dear {to}", "based_on": "1"})
    ana.post(f"{path}restore/1/")
    assert "One" in ana.get(path).content.decode()
    ana.post(f"{path}restore/0/")
    assert "Thank you for being a mentor" in ana.get(path).content.decode()
    assert ana.post(f"{path}restore/99/").status_code == 404


def test_drafts_are_looked_through_when_a_text_changes(oak, client_of):
    batch = drafted(oak, wanted(oak, values={"program": "Career mentoring"}))
    assert one(oak, batch).left_out == "missing"
    typed = {"subject": "Thanks", "body": "Dear {to}, for {program}.", "based_on": "0"}
    client_of(oak.ana).post("letters/texts/thank_mentor/en/", typed)
    assert one(oak, batch).left_out == ""


def test_letterhead_edit_keeps_pictures_drawn_anew(oak, elm, client_of):
    ana = client_of(oak.ana)
    typed = {"name": "Oak Schools", "address": "120 Main Street", "signer_name": "Ada Okafor", "signer": oak.ada.pk}
    saved = ana.post(
        "letters/head/", {**typed, "logo_upload": picture(size=(2000, 1000)), "signature_upload": picture("JPEG")}
    )
    assert saved.status_code == 302
    logo = ana.get("letters/head/logo/")
    with Image.open(io.BytesIO(logo.content)) as kept:
        assert (logo.headers["Content-Type"], kept.format, kept.size) == ("image/jpeg", "JPEG", (720, 360))
    with oak.open():
        row = Letterhead.objects.get()
    assert row.logo.startswith(f"districts/{oak.district.pk}/letterhead/")
    assert "Oak Schools" in flow_of(ana.get("letters/head/preview/").content)
    assert client_of(elm.ana).get("letters/head/logo/").status_code == 404
    assert client_of(oak.mia).get("letters/head/signature/").status_code == 403
    ana.post("letters/head/", {**typed, "without_signature": "on"})
    assert ana.get("letters/head/signature/").status_code == 404


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"]
)
def test_letterhead_edit_takes_pictures_only(oak, client_of, content):
    upload = SimpleUploadedFile("logo.png", content, content_type="image/png")
    answer = client_of(oak.ana).post("letters/head/", {"name": "Oak Schools", "logo_upload": upload})
    assert answer.status_code == 422 and "no PNG or JPEG picture" in answer.content.decode()


def test_letters_are_taken_from_the_letterhead_and_keep_it(oak, client_of):
    client_of(oak.ana).post(
        "letters/head/", {"name": "Oak Schools", "signer_name": "Ada Okafor", "logo_upload": picture()}
    )
    letter = one(oak, made(oak))
    with oak.open():
        content = letters.download(letter=letter, by=Actor.person(oak.ana))
    assert "Oak Schools" in flow_of(content) and "Ada Okafor" in flow_of(content)
