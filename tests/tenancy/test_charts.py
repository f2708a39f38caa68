"""Charts as SVG, for pages and PDFs."""

import re
from xml.etree import ElementTree

import pytest

from tenancy.charts import FLOOR, LETTER, WIDTH, Bar, BarChart

SVG = "{http://www.w3.org/2000/svg}"


def meetings(*values: int, target: int | None = None, title: str = "Meetings") -> BarChart:
    bars = [Bar(f"Week {number}", value) for number, value in enumerate(values, 1)]
    return BarChart("meetings", title, "Week", "Meetings", bars, target)


def drawn(chart: BarChart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


def grid(chart: BarChart) -> list[int]:
    labels = [text.text for text in drawn(chart).iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    return [int(label or "") for label in labels]


def test_a_bar_is_as_high_as_its_value() -> None:
    heights = [float(bar.get("height", 0)) for bar in drawn(meetings(10, 20, 0)).iter(f"{SVG}rect")]

    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == 0


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ((), [0, 1]),
        ((0,), [0, 1]),
        ((3, 4), [0, 1, 2, 3, 4]),
        ((44,), [0, 20, 40, 60]),
        ((900, 1_900), [0, 500, 1000, 1500, 2000]),
    ],
)
def test_the_grid_counts_in_round_steps(values: tuple[int, ...], lines: list[int]) -> None:
    assert grid(meetings(*values)) == lines


def test_a_target_higher_than_every_bar_fits_in() -> None:
    (line,) = (line for line in drawn(meetings(5, target=40)).iter(f"{SVG}line") if line.get("class") == "chart-target")

    assert 0 < float(line.get("y1", 0)) < FLOOR


def test_it_says_in_words_what_it_draws() -> None:
    picture = drawn(meetings(3, 4, target=4))

    assert picture.findtext(f"{SVG}title") == "Meetings"
    assert picture.findtext(f"{SVG}desc") == "Week 1: 3; Week 2: 4. Target: 4."
    assert picture.get("aria-labelledby") == "meetings-title meetings-desc"


def labels(chart: BarChart) -> list[str]:
    texts = drawn(chart).iter(f"{SVG}text")
    return [text.text for text in texts if text.text and text.text.startswith("Week")]


def test_labels_of_many_bars_leave_room_and_the_last_one_stands() -> None:
    assert labels(meetings(*range(8))) == [f"Week {number}" for number in range(1, 9)]
    assert labels(meetings(*range(12))) == ["Week 2", "Week 4", "Week 6", "Week 8", "Week 10", "Week 12"]


def test_what_was_planned_is_marked_and_stands_in_the_table() -> None:
    bars = [Bar("Week 1", 3, 4), Bar("Week 2", None)]
    chart = BarChart("meetings", "Meetings", "Week", "Held", bars, plan_heading="Planned")
    marks = [line for line in drawn(chart).iter(f"{SVG}line") if line.get("class") == "chart-plan"]
    assert len(marks) == 1
    assert (chart.headings, chart.rows) == (
        ["Week", "Held", "Planned"],
        [["Week 1", "3", "4"], ["Week 2", "not shown", ""]],
    )
    assert chart.description == "Week 1: 3 (Planned: 4); Week 2: not shown"


def test_what_is_not_shown_is_explained_only_where_something_is_hidden() -> None:
    assert BarChart("a", "Meetings", "Week", "Held", [Bar("Week 1", None)], hidden_note="Too few.").note == "Too few."
    assert BarChart("a", "Meetings", "Week", "Held", [Bar("Week 1", 0)], hidden_note="Too few.").note == ""


def test_the_last_label_is_not_cut_off() -> None:
    bars = [Bar(f"Nov {number}", 1) for number in range(11, 23)]
    texts = drawn(BarChart("weeks", "Meetings", "Week", "Held", bars)).iter(f"{SVG}text")
    (last,) = (text for text in texts if text.text == "Nov 22")
    assert float(last.get("x", 0)) + len("Nov 22") * LETTER / 2 <= WIDTH


def test_a_long_label_does_not_run_into_the_next_one() -> None:
    chart = BarChart("schools", "Meetings", "School", "Held", [Bar("Roosevelt High School", 1), *[Bar("Oak", 1)] * 5])
    texts = [text.text or "" for text in drawn(chart).iter(f"{SVG}text")]
    assert "Roosevelt…" in texts and "Roosevelt High School" not in texts
    assert chart.rows[0][0] == "Roosevelt High School"


def test_words_cannot_break_out_of_it() -> None:
    assert "<script>" not in meetings(1, title="<script>alert(1)</script>").svg


def test_it_needs_no_style_and_no_script() -> None:
    assert re.findall(r"\bstyle=|<style|<script|\bon\w+=", meetings(3, 4, target=4).svg) == []
