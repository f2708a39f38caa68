"""What classes ask of somebody today: attendance, of coordinators the forgotten one; nobody on hold is asked."""

from datetime import date, timedelta

import pytest
import time_machine

from classes.models import ClassFocus, SharedWork
from classes.rules import untaken
from classes.todo import todos
from tenancy.models import CalendarDay
from tenancy.rules import SchoolCalendar
from tenancy.viewer import Viewer
from tests.factories.classes import ClassDayFactory, ClassFocusFactory, ClassTimeFactory, SharedWorkFactory
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.scene import running

MONDAY = date(2026, 11, 16)
NOON = "2026-11-16 18:00:00"


@pytest.fixture
def scene(oak):
    """Tom's class meets on Mondays."""
    found = running(oak)
    with oak.open():
        ClassTimeFactory(class_group=found.group)
    return found


def missing(oak, scene, on):
    return untaken([scene.group], on, SchoolCalendar.of(oak.district)).get(scene.group.pk)


def keys(oak, person):
    return [one.key for one in todos(Viewer.of_person(oak.district, person))]


def test_the_last_class_of_a_week_is_asked_for_until_it_is_taken(oak, scene):
    with oak.open():
        assert missing(oak, scene, MONDAY) == MONDAY
        assert missing(oak, scene, MONDAY + timedelta(days=6)) == MONDAY
        ClassDayFactory(class_group=scene.group, day=MONDAY)
        assert missing(oak, scene, MONDAY + timedelta(days=6)) is None


def test_nobody_is_asked_about_a_closed_day(oak, scene):
    with oak.open():
        CalendarDay.objects.create(day=MONDAY, kind="closed", note="Snow")
        assert missing(oak, scene, MONDAY + timedelta(days=3)) is None


def test_teachers_are_asked_at_once_and_coordinators_once_the_day_is_over(oak, scene):
    with oak.open(), time_machine.travel(NOON):
        assert keys(oak, oak.tom) == [f"classes.attendance:{scene.group.pk}:2026-11-16"]
        assert keys(oak, oak.ana) == []
    with oak.open(), time_machine.travel("2026-11-17 18:00:00"):
        assert keys(oak, oak.tom) == [f"classes.attendance:{scene.group.pk}:2026-11-16"]
        assert keys(oak, oak.ana) == ["classes.untaken"]


def test_a_teacher_on_hold_sees_no_class_and_is_asked_nothing(oak, client_of, scene):
    with oak.open():
        ClassFocusFactory(class_group=scene.group)
        work = SharedWorkFactory(assignment__class_group=scene.group, student=scene.sam)
        SafetyHoldFactory(person=oak.tom)
        viewer = Viewer.of_person(oak.district, oak.tom)
        assert keys(oak, oak.tom) == []
        assert not ClassFocus.objects.visible_to(viewer).exists()
        assert not SharedWork.objects.visible_to(viewer).exists()
    for path in (f"classes/{scene.group.pk}/", f"classes/shared-work/{work.pk}/"):
        assert client_of(oak.tom).get(path).status_code == 404


def test_the_teacher_of_a_match_reads_what_its_student_shares(oak, client_of, scene):
    with oak.open():
        scene.group.supervising_teacher = oak.ana
        scene.group.save()
        work = SharedWorkFactory(assignment__class_group=scene.group, student=scene.sam)
    tom = client_of(oak.tom)
    assert tom.get(f"classes/shared-work/{work.pk}/").status_code == 200
    assert tom.get(f"classes/{scene.group.pk}/").status_code == 404
