import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from rosters.models import ImportMapping, ImportRun
from tenancy.models import Membership, MembershipSchool, Scope
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.mentoring import ProgramFactory, ProgramSchoolFactory
from tests.factories.tenancy import SchoolFactory
from tests.rosters.sheets.workbooks import csv_of, saved, text_file, xlsx

pytestmark = pytest.mark.django_db

HEADERS = ["First name", "Last name", "Email", "Shoe size"]


def given(cast: Cast, client_of: type[DistrictClient], file: io.BytesIO, kind: str = "mentors") -> ImportRun:
    """Ana's file, up to the page of columns."""
    answer = client_of(cast.ana).post(f"imports/sheets/?kind={kind}", {"file": file})
    assert answer.status_code == 302, answer.content
    with cast.open():
        return ImportRun.objects.get()


def test_sheet_add_explains_and_offers_the_template(oak: Cast, client_of: type[DistrictClient]) -> None:
    page = client_of(oak.ana).get("imports/sheets/?kind=mentors").content.decode()
    assert "Mentors from a spreadsheet" in page
    assert "/d/oak/imports/sheets/template/?kind=mentors" in page
    assert "Social Security" in page


@pytest.mark.parametrize("kind", ["roster", "nothing"])
def test_sheet_add_knows_its_kinds(oak: Cast, client_of: type[DistrictClient], kind: str) -> None:
    assert client_of(oak.ana).get(f"imports/sheets/?kind={kind}").status_code == 404


def test_sheet_add_keeps_the_rows_and_asks_for_the_columns(oak: Cast, client_of: type[DistrictClient]) -> None:
    run = given(oak, client_of, xlsx(HEADERS, ["Noor", "Amin", "noor@works.example", 39]))
    assert (run.state, run.kind, run.file_name) == (ImportRun.State.KEPT, "mentors", "list.xlsx")
    page = client_of(oak.ana).get(f"imports/{run.pk}/columns/").content.decode()
    assert "Shoe size" in page
    assert "noor@works.example" in page


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (text_file(b"%PDF-1.7", "list.xlsx"), "This is a PDF."),
        (text_file(b"", "list.csv"), "This file is empty."),
        (csv_of(["First name", "Last name"]), "There are no rows below a row of headers in this file."),
    ],
)
def test_sheet_add_says_what_is_wrong_with_a_file(
    oak: Cast, client_of: type[DistrictClient], file: io.BytesIO, words: str
) -> None:
    answer = client_of(oak.ana).post("imports/sheets/?kind=mentors", {"file": file})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with oak.open():
        assert ImportRun.objects.count() == 0


def test_a_file_with_our_own_headers_is_looked_through_at_once(oak: Cast, client_of: type[DistrictClient]) -> None:
    file = xlsx(["First name", "Last name", "Program"], ["Noor", "Amin", ""])
    answer = client_of(oak.ana).post("imports/sheets/?kind=mentors", {"file": file})
    with oak.open():
        run = ImportRun.objects.get()
    assert (run.state, answer.headers["Location"]) == (ImportRun.State.CHECKING, f"/d/oak/imports/{run.pk}/")
    assert run.options["columns"] == {"0": "given_name", "1": "family_name", "2": "program"}


def test_sheet_map_begins_the_dry_run_and_remembers_the_choice(oak: Cast, client_of: type[DistrictClient]) -> None:
    run = given(oak, client_of, csv_of(["Given", "Surname", "Mailbox"], ["Noor", "Amin", "noor@works.example"]))
    chosen = {"column_0": "given_name", "column_1": "family_name", "column_2": "email"}
    answer = client_of(oak.ana).post(f"imports/{run.pk}/columns/", chosen)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/d/oak/imports/{run.pk}/")
    with oak.open():
        run.refresh_from_db()
        assert run.state == ImportRun.State.CHECKING
        assert ImportMapping.objects.get().columns == {
            "Given": "given_name",
            "Surname": "family_name",
            "Mailbox": "email",
        }
        run.delete()
    again = given(oak, client_of, csv_of(["Mailbox", "Given", "Surname"], ["b@works.example", "Ben", "Bell"]))
    page = client_of(oak.ana).get(f"imports/{again.pk}/columns/").content.decode()
    assert page.count(" selected>") == 4  # a column each, and no program
    assert '<option value="email" selected>' in page


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"column_0": "given_name", "column_1": "given_name"}, "“First name” is chosen for this already."),
        ({"column_0": "given_name", "column_1": "-"}, "Choose the columns of first and last name."),
        ({"column_0": "password"}, "password"),
    ],
)
def test_sheet_map_refuses_columns_by_which_nobody_is_known(
    oak: Cast, client_of: type[DistrictClient], chosen: dict[str, str], words: str
) -> None:
    run = given(oak, client_of, csv_of(HEADERS, ["Noor", "Amin", "", ""]))
    left_out = {"column_1": "-", "column_2": "-", "column_3": "-"}
    answer = client_of(oak.ana).post(f"imports/{run.pk}/columns/", left_out | chosen)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_sheet_map_offers_the_sheets_of_a_workbook(oak: Cast, client_of: type[DistrictClient]) -> None:
    book = Workbook()
    book.active.title = "Fall"
    book.active.append(HEADERS[:2])
    book.active.append(["Noor", "Amin"])
    book.create_sheet("Spring").append(HEADERS[:3])
    book["Spring"].append(["Ben", "Bell", "ben@works.example"])
    run = given(oak, client_of, saved(book))
    page = client_of(oak.ana).get(f"imports/{run.pk}/columns/?sheet=0").content.decode()
    assert "Noor" in page
    assert "ben@works.example" not in page
    client_of(oak.ana).post(f"imports/{run.pk}/columns/?sheet=0", {"column_0": "given_name", "column_1": "family_name"})
    with oak.open():
        run.refresh_from_db()
    assert (run.options["sheet"], run.state) == (0, ImportRun.State.CHECKING)
    assert client_of(oak.ana).get(f"imports/{run.pk}/columns/?sheet=9").status_code == 404


