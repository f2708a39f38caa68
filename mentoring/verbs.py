"""The words of this floor's deeds in the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STUDENTS: Mapping[str, str | Promise] = {
    "portfolio_item.add": _("added to a portfolio"),
    "portfolio_item.change": _("changed a piece of a portfolio"),
    "portfolio_item.delete": _("deleted a piece of a portfolio"),
    "portfolio_item.restore": _("brought back a piece of a portfolio"),
    "program_student.accept": _("accepted students"),
    "program_student.add": _("added students to a program"),
    "program_student.decline": _("declined students"),
    "program_student.export": _("exported a list of a program’s students"),
    "program_student.leave": _("took a student out of a program"),
    "program_student.move_up": _("moved a student up on the waiting list"),
    "program_student.take_back": _("took back what was done with students of a program"),
    "program_student.waitlist": _("put students on the waiting list"),
    "student.add": _("added a student"),
    "student.change": _("changed what is known of a student"),
    "student.come_back": _("took a student back"),
    "student.export": _("exported a list of students"),
    "student.leave": _("noted that a student left the district"),
    "student_application.send": _("sent an application"),
    "student_application.take_back": _("took an application back"),
    "student_application.type_in": _("typed in an application from paper"),
    "student_interview.add": _("noted an interview about goals"),
}
