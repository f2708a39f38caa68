"""The words of this floor's deeds in the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, str | Promise] = {
    "assignment.bring_back": _("brought back an assignment"),
    "assignment.change": _("changed an assignment"),
    "assignment.post": _("posted an assignment"),
    "assignment.withdraw": _("withdrew an assignment"),
    "class_absence.ask": _("asked somebody to follow up an absence from class"),
    "class_absence.export": _("exported absences from class"),
    "class_absence.finish": _("noted that an absence from class was followed up"),
    "class_absence.reopen": _("took back that an absence from class was followed up"),
    "class_day.cancel": _("noted that a class was not held"),
    "class_day.change": _("corrected the attendance of a class"),
    "class_day.export": _("exported the attendance of classes"),
    "class_day.take": _("took the attendance of a class"),
    "class_focus.bring_back": _("brought back what a class works on"),
    "class_focus.change": _("changed what a class works on"),
    "class_focus.post": _("posted what a class works on"),
    "class_focus.withdraw": _("withdrew what a class works on"),
    "class_group.export_life": _("exported a list of what class groups do"),
    "class_time.change": _("said on which days a class meets"),
    "shared_work.change": _("changed work shared with a mentor"),
    "shared_work.share": _("shared work with a mentor"),
    "shared_work.take_back": _("took back work shared with a mentor"),
    "work_comment.add": _("commented on shared work"),
    "work_comment.delete": _("deleted a comment on shared work"),
    "work_comment.restore": _("brought back a comment on shared work"),
}
