"""What the audit log says of deeds of agreements."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "agreement.confirm_code": _("entered the code to sign"),
    "agreement.correct": _("attached a notice of correction to a document"),
    "agreement.decline": _("declined to sign a document"),
    "agreement.delegate": _("handed over the school’s signature"),
    "agreement.download": _("downloaded a document"),
    "agreement.draft": _("drew up a document"),
    "agreement.expire": _("ended a document that was not signed in time"),
    "agreement.file_paper": _("noted a signature on paper"),
    "agreement.read": _("read who signed a document, and how"),
    "agreement.remind": _("reminded somebody to sign"),
    "agreement.seal": _("sealed a document"),
    "agreement.seal_fail": _("could not seal a document"),
    "agreement.seal_retry": _("asked for a document to be sealed again"),
    "agreement.send": _("sent a document out for signatures"),
    "agreement.sign": _("signed a document"),
    "agreement.sign_for_school": _("signed a document for the school"),
    "agreement.supersede": _("replaced a document by a newer version"),
    "agreement.void": _("took a document back"),
    "packet.open": _("began the documents for a student"),
    "permission.withdraw": _("withdrew a permission"),
}
"""Deeds of agreements."""
