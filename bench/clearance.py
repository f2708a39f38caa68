"""What the board of 5,000 mentors costs: queries, time, what ten times as many make of it; and saying anew who is
cleared.
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench._districts import administrator_of, browser_of, cost_of, insert, make_districts, owner
from bench.figure import Figure
from screening import rules
from screening.actions import asked, requirement_sets
from screening.models import Acknowledgement, Asked, BackgroundCheck, Requirement, RequirementSet, TrainingRecord
from tenancy.actor import Actor
from tenancy.context import district
from tenancy.http import district_url
from tenancy.models import District, Person

#: People in the two districts that are compared.
FEW, MANY = 500, 5_000
MOST_QUERIES, MOST_MS, MOST_GROWTH = 12, 300, 1.5
#: With a filter, a full page stands beside one that a small district cannot fill.
MOST_GROWTH_FILTERED = 3.0
#: Filters of the board, the plain one first.
FILTERS = {"all": "", "not cleared": "?state=not", "training missing": "?missing=training", "run out": "?state=expired"}


def measure() -> Iterator[Figure]:
    """A district of 500 mentors beside one of 5,000, of whom a tenth lacks something."""
    plain_static_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing was collected
    storages = {**settings.STORAGES, "staticfiles": plain_static_files}
    override_settings(DISTRICT_URLCONF="bench._urls", STORAGES=storages).enable()
    few, many = make_districts([FEW, MANY], "clearance")
    wanted = {one.pk: _ask_everybody(one) for one in (few, many)}
    small, large = (_browser(one) for one in (few, many))
    frame = _queries(large[0], district_url(many, "one_person", large[1]))
    for name, query in FILTERS.items():
        paths = [district_url(one, "screening:clearance_list") + query for one in (few, many)]
        queries = _queries(large[0], paths[1]) - frame
        yield Figure("clearance.board", f"{name}: queries beyond the frame’s", queries, "queries", MOST_QUERIES, 1.0)
        costs = [cost_of(partial(_open, one[0], path)) for one, path in zip((small, large), paths, strict=True)]
        here, there = (round(cost.cpu + cost.database, 2) for cost in costs)
        yield Figure("clearance.board", f"{name}: {MANY:,} people", there, "ms", MOST_MS, 1.0)
        aim = MOST_GROWTH_FILTERED if query else MOST_GROWTH
        yield Figure("clearance.board", f"{name}: growth beside {FEW} people", there, "ms", here, aim)
    here, there = (_seconds(partial(_assess, one, wanted[one.pk])) for one in (few, many))
    yield Figure("clearance.board", f"assess {MANY:,} people beside {FEW}", there, "s", here, 2 * MANY / FEW)


def _ask_everybody(one: District) -> RequirementSet:
    """Ask the seven steps of everybody; nine in ten have done them all, in statements over whole sets."""
    today = timezone.localdate()
    with district(one) as opened:
        wanted = requirement_sets.create_from_preset("one_to_one", on=today, by=Actor.system("bench"))
        Requirement.objects.of(opened).filter(kind="reference").delete()
        steps = list(Requirement.objects.of(opened).current())
        versions = {step.pk: step.document.versions.get().pk for step in steps if step.document}
    own = {"district_id": str(one.pk), "person_id": "p.id"}
    for step in steps:
        people = f"tenancy_person p WHERE p.district_id = {one.pk} AND (p.id + {step.pk}) % 70 <> 0"
        with owner() as cursor:
            day = "current_date - (p.id % 300)::int"
            if step.check_type:
                check = {"check_type": f"'{step.check_type}'", "tier": "3", "outcome": "'clear'", "decided_on": day}
                insert(cursor, BackgroundCheck(), {**own, **check}, people)
            elif step.training_id:
                taken = {"training_id": str(step.training_id), "completed_on": day}
                insert(cursor, TrainingRecord(), {**own, **taken}, people)
            else:
                agreed = {"version_id": str(versions[step.pk]), "acknowledged_on": day, "how": "'paper'"}
                insert(cursor, Acknowledgement(), {**own, **agreed}, people)
    with district(one) as opened:
        people_here = Person.objects.of(opened)
        asked.ask(people=people_here, requirement_set=wanted, on=today - timedelta(days=1), by=Actor.system("bench"))
        assert Asked.objects.of(opened).filter(state="clear").count() > people_here.count() * 0.8
    return wanted


def _browser(one: District) -> tuple[Client, int]:
    person, user = administrator_of(one)
    return browser_of(user), person.pk


def _open(client: Client, path: str) -> None:
    response = client.get(path, secure=True)
    assert response.status_code == 200, f"{path}: {response.status_code}"


def _queries(client: Client, path: str) -> int:
    _open(client, path)
    with CaptureQueriesContext(connection) as captured:
        _open(client, path)
    return len(captured)


def _assess(one: District, wanted: RequirementSet) -> None:
    with district(one) as opened:
        ids = list(Person.objects.of(opened).values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as captured:
            found = rules.clearances(ids, wanted, timezone.localdate())
        assert len(found) == len(ids)
        assert len(captured) <= MOST_QUERIES


def _seconds(deed: Callable[[], None], times: int = 5) -> float:
    """The quickest of a few times, in seconds of this process."""
    spent = []
    for _time in range(times):
        began = time.process_time()
        deed()
        spent.append(time.process_time() - began)
    return round(min(spent), 4)
