"""What floors above mentoring add to the pages about matches and their members, in the order of showing."""

from django.utils.translation import gettext_lazy as _

from classes import own_class
from journals import page_parts as journals
from meetings import log_sections, own_meetings, plan_events, plan_sections, reading
from mentoring.models import Match
from mentoring.page_parts import MatchPages, Side, SubPage
from support import closing_page, page_sections, thank_you_page
from tenancy.permissions import Permission

#: States of matches that meet, or met.
_STARTED = (Match.State.RUNNING, Match.State.ENDED)

MATCH_PAGES = MatchPages(
    match=(plan_sections.next_meetings,),
    sub_pages=(
        SubPage(
            Side.MEETINGS,
            _("Meetings"),
            (plan_sections.coming_meetings, log_sections.match_logs, page_sections.match_hours),
            permissions=(Permission.MEETINGS_VIEW, Permission.SUPPORT_VIEW),
            states=_STARTED,
            empty=_("Meetings stand here once the match has started."),
        ),
        SubPage(
            Side.CLASS,
            _("Class and journal"),
            (own_class.match_part, journals.match_journals),
            permissions=(Permission.CLASSES_VIEW, Permission.JOURNALS_VIEW),
            empty=_("What the class works on, what students share and their journals stand here."),
        ),
        SubPage(
            Side.SUPPORT,
            _("Support"),
            (
                page_sections.match_talks,
                page_sections.match_goals,
                page_sections.match_visits,
                closing_page.closing_part,
            ),
            permissions=(Permission.SUPPORT_VIEW,),
            states=_STARTED,
            empty=_("Support calls, goals and the closing stand here once the match has started."),
        ),
    ),
    mentee=(
        own_meetings.of_student,
        log_sections.mentee_logs,
        own_class.mentee_part,
        journals.mentee_journal,
        page_sections.own_goals,
        page_sections.tell_counselor,
        thank_you_page.mentor_question_part,
    ),
    child=(
        own_meetings.of_student,
        log_sections.child_meetings,
        page_sections.child_time,
        own_class.child_part,
        journals.child_grades,
    ),
    own=(
        own_meetings.of_student,
        log_sections.own_meetings,
        own_class.own_part,
        page_sections.own_objectives,
        page_sections.own_goals,
        page_sections.tell_counselor,
        thank_you_page.own_question_part,
        thank_you_page.lines_part,
        journals.own_journal,
    ),
    timeline=(
        own_class.timeline,
        log_sections.log_events,
        plan_events.canceled_meetings,
        plan_events.planned_meetings,
        journals.match_events,
        page_sections.match_events,
        closing_page.closing_events,
    ),
    held_counts=log_sections.held_counts,
    noted_absent=reading.noted_absent,
)
