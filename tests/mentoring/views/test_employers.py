"""Employers: the list, an employer's page, changing, ending, joining, who works there."""

from datetime import date

import pytest

from mentoring.models import Employer, Employment
from tests.factories.mentoring import EmployerFactory, EmploymentFactory, MentorFactory


@pytest.mark.parametrize("number", [1, 4])
def test_employer_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    with oak.open():
        for _one in range(number):
            EmploymentFactory()
    ana = client_of(oak.ana)
    ana.get("employers/")
    columns = "column=mentors&column=area&column=contact&column=email&column=phone&column=address&column=naming"
    with django_assert_num_queries(11):
        assert len(list(ana.get(f"employers/?{columns}").context["table"].rows)) == number


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Hopewell", "Walgreens"]),
        ("q=walg", ["Walgreens"]),
        ("mentors=yes", ["Walgreens"]),
        ("mentors=no", ["Hopewell"]),
        ("naming=yes", ["Hopewell"]),
        ("naming=unasked", ["Walgreens"]),
        ("state=ended", ["Kmart"]),
        ("career_area=health", ["Hopewell"]),
    ],
)
def test_employer_list_is_narrowed(oak, elm, client_of, query, names):
    with oak.open():
        EmploymentFactory(employer=EmployerFactory(name="Walgreens"))
        EmployerFactory(name="Hopewell", may_be_named=True, career_area="health")
        EmployerFactory(name="Kmart", ended_on=date(2020, 1, 1))
    assert [row.name for row in client_of(oak.ana).get(f"employers/?{query}").context["list"].table.rows] == names
    assert list(client_of(elm.ana).get("employers/").context["list"].current.rows) == []
    assert client_of(oak.fay).get("employers/").status_code == 403


def test_employer_export_holds_what_is_shown(oak, client_of):
    with oak.open():
        EmployerFactory(name="Walgreens")
    assert b"Walgreens" in b"".join(client_of(oak.ana).get("employers/export/?format=csv").streaming_content)


def test_employer_detail_names_mentors_of_now_and_before(oak, elm, client_of):
    with oak.open():
        employer = EmployerFactory(name="Walgreens")
        EmploymentFactory(employer=employer, mentor=MentorFactory(person=oak.mia))
        EmploymentFactory(employer=employer, mentor=MentorFactory(person=oak.tom), ends_on=date(2026, 3, 1))
    page = client_of(oak.ana).get(f"employers/{employer.pk}/").content.decode()
    assert page.index("Mia Fischer") < page.index("Tom Whelan")
    assert client_of(elm.ana).get(f"employers/{employer.pk}/").status_code == 404


def test_employer_add_shows_who_is_alike_first(oak, client_of):
    with oak.open():
        EmployerFactory(name="Walgreens")
    ana = client_of(oak.ana)
    assert "Is it one of these?" in ana.post("employers/add/", {"name": "Walgreens Pharmacy"}).content.decode()
    ana.post("employers/add/", {"name": "Walgreens Pharmacy", "add_anyway": "yes"})
    assert "of this name already" in ana.post("employers/add/", {"name": "WALGREENS"}).content.decode()
    with oak.open():
        assert Employer.objects.count() == 2


def test_employer_edit_changes_nothing_of_what_the_employer_answered(oak, client_of):
    with oak.open():
        employer = EmployerFactory(name="Walgreens", may_be_named=False)
    answers = {"name": "Walgreens", "may_be_named": "true", "contact_phone": "(312) 555-0100"}
    assert client_of(oak.ana).post(f"employers/{employer.pk}/edit/", answers).status_code == 302
    with oak.open():
        employer.refresh_from_db()
    assert (employer.may_be_named, employer.contact_phone) == (False, "+13125550100")


def test_employer_end_names_the_mentors_and_reminds_of_them(oak, client_of):
    with oak.open():
        employer = EmployerFactory(name="Walgreens")
        EmploymentFactory(employer=employer, mentor=MentorFactory(person=oak.mia))
    ana = client_of(oak.ana)
    assert "Mia Fischer" in ana.get(f"employers/{employer.pk}/end/").content.decode()
    ana.post(f"employers/{employer.pk}/end/", {"ended_on": "2026-01-01"})
    assert "no longer takes part. Ask whether they go on" in ana.get("").content.decode()
    ana.post(f"employers/{employer.pk}/take-back/")
    assert "Ask whether they go on" not in ana.get("").content.decode()


def test_employer_merge_moves_the_mentors(oak, elm, client_of):
    with oak.open():
        kept, gone = EmployerFactory(), EmployerFactory()
        EmploymentFactory(employer=gone)
    assert client_of(oak.ana).post(f"employers/{gone.pk}/merge/", {"into": kept.pk}).status_code == 302
    with oak.open():
        assert (Employer.objects.get(), Employment.objects.get().employer) == (kept, kept)
    assert client_of(elm.ana).get(f"employers/{kept.pk}/merge/").status_code == 404


def test_employment_add_takes_a_new_employer(oak, client_of):
    with oak.open():
        mentor = MentorFactory(person=oak.mia, said_employer="Hopewell", said_employer_on=date(2026, 10, 1))
    ana, path = client_of(oak.ana), f"mentors/{mentor.pk}/employer/"
    assert "Hopewell" in ana.get(path).content.decode()
    assert ana.post(path, {"title": "Nurse"}).status_code == 422
    assert ana.post(path, {"new_employer": "Hopewell", "title": "Nurse"}).status_code == 302
    with oak.open():
        assert Employment.objects.get().employer.name == "Hopewell"


def test_employment_end_and_undo(oak, client_of):
    with oak.open():
        employment = EmploymentFactory(mentor=MentorFactory(person=oak.mia), starts_on=date(2026, 2, 1))
    ana, path = client_of(oak.ana), f"mentors/employers/{employment.pk}/end/"
    assert ana.post(path, {"ends_on": "2026-01-01"}).status_code == 422
    answer = ana.post(path, {"ends_on": "2026-03-01"}, follow=True)
    assert "Mia Fischer left" in answer.content.decode()
    ana.post(f"mentors/employers/{employment.pk}/resume/")
    with oak.open():
        assert Employment.objects.get().ends_on is None
