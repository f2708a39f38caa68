"""The words of this floor's deeds in the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROGRAMS: Mapping[str, str | Promise] = {
    "class_group.add": _("added a class group"),
    "class_group.change": _("changed a class group"),
    "class_group.delete": _("removed a class group"),
    "class_group.export": _("exported a list of class groups"),
    "class_group.export_students": _("exported a list of students by class group"),
    "class_group.move_back": _("moved students back out of a class group"),
    "class_group.move_students": _("moved students into a class group"),
    "membership.limit": _("limited a role to some programs"),
    "policy.change": _("changed the rules of a program"),
    "program.add": _("added a program"),
    "program.archive": _("archived a program"),
    "program.change": _("changed a program"),
    "program.continue": _("continued a program into the next year"),
    "program.schedule": _("changed the phases of a program"),
    "program.take_back": _("opened an archived program again"),
}
MATCHES: Mapping[str, str | Promise] = {
    "match.export": _("exported a list of matches"),
    "packet.replace": _("replaced what is signed for a student"),
    "packet.send": _("sent what is signed for a student"),
    "match.pause": _("paused a match"),
    "match.resume": _("let a match go on"),
}
STUDENTS: Mapping[str, str | Promise] = {
    "portfolio_item.add": _("added to a portfolio"),
    "portfolio_item.change": _("changed a piece of a portfolio"),
    "portfolio_item.delete": _("deleted a piece of a portfolio"),
    "portfolio_item.forget": _("deleted for good what students had deleted from their portfolios"),
    "portfolio_item.restore": _("brought back a piece of a portfolio"),
    "goal.reach": _("noted that a student reached a goal"),
    "goal.reopen": _("took back that a student reached a goal"),
    "program_student.accept": _("accepted students"),
    "program_student.add": _("added students to a program"),
    "program_student.decline": _("declined students"),
    "program_student.export": _("exported a list of a program’s students"),
    "program_student.leave": _("took a student out of a program"),
    "program_student.move_up": _("moved a student up on the waiting list"),
    "program_student.print_letters": _("printed letters to students and families"),
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
