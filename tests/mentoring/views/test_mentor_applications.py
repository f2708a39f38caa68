"""Applications of mentors as coordinators read and decide them."""

from datetime import UTC, datetime

import pytest

from mentoring.models import MentorApplication, ProgramMentor
from tests.factories.mentoring import MentorApplicationFactory, ProgramFactory, ProgramSchoolFactory
from tests.factories.tenancy import PersonFactory


def _noor(**more):
    return MentorApplicationFactory(is_adult_attested=True, why="I like to teach", **more)


@pytest.mark.parametrize("number", [1, 4])
def test_mentor_application_list_asks_the_database_so_often(oak, client_of, number, django_assert_num_queries):
    with oak.open():
        for _one in range(number):
            MentorApplicationFactory()
    ana = client_of(oak.ana)
    ana.get("applications/")
    with django_assert_num_queries(14):
        assert len(list(ana.get("applications/").context["table"].rows)) == number


def test_mentor_application_list_shows_the_new_ones_newest_first(oak, elm, client_of):
    with oak.open():
        MentorApplicationFactory(given_name="Old", sent_at=datetime(2026, 9, 1, tzinfo=UTC))
        MentorApplicationFactory(given_name="Young", sent_at=datetime(2026, 10, 1, tzinfo=UTC))
        MentorApplicationFactory(given_name="Gone", state="declined")
    rows = list(client_of(oak.ana).get("applications/").context["table"].rows)
    assert [row.name for row in rows] == ["Young Aziz", "Old Aziz"]
    assert list(client_of(elm.ana).get("applications/").context["list"].current.rows) == []
    assert client_of(oak.pia).get("applications/").status_code == 403


def test_mentor_application_export_holds_what_is_shown(oak, client_of):
    with oak.open():
        _noor()
    answer = client_of(oak.ana).get("applications/export/?format=csv&column=program")
    assert b"Noor Aziz" in b"".join(answer.streaming_content)


def test_mentor_application_detail_shows_answers_and_who_is_alike(oak, elm, client_of):
    with oak.open():
        application = _noor()
        known = PersonFactory(given_name="Noor", family_name="Aziz")
    page = client_of(oak.ana).get(f"applications/{application.pk}/").content.decode()
    assert "I like to teach" in page
    assert f"/people/{known.pk}/" in page
    assert client_of(elm.ana).get(f"applications/{application.pk}/").status_code == 404


def test_mentor_application_detail_is_for_coordinators_of_the_program(oak, client_of):
    with oak.open():
        role = oak.ana.memberships.get()
        role.scope = "schools"
        role.save()
        role.school_rows.create(school=oak.school)
        program = ProgramFactory()
        ProgramSchoolFactory(program=program, school=oak.school)
        here, there = _noor(program=program), _noor()
    ana = client_of(oak.ana)
    assert ana.get(f"applications/{here.pk}/").status_code == 200
    assert ana.get(f"applications/{there.pk}/").status_code == 404


def test_mentor_application_rate_keeps_what_was_chosen(oak, client_of):
    with oak.open():
        application = _noor()
    client_of(oak.ana).post(f"applications/{application.pk}/rate/", {"rated_cares": "4", "rated_supports": ""})
    with oak.open():
        application.refresh_from_db()
    assert (application.rated_cares, application.rated_supports) == (4, None)


def test_mentor_application_take_up_lets_a_person_choose_who_it_is(oak, client_of):
    with oak.open():
        application = _noor()
        known = PersonFactory(given_name="Noor", family_name="Aziz", email=application.email)
    ana, path = client_of(oak.ana), f"applications/{application.pk}/take-up/"
    assert "the same" in ana.get(path).content.decode()
    assert ana.post(path, {"state": "accepted"}).status_code == 422
    assert ana.post(path, {"state": "accepted", "who": known.pk, "is_told": "on"}).status_code == 302
    with oak.open():
        assert ProgramMentor.objects.get().mentor.person == known


def test_mentor_application_take_up_adds_somebody_new_and_can_be_taken_back(oak, client_of):
    with oak.open():
        application = _noor()
    ana = client_of(oak.ana)
    answer = ana.post(f"applications/{application.pk}/take-up/", {"state": "waitlisted", "who": "new"})
    assert answer.status_code == 302
    with oak.open():
        assert ProgramMentor.objects.get().state == "waitlisted"
    ana.post(f"applications/{application.pk}/reopen/")
    with oak.open():
        assert MentorApplication.objects.get().state == "new"


def test_mentor_application_decline_needs_a_reason(oak, client_of):
    with oak.open():
        application = _noor()
    ana, path = client_of(oak.ana), f"applications/{application.pk}/decline/"
    assert ana.post(path, {"is_told": "on"}).status_code == 422
    assert ana.post(path, {"reason": "No room", "is_told": "on"}).status_code == 302
    with oak.open():
        assert MentorApplication.objects.get().state == "declined"


def test_applications_that_wait_stand_on_the_first_page(oak, client_of):
    with oak.open():
        _noor()
    assert "would like to mentor" in client_of(oak.ana).get("").content.decode()
    assert "would like to mentor" not in client_of(oak.pia).get("").content.decode()
