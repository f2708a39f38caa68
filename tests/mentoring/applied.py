"""Sam has applied to the program Health careers: what tests of its pages read and do."""

from datetime import date

from mentoring.models import ProgramStudent, StudentInterview


def interviewed(place):
    """The place, with a talk about goals held."""
    StudentInterview.objects.create(program_student=place, held_on=date(2026, 10, 1), held_by=place.student.person)
    return place


def state_of(oak, place):
    with oak.open():
        return ProgramStudent.objects.get(pk=place.pk).state


def undo_of(page):
    """Where the Undo of the notice leads."""
    return next(one.extra_tags for one in page.context["messages"])
