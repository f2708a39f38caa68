"""The style guide shows every component, and only where people are made up."""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
COMPONENTS = TEMPLATES / "components"
#: Parts of the frame or of another component → where they are drawn.
SHOWN_ELSEWHERE = {
    "brand_mark": "header",
    "site_header": "frame",
    "site_nav": "header",
    "site_search": "header",
    "site_account": "header",
    "site_footer": "frame",
    "messages": "frame",
    "table_cell": "table",
    "field_help": "form",
    "field_errors": "form",
    "error_summary": "form",
    "confirm": "pages that ask first",
    "confirm_selected": "pages that ask first, for several rows",
    "list": "made of what is shown: filters, table, pages, empty state",
    "page_parts": "made of what is shown: sections of floors above",
    "person_section": "made of what is shown: card, facts, rows, timeline",
    "application_answers": "facts",
    "edit_form": "pages that change something",
    "error_page": "error pages",
    "passkey_failed": "sign-in pages",
    "sign_in_tabs": "sign-in pages",
}


def test_it_is_there_in_the_sample_setting(client: Client, settings: Settings) -> None:
    settings.SAMPLE, settings.DEBUG = True, False

    response = client.get("/styleguide/")

    assert response.status_code == 200
    assert "Style guide" in response.content.decode()


def test_it_is_not_there_in_production(client: Client, settings: Settings) -> None:
    settings.SAMPLE, settings.DEBUG = False, False

    assert client.get("/styleguide/").status_code == 404


def test_it_shows_every_component_of_more_than_two_pages() -> None:
    pages = {path: set(re.findall(r"components/(\w+)\.html", path.read_text())) for path in TEMPLATES.rglob("*.html")}
    shown = pages.pop(TEMPLATES / "styleguide.html")
    common = {name for name, uses in Counter(chain.from_iterable(pages.values())).items() if uses > 2}

    assert common - shown - set(SHOWN_ELSEWHERE) == set()


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_says_what_it_takes(path: Path) -> None:
    assert re.match(r"\{% comment %\}.+\{% endcomment %\}", path.read_text(), re.S)


def test_a_wrong_form_says_so_at_once_and_leads_to_its_fields(client: Client, settings: Settings) -> None:
    settings.SAMPLE = True

    page = client.get("/styleguide/").content.decode()

    targets = re.findall(r'href="#(id_wrong-\w+)"', page)
    assert targets == ["id_wrong-email", "id_wrong-school", "id_wrong-when", "id_wrong-happened", "id_wrong-agreed"]
    assert [target for target in targets if f'id="{target}"' not in page] == []
    assert page.count("autofocus") == 1


def test_a_chart_says_in_words_what_it_draws(client: Client, settings: Settings) -> None:
    settings.SAMPLE = True

    page = client.get("/styleguide/").content.decode()

    assert "Oct 13: 38; Oct 20: 44. Target: 40." in page
    assert page.count('class="chart-bar"') == 8


def test_a_table_says_how_it_is_sorted_and_keeps_it_by_links(client: Client, settings: Settings) -> None:
    settings.SAMPLE = True

    page = client.get("/styleguide/").content.decode()

    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page
    assert re.findall(r'href="\?sort=([\w-]+)"', page) == ["student", "school", "last"]
