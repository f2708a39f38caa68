"""The pages of incidents: reporting, reading, adding, printing."""

import pytest

from correspondence.models import Message
from screening.models import Incident, IncidentNote, IncidentPerson
from tenancy.models import AuditEvent
from tests.factories.screening import IncidentFactory, IncidentNoteFactory, IncidentPersonFactory
from tests.poppler import facts_of, text_of


def told(**changed):
    return {
        "kind": "allegation",
        "day": "2026-11-18",
        "time": "14:30",
        "place": "Room 12",
        "text": "Sam said that he was shouted at.",
        "find": "",
        "others": "",
        "told": "Principal, 3 pm",
        "authorities": "to_do",
        **changed,
    }


def incident(cast, reported_by, *, people=(), accused=(), **changed):
    with cast.open():
        made = IncidentFactory(reported_by=reported_by, note=None, **changed)
        IncidentNoteFactory(incident=made, written_by=reported_by, text="Sam fell.", authorities="to_do")
        for person in (*people, *accused):
            IncidentPersonFactory(incident=made, person=person, is_accused=person in accused)
        return made


def log(cast, verb):
    with cast.open():
        return list(AuditEvent.objects.filter(verb=verb).order_by("pk").values_list("actor_person", flat=True))


# Reporting


def test_incident_report_writes_down_what_happened_to_whom(oak, client_of):
    sent = told(people=[oak.sam.pk, oak.mia.pk], accused=[oak.mia.pk], school=oak.school.pk)
    page = client_of(oak.ana).post("safety/incidents/report/", sent, follow=True)
    assert "The incident is written down" in page.text
    with oak.open():
        made = Incident.objects.get()
        note = IncidentNote.objects.get()
        people = set(IncidentPerson.objects.values_list("person", "is_accused"))
    assert (made.kind, made.reported_by_id, made.school_id) == ("allegation", oak.ana.pk, oak.school.pk)
    assert (note.text, note.place, note.authorities) == ("Sam said that he was shouted at.", "Room 12", "to_do")
    assert people == {(oak.sam.pk, False), (oak.mia.pk, True)}
    assert log(oak, "incident.report") == [oak.ana.pk]


def test_incident_report_tells_those_who_read_incidents_without_a_name(oak, client_of):
    client_of(oak.fay).post("safety/incidents/report/", told(others="Somebody"))
    with oak.open():
        posted = Message.objects.filter(kind="screening/incident_reported")
        assert set(posted.values_list("person", flat=True)) == {oak.ada.pk, oak.ana.pk, oak.pia.pk}


def test_incident_report_does_not_tell_who_is_said_to_have_caused_it(oak, client_of):
    client_of(oak.ada).post("safety/incidents/report/", told(people=[], accused=[oak.pia.pk]))
    with oak.open():
        assert set(Message.objects.values_list("person", flat=True)) == {oak.ana.pk}


def test_incident_report_finds_people_and_keeps_what_was_typed(oak, client_of):
    page = client_of(oak.ana).post("safety/incidents/report/", told(find="haddad", search="1", people=[oak.mia.pk]))
    assert page.status_code == 200
    for name in ("Gil Haddad", "Sam Haddad", "Mia Fischer", "Sam said that he was shouted at."):
        assert name in page.text
    with oak.open():
        assert not Incident.objects.exists()


def test_incident_report_says_that_nobody_was_found(oak, client_of):
    page = client_of(oak.ana).post("safety/incidents/report/", told(find="zzz", search="1"))
    assert "Nobody found for “zzz”." in page.text


def test_incident_report_begins_with_the_person_from_whose_page_one_came(oak, client_of):
    page = client_of(oak.ana).get(f"safety/incidents/report/?person={oak.mia.pk}")
    assert page.context["form"].initial["people"] == [oak.mia.pk]
    assert "Mia Fischer" in page.text


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"text": ""}, {"text": ["This field is required."]}),
        ({"authorities": ""}, {"authorities": ["This field is required."]}),
        ({"day": "2031-01-01"}, {"time": ["This is still to come. Check the date and the time."]}),
        ({"find": "Haddad"}, {"find": ["Press “Find” to look for this name, or write it below “Others”."]}),
    ],
)
def test_incident_report_keeps_what_was_typed_when_something_is_wrong(oak, client_of, changed, errors):
    page = client_of(oak.fay).post("safety/incidents/report/", told(**changed))
    assert page.status_code == 422
    assert page.context["form"].errors == errors
    assert "Room 12" in page.text


def test_nobody_names_somebody_whom_they_may_not_see(oak, elm, client_of):
    with elm.open():
        stranger = elm.tom.pk
    for pk in (stranger, oak.sam.pk):
        page = client_of(oak.fay).post("safety/incidents/report/", told(people=[pk]))
        assert page.status_code == 422