def test_sheet_map_never_shows_what_is_never_kept(oak: Cast, client_of: type[DistrictClient]) -> None:
    run = given(
        oak, client_of, csv_of([*HEADERS, "SSN", "Home address"], ["Noor", "Amin", "", "", "secret-ssn", "12 Elm"])
    )
    page = client_of(oak.ana).get(f"imports/{run.pk}/columns/").content.decode()
    assert "SSN, Home address" in page
    assert "secret-ssn" not in page
    assert "12 Elm" not in page


def test_sheet_template_is_a_workbook_with_the_schools_of_the_district(
    oak: Cast, client_of: type[DistrictClient]
) -> None:
    answer = client_of(oak.ana).get("imports/sheets/template/?kind=students")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Students", "Lists", "Guide"]
    assert "Oak High School" in [cell.value for row in book["Lists"].iter_rows() for cell in row]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="students.xlsx"'


def test_a_coordinator_of_one_school_reaches_that_school_alone(oak: Cast, client_of: type[DistrictClient]) -> None:
    with oak.open():
        SchoolFactory(name="Pine Middle School")
        ProgramFactory(name="Elsewhere")
        ProgramSchoolFactory(program=ProgramFactory(name="Here"), school=oak.school)
        role = Membership.objects.get(person=oak.ana)
        role.scope = Scope.SCHOOLS
        role.save()
        MembershipSchool.objects.create(membership=role, school=oak.school)
    run = given(
        oak, client_of, csv_of(["First name", "Last name", "School"], ["Noor", "Amin", "Pine Middle"]), "students"
    )
    page = client_of(oak.ana).get(f"imports/{run.pk}/columns/").content.decode()
    assert ("Here" in page, "Elsewhere" in page) == (True, False)
    assert run.options["reach"]["schools"] == [oak.school.pk]


@pytest.mark.parametrize("path", ["imports/sheets/?kind=mentors", "imports/sheets/template/?kind=mentors"])
def test_who_may_not_bring_files_in_sees_none_of_it(oak: Cast, client_of: type[DistrictClient], path: str) -> None:
    for person in (oak.tom, oak.fay, oak.mia, oak.sam, oak.gil):
        assert client_of(person).get(path).status_code == 403


def test_another_district_knows_nothing_of_a_file(oak: Cast, elm: Cast, client_of: type[DistrictClient]) -> None:
    run = given(oak, client_of, csv_of(HEADERS, ["Noor", "Amin", "", ""]))
    assert client_of(elm.ana).get(f"imports/{run.pk}/columns/").status_code == 404
    assert client_of(elm.ana).get(f"/d/oak/imports/{run.pk}/columns/").status_code == 404
    assert client_of(elm.ana).post(f"imports/{run.pk}/columns/", {"column_0": "given_name"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_sheet_map_asks_the_same_few_questions(
    oak: Cast, client_of: type[DistrictClient], rows: int, django_assert_num_queries: object
) -> None:
    with oak.open():
        for _number in range(rows):
            ProgramFactory()
    run = given(oak, client_of, csv_of(HEADERS, *[["Noor", "Amin", "", date(2026, 1, 1)]] * rows))
    browser = client_of(oak.ana)
    browser.get(f"imports/{run.pk}/columns/")
    with django_assert_num_queries(17):  # type: ignore[operator]
        browser.get(f"imports/{run.pk}/columns/")
