"""Each check fails on a fault planted for it, and says where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.apps.registry import Apps
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.test.utils import isolate_apps

from tenancy import checks, happenings
from tenancy.constraints import DistrictForeignKey, DistrictKey, DistrictPolicy
from tenancy.context import district, platform
from tenancy.district_tables import add_district_constraints, district_constraints
from tenancy.models import District, Membership
from tenancy.models.owned import DistrictOwned
from tenancy.roles import too_much_power
from tests.conftest import connect_as
from tests.factories.tenancy import DistrictFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_owner() -> Callable[..., None]:
    """Plant a fault as the owner, and mend it."""

    def run(*statements: str) -> None:
        runtime = connection.settings_dict["USER"]
        connect_as("app_owner")
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connect_as(runtime)

    return run


def faults() -> list[str]:
    return [f"{found.id} {found.msg}" for found in checks.the_database_keeps_districts_apart(None, ["default"])]


def test_the_database_as_migrated_has_no_fault() -> None:
    assert faults() == []
    assert [found for found in run_checks() if found.id and found.id.startswith("tenancy.")] == []


@pytest.mark.parametrize(
    ("plant", "mend", "expected"),
    [
        pytest.param(
            ["DROP POLICY tenant_isolation ON tenancy_school"],
            [
                "CREATE POLICY tenant_isolation ON tenancy_school TO app_rt USING (district_id = "
                "(SELECT NULLIF(current_setting('app.district', true), '')::bigint)) WITH CHECK (district_id = "
                "(SELECT NULLIF(current_setting('app.district', true), '')::bigint))"
            ],
            ["tenancy.E010 Table tenancy_school: its policies are [('platform_all', '{app_platform}', 'ALL')]."],
            id="dropped policy",
        ),
        pytest.param(
            ["ALTER TABLE tenancy_school DISABLE ROW LEVEL SECURITY"],
            ["ALTER TABLE tenancy_school ENABLE ROW LEVEL SECURITY"],
            ["tenancy.E010 Table tenancy_school: row-level security is off."],
            id="row-level security off",
        ),
        pytest.param(
            [
                "ALTER POLICY tenant_isolation ON tenancy_school USING (true) WITH CHECK (true)",
            ],
            [
                "ALTER POLICY tenant_isolation ON tenancy_school USING (district_id = "
                "(SELECT NULLIF(current_setting('app.district', true), '')::bigint)) WITH CHECK (district_id = "
                "(SELECT NULLIF(current_setting('app.district', true), '')::bigint))"
            ],
            ["tenancy.E010 Table tenancy_school: the policy tenant_isolation does not look at the district."],
            id="policy that allows all",
        ),
        pytest.param(
            ["CREATE TABLE forgotten (id bigint PRIMARY KEY, district_id bigint)"],
            ["DROP TABLE forgotten"],
            [
                "tenancy.E010 Table forgotten: row-level security is off.",
                "tenancy.E010 Table forgotten: its policies are [].",
            ],
            id="table outside Django",
        ),
        pytest.param(
            ["ALTER TABLE tenancy_membership DROP CONSTRAINT tenancy_membership_person_district_fk"],
            [
                "ALTER TABLE tenancy_membership ADD CONSTRAINT tenancy_membership_person_district_fk FOREIGN KEY "
                "(district_id, person_id) REFERENCES tenancy_person (district_id, id) DEFERRABLE INITIALLY DEFERRED"
            ],
            [
                "tenancy.E011 tenancy.Membership.person has no composite key tenancy_membership_person_district_fk: "
                "run makemigrations and migrate."
            ],
            id="dropped composite key",
        ),
        pytest.param(
            ["CREATE UNIQUE INDEX planted ON tenancy_person (email) WHERE email <> ''"],
            ["DROP INDEX planted"],
            ["tenancy.E012 Table tenancy_person: the unique index planted does not begin with district_id."],
            id="conditional unique without district",
        ),
        pytest.param(
            ["CREATE UNIQUE INDEX planted ON tenancy_person (lower(email), district_id) WHERE email <> ''"],
            ["DROP INDEX planted"],
            ["tenancy.E012 Table tenancy_person: the unique index planted does not begin with district_id."],
            id="expression unique without district first",
        ),
        pytest.param(
            ["CREATE VIEW everyone AS SELECT * FROM tenancy_person"],
            ["DROP VIEW everyone"],
            ["tenancy.E013 View everyone runs as its owner and sees every district: use security_invoker."],
            id="view of its owner",
        ),
        pytest.param(
            ["CREATE MATERIALIZED VIEW everyone AS SELECT * FROM tenancy_person"],
            ["DROP MATERIALIZED VIEW everyone"],
            ["tenancy.E013 View everyone runs as its owner and sees every district: use security_invoker."],
            id="materialized view",
        ),
        pytest.param(
            ["GRANT UPDATE ON tenancy_auditevent TO app_rt"],
            ["REVOKE UPDATE ON tenancy_auditevent FROM app_rt"],
            [
                "tenancy.E014 Table tenancy_auditevent: app_rt may ['INSERT', 'SELECT', 'UPDATE'], "
                "not ['INSERT', 'SELECT'] as listed. Run migrate."
            ],
            id="append-only table that can be changed",
        ),
    ],
)
def test_a_fault_in_the_database_is_found(
    plant: list[str], mend: list[str], expected: list[str], as_owner: Callable[..., None]
) -> None:
    as_owner(*plant)
    try:
        assert faults() == expected
    finally:
        as_owner(*mend)
    assert faults() == []


@isolate_apps("tenancy")
def test_keys_written_as_strings_one_to_one_and_to_models_of_the_same_migration_get_composite_keys() -> None:
    class Program(DistrictOwned):
        class Meta:
            app_label = "tenancy"

    class Plan(DistrictOwned):
        program = models.OneToOneField("Program", models.CASCADE)
        successor = models.ForeignKey("self", models.SET_NULL, null=True)
        later = models.ForeignKey("Later", models.CASCADE)

        class Meta:
            app_label = "tenancy"

    class Later(DistrictOwned):
        class Meta:
            app_label = "tenancy"

    assert [(type(made), made.name) for made in district_constraints(Plan)] == [
        (DistrictKey, "tenancy_plan_district_key"),
        (DistrictPolicy, "tenancy_plan_district_policy"),
        (DistrictForeignKey, "tenancy_plan_program_district_fk"),
        (DistrictForeignKey, "tenancy_plan_successor_district_fk"),
        (DistrictForeignKey, "tenancy_plan_later_district_fk"),
    ]


@dataclass
class Planted:
    """Two new models of one migration: the earlier points at the later, by a key and one to one."""

    earlier: type[DistrictOwned]
    later: type[DistrictOwned]


@pytest.fixture
def planted(django_isolated_apps: Apps, as_owner: Callable[..., None]) -> Iterator[Planted]:
    """Their tables, as a migration would make them, and open to app_rt."""
    django_isolated_apps.register_model("tenancy", District)

    class Earlier(DistrictOwned):
        later = models.ForeignKey("Later", models.CASCADE)
        twin = models.OneToOneField("Later", models.CASCADE, related_name="+")

        class Meta:
            app_label = "tenancy"

    class Later(DistrictOwned):
        class Meta:
            app_label = "tenancy"

    for model in (Earlier, Later):
        model._meta.constraints = district_constraints(model)
    runtime = connection.settings_dict["USER"]
    connect_as("app_owner")
    with connection.schema_editor() as editor:
        editor.create_model(Later)
        editor.create_model(Earlier)
    connect_as(runtime)
    yield Planted(Earlier, Later)
    connect_as("app_owner")
    with connection.schema_editor() as editor:
        for model in (Later, Earlier):  # the target first: its key goes with whatever points at it
            for made in reversed(model._meta.constraints):
                editor.remove_constraint(model, made)
        editor.delete_model(Earlier)
        editor.delete_model(Later)
    connect_as(runtime)


@pytest.mark.django_isolate_apps("tenancy")
def test_a_one_to_one_key_that_is_unique_without_its_district_is_found(planted: Planted) -> None:
    index = "tenancy_earlier_twin_id_key"
    assert faults() == [
        f"tenancy.E012 Table tenancy_earlier: the unique index {index} does not begin with district_id."
    ]


@pytest.mark.parametrize("key", ["later", "twin"])
@pytest.mark.django_isolate_apps("tenancy")
def test_new_models_that_point_at_each_other_are_kept_apart_by_their_first_migration(
    planted: Planted, as_owner: Callable[..., None], key: str
) -> None:
    as_owner("GRANT SELECT, INSERT ON tenancy_earlier, tenancy_later TO app_rt")
    with platform("a test needs districts"):
        oak, elm = DistrictFactory(slug="oak"), DistrictFactory(slug="elm")
    with district(elm.pk):
        theirs = planted.later._base_manager.create()
    with pytest.raises(IntegrityError, match=f"tenancy_earlier_{key}_district_fk"), district(oak.pk):
        ours = {"later": planted.later._base_manager.create(), "twin": planted.later._base_manager.create()}
        planted.earlier._base_manager.create(**(ours | {key: theirs}))


def test_the_walk_can_be_repeated() -> None:
    before = [made.name for made in Membership._meta.constraints]
    add_district_constraints()
    assert [made.name for made in Membership._meta.constraints] == before


def test_a_model_without_a_room_is_found(settings: pytest.FixtureRequest) -> None:
    settings.GLOBAL_TABLES = "tests.tenancy.planted_tables.ONE_STALE_LINE"  # type: ignore[attr-defined]
    found = {f"{fault.id} {fault.msg}" for fault in checks.every_table_has_a_room(None)}
    assert "tenancy.E003 tests.tenancy.planted_tables.ONE_STALE_LINE lists tenancy.Nothing, which is no table." in found
    assert (
        "tenancy.E001 sessions.Session belongs to no district: list it in tests.tenancy.planted_tables.ONE_STALE_LINE."
        in found
    )


def test_a_happening_without_a_line_and_a_line_without_a_happening_are_found(settings: pytest.FixtureRequest) -> None:
    settings.CONSEQUENCES = "tests.tenancy.planted_tables.UNKNOWN_HAPPENING"  # type: ignore[attr-defined]
    found = {fault.id for fault in checks.consequences_are_whole(None)}
    assert found == {"tenancy.E004", "tenancy.E005"}
    with pytest.raises(happenings.UnknownHappening, match="person.deactivated"):
        happenings.happened("person.deactivated")
    with pytest.raises(happenings.UnknownHappening, match="No app declares"):
        happenings.happened("pigs.flew")


def test_the_process_refuses_to_run_as_owner_or_superuser() -> None:
    runtime = connection.settings_dict["USER"]
    assert too_much_power(connection) == ""
    for role in ("app_owner", "postgres"):
        connection.close()
        connection.settings_dict["USER"] = role
        try:
            with pytest.raises(ImproperlyConfigured, match=rf"The database role {role} .* Connect as app_rt"):
                connection.ensure_connection()
        finally:
            connection.close()
            connection.settings_dict["USER"] = runtime
    connection.ensure_connection()


def test_the_roles_can_be_printed_for_an_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("database_roles", "--sql")
    printed = capsys.readouterr().out
    assert "CREATE ROLE app_rt" in printed
    assert "ALTER ROLE app_rt LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS" in printed
    assert "GRANT app_platform TO app_rt" in printed
