"""A student's own lines of thanks for their mentor: written, read by the teacher, given back (S-24)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.models import Match, MatchStudent
from support import closing_mails as mails
from support.closing_rules import archived_refusal
from support.models import ThankYouLines
from tenancy import audit
from tenancy.actor import Actor


class CannotWrite(Exception):
    """The lines stay as they are; the text says why."""


class CannotReview(Exception):
    """The lines are not judged; the text says why."""


@transaction.atomic
def write(*, row: MatchStudent, text: str, at: datetime, by: Actor) -> ThankYouLines:
    """Keep a student's lines; the teacher reads them before they go into a letter.

    What was given back waits for the teacher anew. Refuses (CannotWrite) lines that are approved, a match that never
    ran, and an archived program.
    """
    match = Match.objects.prefetch_related("program").get(pk=row.match_id)
    if refusal := writing_refusal(match):
        raise CannotWrite(refusal)
    rows = ThankYouLines.objects.of(row.district).filter(match_student=row)
    lines = rows.select_for_update(of=("self",)).first() or ThankYouLines(
        district_id=row.district_id, match_student=row
    )
    if lines.approved_at is not None:
        raise CannotWrite(_("Your teacher has approved these lines already. Ask your teacher to change them."))
    lines.text, lines.written_at, lines.given_back_note = text, at, ""
    lines.save()
    audit.record(by=by, verb="thank_you_lines.write", target=lines, facts={"match": row.match_id})
    return lines


def writing_refusal(match: Match) -> str:
    """Why no lines are written; empty when they can be."""
    if match.state not in {Match.State.RUNNING, Match.State.ENDED}:
        return _("Lines of thanks are written once your mentoring runs.")
    return archived_refusal(match.program)


@transaction.atomic
def approve(*, lines: ThankYouLines, at: datetime, by: Actor) -> None:
    """The lines stand in the mentor's letter. Refuses (CannotReview) approved ones, one's own, an archived program."""
    locked = _locked(lines, by)
    if locked.approved_at is not None:
        raise CannotReview(_("These lines are approved already."))
    locked.approved_at, locked.approved_by_id, locked.given_back_note = at, by.person_id, ""
    locked.save(update_fields=["approved_at", "approved_by", "given_back_note"])
    audit.record(by=by, verb="thank_you_lines.approve", target=locked)


@transaction.atomic
def reopen(*, lines: ThankYouLines, by: Actor) -> None:
    """Take an approval back. Refuses (CannotReview) lines that are not approved."""
    locked = _locked(lines, by)
    if locked.approved_at is None:
        raise CannotReview(_("There is nothing to take back."))
    locked.approved_at = locked.approved_by = None
    locked.save(update_fields=["approved_at", "approved_by"])
    audit.record(by=by, verb="thank_you_lines.reopen", target=locked)


@transaction.atomic
def give_back(*, lines: ThankYouLines, note: str, by: Actor) -> None:
    """Ask the student to change something; they are told. Refuses (CannotReview) approved lines."""
    locked = _locked(lines, by)
    if locked.approved_at is not None:
        raise CannotReview(_("These lines are approved already."))
    locked.given_back_note = note
    locked.save(update_fields=["given_back_note"])
    audit.record(by=by, verb="thank_you_lines.give_back", target=locked)
    mails.lines_given_back(locked, by=by)


def _locked(lines: ThankYouLines, by: Actor) -> ThankYouLines:
    rows = ThankYouLines.objects.select_for_update(of=("self",))
    locked = rows.prefetch_related("match_student__student__person", "match_student__match__program").get(pk=lines.pk)
    if refusal := archived_refusal(locked.match_student.match.program):
        raise CannotReview(refusal)
    if by.person_id is not None and locked.match_student.student.person_id == by.person_id:
        raise CannotReview(_("Nobody approves their own lines."))
    return locked
