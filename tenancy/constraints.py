"""What the database itself holds true of a district-owned table, as constraints that migrations carry.

makemigrations finds them, migrations add and remove them, ``sqlmigrate`` shows them. ``tenancy.district_tables`` puts
them on every model; nobody writes them by hand. Knows no model.
"""

import hashlib
from typing import Any, cast

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, ForeignKey, Model
from typing_extensions import override

from tenancy.roles import DISTRICT_SETTING, PLATFORM, RUNTIME

#: The policies' right-hand side. As a sub-select it is worked out once a query and still used as an index condition.
CURRENT_DISTRICT_SQL = f"(SELECT NULLIF(current_setting('{DISTRICT_SETTING}', true), '')::bigint)"


class DistrictConstraint(BaseConstraint):
    """A constraint made of statements, always run after the tables of its migration exist."""

    def statement(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        """The SQL that puts the constraint on the model's table."""
        raise NotImplementedError

    @override
    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        schema_editor.deferred_sql.append(self.statement(model, schema_editor))
        return ""

    @override
    def create_sql(self, model: Any, schema_editor: Any) -> str:
        schema_editor.deferred_sql.append(self.statement(model, schema_editor))
        return ""

    @override
    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to say to a form: these hold by construction, and the database has the last word."""

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    @override
    def __hash__(self) -> int:
        return hash((type(self), self.name))


class DistrictPolicy(DistrictConstraint):
    """Row-level security: app_rt sees and writes the rows of the transaction's district; app_platform sees all.

    One policy a role: ``bypass OR district`` in a single policy loses the index.
    """

    column = "district_id"

    @override
    def statement(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        table = editor.quote_name(model._meta.db_table)
        mine = f"{self.column} = {CURRENT_DISTRICT_SQL}"
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY tenant_isolation ON {table} TO {RUNTIME} USING ({mine}) WITH CHECK ({mine});"
            f"CREATE POLICY platform_all ON {table} TO {PLATFORM} USING (true) WITH CHECK (true)"
        )

    @override
    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return (
            f"DROP POLICY tenant_isolation ON {table}; DROP POLICY platform_all ON {table};"
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        )


class DistrictSelfPolicy(DistrictPolicy):
    """For the table of districts itself: anyone may find one by its address, only the one at hand may be changed."""

    @override
    def statement(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        table = editor.quote_name(model._meta.db_table)
        mine = f"id = {CURRENT_DISTRICT_SQL}"
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY found_by_address ON {table} FOR SELECT TO {RUNTIME} USING (true);"
            f"CREATE POLICY tenant_isolation ON {table} FOR UPDATE TO {RUNTIME} USING ({mine}) WITH CHECK ({mine});"
            f"CREATE POLICY platform_all ON {table} TO {PLATFORM} USING (true) WITH CHECK (true)"
        )

    @override
    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return f"DROP POLICY found_by_address ON {table}; {super().remove_sql(model, schema_editor)}"


class DistrictKey(DistrictConstraint):
    """UNIQUE (district_id, id): what composite keys point at. Dropped with CASCADE so migrations reverse in any order.

    Made with its table or at once, never later, so that every key of the same migration finds it.
    """

    @override
    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} UNIQUE (district_id, id)"

    @override
    def create_sql(self, model: Any, schema_editor: Any) -> str:
        return self.statement(model, schema_editor)

    @override
    def statement(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        table, name = editor.quote_name(model._meta.db_table), editor.quote_name(self.name)
        return f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (district_id, id)"

    @override
    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name} CASCADE"


class DistrictForeignKey(DistrictConstraint):
    """FOREIGN KEY (district_id, x_id) → (district_id, id): key checks ignore row-level security, this one cannot.

    Checked at the end of the transaction, like Django's own keys.
    """

    def __init__(self, *, field: str, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.field = field

    @override
    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    @override
    def statement(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        quote, field = editor.quote_name, cast(ForeignKey[Any, Any], model._meta.get_field(self.field))
        target = field.related_model._meta.db_table
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (district_id, {quote(field.column)}) REFERENCES {quote(target)} (district_id, id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    @override
    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}"


def constraint_name(table: str, *parts: str) -> str:
    """A name of at most 60 characters, the same for the same parts, told apart by a hash where it had to be cut."""
    full = "_".join((table, *parts))
    return full if len(full) <= 60 else f"{full[:51]}_{hashlib.sha256(full.encode()).hexdigest()[:8]}"
