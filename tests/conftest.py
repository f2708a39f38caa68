"""The cast of Oak and Elm, and a database in which they are kept apart as in real life.

In Oak district Ana coordinates, Tom teaches, Mia mentors, Sam studies and Gil is Sam's guardian; Ada administers, Pia
is principal, Cole counsels, Fay sits in the front office. Elm has the same people under the same names.
"""

import asyncio
import os
import shutil
import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.db.models.signals import post_save
from django.test import Client, TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as generating

from tenancy.context import district, platform
from tenancy.models import District, Person, School
from tenancy.permissions import Role
from tests.clients import DistrictClient
from tests.factories.accounts import SeatFactory
from tests.factories.tenancy import DistrictFactory, MembershipFactory, PersonFactory, SchoolFactory

# Plain static addresses: tests run without collectstatic. (The journeys' server is a real one, with it.)
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Each xdist worker has a cache of its own: clearing one empties the whole of its database.
settings.CACHES["default"]["OPTIONS"]["db"] += int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

# How long an example takes says how busy the machine is, not whether what it shows holds.
generating.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
generating.load_profile("untimed")

#: So many rows of a kind may be made before its ids reach those of the next one.
APART = 100_000


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Hide the event loop that a browser journey leaves running in this thread from every test that has no browser.

    The product never runs inside a loop; pyHanko starts one of its own and refuses to do so within another.
    """
    if "browser" in getattr(item, "fixturenames", ()):
        return (yield)
    left = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(left)


def connect_as(user: str) -> None:
    """Go on as this database role: app_owner to change tables, app_rt as the product does."""
    connection.close()
    connection.settings_dict["USER"] = user
    settings.IS_OWNER = user == "app_owner"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Create and migrate the test database as its owner, then run every test as app_rt, with the policies on.

    ``django_db_modify_db_settings`` gives each xdist worker a database of its own.
    """
    runtime = connection.settings_dict["USER"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _roles_exist()
        connect_as("app_owner")
        old = setup_databases(verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            # Tests that commit are cleaned up by TRUNCATE, which only test databases allow.
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {runtime}")
            _number_apart(cursor)
        settings.TRUNCATE_GRANTED_FOR_TESTS = True
        connect_as(runtime)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connect_as("app_owner")
        teardown_databases(old, verbosity=0)


def _number_apart(cursor: CursorWrapper) -> None:
    """Each table counts from a number of its own, so that the id of one kind of row is never that of another."""
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename")
    for place, (name,) in enumerate(cursor.fetchall(), start=1):
        cursor.execute(f"ALTER SEQUENCE {connection.ops.quote_name(name)} RESTART WITH {place * APART + 1}")


#: Names of models and permissions are made by migrate, once; app_rt may only read them.
LASTING = {"django_content_type", "auth_permission", "django_migrations"}


def _empty_tables(self: TransactionTestCase) -> None:
    """Clean up after a test that commits. (Django's own flush makes the lasting rows anew, which app_rt may not.)"""
    tables = sorted(set(connection.introspection.table_names()) - LASTING)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}")


TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[method-assign]


def _roles_exist() -> object:
    for _try in range(10):
        try:
            return call_command("database_roles")
        except psycopg2.Error:  # another xdist worker is doing the same right now
            time.sleep(0.2)
    return call_command("database_roles")


@pytest.fixture(autouse=True)
def _quick_and_clean(settings: pytest.FixtureRequest) -> Iterator[None]:
    """Passwords hash quickly; nothing is remembered from the test before: cache, files, the language last spoken."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    cache.clear()
    translation.deactivate()
    yield
    shutil.rmtree(default_storage.path("districts"), ignore_errors=True)


@dataclass
class Cast:
    """A district, a school, and its people by first name. ``with oak.open():`` reads and writes as the product does."""

    district: District
    school: School
    ada: Person
    ana: Person
    cole: Person
    fay: Person
    gil: Person
    mia: Person
    pia: Person
    sam: Person
    tom: Person

    def open(self) -> AbstractContextManager[District]:
        """Open the district."""
        return district(self.district.pk)

    @property
    def today(self) -> date:
        """The day that it is in the district: in the evening another one than in London."""
        return timezone.localdate(timezone=ZoneInfo(self.district.time_zone))


ROLES = {
    "ada": ("Ada Okafor", Role.ADMINISTRATOR),
    "ana": ("Ana García", Role.COORDINATOR),
    "cole": ("Cole Nguyen", Role.COUNSELOR),
    "fay": ("Fay Larsson", Role.FRONT_OFFICE),
    "gil": ("Gil Haddad", Role.GUARDIAN),
    "mia": ("Mia Fischer", Role.MENTOR),
    "pia": ("Pia Raman", Role.PRINCIPAL),
    "sam": ("Sam Haddad", Role.STUDENT),
    "tom": ("Tom Whelan", Role.TEACHER),
}


def cast_of(slug: str, name: str, time_zone: str) -> Cast:
    """Make a district with its school and its nine people, each with a sign-in of their own."""
    with platform("a test needs a district"):
        made = DistrictFactory(slug=slug, name=name, time_zone=time_zone)
    people: dict[str, Person] = {}
    with district(made.pk):
        school = SchoolFactory(name=f"{slug.title()} High School")
        for key, (full_name, role) in ROLES.items():
            given, family = full_name.split()
            people[key] = PersonFactory(given_name=given, family_name=family, email=f"{key}@{slug}.example")
            MembershipFactory(person=people[key], role=role)
            SeatFactory(person=people[key], district=made, role=role)
    return Cast(district=made, school=school, **people)


OAK = ("oak", "Oak School District", "America/Chicago")
ELM = ("elm", "Elm County Schools", "America/New_York")
#: Casts as they were first made on a day, with the rows that were saved for them, in order.
_made: dict[tuple[str, date], tuple[Cast, list[Model]]] = {}


def again(slug: str, name: str, time_zone: str) -> Cast:
    """The cast as ``cast_of`` makes it, with the same ids each time: made once, and written anew for each test.

    A test that has made a district of this name by itself gets the cast into that one.
    """
    if District.objects.filter(slug=slug).exists():
        return cast_of(slug, name, time_zone)
    today = timezone.now().date()
    if (slug, today) not in _made:
        with _noting_what_is_saved() as saved:
            cast = cast_of(slug, name, time_zone)
        _made[slug, today] = deepcopy((cast, saved))
        return cast
    cast, saved = deepcopy(_made[slug, today])
    made, *others = saved
    with platform("a test needs a district"):
        made.save(force_insert=True)
    with district(made.pk):
        for model in dict.fromkeys(type(one) for one in others):
            model._base_manager.bulk_create([one for one in others if type(one) is model])
    return cast


@contextmanager
def _noting_what_is_saved() -> Iterator[list[Model]]:
    """Everything that is saved meanwhile, each row once."""
    saved: list[Model] = []

    def note(instance: Model, created: bool, **_rest: object) -> None:
        if created:
            saved.append(instance)

    post_save.connect(note)
    try:
        yield saved
    finally:
        post_save.disconnect(note)


@pytest.fixture
def oak(db: None) -> Cast:
    """Oak district, in Chicago."""
    return again(*OAK)


@pytest.fixture
def elm(db: None) -> Cast:
    """Elm district, in New York."""
    return again(*ELM)


@pytest.fixture
def client_of() -> type[DistrictClient]:
    """``client_of(oak.ana).get("people/")``: a browser in which Ana is signed in, extra step done, in her district."""
    return DistrictClient


@pytest.fixture
def visitor() -> Client:
    """A browser in which nobody is signed in."""
    return Client()


@pytest.fixture
def transactional_oak(transactional_db: None) -> Cast:
    """Oak district in a test that really commits."""
    return again(*OAK)


@pytest.fixture
def transactional_elm(transactional_db: None) -> Cast:
    """Elm district in a test that really commits."""
    return again(*ELM)
