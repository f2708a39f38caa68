"""Whom this floor's relations let somebody know of; named in config/person_pages.py."""

from django.db.models import Q

from mentoring.models import Guardian, Mentor, Student
from tenancy.viewer import Viewer


def people_of_programs(viewer: Viewer) -> Q:
    """The people who are students, guardians or mentors whom the viewer sees."""
    return (
        Q(pk__in=Student.objects.visible_to(viewer).values("person"))
        | Q(pk__in=Guardian.objects.visible_to(viewer).values("person"))
        | Q(pk__in=Mentor.objects.visible_to(viewer).values("person"))
    )
