"""Journals as staff see them: class groups, entries, who is late; reminding, excusing."""

from datetime import timedelta

import pytest

from correspondence.models import Message
from journals import reminders
from journals.models import Entry
from mentoring.models import ClassGroupStudent, MatchPause
from tenancy.models import AuditEvent
from tests.factories.journals import EntryVersionFactory
from tests.factories.mentoring import ClassGroupFactory, MatchPauseFactory, MatchStudentFactory
from tests.journals.diary import NOON, classmate, diary, graded, handed_in, owed

State = Entry.State


# Class groups


def test_journal_list_says_what_waits_in_each_class_group(oak, client_of):
    found = diary(oak)
    with oak.open():
        handed_in(found.member)
        owed(oak, found.member)
        graded(oak, found, handed_in(classmate(oak, found, 1)))
    page = client_of(oak.tom).get("journals/").content.decode()
    assert "1: Grade" in page
    assert "1 late" in page
    assert "1: Make visible" in page


@pytest.mark.parametrize("rows", [1, 4])
def test_journal_list_query_count(oak, client_of, rows, django_assert_num_queries):
    found = diary(oak)
    with oak.open():
        for number in range(rows):
            handed_in(classmate(oak, found, number))
    client = client_of(oak.tom)
    client.get("journals/")
    with django_assert_num_queries(24):
        client.get("journals/")


def test_students_in_no_class_group_are_not_forgotten(oak, client_of):
    found = diary(oak)
    with oak.open():
        handed_in(MatchStudentFactory(match=found.scene.match))
    assert "outside of these class groups" in client_of(oak.tom).get("journals/").content.decode()
    assert client_of(oak.tom).get("journals/grade/?group=none").status_code == 302


def test_what_a_teachers_first_page_counts_is_all_on_the_list(oak, client_of):
    """Tom supervises the match of a student who sits in a colleague's class group, which Tom does not see."""
    found = diary(oak)
    with oak.open():
        handed_in(found.member)
        graded(oak, found, handed_in(found.member))
        theirs = ClassGroupFactory(program=found.scene.program, school=oak.school, supervising_teacher=oak.ana)
        member = classmate(oak, found, 1)
        ClassGroupStudent.objects.filter(program_student__student=member.student).update(class_group=theirs)
        handed_in(member)
        graded(oak, found, handed_in(member))
    tom = client_of(oak.tom)
    home = [todo.sentence for todo in tom.get("").context["todos"]]
    assert [one for one in home if "journal" in one and "2 " in one] == [
        "2 journal entries wait for you.",
        "2 answered journal entries are not visible to their students yet.",
    ]
    page = tom.get("journals/")
    assert (page.context["to_grade"], page.context["to_release"]) == (1, 1)
    assert "1: Grade" in page.text
    assert "1: Make visible" in page.text
    release = tom.get("journals/grades/release/?group=none")
    assert (release.context["count"], release.context["names"]) == (1, ["Kim1 Other"])


