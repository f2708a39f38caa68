"""`make bench`: one JSON object a line, and a verdict."""

import pytest

from bench.__main__ import main
from bench.figure import Figure


def test_a_figure_is_compared_with_its_reference() -> None:
    assert Figure("page.people", "20 × 5,000", 6.0, "ms", 2.5, 3).line() == {
        "figure": "page.people",
        "case": "20 × 5,000",
        "value": 6.0,
        "unit": "ms",
        "reference": 2.5,
        "ratio": 2.4,
        "aim": 3,
        "ok": True,
    }


def test_a_figure_beyond_its_aim_is_not_ok() -> None:
    assert not Figure("page.people", "20 × 5,000", 8.0, "ms", 2.0, 3).ok


def test_an_unknown_measurement_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing-of-the-kind"]) == 2
    assert capsys.readouterr().err.startswith("No measurement nothing-of-the-kind. There are:")
