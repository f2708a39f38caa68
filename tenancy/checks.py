"""Checks that the database really keeps districts apart. They read the catalog, not the models' good intentions.

``manage.py check --database default`` runs them all; web and workers run ``too_much_power`` at their first connection.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey, Model
from django.utils.module_loading import import_string

from tenancy import happenings
from tenancy.constraints import constraint_name
from tenancy.district_tables import district_keys, district_models
from tenancy.models import District
from tenancy.models.owned import DistrictOwned
from tenancy.roles import PLATFORM, RUNTIME, too_much_power

Configs = Sequence[AppConfig] | None


@register(Tags.models)
def every_table_has_a_room(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Each model is district-owned or listed with a reason; no automatic many-to-many table; no stale line."""
    listed = import_string(settings.GLOBAL_TABLES)
    found: list[CheckMessage] = []
    labels = set()
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.proxy or not options.managed:
            continue
        labels.add(options.label)
        if issubclass(model, DistrictOwned):
            found += [
                Error(
                    f"{options.label}.{field.name} makes a table without a district: name it by through=.",
                    id="tenancy.E002",
                )
                for field in options.local_many_to_many
                if cast(type[Model], field.remote_field.through)._meta.auto_created
            ]
        elif options.label not in listed:
            found.append(
                Error(
                    f"{options.label} belongs to no district: list it in {settings.GLOBAL_TABLES}.", id="tenancy.E001"
                )
            )
    found += [
        Error(f"{settings.GLOBAL_TABLES} lists {label}, which is no table.", id="tenancy.E003")
        for label in listed
        if label not in labels
    ]
    return found


