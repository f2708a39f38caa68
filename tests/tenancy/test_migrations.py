"""Migrations go forward, back to nothing, and forward again, on a database of their own."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def empty_database(db: None) -> dict[str, str]:
    """The environment of a new database on the same server."""
    name = f"migrations_{uuid.uuid4().hex[:8]}"
    options = connection.settings_dict
    host = options["OPTIONS"].get("host") or options["HOST"]
    port = f":{options['PORT']}" if options["PORT"] else ""
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://app_rt@/{name}?host={host}{port}",
        "DATABASE_OWNER_URL": f"postgresql://app_owner@/{name}?host={host}{port}",
    }


def manage(environment: dict[str, str], *arguments: str) -> str:
    answer = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def test_forward_back_to_zero_and_forward_again(empty_database: dict[str, str]) -> None:
    manage(empty_database, "database_roles")
    manage(empty_database, "migrate", "-v", "0")
    manage(empty_database, "check", "--database", "default")
    for app in ("correspondence", "accounts", "tenancy"):
        manage(empty_database, "migrate", app, "zero", "-v", "0")
    manage(empty_database, "migrate", "-v", "0")
    manage(empty_database, "check", "--database", "default")
    assert "No changes detected" in manage(empty_database, "makemigrations", "--check", "--dry-run")
