"""Programs, students, guardians, mentors, employers, matches and meetings."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentoring import verbs

#: What registers itself when it is read: kinds of long work, of files that can be brought in, of things in the log.
REGISTERED = ("mentoring.logged_kinds", "mentoring.match_mails", "mentoring.expiry_mails")


class MentoringConfig(AppConfig):
    """Programs, students, guardians, mentors, employers, matches and meetings."""

    name = "mentoring"
    happenings = ("match.ended", "match.end_taken_back", "match.paused", "match.resumed")
    audit_verbs = {
        **verbs.PROGRAMS,
        "court_order.add": _("wrote a court order down"),
        "court_order.change": _("changed what is written of a court order"),
        "court_order.end": _("said when a court order ends"),
        "court_order.read": _("read a student’s court orders"),
        "guardian.change": _("changed what a parent or guardian wishes"),
        "guardian.export": _("exported a list of parents and guardians"),
        "guardian.reach_export": _("exported how families are reached"),
        "guardianship.add": _("listed a parent or guardian of a student"),
        "guardianship.bring_back": _("listed a parent or guardian again"),
        "guardianship.change": _("changed what a parent or guardian is to a student"),
        "guardianship.end": _("ended a parent or guardian of a student"),
        **verbs.STUDENTS,
        "employer.add": _("added an employer"),
        "employer.change": _("changed an employer"),
        "employer.end": _("noted that an employer no longer takes part"),
        "employer.export": _("exported the list of employers"),
        "employer.merge": _("joined two employers"),
        "employer.take_back": _("took an employer back"),
        **verbs.MATCHES,
        "mentor.add": _("added a mentor"),
        "mentor.change": _("changed a mentor’s profile"),
        "mentor.come_back": _("took a mentor back"),
        "mentor.employ": _("noted where a mentor works"),
        "mentor.end_tie": _("ended a tie of a mentor to a student"),
        "mentor.export": _("exported the list of mentors"),
        "mentor.leave": _("noted that a mentor left"),
        "mentor.leave_employer": _("noted that a mentor left an employer"),
        "mentor.note_tie": _("noted a tie of a mentor to a student"),
        "mentor.read_employer": _("read what a mentor said of their employer"),
        "mentor.read_ties": _("read which students a mentor knows"),
        "mentor.say": _("changed their own mentor profile"),
        "mentor_application.decline": _("did not accept an application of a mentor"),
        "mentor_application.export": _("exported the list of applications of mentors"),
        "mentor_application.forget": _("deleted what applicants wrote who were not accepted"),
        "mentor_application.rate": _("rated an application of a mentor"),
        "mentor_application.reopen": _("took a decision on an application of a mentor back"),
        "mentor_application.send": _("applied to mentor"),
        "mentor_application.take_up": _("took up an application of a mentor"),
        "program_mentor.accept": _("accepted a mentor"),
        "program_mentor.add": _("added a mentor to a program"),
        "program_mentor.carry_over": _("took a mentor over into the next program"),
        "program_mentor.decline": _("did not accept a mentor"),
        "program_mentor.keep": _("kept a mentor for other roles"),
        "program_mentor.leave": _("noted that a mentor left a program"),
        "program_mentor.undo": _("took a decision on a mentor back"),
        "program_mentor.wait_list": _("put a mentor on the waiting list"),
    }

    def ready(self) -> None:
        """All models are loaded now: what is done with them registers itself."""
        for module in REGISTERED:
            import_module(module)
