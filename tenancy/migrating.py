"""How a migration that makes many tables takes seconds instead of minutes."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class TablesTogether(migrations.Migration):
    """A migration whose tables that follow one another are made in one step.

    Django draws up all models that hang together anew after each table that is made, and here all hang together through
    the district: for most of a first `migrate` it did nothing else. What happens to the database, and to the state of
    the models, is what the plain migration does, forwards and backwards.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.operations = list(_in_steps(cls.operations))


class MadeTogether(Operation):
    """Tables whose models are drawn up once, when all of them are known."""

    def __init__(self, tables: Sequence[migrations.CreateModel]) -> None:
        self.tables = list(tables)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Know the models. What was drawn up before is forgotten: it would be drawn up anew for each of them."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make each table."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop each table, the last one first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` says."""
        return f"Create models {', '.join(table.name for table in self.tables)}"


def _in_steps(operations: Sequence[Operation]) -> Iterator[Operation]:
    for makes_table, found in groupby(operations, key=lambda one: type(one) is migrations.CreateModel):
        if makes_table:
            yield MadeTogether([one for one in found if isinstance(one, migrations.CreateModel)])
        else:
            yield from found
