"""Lines of thanks: written by the student, read by the teacher; and the letters that a program owes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondence import rendering
from correspondence.models import Letter, LetterBatch, Message
from mentoring.models import Match, MatchStudent
from support.models import ThankYouLines
from tests.factories.closing import ClosingFactory, ContinuationFactory, ThankYouLinesFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mentoring import (
    EmployerFactory,
    EmploymentFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    ProgramFactory,
)
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running

COLUMNS = "&".join(f"column={one}" for one in ("mentor", "lines", "state", "written"))


def written(oak, client_of, text="Thank you for the tour of the pharmacy."):
    """The scene, with lines that Sam wrote."""
    scene = running(oak)
    with oak.open():
        row = MatchStudent.objects.get()
    answer = client_of(oak.sam).post(f"thanks/write/{row.pk}/", {"text": text})
    assert answer.status_code == 302, answer.content.decode()
    with oak.open():
        return scene, row, ThankYouLines.objects.get()


def test_a_student_writes_the_teacher_asks_for_a_change_and_approves(oak, client_of):
    _scene, row, lines = written(oak, client_of)
    sam, tom = client_of(oak.sam), client_of(oak.tom)
    assert "Your teacher reads them" in sam.get("my-program/").content.decode()
    assert "1 student has written lines of thanks." in tom.get("").content.decode()
    page = tom.get(f"thanks/{lines.pk}/").content.decode()
    assert "Thank you for the tour of the pharmacy." in page
    assert tom.post(f"thanks/{lines.pk}/", {"note": ""}).status_code == 422
    assert tom.post(f"thanks/{lines.pk}/", {"note": "Leave out the street."}).status_code == 302
    with oak.open():
        message = Message.objects.get(kind="support/lines_given_back")
        assert message.person == oak.sam and message.for_digest
        assert "Leave out the street." in rendering.mail(message, {}).text
    page = sam.get(f"thanks/write/{row.pk}/").content.decode()
    assert "Your teacher asks you to change something: Leave out the street." in page
    assert sam.post(f"thanks/write/{row.pk}/", {"text": "x" * 601}).status_code == 422
    assert sam.post(f"thanks/write/{row.pk}/", {"text": "Thank you for everything."}).status_code == 302
    page = tom.post(f"thanks/{lines.pk}/approve/", follow=True).content.decode()
    assert "Approved. The lines stand in the letter." in page and f"thanks/{lines.pk}/reopen/" in page
    page = sam.post(f"thanks/write/{row.pk}/", {"text": "Something else"}, follow=True).content.decode()
    assert "Your teacher has approved these lines already." in page
    with oak.open():
        kept = ThankYouLines.objects.get()
        assert (kept.text, kept.approved_by, kept.given_back_note) == ("Thank you for everything.", oak.tom, "")
    assert "wait to be read" in tom.post(f"thanks/{lines.pk}/reopen/", follow=True).content.decode()


def test_nobody_else_reads_or_judges_them(oak, elm, client_of):
    _scene, row, lines = written(oak, client_of)
    path = f"thanks/{lines.pk}/"
    for person in (oak.mia, oak.gil, oak.fay):
        assert client_of(person).get(path).status_code == 403
    for person in (elm.tom, elm.ana):
        assert client_of(person).get(path).status_code == 404
        assert client_of(person).post(f"{path}approve/").status_code == 404
        assert "pharmacy" not in client_of(person).get("thanks/").content.decode()
    assert client_of(elm.sam).get(f"thanks/write/{row.pk}/").status_code == 404
    assert client_of(oak.pia).get(path).status_code == 200
    assert client_of(oak.pia).post(f"{path}approve/").status_code == 403
    with oak.open():
        SafetyHoldFactory(person=oak.tom)
    assert client_of(oak.tom).get(path).status_code == 404


def test_an_archived_program_says_why_nothing_is_written(oak, client_of):
    scene, row, lines = written(oak, client_of)
    with oak.open():
        scene.program.archived_on = oak.today
        scene.program.save()
    words = "This program is archived."
    assert words in client_of(oak.sam).post(f"thanks/write/{row.pk}/", {"text": "No"}, follow=True).content.decode()
    assert words in client_of(oak.tom).post(f"thanks/{lines.pk}/approve/", follow=True).content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_thank_you_list_asks_as_often_for_one_row_as_for_four(oak, client_of, django_assert_num_queries, rows):
    scene = running(oak)
    with oak.open():
        ThankYouLinesFactory(match_student=MatchStudent.objects.get())
        for _number in range(rows - 1):
            match = MatchFactory(program=scene.program)
            MatchMentorFactory(match=match)
            ThankYouLinesFactory(match_student=MatchStudentFactory(match=match, student__school=oak.school))
    ana = client_of(oak.ana)
    ana.get("")
    with django_assert_num_queries(18):
        assert ana.get(f"thanks/?{COLUMNS}").status_code == 200


# Letters


def over(oak, scene):
    """Sam's match met and ended; Mia works at Riverside. Inside the district."""
    MeetingFactory(match=scene.match, on=oak.today - timedelta(days=3), state="held")
    Match.objects.update(state="ended", ended_on=oak.today)
    MatchStudent.objects.update(left_on=oak.today)
    scene.match.mentor_rows.update(left_on=oak.today)
    employer = EmployerFactory(name="Riverside Clinic", contact_name="Noor Aziz", contact_email="noor@clinic.example")
    EmploymentFactory(mentor=scene.mia, employer=employer)


