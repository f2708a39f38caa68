"""What every list can do, tried with the list of people; and what was ticked in one."""

import io

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from openpyxl import load_workbook

from tenancy.lists import read_once
from tenancy.people_table import people_list
from tenancy.selections import Selection, first_names
from tenancy.viewer import Viewer
from tests.factories.tenancy import PersonFactory


def selection_of(oak, viewer, sent, method="GET"):
    """What somebody ticked in the list of people."""
    request = getattr(RequestFactory(), method.lower())("/")
    setattr(request, method, QueryDict(sent))
    request.viewer = Viewer.of_person(oak.district, viewer)
    return Selection(request, people_list())


# The screen


def test_a_list_gives_its_files_with_the_filters_and_columns_in_force(oak, client_of):
    page = client_of(oak.ana).get("people/?role=teacher&column=email&column=phone&after=1")
    query = "role=teacher&column=email&column=phone"
    assert page.context["list"].exports == [
        ("Excel", f"/d/oak/people/export/?{query}&format=xlsx"),
        ("CSV", f"/d/oak/people/export/?{query}&format=csv"),
    ]


def test_a_choice_of_columns_keeps_the_filters_and_clearing_the_filters_keeps_the_columns(oak, client_of):
    shown = client_of(oak.ana).get("people/?role=teacher&q=wh&column=email").context["list"]
    assert shown.kept == [("role", "teacher"), ("q", "wh")]
    assert shown.clear_url == "/d/oak/people/?column=email"


def test_a_list_answers_htmx_with_what_changes_alone(oak, client_of):
    page = client_of(oak.ana).get("people/?role=teacher", headers={"HX-Request": "true"})
    assert "<html" not in page.text and "<table" in page.text
    assert "format=xlsx" in page.text
    assert "HX-Request" in page.headers["Vary"]


def test_a_column_for_which_one_may_not_is_neither_offered_nor_given(oak, client_of):
    shown = client_of(oak.tom).get("people/?column=sign_in&column=email").context["list"]
    assert "sign_in" not in {key for key, _label, _is_shown in shown.choices}
    assert [heading.label for heading in shown.table.headings] == ["Name", "Email"]


def test_an_export_as_an_excel_file_has_every_page(oak, client_of):
    with oak.open():
        for number in range(30):
            PersonFactory(family_name=f"Aa{number:02}", given_name="Page")
    answer = client_of(oak.ada).get("people/export/?q=Aa&column=email&format=xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[1]] == ["Name", "Email"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [f"Aa{number:02}, Page" for number in range(30)]


def test_an_export_of_no_known_kind_is_refused(oak, client_of):
    assert client_of(oak.ada).get("people/export/?format=exe").status_code == 400


# What was ticked


def test_what_was_ticked_is_read_in_the_order_of_the_list(oak):
    with oak.open():
        chosen = selection_of(oak, oak.ana, f"selected={oak.tom.pk}&selected={oak.ada.pk}&selected=x")
        assert list(chosen.rows) == [oak.ada, oak.tom]
        assert (chosen.count, chosen.refusal) == (2, "")
        assert chosen.hidden == [("selected", oak.tom.pk), ("selected", oak.ada.pk)]


def test_nobody_ticks_whom_they_may_not_see(oak, elm):
    with elm.open():
        stranger = elm.tom.pk
    with oak.open():
        assert list(selection_of(oak, oak.ana, f"selected={stranger}").rows) == []
        assert list(selection_of(oak, oak.tom, f"selected={oak.sam.pk}").rows) == []


def test_everything_that_the_filters_leave_is_counted_by_the_server(oak):
    with oak.open():
        chosen = selection_of(oak, oak.ana, "all=1&filter=role%3Dteacher&selected=1")
        assert list(chosen.rows) == [oak.tom]
        assert chosen.hidden == [("all", "1"), ("filter", "role=teacher"), ("count", 1)]


@pytest.mark.parametrize(("counted", "refusal"), [(1, ""), (2, "The list has changed meanwhile. Look once more.")])
def test_a_list_that_changed_after_the_question_is_shown_once_more(oak, counted, refusal):
    with oak.open():
        chosen = selection_of(oak, oak.ana, f"all=1&filter=role%3Dteacher&count={counted}", method="POST")
        assert chosen.refusal == refusal


def test_too_many_rows_are_not_done_at_one_go(oak, monkeypatch):
    monkeypatch.setattr("tenancy.selections.MOST_SELECTED", 3)
    with oak.open():
        chosen = selection_of(oak, oak.ana, "all=1&filter=")
        assert list(chosen.rows) == []
        assert chosen.refusal == "These are more than 3. Use the filters to choose fewer."


def test_a_long_list_of_names_is_cut(monkeypatch):
    monkeypatch.setattr("tenancy.selections.MOST_NAMED", 2)
    assert first_names(["Ada", "Ana"]) == ["Ada", "Ana"]
    assert first_names(["Ada", "Ana", "Tom", "Pia"]) == ["Ada", "Ana", "and 2 more"]


# What columns share


def test_columns_of_the_same_rows_read_once_and_those_of_the_next_page_anew(oak):
    asked = []

    @read_once
    def names(rows, viewer):
        asked.append(rows)
        return {one.pk: one.name for one in rows}

    with oak.open():
        ana, tom = (Viewer.of_person(oak.district, one) for one in (oak.ana, oak.tom))
        page, following = [oak.ana], [oak.tom]
        assert names(page, ana) is names(page, ana)
        assert names(following, ana) == {oak.tom.pk: oak.tom.name}
        names(following, tom)
    assert asked == [page, following, following]


def test_parts_of_a_page_ask_once_and_each_request_by_itself(oak):
    with oak.open():
        first, second = (Viewer.of_person(oak.district, oak.ana) for _number in range(2))
    numbers = iter(range(9))
    assert [one.once("a", lambda: next(numbers)) for one in (first, first, second)] == [0, 0, 1]
    assert first == second
