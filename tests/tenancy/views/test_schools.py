"""Schools of a district."""

import pytest

from tenancy.models import AuditEvent, School
from tests.factories.tenancy import SchoolFactory


def schools_of(cast):
    with cast.open():
        return list(School.objects.order_by("name").values_list("name", "is_active"))


SCHOOL_LIST_QUERIES = 10


@pytest.mark.parametrize("count", [1, 4])
def test_school_list_asks_as_many_queries_for_four_schools_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    with oak.open():
        SchoolFactory.create_batch(count - 1)
    client = client_of(oak.ada)
    client.get("settings/schools/")
    with django_assert_num_queries(SCHOOL_LIST_QUERIES):
        page = client.get("settings/schools/")
    assert len(page.context["table"].body) == count
    assert "Elm High School" not in page.text


def test_school_add(oak, client_of):
    client_of(oak.ada).post("settings/schools/add/", {"name": "Birch High", "phone": "", "address": "1 Birch Road"})
    assert schools_of(oak) == [("Birch High", True), ("Oak High School", True)]


@pytest.mark.parametrize("name", ["Oak High School", "oak high school", "Oak  High-School"])
def test_school_add_refuses_a_name_twice(oak, client_of, name):
    page = client_of(oak.ada).post("settings/schools/add/", {"name": name})
    assert page.context["form"].errors == {"name": ["There is a school of this name already."]}
    assert page.status_code == 422
    assert len(schools_of(oak)) == 1


def test_school_edit_changes_the_name(oak, client_of):
    client_of(oak.ada).post(f"settings/schools/{oak.school.pk}/", {"name": "Old Oak High"})
    assert schools_of(oak) == [("Old Oak High", True)]
    with oak.open():
        assert AuditEvent.objects.get(verb="school.change").facts == {"changed": ["name"]}


def test_school_edit_may_write_its_own_name_otherwise_and_takes_no_other_schools(oak, client_of):
    with oak.open():
        SchoolFactory(name="Birch High")
    client = client_of(oak.ada)
    assert client.post(f"settings/schools/{oak.school.pk}/", {"name": "birch high"}).status_code == 422
    client.post(f"settings/schools/{oak.school.pk}/", {"name": "OAK High School"})
    assert schools_of(oak) == [("Birch High", True), ("OAK High School", True)]


def test_school_retire_and_bring_back(oak, client_of):
    client = client_of(oak.ada)
    page = client.post(f"settings/schools/{oak.school.pk}/retire/", follow=True)
    assert schools_of(oak) == [("Oak High School", False)]
    assert f"/d/oak/settings/schools/{oak.school.pk}/bring-back/" in page.text
    client.post(f"settings/schools/{oak.school.pk}/bring-back/")
    assert schools_of(oak) == [("Oak High School", True)]


def test_elm_changes_no_school_of_oak(oak, elm, client_of):
    client = client_of(elm.ada)
    assert client.get(f"settings/schools/{oak.school.pk}/").status_code == 404
    assert client.post(f"settings/schools/{oak.school.pk}/retire/").status_code == 404
    assert client.post(f"settings/schools/{oak.school.pk}/bring-back/").status_code == 404
    assert client_of(oak.ana).get("settings/schools/").status_code == 403
