"""Letters: put together, made by a worker, mailed once, taken back; never twice to the same for the same."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondence import delivery, letter_fields
from correspondence.actions import letters
from correspondence.actions.letters import LetterWanted
from correspondence.addressees import Addressee
from correspondence.letter_drawing import sample
from correspondence.letter_texts import built_in
from correspondence.letterheads import Head
from correspondence.models import LeftOut, Letter, LetterBatch, LetterKind, LetterText, Message
from correspondence.todo import letter_todos
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.context import task_district
from tenancy.models import AuditEvent, Job
from tenancy.viewer import Viewer
from tests.conftest import Cast
from tests.factories.tenancy import PersonFactory
from tests.poppler import facts_of, flow_of, fonts_of, heard, tags_of

pytestmark = pytest.mark.django_db

ON = date(2027, 5, 28)
VALUES = {
    "student": ["Sam Haddad"],
    "program": "Career mentoring",
    "meetings": 12,
    "hours": "14.5",
    "from_on": date(2026, 10, 5),
    "until_on": date(2027, 5, 21),
    "students_words": "You showed me how an engine works.",
}


def wanted(cast: Cast, **changed) -> LetterWanted:
    values = {"values": VALUES, "dedupe_key": "thank_mentor:match:1", "about": [cast.sam], **changed}
    return LetterWanted(values.pop("addressee", Addressee.of(cast.mia)), **values)


def drafted(cast: Cast, *letters_wanted: LetterWanted, kind: str = LetterKind.THANK_MENTOR) -> LetterBatch:
    with cast.open() as district:
        return letters.draft(
            district=district,
            kind=kind,
            label="Career mentoring, 2026–27",
            dated_on=ON,
            wanted=letters_wanted or [wanted(cast)],
            by=Actor.person(cast.ana),
            at=timezone.now(),
        )


def worked_off(cast: Cast, batch: LetterBatch) -> Job:
    """A worker does everything of the batch's job."""
    with cast.open():
        job = jobs.claim(pk=again(cast, batch).job_id, at=timezone.now())
        while jobs.advance(job=job, at=timezone.now()):
            pass
    return job


def made(cast: Cast, *letters_wanted: LetterWanted, **options) -> LetterBatch:
    batch = drafted(cast, *letters_wanted, **options)
    with cast.open():
        letters.make(batch=batch, is_duplex=True, at=timezone.now(), by=Actor.person(cast.ana))
    worked_off(cast, batch)
    return again(cast, batch)


def sent(cast: Cast, *letters_wanted: LetterWanted) -> LetterBatch:
    batch = made(cast, *letters_wanted)
    with cast.open():
        letters.send(batch=batch, at=timezone.now(), by=Actor.person(cast.ana))
    worked_off(cast, batch)
    return again(cast, batch)


def again(cast: Cast, row):
    with cast.open():
        return type(row).objects.get(pk=row.pk)


def one(cast: Cast, batch: LetterBatch, **which) -> Letter:
    with cast.open():
        return Letter.objects.get(batch=batch, **which)


def content(cast: Cast, letter: Letter) -> bytes:
    with default_storage.open(letter.file) as file:
        return file.read()


def delivered(cast: Cast, at: datetime) -> None:
    """What is due by then leaves."""
    with cast.open():
        Message.objects.filter(state="waiting", due_at__lte=at).update(due_at=timezone.now(), leave_at=timezone.now())
        due = list(Message.objects.filter(state="waiting", due_at__lte=timezone.now()).values_list("pk", flat=True))
    token = task_district.set(cast.district.pk)
    for pk in due:
        delivery.deliver(pk)
    task_district.reset(token)


# Put together


def test_a_draft_holds_addressees_values_and_language(oak):
    with oak.open():
        oak.mia.language = "es"
        oak.mia.save()
    batch = drafted(oak)
    letter = one(oak, batch)
    assert (batch.state, letter.to_name, letter.to_email, letter.language) == (
        "draft",
        oak.mia.name,
        oak.mia.email,
        "es",
    )
    assert letter.values["from_on"] == "2026-10-05"
    assert (letter.person_id, letter.left_out) == (oak.mia.pk, "")
    with oak.open():
        assert list(letter.subjects.values_list("person", flat=True)) == [oak.sam.pk]


def test_a_field_that_the_kind_does_not_have_is_a_fault(oak):
    with pytest.raises(letter_fields.UnknownField, match="shoe_size"):
        drafted(oak, wanted(oak, values={**VALUES, "shoe_size": 42}))


