"""The front desk: who comes, who is absent, a school that closes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import DayAbsence, Meeting, Participation
from tenancy.models import CalendarDay, MembershipSchool
from tests.clients import DistrictClient
from tests.conftest import Cast
from tests.factories.meetings import DayAbsenceFactory, MeetingFactory
from tests.factories.mentoring import MatchFactory, MatchMentorFactory, MatchStudentFactory, StudentFactory
from tests.meetings.scene import teaching
from tests.mentoring.scene import Scene


@pytest.fixture
def scene(oak: Cast) -> Scene:
    made = teaching(oak)
    with oak.open():
        for person in (oak.fay, oak.pia):
            held = person.memberships.get()
            held.scope = "schools"
            held.save()
            MembershipSchool.objects.create(membership=held, school=oak.school)
    return made


def today(oak: Cast, scene: Scene, **other: object) -> Meeting:
    at = timezone.now() + timedelta(minutes=20)
    return MeetingFactory(**{"match": scene.match, "on": oak.today, "starts_at": at, "adult": oak.tom, **other})


def elsewhere(oak: Cast, scene: Scene) -> Meeting:
    match = MatchFactory(program=scene.program)
    MatchStudentFactory(match=match, student=scene.lou)
    MatchMentorFactory(match=match)
    return today(oak, scene, match=match)


def test_desk_list_asks_the_database_so_often(
    oak: Cast, scene: Scene, client_of: type[DistrictClient], django_assert_num_queries: object
) -> None:
    with oak.open():
        today(oak, scene)
    client = client_of(oak.fay)
    client.get("front-desk/")
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        client.get("front-desk/")
    with oak.open():
        for _number in range(3):
            match = MatchFactory(program=scene.program)
            MatchStudentFactory(match=match, student=StudentFactory(school=oak.school))
            MatchMentorFactory(match=match)
            today(oak, scene, match=match)
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        client.get("front-desk/")


QUERIES = 24


def test_desk_list_shows_who_comes_to_ones_own_school(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        today(oak, scene)
        elsewhere(oak, scene)
    page = client_of(oak.fay).get("front-desk/").content.decode()
    assert "Mia Fischer" in page
    assert "Sam Haddad" in page
    assert "Tom Whelan" in page
    assert "Not now" in page
    assert "Lou Abbott" not in page
    assert "Lou Abbott" in client_of(oak.ana).get("front-desk/").content.decode()
    assert "Mia Fischer" in client_of(oak.fay).get("front-desk/print/").content.decode()
    assert "Sam Haddad" not in client_of(elm.fay).get("front-desk/").content.decode()
    assert client_of(oak.tom).get("front-desk/").status_code == 403


def test_desk_list_shows_a_meeting_with_a_student_noted_absent_as_a_question(
    oak: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        held = today(oak, scene, state="held")
        Participation.objects.filter(meeting=held).update(standing="came")
        DayAbsenceFactory(student=scene.sam, day=oak.today, said_by=oak.fay)
    for path in ("front-desk/", "front-desk/print/"):
        assert "Noted absent: Sam Haddad" in client_of(oak.fay).get(path).text


def test_absence_add_in_two_clicks_and_back(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        meeting = today(oak, scene)
    client = client_of(oak.fay)
    assert "Sam Haddad" in client.get("absent-today/").content.decode()
    page = client.post("absent-today/", {"student": scene.sam.pk}, follow=True).content.decode()
    assert "Sam Haddad is absent today. The mentor is told now." in page
    with oak.open():
        absence = DayAbsence.objects.get()
        meeting.refresh_from_db()
        assert (meeting.state, absence.said_by_id) == ("canceled", oak.fay.pk)
    assert client.post("absent-today/", {"student": scene.sam.pk}).status_code == 422
    assert client_of(elm.fay).post(f"absent-today/{absence.pk}/take-back/").status_code == 404
    client.post(f"absent-today/{absence.pk}/take-back/")
    with oak.open():
        meeting.refresh_from_db()
        assert not DayAbsence.objects.live().exists()


def test_absence_add_finds_students_of_ones_own_alone(oak: Cast, scene: Scene, client_of: type[DistrictClient]) -> None:
    with oak.open():
        elsewhere(oak, scene)
    assert "Sam Haddad" in client_of(oak.fay).get("absent-today/?q=Haddad").content.decode()
    assert "Lou Abbott" not in client_of(oak.fay).get("absent-today/?q=Abbott").content.decode()
    assert client_of(oak.fay).post("absent-today/", {"student": scene.lou.pk}).status_code == 422
    assert "Sam Haddad" in client_of(oak.tom).get("absent-today/?q=Haddad").content.decode()
    assert "Lou Abbott" not in client_of(oak.tom).get("absent-today/?q=Abbott").content.decode()
    for person in (oak.mia, oak.gil, oak.sam, oak.cole):
        assert client_of(person).get("absent-today/").status_code == 403, person


def test_day_close_in_three_clicks_and_back(
    oak: Cast, elm: Cast, scene: Scene, client_of: type[DistrictClient]
) -> None:
    with oak.open():
        meeting = today(oak, scene)
        year = scene.program.school_year
        year.starts_on, year.ends_on = oak.today - timedelta(days=100), oak.today + timedelta(days=200)
        year.save()
    client = client_of(oak.pia)
    assert "School closed today" in client.get("meetings/").content.decode()
    form = client.get("closed-today/").content.decode()
    assert f'value="{oak.today:%Y-%m-%d}"' in form
    assert "Bell Academy" not in form
    wanted = {"school": oak.school.pk, "on": f"{oak.today:%Y-%m-%d}", "note": "Snow"}
    page = client.post("closed-today/", wanted, follow=True).content.decode()
    assert "1 meeting does not take place" in page
    with oak.open():
        meeting.refresh_from_db()
        day = CalendarDay.objects.get()
        assert (meeting.state, meeting.cancel_cause) == ("canceled", "school_closed")
    assert client.post("closed-today/", wanted).status_code == 422
    assert client.post("closed-today/", {**wanted, "school": scene.bell.pk}).status_code == 422
    assert client_of(elm.ana).post(f"closed-today/{day.pk}/reopen/").status_code == 404
    client.post(f"closed-today/{day.pk}/reopen/")
    with oak.open():
        assert not CalendarDay.objects.exists()
    assert client_of(oak.tom).get("closed-today/").status_code == 403