def test_a_mentor_reports_no_incident_here(oak, client_of):
    assert client_of(oak.mia).get("safety/incidents/report/").status_code == 403


# Reading


def test_incident_detail_is_written_down_for_everybody_but_its_author(oak, client_of):
    made = incident(oak, oak.fay, people=[oak.sam])
    for reader in (oak.fay, oak.ada, oak.ada):
        assert "Sam fell." in client_of(reader).get(f"safety/incidents/{made.pk}/").text
    assert log(oak, "incident.read") == [oak.ada.pk, oak.ada.pk]


def test_incident_detail_is_not_for_other_staff_nor_for_who_is_said_to_have_caused_it(oak, client_of):
    made = incident(oak, oak.fay, accused=[oak.pia])
    for other in (oak.tom, oak.cole, oak.pia):
        assert client_of(other).get(f"safety/incidents/{made.pk}/").status_code == 404
    assert client_of(oak.ada).get(f"safety/incidents/{made.pk}/").status_code == 200


def test_incident_detail_offers_a_hold_to_those_who_place_them(oak, client_of):
    made = incident(oak, oak.fay, people=[oak.sam], accused=[oak.mia])
    assert f"/d/oak/people/{oak.mia.pk}/hold/" in client_of(oak.ana).get(f"safety/incidents/{made.pk}/").text
    assert "/hold/" not in client_of(oak.fay).get(f"safety/incidents/{made.pk}/").text


# What comes later


def test_incident_note_write_adds_and_changes_nothing(oak, client_of):
    made = incident(oak, oak.fay)
    client = client_of(oak.fay)
    sent = {"text": "The hotline was called.", "told": "Hotline, 4 pm", "authorities": "reported"}
    client.post(f"safety/incidents/{made.pk}/add/", sent)
    page = client.get(f"safety/incidents/{made.pk}/")
    assert "Sam fell." in page.text and "The hotline was called." in page.text
    assert "Reported to the authorities" in page.text
    assert log(oak, "incident.add") == [oak.fay.pk]
    assert client.post(f"safety/incidents/{made.pk}/add/", {**sent, "text": ""}).status_code == 422


# On paper


def test_incident_print_is_a_pdf_with_everything_and_is_written_down(oak, client_of):
    made = incident(oak, oak.fay, people=[oak.sam])
    answer = client_of(oak.ada).get(f"safety/incidents/{made.pk}/print/")
    words = text_of(answer.content)
    assert all(word in words for word in ("Incident: Injury", "Sam Haddad", "Sam fell.", "Confidential"))
    assert facts_of(answer.content)["Tagged"] == "yes"
    assert log(oak, "incident.print") == [oak.ada.pk]
    assert client_of(oak.tom).get(f"safety/incidents/{made.pk}/print/").status_code == 404


# The list, and what needs somebody today


@pytest.mark.parametrize("count", [1, 4])
def test_incident_list_asks_as_many_queries_for_four_as_for_one(oak, client_of, django_assert_num_queries, count):
    for _number in range(count):
        incident(oak, oak.fay, people=[oak.sam], school=oak.school)
    client = client_of(oak.ada)
    client.get("safety/")
    every = "?column=kind&column=people&column=school&column=authorities&column=author"
    with django_assert_num_queries(INCIDENT_LIST_QUERIES):
        assert len(client.get(f"safety/{every}").context["list"].current.rows) == count


INCIDENT_LIST_QUERIES = 15


def test_incident_list_shows_staff_their_own_reports_alone(oak, client_of):
    incident(oak, oak.fay)
    incident(oak, oak.tom, kind="lost_student")

    def shown(person, query=""):
        return len(client_of(person).get(f"safety/{query}").context["list"].current.rows)

    assert (shown(oak.fay), shown(oak.tom), shown(oak.cole), shown(oak.ada)) == (1, 1, 0, 2)
    assert shown(oak.ada, "?kind=lost_student") == 1
    assert shown(oak.ada, "?authorities=reported") == 0


def test_who_must_act_finds_what_is_not_yet_reported(oak, client_of):
    incident(oak, oak.fay)
    for person in (oak.fay, oak.ada):
        assert "1 incident must still be reported to the authorities." in client_of(person).get("").text
    assert "must still be reported" not in client_of(oak.cole).get("").text


def test_elm_sees_and_does_nothing_about_incidents_of_oak(oak, elm, client_of):
    made = incident(oak, oak.fay)
    client = client_of(elm.ada)
    for path in (f"safety/incidents/{made.pk}/", f"safety/incidents/{made.pk}/print/"):
        assert client.get(path).status_code == 404
    assert client.post(f"safety/incidents/{made.pk}/add/", {"text": "x", "authorities": "to_do"}).status_code == 404
    assert "No incidents" in client.get("safety/").text
