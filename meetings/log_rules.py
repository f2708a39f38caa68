"""What holds for logs of meetings: which places and adults are allowed, what is said of extras, who may change one."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Activity, MeetingLog
from mentoring.models import Perks, PlaceKind, Policy

#: For so long whoever logged a meeting may change the log; afterwards staff do.
CHANGED_WITHIN = timedelta(days=7)
#: What is no kind of place: it happened, and is told to the coordinator.
ELSEWHERE = "elsewhere"


def is_allowed_place(
    *,
    place: str,
    adult_id: int | None,
    adult_name: str,
    mentor_ids: Collection[int],
    policy: Policy | None,
) -> bool:
    """Whether a meeting was where the program meets, with an adult in charge who may be (S-11).

    A mentor is in charge at the workplace alone, and only where the rules of the program let them be.
    """
    places = policy.places if policy is not None else PlaceKind.values
    if place not in places:
        return False
    if adult_id in mentor_ids and adult_id is not None:
        return place == PlaceKind.WORKPLACE and policy is not None and policy.mentor_may_supervise
    return adult_id is not None or bool(adult_name)


def is_off_focus(activities: Iterable[str]) -> bool:
    """Whether all that was ticked is none of what meetings are for: careers, training, what belongs to them (S-28)."""
    ticked = set(activities)
    return ticked == {Activity.OTHER}


def extras_words(policy: Policy | None) -> str:
    """What the program says of gifts and extras, in a sentence for mentors (S-20)."""
    if policy is None:
        return ""
    if policy.perks == Perks.NONE:
        return _("In this program there are no gifts or extras. If there was something, write it down all the same.")
    if policy.perks == Perks.LIMIT:
        words = _("Up to $%(dollars)s is fine. If it was more, write it down all the same.")
        return words % {"dollars": policy.perks_limit}
    return _("Please ask your coordinator before the next one. Write down here what there was.")


def changed_until(log: MeetingLog) -> datetime:
    """Until when whoever logged a meeting may change it."""
    return log.logged_at + CHANGED_WITHIN


def change_refusal(log: MeetingLog, *, at: datetime) -> str:
    """Why the author may not change the log any more; empty while they may."""
    until = changed_until(log)
    if at < until:
        return ""
    words = _("This could be changed until %(day)s. Ask your coordinator if something is wrong.")
    return words % {"day": date_format(until)}


def first_day_of_no_shows(policy: Policy | None, on: date) -> date:
    """The first day whose no-shows still count on this day."""
    return on - timedelta(days=policy.no_show_days if policy is not None else 60)
