"""What holds of feedback: from how many answers on results show, when one is reminded, why a round is not sent."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mentoring.models import Program
from support.closing_rules import archived_refusal
from support.models import FeedbackAudience, FeedbackRound
from tenancy.rules import SchoolCalendar, is_school_day

#: Answers of an audience without which nothing of what it said is shown: below, one could guess who said it.
FEWEST = 3
#: School days before the last one on which whoever has not answered is reminded.
REMINDED_BEFORE = 3
#: So far back people of matches that ended are asked, unless the coordinator says otherwise.
LATELY = timedelta(days=60)
#: How long people have to answer, unless the coordinator says otherwise.
USUALLY_OPEN = timedelta(days=14)


def is_shown(audience: FeedbackAudience) -> bool:
    """Whether what this audience said may be read: enough of them have answered."""
    return audience.answered >= FEWEST


def remind_from(last_on: date, *, calendar: SchoolCalendar) -> date:
    """The day from which on reminders go out: three school days before the last day, however long the break between.

    Outside every school year, three days before.
    """
    day, left = last_on, REMINDED_BEFORE
    earliest = min((starts_on for starts_on, _ends_on in calendar.years), default=last_on)
    while left and day > earliest:
        day -= timedelta(days=1)
        left -= is_school_day(day, calendar=calendar)
    return day if not left else last_on - timedelta(days=REMINDED_BEFORE)


def change_refusal(round_: FeedbackRound) -> str:
    """Why a round is not changed, sent or deleted; empty when it can be."""
    if refusal := archived_refusal(round_.program):
        return refusal
    return "" if round_.is_draft else _("This round was sent. Its questions stay as they were asked.")


def send_refusal(round_: FeedbackRound, audiences: Sequence[FeedbackAudience], people: int, on: date) -> str:
    """Why a round is not sent on this day; empty when it can be. ``audiences`` come with their questions."""
    if refusal := change_refusal(round_):
        return refusal
    if round_.last_on <= on:
        return _("The last day to answer has come. Choose a later one first.")
    for one in audiences:
        if not one.questions.all():
            words = _("There is no question for %(audience)s. Keep one, or do not ask them.")
            return words % {"audience": one.get_audience_display().lower()}
    if not people:
        return _("Nobody would be asked: no match of this program runs or ended lately.")
    return ""


def close_refusal(round_: FeedbackRound, on: date) -> str:
    """Why a round is not closed on this day; empty when it can be."""
    if refusal := archived_refusal(round_.program):
        return refusal
    return "" if round_.is_open(on) else _("This round takes no answers.")


def recommend_refusal(program: Program, round_: FeedbackRound) -> str:
    """Why nothing is recommended; empty when it can be."""
    if refusal := archived_refusal(program):
        return refusal
    return _("Send the round first. Recommendations follow from what people say.") if round_.is_draft else ""
