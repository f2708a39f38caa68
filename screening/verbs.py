"""What the verbs of this floor mean, in words that follow a name: "Ana García · recorded a background check"."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "acknowledgement.give": _("agreed to a policy"),
    "acknowledgement.record": _("recorded that somebody agreed to a policy"),
    "acknowledgement.take_back": _("took back that somebody agreed to a policy"),
    "background_check.change": _("changed a background check"),
    "background_check.import": _("brought in a list of background checks"),
    "background_check.record": _("recorded a background check"),
    "background_check.take_back": _("took back a background check"),
    "clearance.ask": _("asked for checks and training"),
    "clearance.export": _("exported the clearance list"),
    "clearance.read": _("read the outcomes of background checks"),
    "clearance.stop_asking": _("stopped asking for checks and training"),
    "policy_document.add": _("added a policy"),
    "policy_document.change": _("changed a policy’s name"),
    "policy_document.publish": _("published a new version of a policy"),
    "reference.record": _("recorded a reference"),
    "reference.take_back": _("took back a reference"),
    "requirement.add": _("asked for one step more"),
    "requirement.change": _("changed a step that is asked"),
    "requirement.remove": _("took out a step that was asked"),
    "requirement_set.add": _("said what is asked before somebody meets students"),
    "requirement_set.bring_back": _("put a list of requirements into use again"),
    "requirement_set.change": _("renamed a list of requirements"),
    "requirement_set.retire": _("took a list of requirements out of use"),
    "training.add": _("added a training"),
    "training.bring_back": _("offered a training again"),
    "training.change": _("changed a training"),
    "training.record": _("recorded a training"),
    "training.retire": _("stopped offering a training"),
    "training.take_back": _("took back a training"),
}
