"""Messages about journals: what they say, to whom, and when they do not leave."""

import pytest
from django.utils import timezone

from correspondence.links import Link, Outdated, mint
from correspondence.models import Message
from correspondence.reminders import write_page
from correspondence.rendering import mail
from journals import mails, reminders
from journals.actions import entries, grades
from journals.models import Entry
from screening.actions import holds
from tenancy.actor import Actor
from tests.journals.diary import NOON, diary, graded, handed_in, met, owed


def written(message):
    link = mint(Link(message.link_purpose, message.link_party)) if message.link_purpose else ""
    return mail(message, {message.pk: link} if link else {})


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Please add to your journal entry"), ("es", "Por favor, agregue algo a su entrada del diario")],
)
def test_a_student_reads_that_an_entry_was_given_back_in_their_language(oak, language, subject):
    found = diary(oak)
    with oak.open():
        oak.sam.language = language
        oak.sam.save()
        entry = handed_in(found.member)
        message = entries.give_back(entry=entry, note="Say why.", at=timezone.now(), by=Actor.person(oak.tom))
        told = written(message)
        assert told.subject == subject
        assert f"/journal/{entry.pk}/write/" in told.text
        assert "Say why." not in told.text


def test_a_student_reads_how_many_grades_are_visible(oak):
    found = diary(oak)
    with oak.open():
        rows = [graded(oak, found, handed_in(found.member)) for _number in range(2)]
        grades.release(grades=rows, at=timezone.now(), by=Actor.person(oak.tom))
        assert "about 2 journal entries" in written(Message.objects.get()).text


def test_what_was_hidden_again_is_not_told(oak):
    found = diary(oak)
    with oak.open():
        grade = graded(oak, found, handed_in(found.member))
        grades.release(grades=[grade], at=timezone.now(), by=Actor.person(oak.tom))
        grade.released_at = None
        grade.save()
        with pytest.raises(Outdated):
            mails.grades_visible_context(Message.objects.get())


def test_a_late_entry_is_reminded_of_once_with_a_link_to_it(oak):
    found = diary(oak)
    with oak.open() as of:
        meeting = met(found.member, on=oak.today)
        entry = owed(oak, found.member, meeting=meeting)
        (reminder,) = reminders.REMINDERS
        for _time in range(2):
            write_page(of, reminder, on=oak.today, after=0)
        message = Message.objects.get()
        assert (message.person, message.for_digest) == (oak.sam, True)
        assert f"/journal/{entry.pk}/write/" in written(message).text
        entries.excuse(entries=[entry], reason="Ill.", at=timezone.now(), by=Actor.person(oak.tom))
        with pytest.raises(Outdated):
            mails.entry_overdue_context(message)


def test_a_mentor_reads_who_shares_and_nothing_on_hold(oak):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member, text="I saw the lab.", state=Entry.State.DRAFT, mentor_sees="all", version=1)
        entries.hand_in(entry=entry, at=NOON, by=Actor.person(oak.sam))
        message = Message.objects.get()
        told = written(message)
        assert "Sam shares a journal entry with you." in told.text
        assert "I saw the lab." not in told.text
        holds.place(person=oak.mia, reason="Something was said.", at=timezone.now(), by=Actor.person(oak.ana))
        with pytest.raises(Outdated):
            mails.entry_shared_context(message)


def test_a_teacher_on_hold_reads_no_journal(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        holds.place(person=oak.tom, reason="Something was said.", at=timezone.now(), by=Actor.person(oak.ana))
    client = client_of(oak.tom)
    assert client.get(f"journals/entries/{entry.pk}/grade/").status_code == 404
    assert "Sam Haddad" not in client.get("journals/entries/").content.decode()
