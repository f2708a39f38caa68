"""Reports on screen, on paper and as files; who reads which."""

from datetime import timedelta

import pytest

from tenancy.models import Membership, MembershipSchool, Scope
from tests import poppler
from tests.config.homes.scene import in_the_year, meet, more_matches
from tests.factories.journals import EntryFactory, OwedEntryFactory
from tests.factories.mentoring import ProgramFactory
from tests.factories.tenancy import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(oak):
    return in_the_year(oak)


def at_school(cast, person, school):
    """The person works for this school alone."""
    with cast.open():
        role = Membership.objects.get(person=person)
        role.scope = Scope.SCHOOLS
        role.save()
        MembershipSchool.objects.create(membership=role, school=school)


REPORT_LIST_QUERIES = 11


@pytest.mark.parametrize("number", [1, 4])
def test_report_list_asks_the_database_so_often(oak, client_of, scene, number, django_assert_num_queries):
    with oak.open():
        for place in range(number - 1):
            ProgramFactory(name=f"Program {place}", school_year=scene.program.school_year)
            SchoolFactory(name=f"School {place}")
    client = client_of(oak.ana)
    client.get("reports/")
    with django_assert_num_queries(REPORT_LIST_QUERIES):
        page = client.get("reports/")
    assert len(page.context["programs"]) == number


def test_report_list_is_for_those_who_read_reports(oak, elm, client_of, scene):
    for name in ("tom", "cole", "fay", "mia", "gil", "sam"):
        assert client_of(getattr(oak, name)).get("reports/").status_code == 403
    assert "Career mentoring" not in client_of(elm.ana).get("reports/").text
    assert client_of(elm.ana).get("/d/oak/reports/").status_code == 404


def test_report_list_names_the_schools_of_a_principal(oak, client_of, scene):
    at_school(oak, oak.pia, oak.school)
    page = client_of(oak.pia).get("reports/")
    assert [school.name for school in page.context["schools"]] == ["Oak High School"]


def test_program_progress_draws_meetings_and_hours_against_the_plan(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today, "held", minutes=90)
        meet(scene.match, oak.today, "missed")
        meet(scene.match, oak.today, "canceled", cancel_cause="school_closed")
    page = client_of(oak.ana).get(f"reports/programs/{scene.program.pk}/")
    charts = {chart.name: chart for chart in page.context["progress"].charts}
    assert [(bar.value, bar.plan) for bar in charts["meetings"].bars][-1:] == [(1, 2)]
    assert [(bar.value, bar.plan) for bar in charts["hours"].bars][-1:] == [(1.5, 2.5)]
    assert [(bar.label, bar.value) for bar in charts["equity-students"].bars] == [
        ("None", 0),
        ("1–2", 1),
        ("3–5", 0),
        ("6–9", 0),
        ("10 or more", 0),
    ]
    assert page.text.count("<svg xmlns") == 3
    assert "Show these figures as a table" in page.text


def test_program_progress_says_when_nothing_was_planned_yet(oak, client_of):
    with oak.open():
        program = ProgramFactory()
    page = client_of(oak.ana).get(f"reports/programs/{program.pk}/")
    assert "The charts fill once meetings are planned and logged." in page.text


@pytest.mark.parametrize("path", ["", "print/", "meetings.csv"])
def test_program_progress_is_its_districts_own(oak, elm, client_of, scene, path):
    address = f"reports/programs/{scene.program.pk}/{path}"
    assert client_of(oak.ana).get(address).status_code == 200
    assert client_of(elm.ana).get(address).status_code == 404
    assert client_of(elm.ana).get(f"/d/oak/{address}").status_code == 404
    assert client_of(oak.tom).get(address).status_code == 403


