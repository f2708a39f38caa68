"""What the verbs of this floor mean, in words that follow a name: "Ana García · recorded a background check"."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "clearance.ask": _("asked for checks and training"),
    "clearance.stop_asking": _("stopped asking for checks and training"),
    "requirement_set.add": _("said what is asked before somebody meets students"),
}
