"""School years of a district."""

from datetime import date

import pytest

from tenancy.models import SchoolYear
from tests.factories.tenancy import SchoolYearFactory


def years_of(cast):
    with cast.open():
        found = SchoolYear.objects.order_by("starts_on")
        return [(year.name, str(year.starts_on), str(year.ends_on)) for year in found]


SCHOOL_YEAR_LIST_QUERIES = 10


@pytest.mark.parametrize("count", [1, 4])
def test_school_year_list_asks_as_many_queries_for_four_years_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    with oak.open():
        for number in range(count):
            SchoolYearFactory(starts_on=date(2026 + number, 8, 17), ends_on=date(2027 + number, 6, 4))
    with elm.open():
        SchoolYearFactory(name="Elm's year")
    client = client_of(oak.ada)
    client.get("settings/school-years/")
    with django_assert_num_queries(SCHOOL_YEAR_LIST_QUERIES):
        page = client.get("settings/school-years/")
    assert len(page.context["table"].body) == count
    assert "Elm" not in page.text


def test_school_year_add(oak, client_of):
    year = {"name": "2026–27", "starts_on": "2026-08-17", "ends_on": "2027-06-04"}
    client_of(oak.ada).post("settings/school-years/add/", year)
    assert years_of(oak) == [("2026–27", "2026-08-17", "2027-06-04")]


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (("2026–27", "2028-08-17", "2029-06-04"), "There is a school year of this name already."),
        (("Other", "2027-05-01", "2028-05-04"), "These days overlap another school year."),
        (("Other", "2029-05-01", "2028-06-04"), "The last day must be after the first day."),
        (("Other", "2028-08-17", "2029-09-22"), "A school year has at most 400 days. Check both years."),
        (("2026-27", "2028-08-17", "2029-06-04"), "There is a school year of this name already."),
        (("Other", "soon", "2028-06-04"), "Enter a valid date."),
        (("Other", "2028-08-17", "9999-12-31"), "Check the year."),
    ],
)
def test_school_year_add_says_what_is_wrong(oak, client_of, year, words):
    with oak.open():
        SchoolYearFactory(name="2026–27")
    typed = dict(zip(("name", "starts_on", "ends_on"), year, strict=True))
    page = client_of(oak.ada).post("settings/school-years/add/", typed)
    assert page.status_code == 422
    assert words in page.text
    assert len(years_of(oak)) == 1


def test_school_year_add_proposes_the_next_year(oak, client_of):
    with oak.open():
        year = SchoolYearFactory(name="2026–27")
    page = client_of(oak.ada).get(f"settings/school-years/add/?after={year.pk}")
    assert page.context["form"].initial == {
        "name": "2027–28",
        "starts_on": date(2027, 8, 16),
        "ends_on": date(2028, 6, 2),
    }


def test_school_year_edit_changes_the_days(oak, client_of):
    with oak.open():
        year = SchoolYearFactory(name="2026–27")
    changed = {"name": "2026–27", "starts_on": "2026-08-24", "ends_on": "2027-06-11"}
    client_of(oak.ada).post(f"settings/school-years/{year.pk}/", changed)
    assert years_of(oak) == [("2026–27", "2026-08-24", "2027-06-11")]


def test_elm_changes_no_year_of_oak(oak, elm, client_of):
    with oak.open():
        year = SchoolYearFactory()
    client = client_of(elm.ada)
    assert client.get(f"settings/school-years/{year.pk}/").status_code == 404
    assert client.get(f"settings/school-years/add/?after={year.pk}").context["form"].initial == {}
    assert client_of(oak.ana).get("settings/school-years/").status_code == 403
