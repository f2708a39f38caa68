"""A student's own journal."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from journals.models import Entry
from tests.factories.journals import PromptFactory
from tests.factories.mentoring import ClassGroupFactory, MatchStudentFactory
from tests.journals.diary import diary, graded, handed_in, owed

State = Entry.State


def written(**values):
    return {"text": "I saw the lab.", "mentor_sees": "nothing", "mentor_text": "", "version": "0", **values}


def test_entry_own_list_shows_what_waits_and_what_was_graded(oak, client_of):
    found = diary(oak)
    with oak.open():
        owed(oak, found.member)
        hidden = graded(oak, found, handed_in(found.member), points=1)
        graded(oak, found, handed_in(found.member), points=4, released=True)
    page = client_of(oak.sam).get("journal/").content.decode()
    assert "Late" in page
    assert "12 of 12" in page
    assert f"{hidden.points} of 12" not in page


def test_an_evening_is_not_called_the_day_after(oak, client_of):
    evening = datetime(2026, 10, 21, 20, 30, tzinfo=ZoneInfo(oak.district.time_zone))
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member, handed_in_at=evening)
        Entry.objects.filter(pk=entry.pk).update(created_at=evening)
    assert evening.astimezone(UTC).day == 22
    page = client_of(oak.sam).get("journal/").text
    assert "Written on Oct. 21, 2026" in page
    assert "Handed in on Oct. 21, 2026" in page
    assert "Oct. 22" not in page


@pytest.mark.parametrize("rows", [1, 4])
def test_entry_own_list_query_count(oak, client_of, rows, django_assert_num_queries):
    found = diary(oak)
    with oak.open():
        for number in range(rows):
            owed(oak, found.member, days=number)
            graded(oak, found, handed_in(found.member), released=True)
    client = client_of(oak.sam)
    client.get("journal/")
    with django_assert_num_queries(22):
        client.get("journal/")


def test_the_journal_of_others_is_not_there(oak, elm, client_of):
    found = diary(oak)
    diary(elm)
    with oak.open():
        entry = handed_in(MatchStudentFactory(match=found.scene.match))
        mine = handed_in(found.member)
    for path in ("", "write/", "preview/", "share/"):
        assert client_of(oak.sam).get(f"journal/{entry.pk}/{path}").status_code == 404
        assert client_of(elm.sam).get(f"journal/{mine.pk}/{path}").status_code == 404
        assert client_of(oak.mia).get(f"journal/{mine.pk}/{path}").status_code == 403


def test_entry_write_offers_questions_of_the_program_and_the_own_class_group(oak, client_of):
    found = diary(oak)
    with oak.open():
        PromptFactory(program=found.scene.program, text="What surprised you?", text_es="¿Qué le sorprendió?")
        PromptFactory(program=found.scene.program, class_group=found.scene.group, text="What of the heart?")
        other = ClassGroupFactory(program=found.scene.program, school=oak.school)
        PromptFactory(program=found.scene.program, class_group=other, text="What of bridges?")
        PromptFactory(program=found.scene.program, text="What is over?", ended_on=oak.today)
        entry = owed(oak, found.member)
    page = client_of(oak.sam).get(f"journal/{entry.pk}/write/").content.decode()
    assert "What surprised you?" in page
    assert "What of the heart?" in page
    assert "What of bridges?" not in page
    assert "What is over?" not in page


def test_entry_write_hands_in(oak, client_of):
    found = diary(oak)
    with oak.open():
        prompt = PromptFactory(program=found.scene.program, text="What surprised you?")
        entry = owed(oak, found.member)
    answers = written(prompt=prompt.pk, mentor_sees="part", mentor_text="Thank you.", hand_in="yes")
    answer = client_of(oak.sam).post(f"journal/{entry.pk}/write/", answers)
    assert answer.status_code == 302
    with oak.open():
        entry.refresh_from_db()
    assert (entry.state, entry.prompt_text, entry.mentor_text) == (
        State.HANDED_IN,
        "What surprised you?",
        "Thank you.",
    )


def test_entry_write_without_words_is_kept_as_a_draft_and_not_handed_in(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
    answer = client_of(oak.sam).post(f"journal/{entry.pk}/write/", written(text="", hand_in="yes"))
    assert answer.status_code == 422
    assert "Write a sentence or two" in answer.content.decode()
    with oak.open():
        entry.refresh_from_db()
    assert entry.state == State.OWED


def test_entry_write_shows_what_another_window_saved(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
        Entry.objects.filter(pk=entry.pk).update(text="From the phone.", version=3, state="draft")
    answer = client_of(oak.sam).post(f"journal/{entry.pk}/write/", written(text="From the desk.", hand_in="yes"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "From the phone." in page
    assert "From the desk." in page
    assert 'name="version" value="3"' in page


def test_entry_save_answers_with_the_new_version(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
    client = client_of(oak.sam)
    answer = client.post(f"journal/{entry.pk}/save/", written())
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert client.post(f"journal/{entry.pk}/save/", written()).status_code == 409


def test_entry_preview_shows_the_mentors_part_alone(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
    client = client_of(oak.sam)
    answers = written(mentor_sees="part", mentor_text="Thank you.", preview="yes")
    page = client.post(f"journal/{entry.pk}/write/", answers, follow=True).content.decode()
    assert "Thank you." in page
    assert "I saw the lab." not in page


def test_entry_share_changes_what_the_mentor_reads(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member, text="I saw the lab.")
    mentor, path = client_of(oak.mia), f"my-students/{found.scene.sam.pk}/"
    assert "I saw the lab." not in mentor.get(path).content.decode()
    client_of(oak.sam).post(f"journal/{entry.pk}/share/", {"mentor_sees": "all", "mentor_text": ""})
    assert "I saw the lab." in mentor.get(path).content.decode()


def test_entry_take_back_until_a_teacher_opened_it(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry, opened = handed_in(found.member), handed_in(found.member, opened_at=timezone.now())
    client = client_of(oak.sam)
    for one in (entry, opened):
        client.post(f"journal/{one.pk}/take-back/")
    with oak.open():
        entry.refresh_from_db()
        opened.refresh_from_db()
    assert (entry.state, opened.state) == (State.DRAFT, State.HANDED_IN)


def test_entry_begin_starts_one_empty_entry(oak, client_of):
    diary(oak)
    for _time in range(2):
        assert client_of(oak.sam).post("journal/begin/").status_code == 302
    with oak.open():
        assert Entry.objects.count() == 1


def test_my_program_says_what_waits(oak, client_of):
    found = diary(oak)
    with oak.open():
        owed(oak, found.member)
    page = client_of(oak.sam).get("my-program/").content.decode()
    assert "My journal" in page
    home = client_of(oak.sam).get("").content.decode()
    assert "Your journal entry was due" in home
