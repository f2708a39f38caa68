"""A student applies: drafts save themselves, survive a second window, are sent once, and can be taken back."""

import pytest
from django.utils import translation

from mentoring.models import ProgramStudent, Student, StudentApplication
from tests.factories.mentoring import ProgramFactory, ProgramSchoolFactory, ProgramStudentFactory, StudentFactory
from tests.factories.tenancy import SchoolFactory


@pytest.fixture
def program(oak):
    """A program at Oak's school that takes applications; Sam is a student there."""
    with oak.open():
        made = ProgramFactory(name="Health careers", takes_students=True)
        ProgramSchoolFactory(program=made, school=oak.school)
        StudentFactory(person=oak.sam, school=oak.school, career_area="")
    return made


def application(oak) -> StudentApplication:
    with oak.open():
        return StudentApplication.objects.prefetch_related("program_student").get()


def test_application_list_offers_the_programs_of_ones_school(oak, program, client_of, django_assert_num_queries):
    with oak.open():
        ProgramSchoolFactory(program=ProgramFactory(name="Elsewhere", takes_students=True), school=SchoolFactory())
        ProgramFactory(name="Closed")
    sam = client_of(oak.sam)
    sam.get("my-program/")
    with django_assert_num_queries(33):
        page = sam.get("my-program/")
    assert [line["program"].name for line in page.context["programs"]] == ["Health careers"]


def test_application_list_says_begin_until_something_is_written(oak, program, client_of):
    with oak.open():
        ProgramStudentFactory(program=program, student=Student.objects.get(person=oak.sam), state="invited")
    sam = client_of(oak.sam)
    page = sam.get("my-program/").text
    assert "Begin<" in page and "Write on" not in page
    assert "You can apply to Health careers." in sam.get("").text
    sam.post(f"my-program/{program.pk}/apply/", {"why": "I want to see", "version": "0", "later": "yes"})
    assert "Write on<" in sam.get("my-program/").text


def test_somebody_who_is_no_student_yet_is_told_so(oak, client_of):
    assert "You are not on the list of students yet" in client_of(oak.sam).get("my-program/").text


def test_a_draft_is_saved_without_script_and_nobody_reads_it(oak, program, client_of):
    sam = client_of(oak.sam)
    answer = sam.post(f"my-program/{program.pk}/apply/", {"why": "I want to see", "version": "0", "later": "yes"})
    assert answer.headers["Location"] == "/d/oak/my-program/"
    draft = application(oak)
    assert (draft.why, draft.sent_at, draft.version, draft.program_student.state) == (
        "I want to see",
        None,
        1,
        "invited",
    )
    page = client_of(oak.ana).get(f"program-students/{draft.program_student_id}/").text
    assert "I want to see" not in page and "Nothing was sent yet." in page


def test_application_save_lets_a_draft_save_itself(oak, program, client_of):
    sam = client_of(oak.sam)
    saving = f"my-program/{program.pk}/save/"
    first = sam.post(saving, {"why": "I", "version": "0"})
    assert first.json()["version"] == 1 and first.json()["said"].startswith("Draft saved at")
    assert sam.post(saving, {"why": "I want", "version": "1"}).json()["version"] == 2
    assert application(oak).why == "I want"


def test_a_second_window_writes_nothing_over(oak, program, client_of):
    sam = client_of(oak.sam)
    path, saving = f"my-program/{program.pk}/apply/", f"my-program/{program.pk}/save/"
    sam.post(saving, {"why": "first window", "version": "0"})
    by_itself = sam.post(saving, {"why": "second window", "version": "0"})
    assert by_itself.status_code == 409
    page = sam.post(path, {"why": "second window", "version": "0", "later": "yes"})
    assert page.status_code == 422
    assert "first window" in page.text and "second window" in page.text
    assert application(oak).why == "first window"
    sam.post(path, {"why": "both", "version": page.context["version"], "later": "yes"})
    assert application(oak).why == "both"


def test_an_unfinished_application_is_kept_and_not_sent(oak, program, client_of):
    page = client_of(oak.sam).post(f"my-program/{program.pk}/apply/", {"interests": "Biology", "send": "yes"})
    assert page.status_code == 422 and page.context["version"] == 1
    assert (application(oak).interests, application(oak).sent_at) == ("Biology", None)


def test_an_application_is_sent_once_and_fills_in_the_career_area(oak, program, client_of):
    sam = client_of(oak.sam)
    path = f"my-program/{program.pk}/apply/"
    answers = {"career_area": "health", "why": "To see a lab", "version": "0", "send": "yes"}
    sam.post(path, answers)
    assert application(oak).sent_at and application(oak).program_student.state == "applied"
    with oak.open():
        assert Student.objects.get().career_area == "health"
    assert sam.post(path, {**answers, "why": "Changed", "version": "1"}).status_code == 302
    assert application(oak).why == "To see a lab"
    detail = client_of(oak.ana).get(f"program-students/{application(oak).program_student_id}/")
    assert "To see a lab" in detail.text


def test_application_take_back_makes_it_a_draft_until_it_is_decided(oak, program, client_of):
    sam = client_of(oak.sam)
    sam.post(f"my-program/{program.pk}/apply/", {"why": "To see a lab", "version": "0", "send": "yes"})
    sam.post(f"my-program/{program.pk}/take-back/")
    assert (application(oak).sent_at, application(oak).program_student.state) == (None, "invited")
    sam.post(f"my-program/{program.pk}/apply/", {"why": "To see a lab", "version": "1", "send": "yes"})
    with oak.open():
        ProgramStudent.objects.update(state="accepted", decided_on="2026-10-10")
    page = sam.post(f"my-program/{program.pk}/take-back/", follow=True)
    assert "This has been decided already." in page.text
    assert application(oak).sent_at is not None


def test_application_type_in_counts_as_sent_and_says_by_whom(oak, program, client_of):
    with oak.open():
        place = ProgramStudentFactory(program=program, student=Student.objects.get(), state="invited")
    ana = client_of(oak.ana)
    ana.post(f"program-students/{place.pk}/application/", {"why": "Handwritten", "career_area": "arts"})
    assert (application(oak).why, application(oak).typed_by_id) == ("Handwritten", oak.ana.pk)
    assert application(oak).program_student.state == "applied"
    assert ana.post(f"program-students/{place.pk}/application/", {"why": "Again"}).status_code == 422


def test_application_pages_are_the_students_own(oak, elm, program, client_of):
    with elm.open():
        StudentFactory(person=elm.sam)
    assert client_of(elm.sam).get(f"my-program/{program.pk}/apply/").status_code == 404
    assert client_of(oak.ana).get(f"my-program/{program.pk}/apply/").status_code == 403


def test_a_program_that_takes_no_applications_is_not_there(oak, program, client_of):
    with oak.open():
        closed = ProgramFactory(takes_students=False)
    assert client_of(oak.sam).get(f"my-program/{closed.pk}/apply/").status_code == 404


def test_the_application_is_there_in_spanish(oak, program, client_of):
    with oak.open():
        oak.sam.language = "es"
        oak.sam.save()
    with translation.override("en"):  # the page's language must not stay behind for the tests after this one
        page = client_of(oak.sam).get(f"my-program/{program.pk}/apply/", headers={"Accept-Language": "es"})
    assert "¿Por qué le gustaría tener un mentor?" in page.text
