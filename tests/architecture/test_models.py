"""Models are nouns with facts; every table belongs to a district or says why not."""

import ast
from collections.abc import Iterable, Mapping
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.db.models import Model

from config.global_tables import GLOBAL_TABLES
from tenancy.district_tables import district_models
from tenancy.models import Heartbeat, School
from tenancy.models.owned import DistrictOwned
from tests.architecture.source import Module, compare, floors, modules, sample

#: "path: name" → why this signal is listened to.
ALLOWED_SIGNALS: dict[str, str] = {
    "tenancy/apps.py: connection_created": "Django's own; refuses a role with too much power",
    "tenancy/apps.py: post_migrate": "Django's own; gives the roles their rights",
}
MODEL_SIGNALS = {
    "class_prepared",
    "connection_created",
    "m2m_changed",
    "post_delete",
    "post_init",
    "post_migrate",
    "post_save",
    "pre_delete",
    "pre_init",
    "pre_migrate",
    "pre_save",
}


def homeless(found: Iterable[type[Model]], listed: Mapping[str, object]) -> dict[str, str]:
    """Models that neither belong to a district nor are listed with a reason."""
    return {
        model._meta.label: "belongs to no district and is not in config/global_tables.py"
        for model in found
        if not issubclass(model, DistrictOwned) and model._meta.label not in listed and not model._meta.proxy
    }


def clever(found: Iterable[type[Model]]) -> dict[str, str]:
    """Models that order themselves or do something of their own when they are saved or deleted."""
    faults = {}
    for model in found:
        if model._meta.ordering:
            faults[f"{model._meta.label} ordering"] = "lists say their order themselves"
        for base in model.__mro__:
            if base.__module__.partition(".")[0] in floors():
                for name in {"save", "delete", "asave", "adelete"} & set(vars(base)):
                    faults[f"{model._meta.label}.{name}"] = "an action does this"
    return faults


def signals(module: Module) -> dict[str, str]:
    """Signals of models, and signals of our own."""
    found = {}
    for node in ast.walk(module.tree):
        for alias in node.names if isinstance(node, ast.ImportFrom) else []:
            if (node.module or "").startswith("django") and alias.name in MODEL_SIGNALS | {"Signal", "receiver"}:
                found[f"{module.path}: {alias.name}"] = f"({module.at(node)})"
    return found


def own_models() -> list[type[Model]]:
    """Every model of ours."""
    return [model for model in apps.get_models() if model._meta.app_label in floors()]


def append_only_tables() -> set[str]:
    """Tables to which app_rt may only add."""
    listed = {
        apps.get_model(label)._meta.db_table
        for label, entry in GLOBAL_TABLES.items()
        if {right.strip() for right in entry.runtime.split(",")} == {"SELECT", "INSERT"}
    }
    return listed | {model._meta.db_table for model in district_models() if model.append_only}


def test_every_model_belongs_to_a_district_or_says_why_not() -> None:
    assert compare(homeless(apps.get_models(include_auto_created=True), GLOBAL_TABLES), {}) == []


def test_every_line_of_the_global_tables_is_about_a_table() -> None:
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(GLOBAL_TABLES) - labels == set()
    assert [label for label, entry in GLOBAL_TABLES.items() if len(entry.reason.split()) < 3] == []
    owned = {model._meta.label for model in district_models()}
    assert owned & set(GLOBAL_TABLES) == set()


def test_models_are_facts_only() -> None:
    assert compare(clever(own_models()), {}) == []


def test_no_signals_between_our_apps() -> None:
    found = {key: fault for module in modules() for key, fault in signals(module).items()}
    assert compare(found, ALLOWED_SIGNALS) == []


def test_logs_are_append_only() -> None:
    assert {"tenancy_auditevent", "accounts_signinevent"} <= append_only_tables()


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_append_only_tables_are_never_changed(deed: str) -> None:
    for table in sorted(append_only_tables()):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed.format(connection.ops.quote_name(table)))


def misnamed_times(found: Iterable[type[Model]]) -> dict[str, str]:
    """Days not called …_on and instants not called …_at; ends of a span may be called …_until."""
    faults = {}
    for model in found:
        for field in model._meta.local_fields:
            if isinstance(field, models.DateTimeField):
                wanted = ("_at", "_until", "_after")
            elif isinstance(field, models.DateField):
                wanted = ("_on", "_until")
            else:
                continue
            if not f"_{field.name}".endswith(wanted):
                faults[f"{model._meta.label}.{field.name}"] = f"does not end in {' or '.join(wanted)}"
    return faults


def test_days_end_in_on_and_instants_in_at() -> None:
    allowed = {
        "classes.ClassDay.day": "it is what the row is about",
        "journals.Entry.period_from": "a week or month has a first day; its last one follows from it",
        "meetings.DayAbsence.day": "it is what the row is about",
        "tenancy.CalendarDay.day": "it is what the row is about",
        "accounts.User.last_login": "Django's own",
    }
    assert compare(misnamed_times(own_models()), allowed) == []


def test_a_planted_homeless_model_is_found() -> None:
    assert set(homeless([School, Heartbeat], {})) == {"tenancy.Heartbeat"}


def test_a_planted_clever_model_is_found() -> None:
    options = SimpleNamespace(label="tenancy.Planted", ordering=["name"])
    planted = type("Planted", (), {"save": None, "_meta": options, "__module__": "tenancy.models.planted"})
    assert set(clever([planted])) == {"tenancy.Planted ordering", "tenancy.Planted.save"}


def test_a_planted_signal_is_found() -> None:
    planted = sample("from django.db.models.signals import post_save\nfrom django.dispatch import Signal")
    assert len(signals(planted)) == 2