@pytest.mark.parametrize("rows", [1, 4])
def test_letter_program_list_asks_as_often_for_one_row_as_for_four(oak, client_of, django_assert_num_queries, rows):
    with oak.open():
        for _number in range(rows):
            ProgramFactory()
    ana = client_of(oak.ana)
    ana.get("")
    with django_assert_num_queries(11):
        assert ana.get("thank-you-letters/").status_code == 200


def test_a_program_thanks_mentors_with_the_students_approved_lines_and_each_once(oak, client_of):
    scene, _row, lines = written(oak, client_of)
    client_of(oak.tom).post(f"thanks/{lines.pk}/approve/")
    with oak.open():
        over(oak, scene)
    ana, path = client_of(oak.ana), f"thank-you-letters/{scene.program.pk}/"
    assert "Career mentoring" in ana.get("thank-you-letters/").content.decode()
    page = ana.get(path).content.decode()
    assert "1 letter, 0 put together already" in page and "1 student’s own lines are approved" in page
    answer = ana.post(path, {"kind": "thank_mentor", "dated_on": oak.today})
    with oak.open():
        batch, letter = LetterBatch.objects.get(), Letter.objects.get()
        assert answer.headers["Location"].endswith(f"letters/{batch.pk}/")
        assert (letter.person, letter.left_out) == (oak.mia, "")
        assert [row.person for row in letter.subjects.all()] == [oak.sam]
        assert letter.values["student"] == ["Sam Haddad"]
        assert letter.values["students_words"] == "Thank you for the tour of the pharmacy."
        assert letter.values["program"] == "Career mentoring"
    assert "1 letter, 1 put together already" in ana.get(path).content.decode()
    ana.post(path, {"kind": "thank_mentor", "dated_on": oak.today})
    with oak.open():
        assert list(Letter.objects.order_by("pk").values_list("left_out", flat=True)) == ["", "already"]


def test_a_program_thanks_employers_by_name_of_their_mentors_and_gives_certificates(oak, client_of):
    scene = running(oak)
    with oak.open():
        over(oak, scene)
    ana, path = client_of(oak.ana), f"thank-you-letters/{scene.program.pk}/"
    for kind in ("thank_employer", "certificate"):
        assert ana.post(path, {"kind": kind, "dated_on": oak.today}).status_code == 302
    with oak.open():
        employer, certificate = Letter.objects.order_by("pk")
        assert (employer.to_name, employer.to_email) == ("Noor Aziz", "noor@clinic.example")
        assert (employer.values["mentors"], employer.values["students"]) == (["Mia Fischer"], 1)
        assert certificate.person == oak.mia


def test_a_letter_to_the_mentor_of_a_group_names_and_knows_each_student(oak, client_of):
    scene = running(oak)
    with oak.open():
        MatchStudentFactory(match=scene.match, student=scene.lou)
        over(oak, scene)
    ana, path = client_of(oak.ana), f"thank-you-letters/{scene.program.pk}/"
    for kind in ("thank_mentor", "thank_employer", "certificate"):
        ana.post(path, {"kind": kind, "dated_on": oak.today})
    with oak.open():
        about = [[row.person for row in one.subjects.order_by("pk")] for one in Letter.objects.order_by("pk")]
        assert about == [[oak.sam, scene.lou.person], [oak.mia], []]


def test_nobody_on_hold_is_thanked_and_matches_that_run_on_wait(oak, elm, client_of):
    scene = running(oak)
    ana, path = client_of(oak.ana), f"thank-you-letters/{scene.program.pk}/"
    said = {"kind": "thank_mentor", "dated_on": oak.today}
    assert ana.post(path, said | {"with_running": "on"}).status_code == 422, "they have not met"
    with oak.open():
        MeetingFactory(match=scene.match, on=oak.today - timedelta(days=3), state="held")
    answer = ana.post(path, said)
    assert answer.status_code == 422 and "Nobody is left to write to." in answer.content.decode()
    assert ana.post(path, said | {"with_running": "on"}).status_code == 302
    with oak.open():
        Letter.objects.all().delete()
        ClosingFactory(match=scene.match)
        SafetyHoldFactory(person=oak.mia)
    assert ana.post(path, said).status_code == 422
    assert client_of(elm.ana).get(path).status_code == 404
    for person in (oak.tom, oak.pia, oak.mia):
        assert client_of(person).get(path).status_code == 403


def test_today_says_what_is_over_ready_silent_and_to_read(oak, client_of):
    scene = running(oak)
    with oak.open():
        Match.objects.update(ends_on=oak.today - timedelta(days=1))
        ContinuationFactory(
            match=scene.match, program=scene.program, asked_by=oak.ana, asked_on=oak.today - timedelta(days=60)
        )
    page = client_of(oak.ana).get("").content.decode()
    assert "1 match has passed its planned last day." in page
    assert "In 1 match somebody has not said whether they go on next year." in page
    with oak.open():
        closing = ClosingFactory(
            match=scene.match, presentation_on=oak.today, profile_updated_on=oak.today, next_step="College"
        )
        ThankYouLinesFactory(match_student=MatchStudent.objects.get(), written_at=timezone.now())
    page = client_of(oak.ana).get("").content.decode()
    assert "1 match can be closed." in page and "has passed its planned last day" not in page
    assert closing.pk
