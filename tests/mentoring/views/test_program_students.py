"""The students of a program, the waiting list, one student's page."""

import pytest

from mentoring.models import ProgramStudent
from tests.factories.mentoring import ProgramStudentFactory, StudentFactory
from tests.factories.tenancy import PersonFactory

State = ProgramStudent.State


@pytest.mark.parametrize("count", [1, 4])
def test_program_student_list_asks_the_same_number_of_queries(
    oak, program, client_of, count, django_assert_num_queries
):
    with oak.open():
        for _number in range(count):
            ProgramStudentFactory(program=program, student=StudentFactory(school=oak.school))
    ana = client_of(oak.ana)
    ana.get("students/")
    every = [
        "state",
        "fits",
        "application",
        "interview",
        "goals",
        "career_area",
        "decided",
        "reason",
        "school",
        "grade",
    ]
    query = "&".join(f"column={one}" for one in every)
    with django_assert_num_queries(23):
        page = ana.get(f"programs/{program.pk}/students/?{query}")
    assert len(page.context["list"].current.rows) == count


def test_program_student_list_is_narrowed_and_exported(oak, program, sam, client_of):
    with oak.open():
        lou = StudentFactory(person=PersonFactory(given_name="Lou", family_name="Abbott"), school=oak.school)
        ProgramStudentFactory(program=program, student=lou, state=State.INVITED)
    ana = client_of(oak.ana)
    base = f"programs/{program.pk}/students/"
    for query, found in (("state=applied", ["Sam"]), ("q=abb", ["Lou"]), ("interview=no", ["Lou", "Sam"])):
        rows = ana.get(f"{base}?{query}").context["list"].current.rows
        assert [one.student.person.given_name for one in rows] == found
    lines = b"".join(ana.get(f"{base}export/?state=applied&column=state&format=csv").streaming_content).decode()
    assert "Haddad, Sam" in lines and "Applied" in lines and "Abbott" not in lines


def test_program_student_list_is_for_nobody_of_elm_nor_families(oak, elm, program, sam, client_of):
    assert client_of(elm.ana).get(f"programs/{program.pk}/students/").status_code == 404
    for who in (oak.mia, oak.gil, oak.sam):
        assert client_of(who).get(f"programs/{program.pk}/students/").status_code == 403


def test_waiting_list_moves_up_in_its_order(oak, program, client_of, django_assert_num_queries):
    with oak.open():
        waiting = [
            ProgramStudentFactory(
                program=program,
                student=StudentFactory(school=oak.school),
                state=State.WAITLISTED,
                waiting_number=number,
            )
            for number in (1, 2, 3)
        ]
    ana = client_of(oak.ana)
    ana.post(f"program-students/{waiting[2].pk}/move-up/")
    with django_assert_num_queries(17):
        page = ana.get(f"programs/{program.pk}/students/waiting/")
    assert page.context["places"] == [waiting[0], waiting[2], waiting[1]]
    ana.post(f"program-students/{waiting[0].pk}/move-up/")
    assert ana.get(f"programs/{program.pk}/students/waiting/").context["places"][0] == waiting[0]


def test_programs_are_told_apart_by_their_year(oak, program, client_of):
    page = client_of(oak.ana).get("students/").text
    with oak.open():
        assert f"Health careers ({program.school_year.name})" in page


def test_program_student_detail_is_for_nobody_of_elm(oak, elm, sam, client_of):
    for path in ("", "accept/", "decline/", "waitlist/", "leave/", "application/"):
        assert client_of(elm.ana).get(f"program-students/{sam.pk}/{path}").status_code == 404