def test_program_progress_export_gives_the_figures_of_one_chart(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today, "held")
    client = client_of(oak.ana)
    answer = client.get(f"reports/programs/{scene.program.pk}/meetings.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Week of,Held,Planned"
    assert lines[-1].endswith(",1,1")
    assert client.get(f"reports/programs/{scene.program.pk}/nothing.csv").status_code == 404


def test_program_progress_print_is_a_tagged_pdf_with_the_same_charts(oak, client_of, scene, tmp_path):
    with oak.open():
        meet(scene.match, oak.today, "held")
    made = client_of(oak.ana).get(f"reports/programs/{scene.program.pk}/print/").content
    assert poppler.facts_of(made)["Tagged"] == "yes"
    text = poppler.text_of(made)
    for words in ("How it is going: Career mentoring", "Meetings held each week", "How many meetings students had"):
        assert words in text


PROGRESS_QUERIES = 18


@pytest.mark.parametrize("number", [1, 4])
def test_program_progress_asks_the_database_so_often(oak, client_of, scene, number, django_assert_num_queries):
    with oak.open():
        for match in more_matches(scene, oak, number):
            meet(match, oak.today, "held")
    client = client_of(oak.ana)
    client.get(f"reports/programs/{scene.program.pk}/")
    with django_assert_num_queries(PROGRESS_QUERIES):
        client.get(f"reports/programs/{scene.program.pk}/")


# A school's monthly page


def monthly(client, query=""):
    return client.get(f"reports/monthly/{query}").context["page_of_month"]


def test_monthly_page_counts_meetings_held_and_not_held_by_reason(oak, client_of, scene):
    with oak.open():
        meet(scene.match, oak.today, "held", minutes=90)
        meet(scene.match, oak.today, "canceled", cancel_cause="mentor")
        meet(scene.match, oak.today, "canceled", cancel_cause="school_closed")
        meet(scene.match, oak.today, "missed")
    found = monthly(client_of(oak.pia), f"?school={oak.school.pk}")
    assert (found.active, found.meetings.held, found.meetings.hours, found.meetings.hours_planned) == (
        1,
        1,
        "1.5",
        "3.5",
    )
    assert dict(found.meetings.reasons) == {
        "Mentor could not come": 1,
        "School closed": 1,
        "Somebody did not come": 1,
    }


def test_monthly_page_names_who_has_not_met_and_counts_journals(oak, client_of, scene):
    with oak.open():
        seat = scene.match.student_rows.get()
        OwedEntryFactory(match_student=seat, due_on=oak.today)
        EntryFactory(match_student=seat, due_on=oak.today)
        meet(scene.match, oak.today + timedelta(days=3), place="workplace")
    found = monthly(client_of(oak.pia), f"?school={oak.school.pk}")
    assert [line.title for line in found.quiet] == ["Sam Haddad and Mia Fischer"]
    assert (found.journals_due, found.journals_on_time) == (2, 1)
    [(visit, what)] = found.visits
    assert visit.endswith("Sam Haddad and Mia Fischer")
    assert what == "Meeting at the workplace"


def test_monthly_page_of_another_month_counts_that_month(oak, client_of, scene):
    before = oak.today.replace(day=1) - timedelta(days=1)
    with oak.open():
        meet(scene.match, before, "held")
    client = client_of(oak.pia)
    query = f"?school={oak.school.pk}&month="
    assert monthly(client, query).meetings.held == 0
    assert monthly(client, f"{query}{before:%Y-%m}").meetings.held == 1
    assert client.get(f"reports/monthly/{query}1999-01").status_code == 404
    assert client.get(f"reports/monthly/{query}soon").status_code == 404


def test_monthly_page_is_of_ones_own_schools(oak, elm, client_of, scene):
    at_school(oak, oak.pia, oak.school)
    client = client_of(oak.pia)
    assert client.get(f"reports/monthly/?school={oak.school.pk}").status_code == 200
    assert client.get(f"reports/monthly/?school={scene.bell.pk}").status_code == 404
    assert client_of(elm.pia).get(f"reports/monthly/?school={oak.school.pk}").status_code == 404
    assert client_of(oak.tom).get("reports/monthly/").status_code == 403


def test_monthly_page_print_is_a_tagged_pdf(oak, client_of, scene):
    made = client_of(oak.pia).get(f"reports/monthly/print/?school={oak.school.pk}").content
    assert poppler.facts_of(made)["Tagged"] == "yes"
    assert "Monthly page: Oak High School" in poppler.text_of(made)


MONTHLY_QUERIES = 41


@pytest.mark.parametrize("number", [1, 4])
def test_monthly_page_asks_the_database_so_often(oak, client_of, scene, number, django_assert_num_queries):
    with oak.open():
        for match in more_matches(scene, oak, number):
            meet(match, oak.today, "missed")
        for match in more_matches(scene, oak, number, state="agreed"):
            meet(match, oak.today + timedelta(days=1), place="workplace")
    client = client_of(oak.pia)
    client.get(f"reports/monthly/?school={oak.school.pk}")
    with django_assert_num_queries(MONTHLY_QUERIES):
        client.get(f"reports/monthly/?school={oak.school.pk}")
