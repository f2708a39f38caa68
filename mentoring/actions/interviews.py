"""The first talk of two who could be matched: planned, held, called off."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mentoring import mails, place_rules
from mentoring.models import Match, MatchInterview
from mentoring.policy_rules import policy_of
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person


class CannotPlan(Exception):
    """No interview is planned; the text says why."""


class CannotNote(Exception):
    """The interview stays as it was; the text says why."""


@transaction.atomic
def plan(
    *, match: Match, planned_at: datetime, place: str, adult: Person, at: datetime, by: Actor, place_note: str = ""
) -> MatchInterview:
    """Plan the interview and tell both, and the adult who is there. One that was planned is moved.

    Refuses (CannotPlan) a match that is not proposed or stands still, a time that is past, a place that
    ``rules.interview_refusal`` does not allow, and a member of the match as the adult.
    """
    now = Match.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=match.pk)
    if refusal := _refusal(now, place, adult, on=localdate(planned_at)):
        raise CannotPlan(refusal)
    if planned_at < at:
        raise CannotPlan(_("This time has passed. Note the interview as held instead."))
    planned = now.interviews.filter(held_on=None, canceled_on=None).first()
    interview = planned or MatchInterview(district_id=now.district_id, match=now)
    interview.planned_at, interview.place = planned_at, place
    interview.place_note, interview.adult = place_note, adult
    try:
        with transaction.atomic():
            interview.save()
    except IntegrityError:
        raise CannotPlan(_("An interview is planned already.")) from None
    verb = "match_interview.move" if planned else "match_interview.plan"
    audit.record(by=by, verb=verb, target=now, facts={"interview": interview.pk, "place": place})
    mails.interview_planned(interview, by=by)
    return interview


@transaction.atomic
def hold(
    *,
    match: Match,
    held_on: date,
    place: str,
    adult: Person,
    at: datetime,
    by: Actor,
    place_note: str = "",
    notes: str = "",
) -> MatchInterview:
    """Note that the two talked: where, and which adult was there. The planned interview is the one that was held.

    Refuses (CannotNote) a day to come, and the adult and places that ``plan`` refuses too.
    """
    now = Match.objects.select_for_update(of=("self",)).prefetch_related("program").get(pk=match.pk)
    if refusal := _refusal(now, place, adult, on=held_on):
        raise CannotNote(refusal)
    if held_on > localdate(at):
        raise CannotNote(_("This day has not come yet."))
    interview = now.interviews.filter(held_on=None, canceled_on=None).first()
    interview = interview or MatchInterview(district_id=now.district_id, match=now, planned_at=at)
    interview.held_on, interview.place, interview.place_note = held_on, place, place_note
    interview.adult, interview.notes = adult, notes
    interview.save()
    audit.record(by=by, verb="match_interview.hold", target=now, facts={"interview": interview.pk, "place": place})
    return interview


@transaction.atomic
def cancel(*, interview: MatchInterview, on: date, by: Actor) -> None:
    """Call a planned interview off and tell everybody who was asked to come; another can be planned.

    Refuses (CannotNote) one that was held or called off.
    """
    now = MatchInterview.objects.select_for_update(of=("self",)).prefetch_related("match", "adult").get(pk=interview.pk)
    if now.held_on is not None or now.canceled_on is not None:
        raise CannotNote(_("This interview is settled already."))
    now.canceled_on = on
    now.save(update_fields=["canceled_on"])
    audit.record(by=by, verb="match_interview.cancel", target=now.match, facts={"interview": now.pk})
    mails.interview_canceled(now, to=[*mails.match_people(now.match), now.adult], by=by)


def _refusal(match: Match, place: str, adult: Person, *, on: date) -> str:
    if match.state != Match.State.PROPOSED:
        return _("This match is not waiting for an interview.")
    if Match.objects.of(match.district).paused().filter(pk=match.pk).exists():
        return _("This match is paused until further notice.")
    if adult.pk in {one.pk for one in mails.match_people(match)}:
        return _("The adult in charge is somebody else than those who meet.")
    rows = match.mentor_rows.filter(left_on=None).prefetch_related("mentor__person")
    return place_rules.interview_refusal(place, [row.mentor for row in rows], policy=policy_of(match.program), on=on)
