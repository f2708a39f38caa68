from datetime import date

import pytest
import time_machine

from mentoring.models import Format, Match, MatchStudent, MentorTie, ProgramMentor, ProgramStudent
from rosters.models import ImportChange
from tenancy.models import AuditEvent, Person
from tests.conftest import Cast
from tests.factories.mentoring import MentorFactory, PolicyFactory, ProgramFactory, StudentFactory
from tests.factories.tenancy import PersonFactory
from tests.rosters.sheets.running import brought_in, counts, failures, looked_through
from tests.rosters.sheets.workbooks import csv_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_november")]

HEADERS = ["Student", "Mentor Email", "Date matched", "End date", "Teacher", "Signed on paper on", "Filed at"]
ROW = ["Haddad, Sam", "mia@oak.example", "9/15/2026", "5/28/2027", "tom@oak.example", "9/12/2026", "Office, cabinet 2"]


@pytest.fixture
def _november() -> object:
    with time_machine.travel("2026-11-20 16:00", tick=False):
        yield


def people_of(cast: Cast, students: int = 1) -> None:
    StudentFactory(person=cast.sam, school=cast.school, state_student_id="77")
    MentorFactory(person=cast.mia)
    for number in range(1, students):
        StudentFactory(person=PersonFactory(given_name=f"Kim{number}", family_name="Bell"), school=cast.school)


def groups(**policy: object) -> object:
    program = ProgramFactory(name="Groups", policy=None)
    PolicyFactory(program=program, formats=[one.value for one in Format], **policy)
    return program


def test_a_running_match_comes_with_its_paper(oak: Cast) -> None:
    with oak.open():
        people_of(oak)
        run = brought_in(oak, "matches", csv_of(HEADERS, ROW), ProgramFactory())
        match = Match.objects.get()
        member = MatchStudent.objects.get()
        found = (match.state, match.format, match.starts_on, match.ends_on, match.supervising_teacher_id)
        places = [
            *ProgramStudent.objects.values_list("state", flat=True),
            *ProgramMentor.objects.values_list("state", flat=True),
        ]
    assert failures(run) == []
    assert found == ("running", "one_to_one", date(2026, 9, 15), date(2027, 5, 28), oak.tom.pk)
    assert (member.is_alone, member.joined_on) == (True, date(2026, 9, 15))
    assert (member.paper_signed_on, member.paper_filed_at, member.paper_attested_by_id) == (
        date(2026, 9, 12),
        "Office, cabinet 2",
        oak.ana.pk,
    )
    assert places == ["accepted", "accepted"]
    assert counts(run) == {"matches": {"created": 1}, "match_students": {"created": 1}}


def test_a_second_run_changes_nothing_and_writes_nothing_down(oak: Cast) -> None:
    with oak.open():
        people_of(oak)
        program = ProgramFactory()
        brought_in(oak, "matches", csv_of(HEADERS, ROW), program)
        changes, events = ImportChange.objects.count(), AuditEvent.objects.exclude(verb__startswith="job.").count()
        run = brought_in(oak, "matches", csv_of(HEADERS, ROW), program)
        assert ImportChange.objects.count() == changes
        assert AuditEvent.objects.exclude(verb__startswith="job.").count() == events + 1
        assert Match.objects.count() == 1
    assert counts(run) == {"matches": {"unchanged": 1}, "match_students": {"unchanged": 1}}


def test_nobody_is_added_by_a_sheet_of_matches(oak: Cast) -> None:
    rows = [
        HEADERS[:3],
        ["Nobody, Ned", "mia@oak.example", "9/15/2026"],
        ["Haddad, Sam", "ned@works.example", "9/15/2026"],
    ]
    with oak.open():
        people_of(oak)
        before = Person.objects.count()
        run = brought_in(oak, "matches", csv_of(*rows), ProgramFactory())
        assert (Person.objects.count(), Match.objects.count()) == (before, 0)
    assert failures(run) == [
        (2, "Student", "No student here has this name or ID. Bring the students in first."),
        (3, "Mentor Email", "No mentor here has this name or email address. Bring the mentors in first."),
    ]


def test_a_student_has_one_mentor_of_their_own(oak: Cast) -> None:
    rows = [
        HEADERS[:3],
        ["Haddad, Sam", "mia@oak.example", "9/15/2026"],
        ["Haddad, Sam", "noor@works.example", "9/16/2026"],
    ]
    with oak.open():
        people_of(oak)
        MentorFactory(person=PersonFactory(email="noor@works.example"))
        run = brought_in(oak, "matches", csv_of(*rows), ProgramFactory())
        assert Match.objects.count() == 1
    assert failures(run) == [(3, "Student", "This student has a mentor of their own already.")]


