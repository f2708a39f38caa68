"""No context, no rows; one context, one district."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from tenancy.context import NoDistrict, current_district, district, platform
from tenancy.models import Membership, Person, School
from tests.conftest import Cast
from tests.factories.tenancy import DistrictFactory, PersonFactory, SchoolFactory


def test_without_a_district_there_are_no_rows_by_raw_sql_too(oak: Cast) -> None:
    assert Person.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenancy_person")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE tenancy_person SET given_name = 'x'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM tenancy_person")
        assert cursor.rowcount == 0


def test_without_a_district_writing_is_refused(oak: Cast) -> None:
    with pytest.raises(DatabaseError, match=r"row-level security|null value"), transaction.atomic():
        SchoolFactory()
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        SchoolFactory(district=oak.district)


def test_a_forgotten_filter_shows_one_district_only(oak: Cast, elm: Cast) -> None:
    with oak.open():
        assert {person.pk for person in Person.objects.all()} == {
            getattr(oak, name).pk for name in ("ada", "ana", "cole", "fay", "gil", "mia", "pia", "sam", "tom")
        }


def test_a_row_takes_the_district_of_its_context(oak: Cast) -> None:
    with oak.open():
        school = SchoolFactory(name="Bell Academy")
    assert school.district_id == oak.district.pk


def test_a_row_of_another_district_cannot_be_written(oak: Cast, elm: Cast) -> None:
    with oak.open(), pytest.raises(ProgrammingError, match="row-level security"):
        SchoolFactory(district=elm.district)


def test_a_row_cannot_be_moved_to_another_district(oak: Cast, elm: Cast) -> None:
    with oak.open(), pytest.raises(ProgrammingError, match="row-level security"):
        School.objects.filter(pk=oak.school.pk).update(district=elm.district)


def test_rows_of_another_district_are_not_changed_by_their_id(oak: Cast, elm: Cast) -> None:
    with oak.open():
        assert School.objects.filter(pk=elm.school.pk).update(name="Taken") == 0
        assert School.objects.filter(pk=elm.school.pk).delete() == (0, {})
    with elm.open():
        assert School.objects.get().name == "Elm High School"


def test_an_upsert_never_touches_another_district(oak: Cast, elm: Cast) -> None:
    with oak.open(), pytest.raises(DatabaseError), transaction.atomic():
        School.objects.bulk_create(
            [School(pk=elm.school.pk, name="Taken", district=oak.district)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["name"],
        )
    with elm.open():
        assert School.objects.get().name == "Elm High School"


def test_a_key_cannot_point_into_another_district(oak: Cast, elm: Cast) -> None:
    with pytest.raises(IntegrityError, match="tenancy_membership_person_district_fk"), oak.open():
        Membership.objects.create(person_id=elm.mia.pk, role="mentor", started_on="2026-08-01")
        connection.check_constraints()


def test_a_key_to_its_own_table_cannot_point_into_another_district(oak: Cast, elm: Cast) -> None:
    with pytest.raises(IntegrityError, match="tenancy_person_merged_into_district_fk"), oak.open():
        Person.objects.filter(pk=oak.gil.pk).update(merged_into=elm.gil.pk)
        connection.check_constraints()


def test_the_context_is_gone_after_an_exception(oak: Cast) -> None:
    with pytest.raises(ZeroDivisionError), oak.open():
        SchoolFactory(name="Never")
        raise ZeroDivisionError
    assert current_district() is None
    assert Person.objects.count() == 0
    with oak.open():
        assert not School.objects.filter(name="Never").exists()


@pytest.mark.django_db(transaction=True)
def test_the_context_is_gone_after_the_commit() -> None:
    with platform("a test needs a district"):
        made = DistrictFactory(slug="oak")
    with district(made.pk):
        PersonFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.district', true)")
        assert cursor.fetchone()[0] in ("", None)
    assert Person.objects.count() == 0
    with district("oak"):
        assert Person.objects.count() == 1


def test_a_second_district_cannot_be_opened_inside_the_first(oak: Cast, elm: Cast) -> None:
    with oak.open(), pytest.raises(NoDistrict, match="oak is open"), elm.open():
        pass


def test_the_same_district_again_is_a_savepoint(oak: Cast) -> None:
    with oak.open():
        with pytest.raises(ZeroDivisionError), oak.open():
            SchoolFactory(name="Never")
            raise ZeroDivisionError
        assert School.objects.count() == 1


def test_a_district_that_does_not_exist_is_refused(db: None) -> None:
    for wrong in ("nowhere", 4711, None):
        with pytest.raises(NoDistrict), district(wrong):
            pass


@pytest.mark.parametrize(
    "escape",
    [
        "SET LOCAL ROLE app_owner",
        "SET LOCAL SESSION AUTHORIZATION app_owner",
        "ALTER TABLE tenancy_person DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON tenancy_person TO app_rt USING (true)",
        "DROP POLICY tenant_isolation ON tenancy_person",
        "ALTER ROLE app_rt BYPASSRLS",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "COPY tenancy_person FROM STDIN",
        "UPDATE tenancy_auditevent SET verb = 'x'",
        "DELETE FROM tenancy_auditevent",
        "DELETE FROM accounts_signinevent",
        "INSERT INTO tenancy_district (slug, name) VALUES ('mine', 'Mine')",
        "DELETE FROM tenancy_district",
        "GRANT app_owner TO app_rt",
    ],
)
def test_app_rt_cannot_give_itself_more_power(oak: Cast, escape: str) -> None:
    with oak.open(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(escape)


def test_a_district_changes_only_its_own_row(oak: Cast, elm: Cast) -> None:
    with oak.open() as opened, connection.cursor() as cursor:
        cursor.execute("UPDATE tenancy_district SET name = 'Taken' WHERE id = %s", [elm.district.pk])
        assert cursor.rowcount == 0
        cursor.execute("UPDATE tenancy_district SET name = 'Ours' WHERE id = %s", [opened.pk])
        assert cursor.rowcount == 1


def test_the_platform_sees_every_district_and_needs_a_reason(oak: Cast, elm: Cast) -> None:
    with pytest.raises(NoDistrict), platform("  "):
        pass
    with platform("count people"):
        assert Person.objects.count() == 18
    assert Person.objects.count() == 0


def test_row_level_security_stays_off_for_nobody_in_another_thread(oak: Cast) -> None:
    """The context belongs to the code that opened it, not to the process."""
    seen: list[object] = []
    with oak.open():
        thread = threading.Thread(target=lambda: seen.append(current_district()))
        thread.start()
        thread.join()
    assert seen == [None]
