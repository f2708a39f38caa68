"""Districts full of people, made by the tables' owner in a few statements, and somebody to look at them."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault
from django.test import Client
from django.utils import timezone
from psycopg2 import extensions, sql

from accounts.extra_step import mark_done
from accounts.models import Seat, User
from bench._programs import fill_programs
from correspondence.models import Message
from tenancy.context import district, platform
from tenancy.models import AuditEvent, District, Membership, Person
from tenancy.permissions import Role

#: As many districts of as many people, and what comes on top to see what growth costs.
MANY_ALIKE = [5_000] * 20
UNEVEN = [500] * 200 + [100_000]

GIVEN = ["Amara", "Mateo", "Nour", "Chloe", "Tariq", "Emily", "Isaiah", "Farida", "Sofia", "James", "Priya", "Ruth"]
FAMILY = ["Adeyemi", "Becker", "Castillo", "Dvorak", "Ellison", "Fofana", "Garcia", "Hashimi", "Ibarra", "Jansen"]
FAMILY += ["Kaplan", "Lindqvist", "Mbeki", "Novak", "Ortega", "Petrov", "Quintero", "Rahman", "Santos", "Tran"]


@contextmanager
def owner() -> Iterator[extensions.cursor]:
    """A cursor of the tables' owner, whom no policy holds; committed at the end."""
    opened = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    try:
        with opened, opened.cursor() as cursor:
            yield cursor
    finally:
        opened.close()


def make_districts(sizes: list[int], prefix: str) -> list[District]:
    """Districts of these sizes: a role, a message and a line of audit for every person."""
    with platform("measure"):
        made = [
            District.objects.create(slug=f"{prefix}-{n}", name=f"{prefix} {n}", time_zone="America/Chicago")
            for n in range(len(sizes))
        ]
    with owner() as cursor:
        for one, size in zip(made, sizes, strict=True):
            _fill(cursor, one, size)
    _vacuum()
    return made


def _fill(cursor: extensions.cursor, one: District, size: int) -> None:
    given, family = (f"(ARRAY[{', '.join(map(repr, names))}])[1 + {pick}]" for names, pick in _PICKS)
    key = f"lower({family}) || ' ' || lower({given})"
    people = {
        "district_id": str(one.pk),
        "given_name": given,
        "family_name": family,
        "email": f"'p' || n || '@{one.slug}.example'",
        "search_key": key,
        "search_key_given": f"lower({given}) || ' ' || lower({family})",
    }
    insert(cursor, Person(), people, f"generate_series(1, {size}) n")
    roles = "(ARRAY['teacher', 'mentor', 'guardian', 'student'])[1 + p.id % 4]"
    from_people = f"tenancy_person p WHERE p.district_id = {one.pk}"
    ago = "now() - (p.id % 500000) * interval '1 minute'"
    membership = {"district_id": str(one.pk), "person_id": "p.id", "role": roles, "started_on": "current_date"}
    insert(cursor, Membership(), membership, from_people)
    # Everybody on the staff signs in but one in a thousand.
    staff = f"{from_people} AND p.id % 4 = 0 AND p.id % 4000 <> 0"
    insert(cursor, User(), {"email": "p.email"}, staff)
    seat = {"district_id": str(one.pk), "person_id": "p.id", "user_id": "u.id", "kind": str(Seat.Kind.ADULT.value)}
    insert(cursor, Seat(), seat, f"accounts_user u JOIN {staff.replace('WHERE', 'ON u.email = p.email WHERE')}")
    event = {"district_id": str(one.pk), "at": ago, "verb": "'membership.add'", "target_id": "p.id"}
    event |= {"actor_kind": "'person'", "actor_person_id": "p.id", "target_kind": "'tenancy.person'"}
    insert(cursor, AuditEvent(), event, from_people)
    message = {"district_id": str(one.pk), "person_id": "p.id", "kind": "'accounts/invitation'", "state": "'sent'"}
    message |= {"created_at": ago, "leave_at": ago, "due_at": ago, "sent_at": ago, "language": "'en'"}
    message |= {"message_id": "'<' || p.id || '@bench>'", "subject": "'Welcome'", "to_address": "p.email"}
    insert(cursor, Message(), message, from_people)
    fill_programs(cursor, one, insert)


