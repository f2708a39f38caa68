"""The workbooks of a coordinator who has kept her program in Excel for years."""

import io
from datetime import date, timedelta

from openpyxl import Workbook

from tests.rosters.sheets.workbooks import saved

GIVEN = ["Amara", "Ben", "Carla", "Dmitri", "Elif", "Farah", "Grace", "Hugo", "Ines", "Jamal", "Kofi", "Lucía", "Minh"]
FAMILY = ["Okafor", "Bell", "García Ruiz", "Novak", "Yılmaz", "Haddad", "O’Neil", "Santos", "Nguyen", "Price", "Mensah"]
EMPLOYERS = [
    f"{name} {kind}" for name in ("Lakeside", "Harbor", "Old Mill", "Summit") for kind in ("Clinic", "Bank", "Labs")
]


def name_of(number: int) -> tuple[str, str]:
    """A name of its own for each number, as people have them: with accents, apostrophes and two parts."""
    return GIVEN[
        number % len(GIVEN)
    ], f"{FAMILY[number % len(FAMILY)]} {chr(65 + number // 26 % 26)}{chr(97 + number % 26)}"


def mentors(count: int) -> io.BytesIO:
    """A title, a blank row, headers of her own; days as Excel's, as text and as numbers; a sheet of notes besides."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Mentors 26-27"
    sheet.append(["Career mentoring – mentor list"])
    sheet.append([])
    sheet.append(
        [
            "Last",
            "First",
            "E-mail",
            "Cell",
            "Company",
            "Title",
            "Industry",
            "BG check",
            "Date cleared",
            "Expires",
            "Mentor Training Date",
            "Orientation",
            "SSN",
            "Also willing to",
            "Notes",
        ]
    )
    for number in range(count):
        given, family = name_of(number)
        cleared = date(2026, 3, 1) + timedelta(days=number % 150)
        days = [cleared, f"{cleared:%m/%d/%Y}", (cleared - date(1899, 12, 30)).days]
        sheet.append(
            [
                family,
                given,
                f"Mentor{number}@Works.example",
                f"(312) 555-{number:04d}",
                EMPLOYERS[number % len(EMPLOYERS)],
                "Engineer",
                "STEM" if number % 3 else "Health Science",
                "Fingerprint",
                days[number % 3],
                "8/1/2028",
                date(2026, 9, 10) if number % 10 else None,
                "Sep 3, 2026",
                "123-45-6789",
                "speaker; tour",
                "likes chess",
            ]
        )
    notes = book.create_sheet("Notes")
    notes.append(["Ask Harbor Bank about parking."])
    return saved(book, "Mentors 26-27.xlsx")


def students(count: int) -> io.BytesIO:
    """The students of the matches, with a parent each."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Student", None, None, None, "Guardian 1", None, None])
    sheet.append(["Last name", "First name", "State ID", "Grade", "Name", "Cell", "Language"])
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("E1:G1")
    for number in range(count):
        given, family = name_of(number)
        sheet.append(
            [
                family,
                given,
                9_000_000 + number,
                f"{9 + number % 4}th",
                f"{family}, Maria",
                f"773-555-{number:04d}",
                "Spanish" if number % 2 else "English",
            ]
        )
    return saved(book, "Students.xlsx")


def matches(count: int) -> io.BytesIO:
    """Who meets whom since when, and in which folder the paper is."""
    book = Workbook()
    sheet = book.active
    sheet.append(
        [
            "Student ID#",
            "Student",
            "Mentor",
            "Mentor e-mail",
            "Matched on",
            "Until",
            "Teacher",
            "Parent signed on",
            "On file at",
        ]
    )
    for number in range(count):
        given, family = name_of(number)
        started = date(2026, 9, 14) + timedelta(days=number % 20)
        sheet.append(
            [
                None,
                f"{family}, {given}",
                f"{family}, {given}",
                f"mentor{number}@works.example",
                started,
                date(2027, 5, 28),
                "Tom Whelan",
                started - timedelta(days=3),
                f"Main office, folder {number + 1}",
            ]
        )
    return saved(book, "Matches.xlsx")
