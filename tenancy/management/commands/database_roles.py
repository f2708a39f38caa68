"""Create the three database roles and the database, once."""

from argparse import ArgumentParser
from contextlib import closing
from typing import Any

import dj_database_url
import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import sql

from tenancy.roles import OWNER, RUNTIME, create_roles_sql


class Command(BaseCommand):
    """Runs, or prints, what needs a database administrator. Safe to run again; changes no data."""

    help = "Creates the database roles app_owner, app_rt and app_platform, and the database, by DATABASE_ADMIN_URL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--sql`` prints instead of running."""
        parser.add_argument("--sql", action="store_true", help="print the statements for an administrator to run")

    def handle(self, **options: Any) -> None:
        """Run or print."""
        database = str(settings.DATABASES["default"]["NAME"])
        if options["sql"]:
            self.stdout.write(";\n".join([*create_roles_sql(), f'CREATE DATABASE "{database}" OWNER {OWNER}']) + ";")
            self.stdout.write(f"-- Then set a password for each of {OWNER} and {RUNTIME}: ALTER ROLE … PASSWORD '…';")
            return
        if not settings.DATABASE_ADMIN_URL:
            raise CommandError("Set DATABASE_ADMIN_URL, or run with --sql and hand the output to an administrator.")
        with _connect(settings.DATABASE_ADMIN_URL) as connection, connection.cursor() as cursor:
            for statement in create_roles_sql():
                cursor.execute(statement)
            _set_passwords(cursor)
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if cursor.fetchone() is None:
                name, owner = sql.Identifier(database), sql.Identifier(OWNER)
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))


def _set_passwords(cursor: Any) -> None:
    """Give each role the password that its address carries; an address without one (a private socket) changes none."""
    for role, url in ((OWNER, settings.DATABASE_OWNER_URL), (RUNTIME, settings.DATABASE_URL)):
        parts = dj_database_url.parse(url) if url else {}
        if parts.get("USER") == role and parts.get("PASSWORD"):
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            cursor.execute(statement.format(sql.Identifier(role), sql.Literal(parts["PASSWORD"])))


def _connect(url: str) -> Any:
    parts = dj_database_url.parse(url)
    named = {"host": parts["HOST"], "port": parts["PORT"], "user": parts["USER"], "password": parts["PASSWORD"]}
    arguments: dict[str, Any] = {key: value for key, value in named.items() if value}
    connection = psycopg2.connect(dbname=parts["NAME"], **arguments, **parts.get("OPTIONS", {}))
    connection.autocommit = True
    return closing(connection)
