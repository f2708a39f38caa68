"""Links by which a meeting is logged without signing in. Opening one spends nothing; logging spends it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from meetings import log_mails, tokens
from meetings.actions.logs import CannotLog, LoggedAlready
from meetings.models import LogLink, Meeting, MeetingLog
from mentoring.models import MatchMentor, MatchStudent
from screening.querysets.holds import held_people
from tenancy.actor import Actor
from tenancy.models import District


@dataclass(frozen=True)
class Refused:
    """The link does not do it: why, in words and as a code; ``link`` unless it is unknown.

    ``log`` where the meeting is written down already.
    """

    reason: str
    code: str
    link: LogLink | None = None
    log: MeetingLog | None = None


def open_link(*, district: District, token: str, at: datetime) -> LogLink | Refused:
    """Whose link this is and for which meeting. Opening it changes nothing, however often.

    Refused: an unknown one, or one of somebody who is no longer a mentor there or must not see students now ("unknown",
    all in the same words); a meeting that is settled ("used", "over"); one that is too old ("expired").
    """
    link = tokens.find_link(district, token)
    if link is None or not _may_log(link):
        return Refused(_("This link does not work."), "unknown")
    log = MeetingLog.objects.filter(district=link.district_id, meeting=link.meeting_id).first()
    if log is not None:
        return Refused(_("This meeting is written down."), "used", link, log)
    if link.used_at is not None or link.revoked_at is not None:
        return Refused(_("This meeting was canceled."), "over", link)
    if link.expires_at <= at:
        return Refused(_("This link is too old."), "expired", link)
    return link


@transaction.atomic
def spend(*, link: LogLink, at: datetime, deed: Callable[[], object]) -> bool:
    """Do what the link is for, once: of two at the same moment, one. Says whether it was done now.

    What ``deed`` refuses (CannotLog) leaves the link as it was.
    """
    live = LogLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if live.used_at is not None or live.revoked_at is not None:
        return False
    live.used_at = at
    live.save(update_fields=["used_at"])
    try:
        with transaction.atomic():
            deed()
    except LoggedAlready:
        return False
    except CannotLog:
        live.used_at = None
        live.save(update_fields=["used_at"])
        raise
    return True


def ask_link(*, district: District, token: str, by: Actor) -> None:
    """Send whoever holds an old link a new one, to the address that the school has of them; at most three an hour.

    Says nothing, so that nobody learns whether the link was ever good.
    """
    link = tokens.find_link(district, token)
    if link is None or not _may_log(link) or link.meeting.state == Meeting.State.CANCELED:
        return
    if MeetingLog.objects.filter(district=link.district_id, meeting=link.meeting_id).exists():
        return
    if tokens.LINK_ASKED.spend(f"{link.person_id}"):
        log_mails.link_again(link, by=by)


def _may_log(link: LogLink) -> bool:
    """Still a mentor of the match, or one when it ended; nobody there is on a safety hold."""
    if not link.person.is_active:
        return False
    match = link.meeting.match
    there = {None, match.ended_on}
    mentors = MatchMentor.objects.filter(district=link.district_id, match=match, mentor__person=link.person_id)
    if not any(left in there for left in mentors.values_list("left_on", flat=True)):
        return False
    students = MatchStudent.objects.filter(district=link.district_id, match=match).values("student__person")
    held = held_people(link.district)
    return not held.filter(Q(person=link.person_id) | Q(person__in=students)).exists()
