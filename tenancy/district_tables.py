"""The walk over all models that puts the district's constraints on each, and the rights that go with them."""

from collections.abc import Collection, Iterator

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from tenancy.constraints import DistrictConstraint, DistrictForeignKey, DistrictKey, DistrictPolicy, constraint_name
from tenancy.models.owned import DistrictOwned
from tenancy.roles import PLATFORM, RUNTIME


def district_models() -> Iterator[type[DistrictOwned]]:
    """Every model whose table carries district_id and a policy."""
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, DistrictOwned) and not model._meta.proxy and model._meta.managed:
            yield model


def district_keys(model: type[Model]) -> Iterator[str]:
    """Names of the model's fields that point at a district-owned model."""
    for field in model._meta.local_fields:
        target = field.related_model if field.is_relation else None
        if isinstance(target, type) and issubclass(target, DistrictOwned):
            yield field.name


def district_constraints(model: type[Model]) -> list[DistrictConstraint]:
    """Key, policy and one composite foreign key for every key to a district-owned model."""
    table = model._meta.db_table
    return [
        DistrictKey(name=constraint_name(table, "district_key")),
        DistrictPolicy(name=constraint_name(table, "district_policy")),
        *(
            DistrictForeignKey(field=name, name=constraint_name(table, name, "district_fk"))
            for name in district_keys(model)
        ),
    ]


def add_district_constraints() -> None:
    """Put the district's constraints on every district-owned model. Harmless when called again.

    Called when all models are loaded: earlier (on class_prepared) keys written as strings are not resolved yet and
    would silently get no composite key.
    """
    for model in district_models():
        options = model._meta
        present = {constraint.name for constraint in options.constraints}
        added = [constraint for constraint in district_constraints(model) if constraint.name not in present]
        options.constraints = [*options.constraints, *added]
        options.original_attrs["constraints"] = options.constraints


def rights_sql(tables: Collection[str]) -> Iterator[str]:
    """Every right of app_rt and app_platform on these tables; run as the owner after each migrate.

    District-owned tables are open to both (the policies decide the rows), append-only ones for reading and adding. A
    table that belongs to no district gives what ``settings.GLOBAL_TABLES`` lists and nothing else. No role but the
    owner may TRUNCATE, which ignores row-level security.
    """
    listed = import_string(settings.GLOBAL_TABLES)
    both = f"{RUNTIME}, {PLATFORM}"
    yield f"GRANT USAGE ON SCHEMA public TO {both}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {both}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {both}"
    yield f"GRANT SELECT ON django_migrations TO {both}"
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.proxy or options.db_table not in tables:
            continue
        if issubclass(model, DistrictOwned):
            rights = "SELECT, INSERT" if model.append_only else "SELECT, INSERT, UPDATE, DELETE"
            yield f'GRANT {rights} ON "{options.db_table}" TO {both}'
        elif entry := listed.get(options.label):
            for role, granted in ((RUNTIME, entry.runtime), (PLATFORM, entry.platform)):
                if granted:
                    yield f'GRANT {granted} ON "{options.db_table}" TO {role}'
