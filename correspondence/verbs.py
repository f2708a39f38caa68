"""What this floor's verbs of the audit log mean."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "label.print": _("printed labels"),
    "letter.change": _("changed a letter"),
    "letter.download": _("downloaded a letter"),
    "letter_text.restore": _("went back to an earlier text of letters"),
    "letter_text.write": _("wrote a text of letters"),
    "letterhead.change": _("changed the letterhead"),
    "letters.bring_in": _("brought letters back in"),
    "letters.draft": _("put letters together"),
    "letters.export": _("exported a list of letters"),
    "letters.leave_out": _("left letters out"),
    "letters.make": _("had letters made"),
    "letters.post": _("noted that letters were mailed or handed over"),
    "letters.print": _("printed letters"),
    "letters.send": _("mailed letters"),
    "letters.stop": _("stopped letters before they left"),
    "letters.take_back": _("took letters back"),
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
