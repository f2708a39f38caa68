"""The words in the audit log of closing matches, going on together, and lines of thanks."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLOSING: Mapping[str, str | Promise] = {
    "closing.begin": _("began to close a match"),
    "closing.begin_many": _("began to close several matches"),
    "closing.change": _("changed what is noted of closing a match"),
    "closing.drop": _("took back that closing a match was begun"),
    "closing.export": _("exported a list of matches and how far they are closed"),
    "closing.finish": _("closed a match"),
    "closing.finish_many": _("closed several matches"),
    "closing.take_back": _("took back that a match was closed"),
    "continuation.answer": _("said whether they go on together next year"),
    "continuation.ask": _("asked whether a match goes on next year"),
    "continuation.ask_many": _("asked several matches whether they go on next year"),
    "continuation.export": _("exported a list of who was asked to go on next year"),
    "continuation.stop": _("asked no more whether a match goes on next year"),
    "exit_interview.note": _("noted a last talk"),
    "exit_interview.reopen": _("took back that a last talk was skipped"),
    "exit_interview.skip": _("skipped a last talk"),
    "thank_you_lines.approve": _("approved a student’s lines of thanks"),
    "thank_you_lines.export": _("exported a list of lines of thanks"),
    "thank_you_lines.give_back": _("gave a student’s lines of thanks back"),
    "thank_you_lines.reopen": _("took back that a student’s lines of thanks were approved"),
    "thank_you_lines.write": _("wrote lines of thanks"),
}
