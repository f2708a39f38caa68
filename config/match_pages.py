"""What floors above mentoring add to the pages about matches and their members, in the order of showing."""

from mentoring.page_parts import MatchPages

MATCH_PAGES = MatchPages(
    match=(),
    mentee=(),
    child=(),
    own=(),
    timeline=(),
)
