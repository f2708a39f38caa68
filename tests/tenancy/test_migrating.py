"""Tables made together are the tables that a plain migration makes."""

from django.db import migrations, models
from django.db.migrations.state import ProjectState

from tenancy.migrating import MadeTogether, TablesTogether

KEY = ("id", models.BigAutoField(primary_key=True))


class Plain(migrations.Migration):
    operations = [
        migrations.CreateModel("Tool", [KEY]),
        migrations.CreateModel("Handle", [KEY, ("tool", models.ForeignKey("tenancy.Tool", models.CASCADE))]),
        migrations.AddField("tool", "name", models.TextField()),
        migrations.CreateModel("Shed", [KEY]),
    ]


class Together(TablesTogether):
    operations = Plain.operations


def test_tables_that_follow_one_another_are_one_step() -> None:
    steps = Together("0001_tools", "tenancy").operations

    assert [type(one) for one in steps] == [MadeTogether, migrations.AddField, MadeTogether]
    assert [one.describe() for one in steps] == [
        "Create models Tool, Handle",
        "Add field name to tool",
        "Create models Shed",
    ]


def test_models_are_known_afterwards_as_by_a_plain_migration() -> None:
    plain = Plain("0001_tools", "tenancy").mutate_state(ProjectState())
    drawn = ProjectState()
    assert drawn.apps.get_models() == []  # drawn up before, as `migrate` does

    together = Together("0001_tools", "tenancy").mutate_state(drawn, preserve=False)

    assert together == plain
    assert {one.__name__ for one in together.apps.get_models()} == {"Tool", "Handle", "Shed"}
