"""What the audit log calls programs, their rules and class groups."""

from django.utils.translation import gettext_lazy as _

from mentoring.models import ClassGroup, Policy, Program
from tenancy.logged import logged

logged(Program, _("Program"), naming=lambda one: f"{one.name}, {one.school_year.name}", reads=["school_year"])
logged(Policy, _("Rules of a program"), naming=lambda one: one.program.name, reads=["program"])
logged(ClassGroup, _("Class group"), naming=str)