def test_whoever_has_no_permission_reads_no_journal(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = handed_in(found.member)
    for person in (oak.pia, oak.cole, oak.fay, oak.gil, oak.mia, oak.sam):
        for path in ("journals/", "journals/late/", f"journals/entries/{entry.pk}/"):
            assert client_of(person).get(path).status_code == 403


# Entries


def test_entry_list_shows_entries_and_their_grades(oak, client_of):
    found = diary(oak)
    with oak.open():
        graded(oak, found, handed_in(found.member), points=4)
    page = client_of(oak.ana).get("journals/entries/").content.decode()
    assert "Sam Haddad" in page
    assert "12 of 12" in page
    assert "not visible yet" in page
    assert "Sam Haddad" not in client_of(oak.ana).get("journals/entries/?state=owed").content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_entry_list_query_count(oak, client_of, rows, django_assert_num_queries):
    found = diary(oak)
    with oak.open():
        for number in range(rows):
            graded(oak, found, handed_in(classmate(oak, found, number)))
    client = client_of(oak.ana)
    columns = "&".join(f"column={key}" for key in ("about", "state", "due", "handed_in", "points", "group", "program"))
    client.get(f"journals/entries/?{columns}")
    with django_assert_num_queries(24):
        client.get(f"journals/entries/?{columns}")


def test_entry_detail_never_shows_a_draft(oak, client_of):
    found = diary(oak)
    with oak.open():
        draft = owed(oak, found.member, text="Not finished.", state=State.DRAFT)
        back = owed(oak, found.member, text="Adding more.", state=State.GIVEN_BACK, given_back_at=NOON)
        Entry.objects.filter(pk=back.pk).update(given_back_by=oak.tom)
        EntryVersionFactory(entry=back, text="As it was.")
    client = client_of(oak.tom)
    assert "Not finished." not in client.get(f"journals/entries/{draft.pk}/").content.decode()
    page = client.get(f"journals/entries/{back.pk}/").content.decode()
    assert "As it was." in page
    assert "Adding more." not in page


def test_journals_of_other_teachers_and_districts_are_not_there(oak, elm, client_of):
    found, other = diary(oak), diary(elm)
    with elm.open():
        foreign = handed_in(other.member)
    with oak.open():
        entry = handed_in(found.member)
        found.scene.group.supervising_teacher = oak.ana
        found.scene.group.save()
        found.scene.match.supervising_teacher = None
        found.scene.match.save()
    for client, pk in (
        (client_of(oak.tom), entry.pk),
        (client_of(oak.ana), foreign.pk),
        (client_of(elm.ana), entry.pk),
    ):
        assert client.get(f"journals/entries/{pk}/").status_code == 404
        assert client.post(f"journals/entries/{pk}/remind/").status_code == 404
    assert "Sam Haddad" not in client_of(oak.tom).get("journals/entries/").content.decode()


def test_entry_export_is_in_the_log(oak, client_of):
    found = diary(oak)
    with oak.open():
        handed_in(found.member, text="I saw the lab.")
    answer = client_of(oak.ana).get("journals/entries/export/?format=csv")
    body = b"".join(answer.streaming_content).decode()
    assert "Sam Haddad" in body
    assert "I saw the lab." not in body
    with oak.open():
        assert AuditEvent.objects.filter(verb="entry.export").count() == 1


# Late


def test_entry_missing_list_names_who_is_late_the_longest_first(oak, client_of):
    found = diary(oak)
    with oak.open():
        owed(oak, found.member, days=-2)
        owed(oak, classmate(oak, found, 1), days=-9)
        owed(oak, classmate(oak, found, 2), days=3)
    page = client_of(oak.tom).get("journals/late/").content.decode()
    assert page.index("Kim1 Other") < page.index("Sam Haddad")
    assert "9 days" in page
    assert "Kim2 Other" not in page


def test_nobody_is_late_while_their_match_is_paused(oak, client_of):
    found = diary(oak)
    with oak.open():
        owed(oak, found.member)
        MatchPauseFactory(match=found.scene.match, state=MatchPause.State.IN_FORCE, began_at=NOON)
    assert "No entry is late" in client_of(oak.tom).get("journals/late/").content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_entry_missing_list_query_count(oak, client_of, rows, django_assert_num_queries):
    found = diary(oak)
    with oak.open():
        for number in range(rows):
            owed(oak, classmate(oak, found, number))
    client = client_of(oak.tom)
    client.get("journals/late/")
    with django_assert_num_queries(23):
        client.get("journals/late/")


def test_entry_remind_is_one_press(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
    answer = client_of(oak.tom).post(f"journals/entries/{entry.pk}/remind/", follow=True)
    assert "is reminded in two minutes" in answer.content.decode()
    with oak.open():
        assert Message.objects.get().person == oak.sam


def test_entry_remind_selected_leaves_out_who_has_no_address(oak, client_of):
    found = diary(oak)
    with oak.open():
        lost = classmate(oak, found, 1)
        lost.student.person.email = ""
        lost.student.person.save()
        ids = [owed(oak, found.member).pk, owed(oak, lost).pk]
    client, query = client_of(oak.tom), {"selected": [str(pk) for pk in ids]}
    page = client.get("journals/late/remind/", query).content.decode()
    assert "Remind of 1 entry?" in page
    assert "has no email address" in page
    client.post("journals/late/remind/", query)
    with oak.open():
        assert [one.person for one in Message.objects.all()] == [oak.sam]


def test_entry_excuse_selected_needs_a_reason_and_can_be_undone(oak, client_of):
    found = diary(oak)
    with oak.open():
        entry = owed(oak, found.member)
    client, ticked = client_of(oak.tom), {"selected": str(entry.pk)}
    assert client.post("journals/entries/not-needed/", ticked).status_code == 422
    client.post("journals/entries/not-needed/", {**ticked, "reason": "Field trip."})
    with oak.open():
        entry.refresh_from_db()
        assert (entry.state, entry.excuse_reason, entry.excused_by) == (State.EXCUSED, "Field trip.", oak.tom)
        event = AuditEvent.objects.get(verb="entry.excuse")
    assert client_of(oak.ana).post(f"journals/entries/not-needed/{event.pk}/undo/").status_code == 404
    client.post(f"journals/entries/not-needed/{event.pk}/undo/")
    with oak.open():
        entry.refresh_from_db()
    assert entry.state == State.OWED


# Parents, mentors, matches


def test_parents_read_visible_grades_and_never_the_text(oak, client_of):
    found = diary(oak)
    with oak.open():
        graded(oak, found, handed_in(found.member, text="My secret."), points=4, released=True)
        graded(oak, found, handed_in(found.member), points=1)
    page = client_of(oak.gil).get(f"children/{found.scene.sam.pk}/").content.decode()
    assert "12 of 12" in page
    assert "3 of 12" not in page
    assert "My secret." not in page


def test_a_mentor_reads_what_was_chosen_and_nothing_while_paused(oak, client_of):
    found = diary(oak)
    with oak.open():
        handed_in(found.member, text="For the teacher alone.")
        handed_in(found.member, text="Whole.", mentor_sees="part", mentor_text="A part.")
        owed(oak, found.member, text="A draft.", mentor_sees="all", state=State.DRAFT)
    path = f"my-students/{found.scene.sam.pk}/"
    page = client_of(oak.mia).get(path).content.decode()
    assert "A part." in page
    for hidden in ("For the teacher alone.", "Whole.", "A draft."):
        assert hidden not in page
    with oak.open():
        MatchPauseFactory(match=found.scene.match, state=MatchPause.State.IN_FORCE, began_at=NOON)
    assert "A part." not in client_of(oak.mia).get(path).content.decode()


def test_the_match_page_tells_how_the_journal_stands(oak, client_of):
    found = diary(oak)
    with oak.open():
        graded(oak, found, handed_in(found.member), released=True)
        owed(oak, found.member)
    page = client_of(oak.ana).get(f"matches/{found.scene.match.pk}/class/").content.decode()
    assert "1 handed in, 1 to write, 1 late" in page
    assert "Journal entry answered" in client_of(oak.ana).get(f"matches/{found.scene.match.pk}/timeline/").text
    assert "1 handed in" not in client_of(oak.pia).get(f"matches/{found.scene.match.pk}/class/").content.decode()


def test_today_says_what_waits_for_the_teacher(oak, client_of):
    found = diary(oak)
    with oak.open():
        handed_in(found.member)
        graded(oak, found, handed_in(classmate(oak, found, 1)))
    page = client_of(oak.tom).get("").content.decode()
    assert "1 journal entry waits for you." in page
    assert "1 answered journal entry is not visible" in page


def test_late_entries_of_long_ago_are_reminded_of_no_more(oak):

    found = diary(oak)
    with oak.open() as of:
        entry = owed(oak, found.member, days=-2)
        owed(oak, found.member, days=-60)
        owed(oak, found.member, days=1)
        page = reminders.overdue(of, oak.today, 0)
        assert [one.key for one in page.dues] == [f"entry:{entry.pk}:{oak.today - timedelta(days=2)}"]
        assert page.next is None
