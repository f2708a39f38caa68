"""What the audit log calls programs, their rules and class groups; students, parents and court orders."""

from django.utils.translation import gettext_lazy as _

from mentoring.models import ClassGroup, CourtOrder, Guardian, Guardianship, MediaContact, Policy, Program, Student
from tenancy.logged import logged

logged(Program, _("Program"), naming=lambda one: f"{one.name}, {one.school_year.name}", reads=["school_year"])
logged(Policy, _("Rules of a program"), naming=lambda one: one.program.name, reads=["program"])
logged(ClassGroup, _("Class group"), naming=str)
logged(Student, _("Student"), naming=lambda one: one.person.name, reads=["person"])
logged(Guardian, _("Parent or guardian"), naming=lambda one: one.person.name, reads=["person"])
logged(
    Guardianship,
    _("Parent or guardian of a student"),
    naming=lambda one: one.guardian.person.name,
    reads=["guardian__person"],
)
logged(CourtOrder, _("Court order"))
logged(MediaContact, _("Press contact"), naming=lambda one: one.name)
