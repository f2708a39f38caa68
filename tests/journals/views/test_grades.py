"""Grading: three columns, one after the other, visible in one go, as a file."""

import pytest

from journals.models import BankedComment, Entry, Grade
from tenancy.models import AuditEvent
from tests.factories.journals import BankedCommentFactory
from tests.journals.diary import classmate, diary, graded, handed_in, marks


def answers(found, entry, *, points=3, grade_version=0, **others):
    return {
        **marks(found, points),
        "comment": "",
        "entry_version": entry.version,
        "grade_version": grade_version,
        **others,
    }


def test_entry_grade_shows_list_text_and_rubric_and_closes_the_entry(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member, text="I saw the lab.")
        graded(oak, found, handed_in(classmate(oak, found, 1)), points=4)
    page = client_of(oak.tom).get(f"journals/entries/{entry.pk}/grade/?group={found.scene.group.pk}").content.decode()
    for words in ("I saw the lab.", "Kim1 Other", "12/12", "1 of 2", "Reflection", "Exceeds", "Period 2"):
        assert words in page
    with oak.open():
        entry.refresh_from_db()
    assert entry.opened_at is not None


@pytest.mark.parametrize("rows", [1, 4])
def test_entry_grade_query_count(oak, client_of, rows, django_assert_num_queries):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        for number in range(rows):
            handed_in(classmate(oak, found, number))
            BankedCommentFactory(teacher=oak.tom)
    client = client_of(oak.tom)
    client.get(f"journals/entries/{entry.pk}/grade/")
    with django_assert_num_queries(35):
        client.get(f"journals/entries/{entry.pk}/grade/")


def test_save_and_next_goes_to_the_next_that_waits(oak, client_of):
    found = diary(oak)
    with oak.open():
        first, second = handed_in(classmate(oak, found, 1)), handed_in(found.member)
        data = answers(found, second, comment="Well seen.", keep="on")
    client = client_of(oak.tom)
    answer = client.post(f"journals/entries/{second.pk}/grade/", data)
    assert answer["Location"].endswith(f"/journals/entries/{first.pk}/grade/")
    with oak.open():
        grade = Grade.objects.get()
        assert (grade.points, grade.comment, grade.graded_by) == (9, "Well seen.", oak.tom)
        assert BankedComment.objects.get().text == "Well seen."
        data = answers(found, first)
    assert "grades/release/" in client.post(f"journals/entries/{first.pk}/grade/", data)["Location"]


