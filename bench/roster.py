"""What a roster costs: bringing it in beside COPY of the same rows, as the tables' owner, into unlogged copies of the
tables with the same indexes and no policies, keys or triggers. And the memory of it, which stays flat.
"""

import os
import resource
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from django.utils import timezone

from bench._districts import FAMILY, GIVEN, make_districts
from bench.figure import Figure
from mentoring.models import Enrollment, Guardian, Guardianship, Section, Student
from rosters.actions import imports, rosters
from rosters.models import ImportChange, ImportRun, RosterRecord
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.context import district
from tenancy.models import District, Membership, MembershipSchool, Person, School

SIZES = (2_000, 100_000)
#: What bringing in may take of plain COPY, and memory of a large roster beside a small one.
MOST, MOST_GROWTH = 8.0, 1.25
TABLES = (
    School, Person, Student, Guardian, Guardianship, Membership, MembershipSchool, Section, Enrollment, RosterRecord,
    ImportChange,
)  # fmt: skip


def measure() -> Iterator[Figure]:
    """A small roster, a large one; each brought in, then again without any change."""
    memory = []
    with tempfile.TemporaryDirectory() as folder:
        # Once before anything is measured: caches of the process and of the database are warm then.
        _bring_in(make_districts([0], "warm")[0], _roster(Path(folder), 500))
        for size in SIZES:
            one = make_districts([0], f"roster-{size}")[0]
            path = _roster(Path(folder), size)
            first = _bring_in(one, path)
            copied = _copied(one)
            yield Figure("roster", f"{size:,} users", round(first, 3), "s", round(copied, 3), MOST)
            again = _bring_in(one, path)
            yield Figure("roster", f"{size:,} users, nothing new", round(again, 3), "s", round(copied, 3), MOST)
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    small, large = memory
    yield Figure("roster", "memory, 100,000 users beside 2,000", round(large), "MB", round(small), MOST_GROWTH)


def _bring_in(one: District, path: Path) -> float:
    """Seconds that bringing in takes, after the dry run."""
    by = Actor.system("bench")
    with path.open("rb") as file, district(one) as opened:
        run = rosters.start(file=file, file_name=path.name, district=opened, by=by)
    _work_off(one, run)
    with district(one):
        run.refresh_from_db()
        assert (run.state, run.total["failed"]) == ("checked", 0), (run.refusal, run.counts)
        imports.bring_in(run=run, may_end=True, by=by)
    began = time.perf_counter()
    _work_off(one, run)
    taken = time.perf_counter() - began
    with district(one):
        run.refresh_from_db()
        assert run.state == "done", run.state
    return taken


def _work_off(one: District, run: ImportRun) -> None:
    with district(one):
        run.refresh_from_db()
        job = jobs.claim(pk=run.job_id or 0, at=timezone.now())
    assert job is not None
    going_on = True
    while going_on:
        with district(one):
            going_on = jobs.advance(job=job, at=timezone.now())


def _copied(one: District) -> float:
    """Seconds that COPY takes for the same rows."""
    taken = 0.0
    opened = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    with tempfile.TemporaryDirectory() as folder, opened, opened.cursor() as cursor:
        for model in TABLES:
            table, path = model._meta.db_table, Path(folder, model._meta.model_name or "")
            with path.open("wb") as out:
                cursor.copy_expert(f'COPY (SELECT * FROM "{table}" WHERE district_id = {one.pk}) TO STDOUT', out)
            cursor.execute(f'CREATE UNLOGGED TABLE "copy_{table}" (LIKE "{table}" INCLUDING INDEXES)')
        opened.commit()
        for model in TABLES:
            with Path(folder, model._meta.model_name or "").open("rb") as rows:
                began = time.perf_counter()
                cursor.copy_expert(f'COPY "copy_{model._meta.db_table}" FROM STDIN', rows)
                opened.commit()
                taken += time.perf_counter() - began
        for model in TABLES:
            cursor.execute(f'DROP TABLE "copy_{model._meta.db_table}"')
    opened.close()
    return taken


# --- A made-up roster ------------------------------------------------------------------------------------------------
def _roster(folder: Path, users: int) -> Path:
    """A ZIP: of ten users five are students, four guardians, one teaches; each student sits in five classes."""
    path = folder / f"{users}.zip"
    schools, classes = max(1, users // 1500), max(1, users // 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        _write(packed, "orgs.csv", "sourcedId,status,name,type,parentSourcedId", _orgs(schools))
        session = ["year,,2026-27,schoolYear,2026-08-17,2027-06-04,"]
        head = "sourcedId,status,title,type,startDate,endDate,parentSourcedId"
        _write(packed, "academicSessions.csv", head, iter(session))
        head = "sourcedId,status,orgSourcedIds,role,givenName,familyName,email,phone,agentSourcedIds,grades,password"
        _write(packed, "users.csv", head, _users(users, schools))
        head = "sourcedId,status,title,schoolSourcedId,termSourcedIds"
        _write(packed, "classes.csv", head, (f"c{n},,Class {n},s{n % schools},year" for n in range(classes)))
        head = "sourcedId,status,classSourcedId,userSourcedId,role"
        _write(packed, "enrollments.csv", head, _enrollments(users, classes))
    return path


def _write(packed: zipfile.ZipFile, name: str, head: str, rows: Iterator[str]) -> None:
    with packed.open(name, "w") as out:
        out.write(f"{head}\r\n".encode())
        for row in rows:
            out.write(f"{row}\r\n".encode())


def _orgs(schools: int) -> Iterator[str]:
    yield "d,,The district,district,"
    for number in range(schools):
        yield f"s{number},,School {number},school,d"


def _users(users: int, schools: int) -> Iterator[str]:
    for n in range(users):
        given, family = GIVEN[n % len(GIVEN)], FAMILY[n // len(GIVEN) % len(FAMILY)]
        kind, school = n % 10, f"s{n // 10 % schools}"
        if kind < 5:
            kin = f'"u{n - kind + 5},u{n - kind + 6}"' if kind < 3 else f"u{n - kind + 7}"
            yield f"u{n},,{school},student,{given},{family},u{n}@example.org,,{kin},{9 + n % 4:02d},x"
        elif kind < 9:
            yield f"u{n},,{school},parent,{given},{family},u{n}@example.org,312555{n % 10000:04d},,,x"
        else:
            yield f"u{n},,{school},teacher,{given},{family},u{n}@example.org,,,,x"


def _enrollments(users: int, classes: int) -> Iterator[str]:
    for n in range(users):
        if n % 10 < 5:
            for place in range(5):
                yield f"e{n}-{place},,c{(n + place * 7) % classes},u{n},student"
        elif n % 10 == 9:
            yield f"e{n}-t,,c{n // 10 % classes},u{n},teacher"
