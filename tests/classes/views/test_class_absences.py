"""Absences from class are followed up by whoever was asked; how one student was in class."""

from datetime import date, timedelta

import pytest

from classes.models import ClassAbsence
from tenancy.models import AuditEvent
from tests.factories.classes import ClassAbsenceFactory, ClassDayFactory
from tests.mentoring.scene import running

CLASS_ABSENCE_LIST_QUERIES = 21


@pytest.fixture
def scene(oak):
    """Sam was absent from Tom's class; Cole is to follow it up."""
    found = running(oak)
    with oak.open():
        day = ClassDayFactory(class_group=found.group, day=oak.today - timedelta(days=10), taken_by=oak.tom)
        found.absence = ClassAbsenceFactory(
            class_day=day, program_student=found.sam_in_program, follow_up="Call home", follow_up_by=oak.cole
        )
    return found


def test_class_absence_finish_is_one_button_and_can_be_undone(oak, client_of, scene):
    cole, path = client_of(oak.cole), f"classes/absences/{scene.absence.pk}/"
    assert "Overdue" in cole.get("").text
    assert "Call home" in cole.get("classes/absences/?follow_up=mine").text
    cole.post(f"{path}done/")
    with oak.open():
        assert ClassAbsence.objects.get().followed_up_on == oak.today
        assert AuditEvent.objects.get(verb="class_absence.finish").facts["person"] == oak.sam.pk
    cole.post(f"{path}reopen/")
    with oak.open():
        assert ClassAbsence.objects.get().followed_up_on is None


def test_class_absence_ask_gives_it_to_somebody_else(oak, client_of, scene):
    tom, path = client_of(oak.tom), f"classes/absences/{scene.absence.pk}/"
    tom.post(f"{path}done/")
    page = tom.post(path, {"follow_up": "Talk on Monday", "follow_up_by": oak.tom.pk, "back": "class"})
    assert page.headers["Location"].endswith(f"/classes/{scene.group.pk}/")
    with oak.open():
        absence = ClassAbsence.objects.get()
        assert (absence.follow_up, absence.follow_up_by, absence.followed_up_on) == ("Talk on Monday", oak.tom, None)
    assert tom.post(path, {"follow_up": "Talk", "follow_up_by": oak.mia.pk}).status_code == 422


def test_a_counselor_sees_what_they_were_asked_and_nothing_else(oak, client_of, scene):
    with oak.open():
        other = ClassAbsenceFactory(class_day=scene.absence.class_day)
    cole = client_of(oak.cole)
    assert len(list(cole.get("classes/absences/").context["table"].rows)) == 1
    assert cole.post(f"classes/absences/{other.pk}/done/").status_code == 404
    assert cole.get(f"classes/students/{scene.sam_in_program.pk}/").status_code == 403


def test_attendance_detail_tells_every_day_that_was_missed(oak, elm, client_of, scene):
    path = f"classes/students/{scene.sam_in_program.pk}/"
    page = client_of(oak.tom).get(path).text
    assert "0 of 1" in page and "Call home" in page
    running(elm)
    for who in (elm.tom, elm.ana):
        assert client_of(who).get(path).status_code == 404
        assert client_of(who).get(f"classes/absences/{scene.absence.pk}/").status_code == 404
    for who in (oak.sam, oak.gil, oak.mia):
        assert client_of(who).get(path).status_code == 403
    assert "0 of 1" in client_of(oak.ana).get(f"people/{oak.sam.pk}/").text


@pytest.mark.parametrize("count", [1, 4])
def test_class_absence_list_asks_as_many_queries_for_four_absences_as_for_one(
    oak, elm, client_of, django_assert_num_queries, count
):
    found = running(oak)
    with oak.open():
        for number in range(count):
            day = ClassDayFactory(class_group=found.group, day=date(2026, 10, 1 + number), taken_by=oak.tom)
            ClassAbsenceFactory(class_day=day, follow_up="Call", follow_up_by=oak.tom)
    running(elm)
    client = client_of(oak.ana)
    client.get("classes/absences/")
    with django_assert_num_queries(CLASS_ABSENCE_LIST_QUERIES):
        page = client.get("classes/absences/")
    assert len(list(page.context["table"].rows)) == count
    assert client_of(elm.ana).get("classes/absences/").context["table"].body == []


def test_absences_are_narrowed_and_exported(oak, client_of, scene):
    ana = client_of(oak.ana)
    for query, count in (("kind=late", 0), ("kind=absent", 1), ("follow_up=done", 0), ("follow_up=open", 1)):
        assert len(list(ana.get(f"classes/absences/?{query}").context["table"].rows)) == count
    body = b"".join(ana.get("classes/absences/export/").streaming_content).decode("utf-8-sig")
    assert "Haddad, Sam" in body and "Call home" in body
