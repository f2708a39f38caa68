"""The three database roles and their rights.

* ``app_owner`` owns the tables and migrates; nobody else changes a table.
* ``app_rt`` serves requests and runs tasks. Row-level security shows it one district at a time.
* ``app_platform`` cannot sign in; app_rt becomes it for one transaction by ``SET LOCAL ROLE``, with a recorded reason.

None is a superuser and none may bypass row-level security.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

OWNER, RUNTIME, PLATFORM = "app_owner", "app_rt", "app_platform"

#: The setting of a transaction that names its district. Empty or missing means: no rows.
DISTRICT_SETTING = "app.district"


def create_roles_sql() -> list[str]:
    """What a database administrator runs once. Safe to run again."""
    return [
        *(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') "  # noqa: S608
            f"THEN CREATE ROLE {role}; END IF; END $$"
            for role in (OWNER, RUNTIME, PLATFORM)
        ),
        f"ALTER ROLE {OWNER} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS",
        f"ALTER ROLE {RUNTIME} LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS",
        f"ALTER ROLE {PLATFORM} NOLOGIN NOSUPERUSER NOBYPASSRLS",
        f"GRANT {PLATFORM} TO {RUNTIME}",
    ]


def too_much_power(connection: BaseDatabaseWrapper) -> str:
    """Say why the connected role must not serve requests; empty when it may.

    The likeliest real fault of an installation: it connects as owner or superuser, and the policies are silently off.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT current_user, r.rolsuper, r.rolbypassrls,
                   EXISTS (SELECT 1 FROM pg_roles p WHERE p.rolname = %s AND pg_has_role(current_user, p.oid, 'USAGE')),
                   EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))
            FROM pg_roles r WHERE r.rolname = current_user
            """,
            [PLATFORM],
        )
        name, superuser, bypasses, inherits, owns = cursor.fetchone()
    faults = {
        "is a superuser": superuser,
        "bypasses row-level security": bypasses,
        "holds the platform role without asking for it": inherits,
        "owns tables": owns,
    }
    found = [fault for fault, is_so in faults.items() if is_so]
    return f"The database role {name} {' and '.join(found)}. Connect as {RUNTIME}." if found else ""
