from datetime import date
from decimal import Decimal

import pytest

from rosters.sheets import values
from rosters.sheets.values import BadValue

FIFTH = date(2026, 9, 5)


@pytest.mark.parametrize(
    "typed",
    [
        FIFTH,
        46270,
        "46270",
        "2026-09-05",
        "2026/9/5",
        "2026-09-05T00:00:00",
        "2026-09-05 00:00:00",
        "9/5/2026",
        "09/05/26",
        "9-5-2026",
        "9.5.2026",
        "Sep 5, 2026",
        "September 5th, 2026",
        "5-Sep-26",
        "5 Sept 2026",
        "Sat, Sep 5, 2026",
        "5 de septiembre de 2026",
        " 9/5/2026 0:00 ",
    ],
)
def test_a_day_is_read_however_it_is_written(typed: values.Value) -> None:
    assert values.day(typed) == FIFTH


@pytest.mark.parametrize("typed", ["", None, "N/A", "-", "TBD"])
def test_a_day_that_is_not_known_is_none(typed: values.Value) -> None:
    assert values.day(typed) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("13/05/2026", "the month comes first"),
        ("2/30/2026", "is not a day"),
        ("soon", "is not a day"),
        ("2026", "is not a day"),
        (9, "is not a day"),
        ("1/1/1900", "Check the year."),
        (values.Fault("A formula."), "A formula."),
    ],
)
def test_a_day_is_never_guessed(typed: values.Value, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        values.day(typed)


def test_a_day_that_must_have_come_is_refused_before_it_comes() -> None:
    read = values.past_day(FIFTH)
    assert read("9/5/2026") == FIFTH
    with pytest.raises(BadValue, match="has not come yet"):
        read("9/6/2026")


@pytest.mark.parametrize(
    ("typed", "grade"),
    [
        (9, "09"),
        ("9th", "09"),
        ("09", "09"),
        ("Grade 9", "09"),
        ("9.º", "09"),
        ("Junior", "11"),
        ("K", "KG"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_a_grade_is_read_however_it_is_written(typed: values.Value, grade: str) -> None:
    assert values.grade(typed) == grade


def test_two_grades_are_refused() -> None:
    with pytest.raises(BadValue, match="is not a grade"):
        values.grade("9/10")


@pytest.mark.parametrize("typed", ["yes", "Y", "x", "Sí", "si", "TRUE", True, 1, "✓"])
def test_yes_in_two_languages(typed: values.Value) -> None:
    assert values.yes_no(typed) is True


@pytest.mark.parametrize("typed", ["no", "N", "Falso", False, 0])
def test_no_in_two_languages(typed: values.Value) -> None:
    assert values.yes_no(typed) is False


def test_maybe_is_neither() -> None:
    with pytest.raises(BadValue, match="neither yes nor no"):
        values.yes_no("maybe")


@pytest.mark.parametrize(
    "typed", ["(312) 555-0100", "312.555.0100", 3125550100, "+1 312 555 0100", "312-555-0100 ext. 4"]
)
def test_a_phone_gets_its_country(typed: values.Value) -> None:
    assert values.phone(typed) == "+13125550100"


@pytest.mark.parametrize("typed", ["312-555-0100 / 312-555-0111", "312-555-0100 or 312-555-0111", "555", "call work"])
def test_a_phone_is_never_guessed(typed: str) -> None:
    with pytest.raises(BadValue):
        values.phone(typed)


def test_an_email_is_tidied() -> None:
    assert values.email(" mailto:Mia.Fischer@Example.org; ") == "mia.fischer@example.org"
    with pytest.raises(BadValue, match="Keep one"):
        values.email("a@example.org, b@example.org")
    with pytest.raises(BadValue, match="is not an email address"):
        values.email("mia at work")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Spanish", "es"),
        ("español", "es"),
        ("ES", "es"),
        ("es-MX", "es"),
        ("Spanish (Mexico)", "es"),
        ("Haitian Creole", "ht"),
        ("Arabic", "ar"),
        ("Chinese", "zh"),
        ("", ""),
    ],
)
def test_a_language_by_name_or_code(typed: str, code: str) -> None:
    assert values.language(typed) == code


def test_a_language_nobody_knows_is_refused() -> None:
    with pytest.raises(BadValue, match="is no language that we know"):
        values.language("Klingonish")


def test_money() -> None:
    assert values.money("$1,234.50") == Decimal("1234.50")
    assert values.money(45) == Decimal("45.00")
    with pytest.raises(BadValue, match="not an amount"):
        values.money("about 20")


def test_a_full_name_is_split_only_where_it_is_clear() -> None:
    assert values.full_name("López García, Ana María") == ("Ana María", "López García")
    assert values.full_name("Sam Haddad") == ("Sam", "Haddad")
    with pytest.raises(BadValue, match="Write the last name, a comma"):
        values.full_name("Ana María López García")


def test_a_number_that_a_spreadsheet_shortened_is_refused() -> None:
    assert values.identifier(123456) == "123456"
    with pytest.raises(BadValue, match="has shortened this number"):
        values.identifier("1.23E+11")


def test_several_words_in_one_cell() -> None:
    assert values.several("Health; Arts, media") == ["Health", "Arts, media"]
    assert values.several("Health, Arts,Health") == ["Health", "Arts"]


def test_nothing_unseen_comes_in() -> None:
    assert values.text("  Ana\u00a0 \u200bMaría\n\u202e") == "Ana María"