def test_nobody_left_to_write_to(oak):
    with oak.open() as district, pytest.raises(letters.CannotDraft):
        letters.draft(
            district=district,
            kind="thank_mentor",
            label="",
            dated_on=ON,
            wanted=[],
            by=Actor.person(oak.ana),
            at=timezone.now(),
        )


def test_a_letter_that_lacks_what_its_text_asks_for_is_left_out_with_the_reason(oak):
    letter = one(oak, drafted(oak, wanted(oak, values={"program": "Career mentoring"})))
    assert (letter.left_out, letter.left_out_detail) == (LeftOut.MISSING, "student")


def test_who_was_thanked_already_is_left_out_with_the_day_until_somebody_wants_it_again(oak):
    first = made(oak)
    second = drafted(oak)
    letter = one(oak, second)
    assert (letter.left_out, letter.left_out_detail) == (LeftOut.ALREADY, "2027-05-28")
    with oak.open():
        with pytest.raises(letters.NotNow):
            letters.make(batch=second, is_duplex=True, at=timezone.now(), by=Actor.person(oak.ana))
        assert letters.bring_in(letters=[letter], by=Actor.person(oak.ana)) == 1
    letter = one(oak, second)
    assert (letter.left_out, letter.is_again) == ("", True)
    assert one(oak, first).is_again is False


def test_the_database_knows_one_letter_for_one_thing(oak):
    first, second = drafted(oak), drafted(oak)
    with oak.open(), pytest.raises(IntegrityError, match="never_twice"), transaction.atomic():
        Letter.objects.filter(batch=second).update(left_out="", left_out_detail="")
    assert first.pk != second.pk


def test_what_one_leaves_out_is_not_made_and_may_be_brought_in(oak):
    batch = drafted(oak, wanted(oak), wanted(oak, dedupe_key="thank_mentor:match:2"))
    two = one(oak, batch, dedupe_key="thank_mentor:match:2")
    with oak.open():
        assert letters.leave_out(letters=[two], by=Actor.person(oak.ana)) == 1
        letters.make(batch=batch, is_duplex=True, at=timezone.now(), by=Actor.person(oak.ana))
        assert letters.bring_in(letters=[two], by=Actor.person(oak.ana)) == 0, "it is being made"
    worked_off(oak, batch)
    with oak.open():
        assert list(Letter.objects.filter(batch=batch).exclude(made_at=None).values_list("dedupe_key", flat=True)) == [
            "thank_mentor:match:1"
        ]


def test_other_words_in_one_letter(oak):
    batch = drafted(oak, wanted(oak, values={"program": "Career mentoring"}))
    with oak.open():
        letters.change(
            letter=one(oak, batch),
            to_name="Dr. Mia Lopez",
            to_lines="12 Lake Street",
            to_email="elsewhere@school.example",
            values={"program": "Career mentoring", "student": "Sam"},
            by=Actor.person(oak.ana),
        )
    letter = one(oak, batch)
    assert (letter.to_name, letter.to_email, letter.left_out) == ("Dr. Mia Lopez", oak.mia.email, "")


# Made


def test_a_letter_is_a_tagged_file_that_says_what_was_meant(oak):
    with oak.open():
        letter = one(
            oak, made(oak, wanted(oak, addressee=Addressee.of(oak.mia, ["Lake Street Garage", "12 Lake Street"])))
        )
        file = content(oak, letter)
    said = flow_of(file)
    for words in (
        f"{oak.mia.name} Lake Street Garage 12 Lake Street",
        "May 28, 2027",
        "Thank you for being a mentor to Sam Haddad",
        "12 meetings and 14.5 hours",
        "You showed me how an engine works.",
    ):
        assert words in said
    facts = facts_of(file)
    assert (facts["Title"], facts["Tagged"], facts["Pages"]) == ("Thank you for being a mentor", "yes", "1")
    assert "H1" in tags_of(file) and "BlockQuote" in tags_of(file)
    assert heard(file) == []
    assert all("Public-Sans-Letter" in line for line in fonts_of(file).splitlines()[2:])


@pytest.mark.parametrize("kind", LetterKind.values)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_is_one_page_in_each_language_without_errors_for_who_listens(oak, kind, language):
    file = sample(kind, built_in(kind, language), language=language, head=Head("Oak"), on=ON, district="Oak")
    assert facts_of(file)["Pages"] == "1"
    assert heard(file) == []


