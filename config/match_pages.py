"""What floors above mentoring add to the pages about matches and their members, in the order of showing."""

from meetings import plan_events
from mentoring.page_parts import MatchPages
from support import closing_page, thank_you_page

MATCH_PAGES = MatchPages(
    match=(closing_page.closing_part,),
    mentee=(thank_you_page.mentor_question_part,),
    child=(),
    own=(thank_you_page.own_question_part, thank_you_page.lines_part),
    timeline=(plan_events.canceled_meetings, closing_page.closing_events,),
)
