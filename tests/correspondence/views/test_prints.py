"""Labels and sign-in sheets of people ticked in the list."""

import pytest

from tenancy.models import AuditEvent
from tests.poppler import facts_of, tags_of, text_of


def words_of(answer):
    """The words of the PDF, line by line."""
    return [" ".join(line.split()) for line in text_of(answer.content).splitlines() if line.strip()]


def selected(*people):
    return {"selected": [person.pk for person in people]}


def events(cast, verb):
    with cast.open():
        return [(event.actor_person_id, event.facts) for event in AuditEvent.objects.filter(verb=verb)]


# Labels


def test_label_print_selected_asks_for_the_sheet_and_names_the_people(oak, client_of):
    page = client_of(oak.ana).get(f"people/labels/?selected={oak.sam.pk}&selected={oak.gil.pk}")
    assert page.status_code == 200
    assert page.context["title"] == "Print 2 labels"
    assert page.context["names"] == ["Gil Haddad", "Sam Haddad"]


def test_label_print_selected_prints_a_label_for_each_and_writes_down_how_many(oak, client_of):
    sent = {**selected(oak.tom, oak.pia), "sheet": "30", "first": "2", "with_lines": "on"}
    answer = client_of(oak.ana).post("people/labels/", sent)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert facts_of(answer.content)["Pages"] == "1"
    said = " ".join(words_of(answer))
    assert "Pia Raman" in said and "Tom Whelan" in said and "Teacher" in said
    assert events(oak, "label.print") == [(oak.ana.pk, {"list": "people", "count": 2})]


def test_label_print_selected_without_lines_prints_names_alone(oak, client_of):
    answer = client_of(oak.ana).post("people/labels/", {**selected(oak.tom), "sheet": "10", "first": "1"})
    assert words_of(answer) == ["Tom Whelan"]


@pytest.mark.parametrize(("sheet", "first", "pages"), [("30", 30, "2"), ("14", 13, "1"), ("10", 10, "2")])
def test_label_print_selected_goes_on_to_the_next_sheet(oak, client_of, sheet, first, pages):
    sent = {**selected(oak.tom, oak.pia), "sheet": sheet, "first": str(first)}
    assert facts_of(client_of(oak.ana).post("people/labels/", sent).content)["Pages"] == pages


def test_label_print_selected_refuses_a_label_that_the_sheet_has_not(oak, client_of):
    page = client_of(oak.ana).post("people/labels/", {**selected(oak.tom), "sheet": "10", "first": "11"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"first": ["This sheet has 10 labels."]}
    assert events(oak, "label.print") == []


def test_label_print_selected_of_nobody_says_so(oak, client_of):
    page = client_of(oak.ana).get("people/labels/")
    assert "Nobody is selected" in page.text and "Tick rows in the list first." in page.text


def test_elm_prints_no_label_of_oak(oak, elm, client_of):
    client = client_of(elm.ada)
    assert "Whelan" not in client.get(f"people/labels/?selected={oak.tom.pk}").text
    assert client.post("people/labels/", {**selected(oak.tom), "sheet": "30", "first": "1"}).status_code == 422
    assert client_of(oak.mia).get("people/labels/").status_code == 403


# Sign-in sheets


def test_sign_in_sheet_print_selected_has_a_line_for_each_and_empty_ones(oak, client_of):
    sent = {
        **selected(oak.tom, oak.pia),
        "title": "Orientation for mentors",
        "on": "2026-11-23",
        "place": "Library, Oak High",
        "more_lines": "3",
    }
    answer = client_of(oak.ana).post("people/sign-in-sheet/", sent)
    assert words_of(answer)[:5] == [
        "Orientation for mentors",
        "Date: Nov. 23, 2026 Place: Library, Oak High",
        "Name Time in Time out Signature",
        "Pia Raman",
        "Tom Whelan",
    ]
    assert facts_of(answer.content)["Title"] == "Orientation for mentors"
    assert tags_of(answer.content).count("TR") == 6
    assert events(oak, "sign_in_sheet.print") == [(oak.ana.pk, {"list": "people", "count": 2})]


def test_sign_in_sheet_print_selected_repeats_its_headings_on_every_page(oak, client_of):
    sent = {**selected(oak.tom), "title": "Fair", "on": "", "place": "", "more_lines": "40"}
    answer = client_of(oak.ana).post("people/sign-in-sheet/", sent)
    pages = int(facts_of(answer.content)["Pages"])
    assert pages > 1
    assert words_of(answer).count("Name Time in Time out Signature") == pages


def test_sign_in_sheet_print_selected_wants_a_title(oak, client_of):
    page = client_of(oak.ana).post("people/sign-in-sheet/", {**selected(oak.tom), "title": "", "more_lines": "0"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["title"]


def test_elm_prints_no_sign_in_sheet_of_oak(oak, elm, client_of):
    page = client_of(elm.ada).post("people/sign-in-sheet/", {**selected(oak.tom), "title": "x", "more_lines": "0"})
    assert page.status_code == 422
    assert "Whelan" not in page.text