def test_a_paragraph_about_what_is_not_known_is_left_away(oak):
    letter = one(oak, made(oak, wanted(oak, values={"student": ["Sam"], "program": "Career mentoring"})))
    said = flow_of(content(oak, letter))
    assert "In all you gave" not in said and "asked us to pass this on" not in said and "{" not in said
    assert "we are grateful" in said


def test_made_letters_are_registered_kept_and_put_into_one_file(oak):
    batch = made(oak, *(wanted(oak, dedupe_key=f"thank_mentor:match:{n}") for n in range(3)))
    with oak.open():
        rows = list(Letter.objects.filter(batch=batch))
    assert batch.state == "made"
    assert len({row.file for row in rows}) == 3 and all(row.sha256 and row.made_at for row in rows)
    with default_storage.open(batch.print_file) as file:
        assert facts_of(file.read())["Pages"] == "6", "each begins on a new sheet"


def test_a_letter_keeps_the_text_that_it_was_made_from(oak):
    with oak.open():
        text = LetterText.objects.create(
            kind="thank_mentor",
            language="en",
            version=1,
            subject="Thanks",
            body="Dear {to}, for {student}.",
            written_at=timezone.now(),
        )
    letter = one(oak, made(oak))
    assert letter.text_id == text.pk
    assert "Dear Mia" in flow_of(content(oak, letter))


def test_making_twice_is_refused_and_what_a_worker_left_is_made_by_the_next(oak):
    batch = drafted(oak, *(wanted(oak, dedupe_key=f"thank_mentor:match:{n}") for n in range(2)))
    with oak.open():
        letters.make(batch=batch, is_duplex=False, at=timezone.now(), by=Actor.person(oak.ana))
        with pytest.raises(letters.NotNow):
            letters.make(batch=batch, is_duplex=False, at=timezone.now(), by=Actor.person(oak.ana))
        # a worker that died with its first chunk: files are there, rows are not
        for row in Letter.objects.filter(batch=batch):
            default_storage.save(f"districts/{oak.district.pk}/letters/{batch.pk}/{row.pk}.pdf", _bytes(b"half"))
    worked_off(oak, batch)
    folder = f"districts/{oak.district.pk}/letters/{batch.pk}"
    assert len(default_storage.listdir(folder)[1]) == 3, "no second copy beside the first"


def _bytes(content: bytes):
    return ContentFile(content)


# Mailed


def test_a_letter_leaves_after_two_minutes_with_its_file(oak, mailoutbox):
    batch = sent(oak)
    letter = one(oak, batch)
    with oak.open():
        message = Message.objects.get(pk=letter.message_id)
    assert (batch.state, message.state, message.to_address) == ("sent", "waiting", "")
    assert message.leave_at - message.created_at >= timedelta(minutes=1, seconds=59)
    delivered(oak, timezone.now() + timedelta(minutes=3))
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([oak.mia.email], f"A letter from {oak.district.name}")
    assert "Sam" not in mail.body, "what stands in the letter is not in the mail"
    [(name, attached, kind)] = mail.attachments
    assert (name, kind, attached) == ("thank-mentor.pdf", "application/pdf", content(oak, letter))
    assert again(oak, message).state == "sent"


def test_to_a_workplace_it_goes_by_its_address(oak, mailoutbox):
    to = Addressee("Lake Street Garage", "office@garage.example", "es")
    sent(oak, wanted(oak, addressee=to))
    delivered(oak, timezone.now() + timedelta(minutes=3))
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["office@garage.example"], f"Una carta de {oak.district.name}")


def test_without_an_address_a_letter_is_for_paper(oak):
    with oak.open():
        person = PersonFactory(email="")
    batch = made(oak, wanted(oak, addressee=Addressee.of(person)))
    with oak.open():
        assert list(Letter.objects.filter(batch=batch).to_post()) == [one(oak, batch)]
        with pytest.raises(letters.NotNow):
            letters.send(batch=batch, at=timezone.now(), by=Actor.person(oak.ana))
        assert letters.note_posted(letters=[one(oak, batch)], on=ON, at=timezone.now(), by=Actor.person(oak.ana)) == 1
        assert not Letter.objects.filter(batch=batch).to_post()
    assert again(oak, batch).state == "sent"


def test_asking_twice_writes_one_mail(oak):
    batch = sent(oak)
    with oak.open(), pytest.raises(letters.NotNow):
        letters.send(batch=batch, at=timezone.now(), by=Actor.person(oak.ana))
    with oak.open():
        assert Message.objects.filter(kind="correspondence/letter").count() == 1


