"""What docs/operating.md says about back-ups brings everything back, policies and rights included."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from local.programs import postgres_program
from local.servers import Servers
from tests.stack.running import ROOT, plain_environment

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("compose")]

TWO_DISTRICTS = """
from tests.conftest import cast_of
cast_of("oak", "Oak School District", "America/Chicago")
cast_of("elm", "Elm County Schools", "America/New_York")
"""


def manage(servers: Servers, *arguments: str) -> None:
    keys = {name: os.environ[name] for name in ("SECRET_KEY", "FACTOR_KEYS")}
    environment = {**plain_environment(), **keys, **servers.environment()}
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
    )


def tool(name: str, *arguments: str) -> None:
    command = [str(postgres_program(name, None)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def everything(servers: Servers) -> dict[str, object]:
    """Rows of each table, and every policy and right, as the owner sees them."""
    with psycopg2.connect(servers.environment()["DATABASE_OWNER_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        counts: dict[str, object] = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            (counts[table],) = cursor.fetchone() or (None,)
        cursor.execute(
            "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"
        )
        policies = cursor.fetchall()
        cursor.execute(
            "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants "
            "WHERE table_schema = 'public' ORDER BY 1, 2, 3"
        )
        return {**counts, "policies": policies, "rights": cursor.fetchall()}


def test_a_dump_by_the_owner_restores_districts_policies_and_rights(tmp_path: Path) -> None:
    dump = tmp_path / "waymark.dump"
    with Servers.temporary() as old:
        manage(old, "database_roles")
        manage(old, "migrate")
        manage(old, "shell", "--no-imports", "-c", TWO_DISTRICTS)
        owner = old.environment()["DATABASE_OWNER_URL"]
        tool("pg_dump", "--format=custom", f"--dbname={owner}", f"--file={dump}")
        before = everything(old)
    assert before["tenancy_district"] == 2
    with Servers.temporary() as new:
        manage(new, "database_roles")
        tool("pg_restore", "--no-owner", f"--dbname={new.environment()['DATABASE_OWNER_URL']}", str(dump))
        assert everything(new) == before
        manage(new, "migrate")
        manage(new, "check", "--database", "default")
        assert everything(new) == before