def test_a_level_is_missing(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        data = answers(found, entry)
        data.popitem()
        data.pop(next(iter(data)))
    answer = client_of(oak.tom).post(f"journals/entries/{entry.pk}/grade/", {**data, "grade_version": 0})
    assert answer.status_code == 422
    assert "Choose a level for this." in answer.content.decode()


def test_two_windows_do_not_write_over_each_other(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        graded(oak, found, entry, points=4)
        data = answers(found, entry, points=1)
    client, path = client_of(oak.tom), f"journals/entries/{entry.pk}/grade/"
    answer = client.post(path, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "while you had it open" in page
    assert 'name="grade_version" value="1"' in page
    with oak.open():
        assert Grade.objects.get().points == 12
    # Saved once more, on purpose.
    client.post(path, {**data, "grade_version": 1})
    with oak.open():
        assert Grade.objects.get().points == 3


def test_an_entry_handed_in_anew_is_read_once_more(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        data = answers(found, entry)
        Entry.objects.filter(pk=entry.pk).update(version=5, text="Anew.")
    answer = client_of(oak.tom).post(f"journals/entries/{entry.pk}/grade/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "handed this in anew" in page
    assert "Anew." in page
    assert 'name="entry_version" value="5"' in page


def test_kept_comments_are_put_behind_the_comment_without_script(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        kept = BankedCommentFactory(teacher=oak.tom, text="Say why.")
        foreign = BankedCommentFactory(teacher=oak.ana, text="Not mine.")
        data = answers(found, entry, comment="Good.", banked=[kept.pk])
    client = client_of(oak.tom)
    assert "Not mine." not in client.get(f"journals/entries/{entry.pk}/grade/").content.decode()
    client.post(f"journals/entries/{entry.pk}/grade/", data)
    with oak.open():
        assert Grade.objects.get().comment == "Good.\nSay why."
    assert client.post(f"journals/comments/{foreign.pk}/delete/").status_code == 404


def test_a_program_that_does_not_grade_takes_a_comment_alone(oak, client_of):
    found = diary(oak)
    with oak.open():
        policy = found.scene.program.policies.get()
        policy.grades_journal = False
        policy.save()
        entry = handed_in(found.member)
    data = {"comment": "I enjoyed this.", "entry_version": entry.version, "grade_version": 0}
    client_of(oak.tom).post(f"journals/entries/{entry.pk}/grade/", data)
    with oak.open():
        grade = Grade.objects.get()
    assert (grade.points, grade.rubric, grade.comment) == (None, None, "I enjoyed this.")


def test_entry_give_back_asks_for_a_note(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
    client, path = client_of(oak.tom), f"journals/entries/{entry.pk}/give-back/"
    assert client.post(path, {"note": ""}).status_code == 422
    client.post(path, {"note": "Say what you asked."})
    with oak.open():
        entry.refresh_from_db()
    assert (entry.state, entry.given_back_note) == ("given_back", "Say what you asked.")
    assert "Say what you asked." in client_of(oak.sam).get(f"journal/{entry.pk}/write/").content.decode()
    client.post(f"journals/entries/{entry.pk}/take-again/")
    with oak.open():
        entry.refresh_from_db()
    assert entry.state == "handed_in"


def test_grade_undo_takes_a_first_grade_back(oak, client_of):
    found = diary(oak)
    with oak.open():
        grade = graded(oak, found, handed_in(found.member))
    client_of(oak.tom).post(f"journals/grades/{grade.pk}/undo/")
    with oak.open():
        assert not Grade.objects.exists()


def test_grade_release_makes_a_class_group_visible_in_one_go(oak, client_of):
    found = diary(oak)
    with oak.open():
        graded(oak, found, handed_in(found.member))
        graded(oak, found, handed_in(classmate(oak, found, 1)))
        handed_in(found.member)
    client, path = client_of(oak.tom), f"journals/grades/release/?group={found.scene.group.pk}"
    page = client.get(path).content.decode()
    assert "make 2 grades visible?" in page
    assert "1 entry is not graded yet" in page
    client.post(path)
    with oak.open():
        assert Grade.objects.released().count() == 2
        event = AuditEvent.objects.get(verb="grade.release")
    assert client_of(oak.ada).post(f"journals/grades/release/{event.pk}/undo/").status_code == 404
    client.post(f"journals/grades/release/{event.pk}/undo/")
    with oak.open():
        assert Grade.objects.released().count() == 0


def test_grade_export_has_the_columns_of_learning_platforms(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(classmate(oak, found, 7), period_from="2026-10-12")
        graded(oak, found, entry, points=4)
    answer = client_of(oak.tom).get(f"journals/grades/export/?group={found.scene.group.pk}&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Student ID,Student,Assignment,Points,Out of,Date"
    assert lines[1].startswith('S7,"Other, Kim7","Week of Oct. 12, 2026",12,12,')
    assert client_of(oak.tom).get("journals/grades/export/?format=doc").status_code == 400


def test_nobody_grades_for_others(oak, elm, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
        grade = graded(oak, found, entry)
    for path in (f"journals/entries/{entry.pk}/grade/", f"journals/entries/{entry.pk}/give-back/"):
        assert client_of(oak.ana).get(path).status_code == 403
        assert client_of(elm.tom).get(path).status_code == 404
    assert client_of(elm.tom).post(f"journals/grades/{grade.pk}/undo/").status_code == 404
    assert client_of(elm.tom).get(f"journals/grade/?group={found.scene.group.pk}").status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_banked_comment_list_query_count(oak, client_of, rows, django_assert_num_queries):
    with oak.open():
        for _number in range(rows):
            BankedCommentFactory(teacher=oak.tom)
    client = client_of(oak.tom)
    client.get("journals/comments/")
    with django_assert_num_queries(10):
        client.get("journals/comments/")


def test_banked_comment_list_keeps_and_forgets(oak, client_of):
    client = client_of(oak.tom)
    client.post("journals/comments/", {"text": "Say why."})
    with oak.open():
        kept = BankedComment.objects.get()
    client.post(f"journals/comments/{kept.pk}/delete/")
    with oak.open():
        assert not BankedComment.objects.exists()