def test_undo_stops_what_has_not_left_and_the_letters_can_be_mailed_later(oak, mailoutbox):
    batch = sent(oak, *(wanted(oak, dedupe_key=f"thank_mentor:match:{n}") for n in range(3)))
    with oak.open():
        first = Letter.objects.filter(batch=batch).order_by("pk")[0]
        Message.objects.filter(pk=first.message_id).update(state="sent", sent_at=timezone.now())
        assert letters.stop(batch=batch, at=timezone.now(), by=Actor.person(oak.ana)) == 2
    assert again(oak, batch).state == "sent", "one has left"
    delivered(oak, timezone.now() + timedelta(minutes=3))
    assert mailoutbox == []
    with oak.open():
        letters.send(batch=batch, at=timezone.now(), by=Actor.person(oak.ana))
    worked_off(oak, batch)
    delivered(oak, timezone.now() + timedelta(minutes=3))
    assert len(mailoutbox) == 2


def test_undo_of_everything_leaves_the_batch_as_it_was_made(oak):
    batch = sent(oak)
    with oak.open():
        letters.stop(batch=batch, at=timezone.now(), by=Actor.person(oak.ana))
    batch = again(oak, batch)
    assert (batch.state, batch.sent_at) == ("made", None)


def test_a_batch_that_is_taken_back_never_was(oak, django_capture_on_commit_callbacks):
    batch = sent(oak)
    letter = one(oak, batch)
    with oak.open(), django_capture_on_commit_callbacks(execute=True):
        letters.take_back(batch=batch, at=timezone.now(), by=Actor.person(oak.ana))
    now = one(oak, batch)
    assert (again(oak, batch).state, now.left_out, now.file) == ("taken_back", LeftOut.TAKEN_BACK, "")
    assert not default_storage.exists(letter.file)
    assert one(oak, drafted(oak)).left_out == "", "it may be written anew"


def test_what_has_left_cannot_be_taken_back(oak):
    batch = sent(oak)
    with oak.open():
        Message.objects.update(state="sent", sent_at=timezone.now())
        with pytest.raises(letters.NotNow):
            letters.take_back(batch=batch, at=timezone.now(), by=Actor.person(oak.ana))
    assert one(oak, batch).file


def test_a_changed_file_is_handed_to_nobody_and_the_mail_waits(oak, mailoutbox):
    batch = sent(oak)
    letter = one(oak, batch)
    default_storage.delete(letter.file)
    default_storage.save(letter.file, _bytes(b"something else"))
    delivered(oak, timezone.now() + timedelta(minutes=3))
    with oak.open():
        message = Message.objects.get(pk=letter.message_id)
        with pytest.raises(letters.Damaged):
            letters.download(letter=letter, by=Actor.person(oak.ana))
    assert (mailoutbox, message.state, message.fault) == ([], "waiting", "not_written")


def test_each_deed_is_written_down(oak):
    sent(oak)
    with oak.open():
        verbs = list(
            AuditEvent.objects.filter(verb__startswith="letters.").order_by("pk").values_list("verb", flat=True)
        )
    assert verbs == ["letters.draft", "letters.make", "letters.send"]


def test_elm_sees_nothing_of_it(oak, elm):
    batch = made(oak)
    with elm.open() as district:
        assert not LetterBatch.objects.filter(pk=batch.pk).exists()
        assert letters.already(district, ["thank_mentor:match:1"]) == {}


def test_work_that_was_canceled_goes_on_where_it_stopped(oak):
    batch = drafted(oak, *(wanted(oak, dedupe_key=f"thank_mentor:match:{n}") for n in range(2)))
    ana = Actor.person(oak.ana)
    with oak.open():
        job = letters.make(batch=batch, is_duplex=False, at=timezone.now(), by=ana)
        with pytest.raises(letters.NotNow):
            letters.go_on(batch=batch, at=timezone.now(), by=ana)
        jobs.cancel(job=job, at=timezone.now(), by=ana)
        letters.go_on(batch=batch, at=timezone.now(), by=ana)
    worked_off(oak, batch)
    assert again(oak, batch).state == "made"


def test_today_says_which_letters_wait_to_be_mailed(oak, elm):
    batch = made(oak)
    with oak.open() as district:
        lines = {who: list(letter_todos(Viewer.of_person(district, who))) for who in (oak.ana, oak.tom)}
    assert [(one.key, one.belongs_to) for one in lines[oak.ana]] == [(f"letters.made:{batch.pk}", "ready")]
    assert lines[oak.tom] == []
    with elm.open() as district:
        assert list(letter_todos(Viewer.of_person(district, elm.ana))) == []
