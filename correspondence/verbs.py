"""What this floor's verbs of the audit log mean."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "label.print": _("printed labels"),
    "message.bounce": _("recorded that a message came back"),
    "message.cancel": _("canceled a message"),
    "message.export": _("exported the sent mail"),
    "message.resend": _("sent a message again"),
    "message.retry": _("tried a message again"),
    "message.send_now": _("let a message leave at once"),
    "reminder.choose": _("chose what they are reminded of"),
    "sign_in_sheet.print": _("printed a sign-in sheet"),
    "text_consent.give": _("recorded that somebody agreed to text messages"),
    "text_consent.stop": _("recorded that somebody stopped text messages"),
}