def test_rows_of_a_group_are_one_match(oak: Cast) -> None:
    rows = [["Student", "Mentor", "Format", "Start date"]]
    rows += [[name, "Fischer, Mia", "Small group", "9/15/2026"] for name in ("Haddad, Sam", "Bell, Kim1", "Bell, Kim2")]
    with oak.open():
        people_of(oak, students=3)
        run = brought_in(oak, "matches", csv_of(*rows), groups())
        assert Match.objects.get().student_rows.count() == 3
        again = brought_in(oak, "matches", csv_of(*rows), run.program)
    assert counts(run) == {"matches": {"created": 1, "unchanged": 2}, "match_students": {"created": 3}}
    assert counts(again) == {"matches": {"unchanged": 3}, "match_students": {"unchanged": 3}}


def test_a_group_that_is_too_large_is_refused_as_a_whole(oak: Cast) -> None:
    rows = [["Student", "Mentor", "Format", "Start date"], ["Haddad, Sam", "Fischer, Mia", "Small group", "9/15/2026"]]
    rows += [[f"Bell, Kim{number}", "Fischer, Mia", "Small group", "9/15/2026"] for number in range(1, 5)]
    with oak.open():
        people_of(oak, students=5)
        run = brought_in(oak, "matches", csv_of(*rows), groups())
        assert Match.objects.count() == 0
    words = "This match has 5 students. For this way of meeting and its mentors the most are 4."
    assert failures(run) == [(number, "Format", words) for number in range(2, 7)]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Date matched": "12/1/2026"}, ("Date matched", "This day has not come yet.")),
        ({"Date matched": ""}, ("Date matched", "Write the day on which the match started.")),
        ({"End date": "11/1/2026"}, ("End date", "This match is over by now. Bring only matches that are running.")),
        ({"Filed at": ""}, ("Signed on paper on", "Write where the paper is filed.")),
        ({"Signed on paper on": ""}, ("Filed at", "Write the day on which it was signed.")),
        (
            {"Teacher": "Nobody Here"},
            ("Teacher", "Nobody of the staff here is called “Nobody Here”. Write their email address."),
        ),
        ({"Format": "Team"}, ("Format", "A team has several mentors. Write the second one.")),
        ({"Format": "Walking"}, ("Format", "“Walking” is not known here. Write one of: ")),
    ],
)
def test_what_is_wrong_is_said_beside_the_column(oak: Cast, cells: dict[str, str], fault: tuple[str, str]) -> None:
    row = {**dict(zip(HEADERS, ROW, strict=True)), "Format": "1:1", **cells}
    with oak.open():
        people_of(oak)
        run = brought_in(oak, "matches", csv_of(list(row), list(row.values())), groups())
        assert Match.objects.count() == 0
    [(line, column, why)] = failures(run)
    assert (line, column) == (2, fault[0])
    assert why.startswith(fault[1])


def test_a_way_of_meeting_that_the_program_does_not_have_is_refused(oak: Cast) -> None:
    with oak.open():
        people_of(oak)
        run = brought_in(oak, "matches", csv_of([*HEADERS, "Format"], [*ROW, "Large group"]), ProgramFactory())
    assert failures(run) == [(2, "Format", "The program’s rules do not have “Large group”.")]


def test_a_mentor_who_coaches_the_student_is_not_matched(oak: Cast) -> None:
    with oak.open():
        student = StudentFactory(person=oak.sam, school=oak.school)
        mentor = MentorFactory(person=oak.mia)
        MentorTie.objects.create(mentor=mentor, student=student, kind="coach", noted_on=date(2026, 9, 1))
        run = brought_in(oak, "matches", csv_of(HEADERS, ROW), ProgramFactory())
    assert failures(run) == [
        (2, "Mentor Email", "The mentor is noted to be the student’s coach. They cannot be matched.")
    ]


def test_a_dry_run_counts_the_same_and_changes_nothing(oak: Cast) -> None:
    with oak.open():
        people_of(oak)
        run = looked_through(oak, "matches", csv_of(HEADERS, ROW), ProgramFactory())
        assert (Match.objects.count(), ProgramStudent.objects.count()) == (0, 0)
    assert counts(run) == {"matches": {"created": 1}, "match_students": {"created": 1}}
