"""Figures of running matches: silence, hours, the promised time, gifts and extras, visits to workplaces."""

from datetime import timedelta

import pytest

from mentoring.models import Match
from support.models import Visit
from support.todo import todos
from tenancy.models import AuditEvent, SchoolYear
from tenancy.viewer import Viewer
from tests.factories.meetings import MeetingFactory, MeetingLogFactory
from tests.factories.mentoring import (
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
    MentorFactory,
    StudentFactory,
)
from tests.factories.support import CounselorBackupFactory, VisitFactory
from tests.factories.tenancy import SchoolFactory
from tests.mentoring.scene import running

ADDRESSES = ("not-met/", "hours/", "promised-time/", "gifts/", "workplace-visits/")


@pytest.fixture
def scene(oak):
    """Sam and Mia meet since 100 days, at the workplace too, in a school year."""
    made = running(oak)
    with oak.open():
        first = oak.today - timedelta(days=100)
        years = {"starts_on": first - timedelta(days=30), "ends_on": first + timedelta(days=300)}
        SchoolYear.objects.update(**years)
        Match.objects.filter(pk=made.match.pk).update(starts_on=first, places=["school", "workplace"])
    return made


def met(cast, match, ago, minutes=60, *, special="", dollars=None):
    """They met so many days ago, and all came."""
    with cast.open():
        meeting = MeetingFactory(match=match, on=cast.today - timedelta(days=ago), state="held", minutes=minutes)
        meeting.participations.update(standing="came")
        MeetingLogFactory(meeting=meeting, logged_by=cast.mia, special=special, special_dollars=dollars)


def more(cast, scene, count):
    """So many further matches like it."""
    with cast.open():
        for _number in range(count):
            first = cast.today - timedelta(days=100)
            match = MatchFactory(program=scene.program, starts_on=first, places=["workplace"])
            MatchStudentFactory(match=match, student=StudentFactory(school=cast.school))
            MatchMentorFactory(match=match, mentor=MentorFactory())


def asked_of(cast, name):
    with cast.open():
        return " ".join(one.sentence for one in todos(Viewer.of_person(cast.district, getattr(cast, name))))


def exported(client, url):
    return b"".join(client.get(url).streaming_content).decode()


def test_figures_are_for_staff_of_the_district(oak, elm, scene, client_of):
    for url in ADDRESSES:
        assert "Sam" in client_of(oak.ana).get(url).content.decode().split("<h1")[1], url
        assert "Sam Haddad" not in client_of(elm.ana).get(url).content.decode()
        for name in ("mia", "sam", "gil", "fay", "cole"):
            assert client_of(getattr(oak, name)).get(url).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_quiet_list(oak, scene, client_of, count, django_assert_num_queries):
    more(oak, scene, count - 1)
    ana = client_of(oak.ana)
    ana.get("not-met/")
    with django_assert_num_queries(24):
        page = ana.get("not-met/").content.decode()
    assert f"{count} match" in page and "Not met yet" in page and "school days" in page


def test_quiet_list_leaves_out_who_has_met(oak, scene, client_of):
    met(oak, scene.match, 2)
    ana = client_of(oak.ana)
    assert (
        "Everybody has met lately" in ana.get("not-met/").content.decode()
        or "Nothing fits" in ana.get("not-met/").content.decode()
    )
    assert "Sam" not in exported(ana, "not-met/export/?show=long")


@pytest.mark.parametrize("count", [1, 4])
def test_hours_list(oak, scene, client_of, count, django_assert_num_queries):
    more(oak, scene, count - 1)
    met(oak, scene.match, 3, 90)
    met(oak, scene.match, 10, 30)
    ana = client_of(oak.ana)
    ana.get("hours/")
    with django_assert_num_queries(24):
        page = ana.get("hours/").content.decode()
    assert "2 of 12" in page and "Hours held, week by week" in page and "<svg" in page
    line = next(one for one in exported(ana, "hours/export/").splitlines() if "Sam" in one)
    assert "2 of 12" in line and ",2.0,12.0,17%,2.0," in line
    with oak.open():
        assert AuditEvent.objects.filter(verb="hours.export").exists()


@pytest.mark.parametrize("count", [1, 4])
def test_promise_list(oak, scene, client_of, count, django_assert_num_queries):
    more(oak, scene, count - 1)
    ana = client_of(oak.ana)
    ana.get("promised-time/")
    with django_assert_num_queries(22):
        page = ana.get("promised-time/").content.decode()
    assert "days left" in page and "month by month" in page


