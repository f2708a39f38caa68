"""Tasks know their district; the bell never stops a deed."""

import pytest
from celery import Task
from django.db import connection, transaction

from config.celery import app
from tenancy.celery import HEADER, DistrictTask, ring
from tenancy.context import NoDistrict, current_district, district
from tenancy.models import Person
from tests.conftest import Cast


@app.task(name="tests.count_people")
def count_people() -> tuple[str, int]:
    """Two units of work, each its own transaction."""
    with district() as first:
        slug = first.slug
    assert current_district() is None
    with district():
        return slug, Person.objects.count()


@app.task(name="tests.outside", outside=True)
def outside_task() -> int:
    return Person.objects.count()


def test_a_task_opens_the_district_it_was_sent_with(oak: Cast, elm: Cast) -> None:
    assert isinstance(count_people, DistrictTask)
    answer = count_people.apply(headers={HEADER: elm.district.pk})
    assert answer.get() == ("elm", 9)


def test_a_task_without_a_district_is_refused(oak: Cast) -> None:
    with pytest.raises(NoDistrict, match=r"tests\.count_people was sent without a district"):
        count_people.apply().get()


def test_a_task_outside_every_district_sees_no_rows(oak: Cast) -> None:
    assert outside_task.apply().get() == 0


class Bell:
    """A task that remembers how it was rung, or that finds the broker away."""

    name = "tests.bell"

    def __init__(self, fault: Exception | None = None) -> None:
        self.rung: list[tuple[tuple[object, ...], dict[str, object]]] = []
        self.fault = fault

    def apply_async(self, args: tuple[object, ...], headers: dict[str, object], retry: bool) -> None:
        assert retry is False
        if self.fault:
            raise self.fault
        self.rung.append((args, headers))


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_with_the_district(transactional_oak: Cast) -> None:
    bell = Bell()
    with transactional_oak.open():
        ring(bell, 7)  # type: ignore[arg-type]
        assert bell.rung == []
    assert bell.rung == [((7,), {HEADER: transactional_oak.district.pk})]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_rings_nothing(transactional_oak: Cast) -> None:
    bell = Bell()
    with pytest.raises(ZeroDivisionError), transactional_oak.open():
        ring(bell)  # type: ignore[arg-type]
        raise ZeroDivisionError
    assert bell.rung == []


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_does_not_stop_the_deed(transactional_oak: Cast) -> None:
    with transactional_oak.open():
        Person.objects.filter(pk=transactional_oak.sam.pk).update(preferred_name="Sammy")
        ring(Bell(ConnectionError("no broker")))  # type: ignore[arg-type]
    with transactional_oak.open():
        assert Person.objects.get(pk=transactional_oak.sam.pk).preferred_name == "Sammy"


def test_every_task_of_the_product_is_a_district_task_or_says_that_it_is_outside() -> None:
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    assert all(isinstance(task, Task) and isinstance(task, DistrictTask) for task in ours)


def test_the_timetable_names_only_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.django_db(transaction=True)
def test_a_task_commits_each_unit_of_work(transactional_oak: Cast) -> None:
    with pytest.raises(ZeroDivisionError):
        rename_twice.apply(headers={HEADER: transactional_oak.district.pk}).get()
    with transactional_oak.open():
        assert Person.objects.get(pk=transactional_oak.sam.pk).preferred_name == "First"
    assert not connection.in_atomic_block and transaction.get_autocommit()


@app.task(name="tests.rename_twice")
def rename_twice() -> None:
    with district():
        Person.objects.filter(given_name="Sam").update(preferred_name="First")
    with district():
        Person.objects.filter(given_name="Sam").update(preferred_name="Second")
        raise ZeroDivisionError
