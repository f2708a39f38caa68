"""What the database itself refuses of classes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from classes.models import Assignment, ClassAbsence, ClassDay, ClassFocus, ClassTime, SharedWork
from tests.factories.classes import (
    AssignmentFactory,
    ClassAbsenceFactory,
    ClassDayFactory,
    ClassFocusFactory,
    ClassTimeFactory,
    SharedWorkFactory,
)


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("name", "make", "change"),
    [
        ("classes_focus_ends_later", ClassFocusFactory, {"until_on": date(2020, 1, 1)}),
        ("classes_event_has_a_day", AssignmentFactory, {"kind": Assignment.Kind.EVENT, "due_on": None}),
        ("classes_work_is_something", SharedWorkFactory, {"text": ""}),
        ("classes_absence_done_by", ClassAbsenceFactory, {"followed_up_on": date(2026, 11, 2)}),
        ("classes_absence_has_owner", ClassAbsenceFactory, {"follow_up": "Call home"}),
    ],
)
def test_what_contradicts_itself_is_refused(oak, name, make, change):
    with oak.open():
        row = make()
        with refused(name), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    ("name", "make", "of"),
    [
        ("classes_time_once", ClassTimeFactory, ("class_group", "weekday")),
        ("classes_day_once", ClassDayFactory, ("class_group", "day")),
        ("classes_absence_once", ClassAbsenceFactory, ("class_day", "program_student")),
        ("classes_work_once", SharedWorkFactory, ("assignment", "student")),
    ],
)
def test_what_is_there_once_is_there_once(oak, name, make, of):
    with oak.open():
        row = make()
        with refused(name), transaction.atomic():
            make(**{field: getattr(row, field) for field in of})


def test_what_a_retired_person_leaves_is_still_allowed(oak):
    """What ``manage.py retire`` empties fits the constraints."""
    with oak.open():
        absence = ClassAbsenceFactory(follow_up="Call", follow_up_by=oak.tom, followed_up_on=date(2026, 11, 2))
        work = SharedWorkFactory(link="https://docs.example.org/")
        for row in (absence, work):
            type(row).objects.filter(pk=row.pk).update(**row.personal.emptied)
        assert ClassAbsence.objects.get().follow_up == "" and SharedWork.objects.get().link == ""
        assert ClassDay.objects.count() == 1 and not ClassFocus.objects.exists() and not ClassTime.objects.exists()
