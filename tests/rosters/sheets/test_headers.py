"""Headers as coordinators really write them, for each kind."""

from datetime import date

import pytest

from rosters.kinds import IMPORT_KINDS
from rosters.sheets.columns import recognize
from rosters.sheets.kind import SheetKind
from rosters.sheets.rows import Place
from tenancy.actor import Actor
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

HEADERS = {
    "students": {
        "SSID": "state_student_id",
        "Student ID": "local_id",
        "Last Name": "family_name",
        "First Name": "given_name",
        "Nickname": "preferred_name",
        "School": "school",
        "Gr": None,
        "Grade Level": "grade",
        "DOB": "birth_on",
        "Student Email": "email",
        "CTE Course(s)": "career_course_codes",
        "Career Cluster": "career_area",
        "Mentoring Program": "program",
        "Parent/Guardian 1 First Name": "guardian1_given_name",
        "Parent/Guardian 1 Last Name": "guardian1_family_name",
        "Parent/Guardian 1 Relationship": "guardian1_relationship",
        "Parent/Guardian 1 Home Language": "guardian1_language",
        "Parent/Guardian 1 Cell": "guardian1_phone",
        "Parent/Guardian 1 E-mail": "guardian1_email",
        "Interpreter needed?": None,
        "Parent/Guardian 2 First Name": "guardian2_given_name",
        "Parent 2 phone": "guardian2_phone",
        "Custody Notes": "custody_note",
        "Transportation": "transport",
        "Accommodations": "helps_at_meetings",
    },
    "mentors": {
        "Last Name": "family_name",
        "First Name": "given_name",
        "Email Address": "email",
        "Cell Phone": "phone",
        "Company": "employer",
        "Title": "job_title",
        "Industry": "career_areas",
        "Type of background check": "check_type",
        "Date cleared": "check_cleared_on",
        "Background check expiration date": "check_expires_on",
        "Mentor Training Date": "training_on",
        "Orientation Date": "orientation_on",
        "Also willing to": "other_roles",
        "Program": "program",
    },
    "matches": {
        "Student": "student_name",
        "Student ID": "student_local_id",
        "School": "student_school",
        "Mentor": "mentor_name",
        "Mentor Email": "mentor_email",
        "Co-mentor": "mentor2_name",
        "Program": "program",
        "Match Type": "format",
        "Date Matched": "started_on",
        "End Date": "ends_on",
        "Supervising Teacher": "supervising_teacher",
        "Agreement signed on": "paper_signed_on",
        "Filed at": "paper_filed_at",
        "Verified by": "paper_attested_by",
    },
}


@pytest.mark.parametrize("kind", HEADERS)
def test_usual_headers_are_recognized(oak: Cast, kind: str) -> None:
    made = IMPORT_KINDS[kind]
    assert isinstance(made, SheetKind)
    with oak.open():
        columns = made.columns(Place(oak.district, date(2026, 11, 20), Actor.system("tests"), None, None))
    headers = list(HEADERS[kind])
    found = recognize(headers, columns)
    assert {header: found.get(at) for at, header in enumerate(headers)} == HEADERS[kind]


@pytest.mark.parametrize("kind", HEADERS)
def test_every_column_of_the_template_is_recognized_as_itself(oak: Cast, kind: str) -> None:
    made = IMPORT_KINDS[kind]
    assert isinstance(made, SheetKind)
    with oak.open():
        columns = made.columns(Place(oak.district, date(2026, 11, 20), Actor.system("tests"), None, None))
    headers = [str(column.label) for column in columns]
    assert recognize(headers, columns) == dict(enumerate(column.key for column in columns))