def test_promise_list_counts_down_in_the_database_as_on_the_page(oak, scene, client_of):
    ana = client_of(oak.ana)
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(ends_on=oak.today + timedelta(days=12))
    assert "12 days left" in ana.get("promised-time/?show=30").content.decode()
    assert "1 match reaches the end" in asked_of(oak, "ana")
    assert "Sam" not in exported(ana, "promised-time/export/?show=over")
    with oak.open():
        Match.objects.filter(pk=scene.match.pk).update(starts_on=oak.today - timedelta(days=400), ends_on=None)
    assert "Fulfilled" in ana.get("promised-time/?show=over").content.decode()
    assert "Sam" not in exported(ana, "promised-time/export/?show=90")


@pytest.mark.parametrize("count", [1, 4])
def test_perk_list(oak, scene, client_of, count, django_assert_num_queries):
    more(oak, scene, count - 1)
    met(oak, scene.match, 3, special="ticket", dollars=20)
    met(oak, scene.match, 10, special="meal", dollars=15)
    ana = client_of(oak.ana)
    ana.get("gifts/")
    with django_assert_num_queries(23):
        page = ana.get("gifts/").content.decode()
    assert "Meal (1), Ticket (1)" in page and "Students by how often" in page
    line = next(one for one in exported(ana, "gifts/export/?show=some").splitlines() if "Sam" in one)
    assert ",2,35," in line
    assert "Sam" not in exported(ana, "gifts/export/?show=none")


@pytest.mark.parametrize("count", [1, 4])
def test_visit_list(oak, scene, client_of, count, django_assert_num_queries):
    more(oak, scene, count - 1)
    ana = client_of(oak.ana)
    ana.get("workplace-visits/")
    with django_assert_num_queries(17):
        page = ana.get("workplace-visits/").content.decode()
    assert page.count("Due since") == count


def test_visit_note_plans_and_notes(oak, elm, scene, client_of):
    url = f"matches/{scene.match.pk}/visits/note/"
    tom = client_of(oak.tom)
    assert "1 workplace is due for a visit." in asked_of(oak, "tom")
    tomorrow = (oak.today + timedelta(days=1)).isoformat()
    assert tom.post(url, {"day": tomorrow, "note": ""}).status_code == 302
    assert "workplace is due" not in asked_of(oak, "tom")
    assert tom.post(url, {"day": oak.today.isoformat(), "note": "All safe."}).status_code == 302
    with oak.open():
        visit = Visit.objects.get()
        assert (visit.visited_on, visit.visited_by, visit.note) == (oak.today, oak.tom, "All safe.")
    early = (oak.today - timedelta(days=200)).isoformat()
    assert tom.post(url, {"day": early, "note": ""}).status_code == 422
    assert "All safe." in client_of(oak.ana).get(f"matches/{scene.match.pk}/support/").content.decode()
    assert client_of(oak.pia).get(url).status_code == 403
    assert client_of(elm.ana).get(url).status_code == 404
    assert client_of(elm.ana).post(f"workplace-visits/{visit.pk}/remove/").status_code == 404
    tom.post(f"workplace-visits/{visit.pk}/remove/")
    with oak.open():
        assert not Visit.objects.exists()


def test_visit_list_says_when_somebody_was_there(oak, scene, client_of):
    with oak.open():
        day = oak.today - timedelta(days=2)
        VisitFactory(match=scene.match, planned_on=None, visited_on=day, visited_by=oak.tom)
    page = client_of(oak.ana).get("workplace-visits/").content.decode()
    assert "Tom Whelan" in page and "Due since" not in page
    assert "Sam" not in exported(client_of(oak.ana), "workplace-visits/export/?show=due")


@pytest.mark.parametrize("count", [1, 4])
def test_backup_list(oak, elm, client_of, count, django_assert_num_queries):
    with oak.open():
        CounselorBackupFactory(school=oak.school, person=oak.tom)
        for _number in range(count - 1):
            SchoolFactory()
    ada = client_of(oak.ada)
    ada.get("counselor-backups/")
    with django_assert_num_queries(15):
        page = ada.get("counselor-backups/").content.decode()
    assert page.count("Cole Nguyen") == count and "Tom Whelan" in page
    assert "Oak High" not in client_of(elm.ada).get("counselor-backups/").content.decode()