_PICKS = ((GIVEN, f"n % {len(GIVEN)}"), (FAMILY, f"(n / {len(GIVEN)}) % {len(FAMILY)}"))


def insert(cursor: extensions.cursor, blank: Model, given: Mapping[str, str], source: str) -> None:
    """INSERT … SELECT: SQL for the columns given, the model's own defaults for the others."""
    columns: list[sql.Composable] = []
    values: list[sql.Composable] = []
    for field in blank._meta.local_concrete_fields:
        if field.primary_key or field.generated:
            continue
        columns.append(sql.Identifier(str(field.column)))
        if field.column in given:
            values.append(sql.SQL(given[str(field.column)]))
            continue
        value = field.pre_save(blank, add=True)
        value = None if isinstance(value, DatabaseDefault) else field.get_db_prep_save(value, connection)
        values.append(sql.Literal(value))
    statement = "INSERT INTO {} ({}) SELECT {} FROM " + source
    comma = sql.SQL(", ")
    table = sql.Identifier(blank._meta.db_table)
    cursor.execute(sql.SQL(statement).format(table, comma.join(columns), comma.join(values)))


def _vacuum() -> None:
    opened = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    opened.autocommit = True
    with opened.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    opened.close()


def administrator_of(one: District) -> tuple[Person, User]:
    """Somebody who may look at every page of the district."""
    return _somebody(one, "Ada", Role.ADMINISTRATOR)


def coordinator_of(one: District) -> tuple[Person, User]:
    """Somebody who runs the programs of the district."""
    return _somebody(one, "Ana", Role.COORDINATOR)


def teacher_of(one: District) -> tuple[Person, User]:
    """Somebody who teaches in the district."""
    return _somebody(one, "Tom", Role.TEACHER)


def _somebody(one: District, name: str, role: Role) -> tuple[Person, User]:
    with district(one) as opened:
        email = f"{name.lower()}@{one.slug}.example"
        person = Person(given_name=name, family_name="Okafor", email=email).with_search_keys()
        person.save()
        Membership.objects.create(person=person, role=role, started_on=timezone.localdate() - timedelta(days=30))
        user = User.objects.create_user(person.email)
        Seat.objects.create(user=user, district=opened, person=person, kind=Seat.Kind.ADULT)
    return person, user


def browser_of(user: User) -> Client:
    """A browser in which the user is signed in, extra step done."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(user)
    session = client.session
    mark_done(session, user)
    session.save()
    return client


@dataclass(frozen=True)
class Cost:
    """What a page took, in milliseconds: the lower quartile of many times, which little disturbs."""

    cpu: float
    database: float


def cost_of(deed: Callable[[], Any], times: int = 40) -> Cost:
    """Do it a few times to warm up, then measure: processor time of this process, and time that the database took."""
    for _ in range(5):
        deed()
    measured = [_once(deed) for _ in range(times)]
    quartile = times // 4
    return Cost(*(sorted(one)[quartile] for one in zip(*measured, strict=True)))


def _once(deed: Callable[[], Any]) -> tuple[float, float]:
    began, waited = time.process_time(), 0.0

    def timed(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal waited
        asked = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            waited += time.perf_counter() - asked

    worked = _database_worked()
    with connection.execute_wrapper(timed):
        deed()
    spent = time.process_time() - began
    return spent * 1000, (_database_worked() - worked or waited) * 1000


def _database_worked() -> float:
    """Processor seconds of our database process so far: what else this machine does is no part of it.

    0 where the kernel does not say; then the time that we waited for answers has to do.
    """
    try:
        text = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    except (OSError, AttributeError):
        return 0.0
    return int(text.split()[0]) / 1e9