@register(Tags.models)
def consequences_are_whole(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Everything that can happen has a line on the page of consequences, and each line can happen."""
    declared, followed = set(happenings.declared()), set(happenings.consequences())
    return [
        *(
            Error(f"{settings.CONSEQUENCES} has no line for {name!r}.", id="tenancy.E004")
            for name in declared - followed
        ),
        *(
            Error(f"{settings.CONSEQUENCES}: {name!r} never happens.", id="tenancy.E005")
            for name in followed - declared
        ),
    ]


@register(Tags.database)
def the_database_keeps_districts_apart(
    app_configs: Configs, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Policies, keys, unique indexes, views, rights and roles, read from the catalog.

    Not as the owner: migrate runs the checks first, when what they look for is still to be made.
    """
    found: list[CheckMessage] = []
    for alias in [] if settings.IS_OWNER else databases or []:
        connection = connections[alias]
        for faults, identity in (
            (_policies, "tenancy.E010"),
            (_composite_keys, "tenancy.E011"),
            (_unique_indexes, "tenancy.E012"),
            (_views, "tenancy.E013"),
            (_rights, "tenancy.E014"),
            (_role, "tenancy.E015"),
        ):
            found += [Error(fault, id=identity) for fault in faults(connection)]
    return found


def refuse_too_much_power(sender: object, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """On connecting: refuse to work (ImproperlyConfigured) as a role that could see every district."""
    if settings.IS_OWNER:
        return
    if fault := too_much_power(connection):
        connection.close()
        raise ImproperlyConfigured(fault)


def _rows(connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _tables_that_name_districts() -> list[str]:
    """Tables with a district_id that belong to no district, by declared exception."""
    listed = import_string(settings.GLOBAL_TABLES).items()
    return [apps.get_model(label)._meta.db_table for label, entry in listed if entry.names_districts]


def _policies(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Every table with district_id, and the table of districts, has row-level security with just our policies."""
    exempt = _tables_that_name_districts()
    expected = {("tenant_isolation", f"{{{RUNTIME}}}", "ALL"), ("platform_all", f"{{{PLATFORM}}}", "ALL")}
    own = {
        ("found_by_address", f"{{{RUNTIME}}}", "SELECT"),
        ("tenant_isolation", f"{{{RUNTIME}}}", "UPDATE"),
        ("platform_all", f"{{{PLATFORM}}}", "ALL"),
    }
    tables = _rows(
        connection,
        """
        SELECT c.relname, c.relrowsecurity, a.attname = 'district_id'
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
          AND (a.attname = 'district_id' OR (c.relname = %s AND a.attname = 'id'))
        """,
        [District._meta.db_table],
    )
    policies: dict[str, set[tuple[str, str, str]]] = {}
    for table, name, roles, command, condition, check in _rows(
        connection,
        """
        SELECT tablename, policyname, roles::text, cmd, coalesce(qual, ''), coalesce(with_check, qual, '')
        FROM pg_policies
        """,
    ):
        policies.setdefault(table, set()).add((name, roles, command))
        if name == "tenant_isolation" and not ("app.district" in condition and "app.district" in check):
            yield f"Table {table}: the policy {name} does not look at the district."
    for table, is_on, is_owned in tables:
        if table in exempt:
            continue
        if not is_on:
            yield f"Table {table}: row-level security is off."
        if policies.get(table, set()) != (expected if is_owned else own):
            yield f"Table {table}: its policies are {sorted(policies.get(table, set()))}."


def _composite_keys(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Every key between district-owned models is (district_id, x_id) → (district_id, id) in the database."""
    present = {
        (table, tuple(columns), target, tuple(target_columns))
        for table, columns, target, target_columns in _rows(
            connection,
            """
            SELECT t.relname, ARRAY(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, i)
                                    JOIN pg_attribute ON attrelid = c.conrelid AND attnum = n ORDER BY i),
                   f.relname, ARRAY(SELECT attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, i)
                                    JOIN pg_attribute ON attrelid = c.confrelid AND attnum = n ORDER BY i)
            FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
            WHERE c.contype = 'f'
            """,
        )
    }
    for model in district_models():
        for name in district_keys(model):
            field = cast(ForeignKey[Any, Any], model._meta.get_field(name))
            target = field.related_model._meta.db_table
            wanted = (model._meta.db_table, ("district_id", field.column), target, ("district_id", "id"))
            if wanted not in present:
                key = constraint_name(model._meta.db_table, name, "district_fk")
                yield f"{model._meta.label}.{name} has no composite key {key}: run makemigrations and migrate."


def _unique_indexes(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Every unique or exclusion index but the primary key begins with district_id, conditional ones too."""
    for table, index in _rows(
        connection,
        """
        SELECT t.relname, i.relname
        FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_attribute d ON d.attrelid = t.oid AND d.attname = 'district_id' AND NOT d.attisdropped
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
        WHERE (x.indisunique OR x.indisexclusion) AND NOT x.indisprimary AND t.relname <> ALL(%s)
          AND t.relnamespace = 'public'::regnamespace AND a.attname IS DISTINCT FROM 'district_id'
        """,
        [_tables_that_name_districts()],
    ):
        yield f"Table {table}: the unique index {index} does not begin with district_id."


def _views(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """A view runs as whoever asks; a materialized view would keep rows of every district."""
    for (view,) in _rows(
        connection,
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
          AND (relkind = 'm' OR relkind = 'v' AND NOT coalesce(reloptions::text, '') LIKE '%%security_invoker=true%%')
        """,
    ):
        yield f"View {view} runs as its owner and sees every district: use security_invoker."


def _rights(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """app_rt may do with each table just what is listed: nothing more, nothing less; TRUNCATE never."""
    listed = import_string(settings.GLOBAL_TABLES)
    allowed: dict[str, set[str]] = {"django_migrations": {"SELECT"}}
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if issubclass(model, DistrictOwned):
            full = {"SELECT", "INSERT"} if model.append_only else {"SELECT", "INSERT", "UPDATE", "DELETE"}
            allowed[options.db_table] = full
        elif entry := listed.get(options.label):
            allowed[options.db_table] = {right.strip() for right in entry.runtime.split(",") if right.strip()}
    granted: dict[str, set[str]] = {}
    for table, right in _rows(
        connection,
        """
        SELECT c.relname, x.privilege_type FROM pg_class c, aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND r.rolname = %s
        """,
        [RUNTIME],
    ):
        granted.setdefault(table, set()).add(right)
    ignored = {"TRUNCATE"} if settings.TRUNCATE_GRANTED_FOR_TESTS else set()
    for table in sorted(granted.keys() | allowed.keys()):
        has, may = granted.get(table, set()) - ignored, allowed.get(table, set())
        if has != may:
            yield f"Table {table}: {RUNTIME} may {sorted(has)}, not {sorted(may)} as listed. Run migrate."


def _role(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if fault := too_much_power(connection):
        yield fault
