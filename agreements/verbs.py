"""What the audit log says of deeds of agreements."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "agreement.draft": _("drew up a document"),
    "agreement.send": _("sent a document out for signatures"),
}
