"""Visits to workplaces: planned, made, removed."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.models import Match
from support.models import Visit
from tenancy import audit
from tenancy.actor import Actor


class CannotNote(Exception):
    """Nothing is noted; the text says why."""


@transaction.atomic
def plan(*, match: Match, day: date, note: str, by: Actor) -> Visit:
    """Plan a visit; one that is planned already is moved. Refuses (CannotNote) a match that does not run."""
    _check_runs(match)
    visit = (
        Visit.objects.of(match.district).select_for_update(of=("self",)).filter(match=match, visited_on=None).first()
    )
    visit = visit or Visit(match=match)
    visit.planned_on, visit.note = day, note
    visit.save()
    audit.record(by=by, verb="visit.plan", target=visit, facts={"match": match.pk, "day": day.isoformat()})
    return visit


@transaction.atomic
def note(*, match: Match, day: date, note: str, by: Actor) -> Visit:
    """Note a visit that was made; it fulfills one that was planned. Refuses (CannotNote) a match that never ran."""
    if match.starts_on is None or day < match.starts_on:
        raise CannotNote(_("The match had not started on that day."))
    planned = Visit.objects.of(match.district).select_for_update(of=("self",)).filter(match=match, visited_on=None)
    visit = planned.first() or Visit(match=match)
    visit.visited_on, visit.visited_by_id, visit.note = day, by.person_id, note
    visit.save()
    audit.record(by=by, verb="visit.note", target=visit, facts={"match": match.pk, "day": day.isoformat()})
    return visit


@transaction.atomic
def remove(*, visit: Visit, by: Actor) -> None:
    """It was a mistake."""
    audit.record(by=by, verb="visit.remove", target=visit, facts={"match": visit.match_id})
    visit.delete()


def _check_runs(match: Match) -> None:
    if match.state != Match.State.RUNNING:
        raise CannotNote(_("This match is not running."))
