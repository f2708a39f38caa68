"""A court may protect where somebody lives: no note holds a street address."""

import pytest

from mentoring.street_addresses import holds_street_address


@pytest.mark.parametrize(
    "text",
    [
        "Lives at 12 Oak St.",
        "She moved to 4501 N. Martin Luther King Jr. Blvd",
        "123 main street",
        "P.O. Box 77",
        "po box 1234, Springfield",
        "Unit 4B of the shelter",
        "Springfield, IL 62704",
        "62704-1234",
        "zip 62704",
        "Calle del Sol 14",
        "1600 Old Mill Rd Apt 3",
    ],
)
def test_an_address_is_found(text):
    assert holds_street_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "The father may have no contact until 12 June 2027.",
        "Order 2026-CV-10433 of the Circuit Court of Cook County",
        "Mother has sole custody; father sees records only through the court.",
        "Pick-up by the grandmother on 2 days a week. Call 312-555-0199 before.",
        "Two court orders; the later one of 3 family court hearings counts.",
        "Seen in the order of March 4, 2026, page 12",
        "",
    ],
)
def test_what_courts_say_is_no_address(text):
    assert not holds_street_address(text)
