"""What a page costs: its processor time, its time in the database beside one indexed SELECT through the same
middleware, and what a district twenty times as large makes of it.
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings
from django.test import Client, override_settings

from bench import _grade, _log_page, _sign_page, _today
from bench._districts import (
    MANY_ALIKE,
    UNEVEN,
    Cost,
    administrator_of,
    browser_of,
    cost_of,
    make_districts,
)
from bench.figure import Figure
from mentoring.models import Match
from mentoring.page_parts import Side
from tenancy.context import district
from tenancy.http import district_url
from tenancy.models import District

#: Name of the figure → address and query.
PAGES = {
    "person_list": ("tenancy:person_list", ""),
    "person_search": ("tenancy:person_search", "?q=garcia"),
    "audit_list": ("tenancy:audit_event_list", ""),
    "message_list": ("correspondence:message_list", ""),
    "student_list": ("mentoring:student_list", ""),
    "guardian_list": ("mentoring:guardian_list", ""),
    "mentor_list": ("mentoring:mentor_list", ""),
    "employer_list": ("mentoring:employer_list", ""),
    "program_list": ("mentoring:program_list", ""),
    "match_list": ("mentoring:match_list", ""),
    "match": ("mentoring:match_detail", ""),
    "match_timeline": ("mentoring:match_detail", ""),
}
#: Milliseconds of processor time for a whole page.
MOST_CPU = 60
MOST_DATABASE, MOST_GROWTH = 3.0, 1.3


def measure() -> Iterator[Figure]:
    """Districts of 5,000 first; then those of 500 and one of 100,000 come to the same database."""
    plain_static_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing was collected
    storages = {**settings.STORAGES, "staticfiles": plain_static_files}
    override_settings(DISTRICT_URLCONF="bench._urls", STORAGES=storages).enable()
    yield from _sign_page.figures(make_districts([50], "sign")[0])
    # Each fourth person is a student, each third of them matched.
    middling = make_districts([3_600], "today")[0]
    yield from _today.figures(middling)
    yield from _grade.figures(middling)
    yield from _log_page.figures(make_districts([3_600], "log")[0])
    pages = _pages(make_districts(MANY_ALIKE, "alike")[10])
    yield from _figures("20 × 5,000", {name: cost_of(page) for name, page in pages.items()})
    large = _pages(make_districts(UNEVEN, "uneven")[-1])
    # The same page in both, one right after the other, so that whatever else this machine does weighs on both.
    beside = {name: (cost_of(page), cost_of(large[name])) for name, page in pages.items()}
    yield from _figures("200 × 500 and one of 100,000", {name: there for name, (_here, there) in beside.items()})
    for name in PAGES:
        reference, value = (round(cost.database, 3) for cost in beside[name])
        yield Figure(f"page.{name}", "growth, 100,000 people beside 5,000", value, "ms", reference, MOST_GROWTH)


def _pages(one: District) -> dict[str, Callable[[], None]]:
    """How to open each page of a district as its administrator, and the yardstick."""
    person, user = administrator_of(one)
    client = browser_of(user)
    with district(one):
        match = Match.objects.order_by("pk").values_list("pk", flat=True)[0]
    about: dict[str, list[object]] = {"match": [match], "match_timeline": [match, Side.TIMELINE]}
    paths = {figure: district_url(one, name, *about.get(figure, ())) + query for figure, (name, query) in PAGES.items()}
    paths["yardstick"] = district_url(one, "one_person", person.pk)
    return {figure: partial(_open, client, path) for figure, path in paths.items()}


def _open(client: Client, path: str) -> None:
    response = client.get(path, secure=True)
    assert response.status_code == 200, f"{path}: {response.status_code}"


def _figures(case: str, costs: dict[str, Cost]) -> Iterator[Figure]:
    for name in PAGES:
        cpu, database, yardstick = costs[name].cpu, costs[name].database, costs["yardstick"].database
        yield Figure(f"page.{name}", f"{case}: processor", round(cpu, 2), "ms", MOST_CPU, 1.0)
        yield Figure(f"page.{name}", f"{case}: database", round(database, 3), "ms", round(yardstick, 3), MOST_DATABASE)
