"""The words of this floor's deeds in the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, str | Promise] = {
    "banked_comment.add": _("kept a comment for grading"),
    "banked_comment.delete": _("took a kept comment away"),
    "class_group.export_journals": _("exported a list of class groups with their journals"),
    "entry.begin": _("began a journal entry"),
    "entry.excuse": _("said that journal entries are not needed"),
    "entry.export": _("exported a list of journal entries"),
    "entry.export_late": _("exported who owes journal entries"),
    "entry.give_back": _("gave a journal entry back to add to it"),
    "entry.hand_in": _("handed a journal entry in"),
    "entry.owe": _("noted that a journal entry is owed"),
    "entry.remind": _("reminded students of journal entries"),
    "entry.share": _("changed what the mentor reads of a journal entry"),
    "entry.take_again": _("took back that a journal entry was given back"),
    "entry.take_back": _("took a journal entry back"),
    "entry.take_excuse_back": _("said that journal entries are needed after all"),
    "grade.add": _("graded a journal entry"),
    "grade.change": _("changed the grade of a journal entry"),
    "grade.export": _("exported grades of journal entries"),
    "grade.release": _("made grades of journal entries visible"),
    "grade.undo": _("took a grade of a journal entry back"),
    "grade.undo_release": _("hid grades of journal entries again"),
    "prompt.add": _("added a question for journals"),
    "prompt.add_preset": _("added the usual questions for journals"),
    "prompt.bring_back": _("offered a question for journals again"),
    "prompt.change": _("changed a question for journals"),
    "prompt.end": _("ended a question for journals"),
    "prompt.move": _("changed the order of questions for journals"),
    "rubric.replace": _("replaced a rubric by a new one"),
    "rubric.write": _("wrote a rubric"),
}
