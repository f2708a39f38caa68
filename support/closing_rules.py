"""What a closing still lacks, and what must not be changed any more (S-23, S-36)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mentoring.models import Match, Program
from support.models import Closing, ExitInterview


def is_settled(interview: ExitInterview) -> bool:
    """Whether a last talk was held, or skipped with a reason."""
    return interview.held_on is not None or interview.skipped_on is not None


def missing_of(closing: Closing, interviews: Iterable[ExitInterview]) -> list[str]:
    """What stands in the way of finishing, in sentences. Early ends ask for the last talks alone.

    ``ClosingQuerySet.complete`` says the same to the database.
    """
    found = [
        _("The last talk with %(name)s is neither noted nor skipped.") % {"name": one.person.name}
        for one in interviews
        if not is_settled(one)
    ]
    if closing.kind == Closing.Kind.EARLY:
        return found
    if closing.presentation_on is None and not closing.presentation_waived:
        found.append(_("Nobody has said whether there was a presentation."))
    if closing.profile_updated_on is None:
        found.append(_("Skills profile and career plan are not updated."))
    if not closing.next_step:
        found.append(_("The student’s next step is missing."))
    return found


def archived_refusal(program: Program) -> str:
    """Why nothing of an archived program is changed; empty when it is not archived."""
    if program.archived_on is None:
        return ""
    return _("This program is archived. Take it back before you change anything in it.")


def begin_refusal(match: Match, *, has_open: bool) -> str:
    """Why a closing cannot be begun; empty when it can."""
    if refusal := archived_refusal(match.program):
        return refusal
    if has_open:
        return _("The closing of this match has begun already.")
    if match.state not in {Match.State.RUNNING, Match.State.ENDED}:
        return _("Only a match that ran is closed. Take a proposal back instead.")
    return ""


def change_refusal(closing: Closing) -> str:
    """Why a closing is not changed any more; empty when it can be."""
    if refusal := archived_refusal(closing.match.program):
        return refusal
    if closing.taken_back_at is not None:
        return _("This closing was taken back.")
    if closing.finished_on is not None:
        return _("This match is closed. It can be read, and not be changed.")
    return ""
