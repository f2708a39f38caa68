"""The words of this floor's deeds in the audit log."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CALLS: Mapping[str, str | Promise] = {
    "support_call.ask": _("asked for a support call"),
    "support_call.due": _("made support calls due"),
    "support_call.export": _("exported a list of support calls"),
    "support_call.follow_up": _("noted what was done after a support call"),
    "support_call.note": _("noted a support call"),
    "support_call.reopen": _("took the note of a support call back"),
    "support_call.skip": _("skipped a support call"),
    "support_call.take": _("took support calls on"),
}
VISITS: Mapping[str, str | Promise] = {
    "visit.note": _("noted a visit to a workplace"),
    "visit.export": _("exported a list of visits to workplaces"),
    "visit.plan": _("planned a visit to a workplace"),
    "visit.remove": _("removed a visit to a workplace"),
}
GOALS: Mapping[str, str | Promise] = {
    "goal_review.answer": _("said how far they are with the goals of a match"),
    "goal_review.ask": _("asked how far a match is with its goals"),
    "goal_review.close": _("closed a goal review of a match"),
    "goal_review.export": _("exported a list of goal reviews"),
    "goal_review.open": _("opened goal reviews"),
    "objective.say": _("said where a goal of a match stands"),
}
REFERRALS: Mapping[str, str | Promise] = {
    "backup.name": _("named who reads for a school’s counselor"),
    "backup.remove": _("removed who reads for a school’s counselor"),
    "referral.close": _("closed a letter to the counselor"),
    "referral.note": _("added to a letter to the counselor"),
    "referral.pass_on": _("passed a letter to the counselor on to the back-up"),
    "referral.raise": _("told the administrators that nobody opened a letter to the counselor"),
    "referral.read": _("read a letter to the counselor"),
    "referral.reopen": _("opened a letter to the counselor again"),
    "referral.write": _("wrote to the counselor"),
}
FEEDBACK: Mapping[str, str | Promise] = {
    "feedback_round.change": _("changed a round of feedback"),
    "feedback_round.choose_questions": _("chose the questions of a round of feedback"),
    "feedback_round.close": _("closed a round of feedback"),
    "feedback_round.delete": _("deleted a round of feedback that was not sent"),
    "feedback_round.export": _("exported the results of a round of feedback"),
    "feedback_round.prepare": _("prepared a round of feedback"),
    "feedback_round.send": _("sent a round of feedback"),
    "recommendation.change": _("changed a recommendation"),
    "recommendation.drop": _("dropped a recommendation"),
    "recommendation.export": _("exported a list of recommendations"),
    "recommendation.finish": _("said that a recommendation is done"),
    "recommendation.give": _("gave a recommendation to somebody"),
    "recommendation.reopen": _("took back that a recommendation was settled"),
}
FIGURES: Mapping[str, str | Promise] = {
    "hours.export": _("exported hours of matches"),
    "perk.export": _("exported gifts and extras by student"),
    "promise.export": _("exported until when matches promised to meet"),
    "quiet.export": _("exported matches that have not met for a while"),
}
