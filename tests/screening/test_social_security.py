"""Social Security numbers are never kept."""

import pytest

from screening.social_security import looks_like_one
from tests.clients import DistrictClient
from tests.conftest import Cast


@pytest.mark.parametrize(
    "text",
    [
        "123-45-6789",
        "123456789",
        "123 45 6789",
        "123.45.6789",
        "1 2 3 4 5 6 7 8 9",
        "123–45–6789",
        "Order 12 123-45-6789",
        "SSN:123456789",
        "１２３-４５-６７８９",
        "123- 45 -6789",
        "12-3456789",
    ],
)
def test_what_looks_like_one_is_found(text: str) -> None:
    assert looks_like_one(text)


@pytest.mark.parametrize(
    "text",
    ["", "Order 4711", "(312) 555-0100", "+1 312 555 0100", "12345678", "1234567890", "2026-11-26"],
)
def test_other_numbers_are_fine(text: str) -> None:
    assert not looks_like_one(text)


@pytest.mark.parametrize("field", ["vendor", "order_number", "account_code"])
def test_the_form_of_a_check_refuses_one(oak: Cast, client_of: type[DistrictClient], field: str) -> None:
    answers = {"check_type": "name", "tier": 1, "outcome": "pending", field: "No. 123 45 6789"}
    response = client_of(oak.ana).post(f"people/{oak.mia.pk}/clearance/check/", answers)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        field: ["This looks like a Social Security number. Waymark never keeps those: leave it out."]
    }
