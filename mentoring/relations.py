"""Whom this floor's relations let somebody know of; named in config/person_pages.py."""

from django.db.models import Exists, OuterRef, Q

from mentoring.models import Guardian, Guardianship, Mentor, Student
from screening.querysets.holds import is_not_held
from tenancy.models import Membership
from tenancy.permissions import Permission, Role
from tenancy.viewer import Viewer


def people_of_programs(viewer: Viewer) -> Q:
    """The people who are students, guardians or mentors whom the viewer sees."""
    return (
        Q(pk__in=Student.objects.visible_to(viewer).values("person"))
        | Q(pk__in=Guardian.objects.visible_to(viewer).values("person"))
        | Q(pk__in=Mentor.objects.visible_to(viewer).values("person"))
    )


def no_students_while_held(viewer: Viewer) -> Q:
    """Everybody but the students, while a safety hold is on the viewer (S-34); one stays known to oneself."""
    theirs = {"district": OuterRef("district"), "person": OuterRef("pk")}
    is_student = Q(Exists(Student.objects.filter(**theirs)))
    has_role = Q(Exists(Membership.objects.filter(**theirs, role=Role.STUDENT)))
    return is_not_held(viewer) | Q(pk=viewer.person_id) | ~(is_student | has_role)


def people_in_reach(viewer: Viewer, permission: Permission) -> Q:
    """The students for whom a staff role holds a permission, their families, and the mentors of such programs."""
    students = Student.objects.in_reach_of(viewer, permission)
    families = Guardianship.objects.of(viewer.district).live().filter(student__in=students.values("pk"))
    return (
        Q(pk__in=students.values("person"))
        | Q(pk__in=families.values("guardian__person"))
        | Q(pk__in=Mentor.objects.in_reach_of(viewer, permission).values("person"))
    )
