"""A district's day of matches: what they no longer have, and what ends soon."""

from datetime import date, datetime

from mentoring import match_mails
from mentoring.actions import match_pauses
from mentoring.models import Match, MatchMentor
from screening.models import Asked
from screening.reminders import tier_of
from tenancy.actor import Actor
from tenancy.models import District

#: Matches, or mentors, in one transaction.
CHUNK = 200
#: Days before the last one on which coordinators are warned; mentors are reminded by screening itself.
TIERS = (1, 7, 30)


def settle(district: District, *, at: datetime, on: date, after: int) -> int | None:
    """Pause and let go on, for the next CHUNK running matches; returns where to go on, None at the end."""
    running = Match.objects.of(district).filter(state=Match.State.RUNNING, program__archived_on=None, pk__gt=after)
    ids = list(running.order_by("pk").values_list("pk", flat=True)[:CHUNK])
    if not ids:
        return None
    match_pauses.settle(match_ids=ids, district=district, at=at, on=on, by=Actor.system("calendar"))
    return ids[-1]


def warn(district: District, *, on: date, after: int) -> int | None:
    """Warn coordinators of mentors of running matches whose clearance ends soon, the next CHUNK of them."""
    ending = Asked.objects.of(district).live().running_out(on).filter(pk__gt=after)
    rows = list(ending.prefetch_related("person").order_by("pk")[:CHUNK])
    for row in rows:
        if row.covers_until is not None and (tier := tier_of(row.covers_until, on)) in TIERS:
            _warn_of(row, row.covers_until, tier)
    return rows[-1].pk if rows else None


def _warn_of(row: Asked, until: date, tier: int) -> None:
    mine = MatchMentor.objects.of(row.district).filter(
        mentor__person=row.person_id,
        left_on=None,
        match__state=Match.State.RUNNING,
        match__program__requirement_set=row.requirement_set_id,
        match__program__archived_on=None,
    )
    for program in {one.match.program for one in mine.prefetch_related("match__program")}:
        for coordinator in match_mails.coordinators_of(program):
            match_mails.pause_ahead(row.person, until=until, tier=tier, to=coordinator, by=Actor.system("reminders"))
