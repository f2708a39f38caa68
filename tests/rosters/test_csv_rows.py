"""CSV as student systems really write it."""

import io

import pytest

from rosters.archive import CannotRead
from rosters.csv_rows import CsvRows, Notes

COLUMNS = {"sourcedId": [], "givenName": ["firstName"], "grades": ["grade"], "email": []}


def read(content, **given):
    notes = Notes()
    rows = CsvRows(
        io.BytesIO(content if isinstance(content, bytes) else content.encode()), "users.csv", COLUMNS, notes, **given
    )
    return [(row.line, *row.cells) for row in rows if row.fault is None], notes


def cells(content):
    return [row[1:3] for row in read(content)[0]]


TWO = [("u1", "Amara"), ("u2", "Mateo")]


@pytest.mark.parametrize(
    "content",
    [
        "sourcedId,givenName\nu1,Amara\nu2,Mateo\n",
        "\ufeffsourcedId,givenName\nu1,Amara\nu2,Mateo",
        "sourcedId,givenName\r\nu1,Amara\r\nu2,Mateo\r\n",
        "sourcedId,givenName\ru1,Amara\ru2,Mateo",
        "\n\nsourcedId,givenName\n\nu1,Amara\n,\nu2,Mateo\n\n",
        "SOURCEDID,Given Name\nu1,Amara\nu2,Mateo",
        "sourced_id;given_name\nu1;Amara\nu2;Mateo",
        "sourcedId\tgivenName\nu1\tAmara\nu2\tMateo",
        'sourcedId,givenName\n"u1","Amara"\nu2, "Mateo"\n',
        "password,,givenName,nonsense,sourcedId\nx,y,Amara,z,u1\nx,y,Mateo,z,u2",
        "sourcedId,firstName\nu1,Amara\nu2,Mateo",
        "sourcedId,givenName,givenName\nu1,Amara,Wrong\nu2,Mateo,Wrong",
        "sourcedId,givenNmae\nu1,Amara\nu2,Mateo",
        "sourcedId,givenName,grades,email\nu1,Amara\nu2,Mateo,9,a@b.example,too,many",
    ],
)
def test_a_table_is_read_however_it_is_written(content):
    assert cells(content) == TWO


def test_lines_are_counted_as_an_editor_counts_them():
    rows, _notes = read('sourcedId,givenName\n\nu1,"Amara\nRose"\nu2,Mateo\n')
    assert rows == [(3, "u1", "Amara Rose", "", ""), (5, "u2", "Mateo", "", "")]


@pytest.mark.parametrize("written", ["passwords", "iep", "raceGrades", "ethnicity", "lunch_grade", "sexGrade"])
def test_what_is_never_read_is_no_slip_of_the_pen_either(written):
    rows, notes = read(f"sourcedId,givenName,{written}\nu1,Amara,secret\n")
    assert "secret" not in str(rows)
    assert not notes.counts


def test_what_was_put_up_with_is_told_with_its_first_line():
    _rows, notes = read("sourcedId,givenNmae,email,email\nu1,Amara\nu2,Mateo\n")
    assert notes.sentences("users.csv") == [
        {
            "file": "users.csv",
            "line": 0,
            "count": 1,
            "text": "The column email stands there twice. The first one counts.",
        },
        {"file": "users.csv", "line": 0, "count": 1, "text": "The column “givenNmae” was read as givenName."},
        {
            "file": "users.csv",
            "line": 2,
            "count": 2,
            "text": "Rows have fewer cells than the header. The missing cells count as empty.",
        },
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("sourcedId,givenName\nu1,Amara\n".encode("utf-16"), "UTF-16"),
        ("sourcedId,givenName\nu1,Amara\n".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04 and so on", "an Excel file under another name"),
        (b"u1,Amara\nu2,Mateo\n", "does not begin with a row of column names"),
    ],
)
def test_what_is_no_table_of_text_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(CannotRead, match=sentence):
        read(content)


def faults(content):
    rows = CsvRows(io.BytesIO(content), "users.csv", COLUMNS, Notes())
    return [(row.line, row.fault.column, row.cells[:2]) if row.fault else (row.line, row.cells[:2]) for row in rows]


def test_letters_that_are_not_utf_8_fail_their_row_alone_and_are_given_back_readable():
    assert faults("sourcedId,givenName\nu1,José\nu2,Mateo\n".encode("latin-1")) == [
        (2, "givenName", ("u1", "José")),
        (3, ("u2", "Mateo")),
    ]


def test_a_quotation_mark_that_is_never_closed_costs_one_row():
    lines = b'sourcedId,givenName\nu1,"Amara\nu2,Mateo\n' + b"".join(b"u%d,Ruth\n" % n for n in range(3, 60))
    found = faults(lines)
    assert found[0] == (2, "", ("u1", "Amara"))
    assert found[1:3] == [(3, ("u2", "Mateo")), (4, ("u3", "Ruth"))]
    assert len(found) == 59


def test_nothing_that_no_database_takes_gets_through():
    assert read("sourcedId,givenName\nu1,Am\x00ara\x07\n")[0] == [(2, "u1", "Am ara", "", "")]
