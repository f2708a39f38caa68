"""Workbooks as coordinators keep them, made for tests."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook


def xlsx(*rows: Sequence[object], title: str = "Sheet1") -> io.BytesIO:
    """A workbook with one sheet."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: Workbook, name: str = "list.xlsx") -> io.BytesIO:
    """The workbook as a file to upload."""
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = name
    return file


def text_file(text: str | bytes, name: str = "list.csv") -> io.BytesIO:
    """A text file to upload."""
    file = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    file.name = name
    return file


def csv_of(*rows: Sequence[object]) -> io.BytesIO:
    """A CSV file with these rows."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return text_file(written.getvalue())
