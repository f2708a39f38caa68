"""Running matches stand still when what they need is gone, and go on by themselves once it is there again (S-10).

A safety hold is not among the causes: it is asked of itself (``actions/pauses.py``).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from mentoring import match_mails
from mentoring.gate_rules import StartBlocker, lacks_of, was_running_before
from mentoring.models import Match, MatchMentor, MatchPause, MatchStudent, Student
from screening.models import Asked
from tenancy import audit
from tenancy.actor import Actor
from tenancy.happenings import happened
from tenancy.models import District

Cause, State = MatchPause.Cause, MatchPause.State

#: The brake: more matches of a program than this at once, or a larger share of its running ones, wait for a person.
MOST_AT_ONCE, MOST_SHARE = 10, 0.05
#: What lapsed within so long lapsed at once.
AT_ONCE = timedelta(hours=24)
#: Whoever decides that matches go on is asked again after so long.
ASKED_AGAIN = timedelta(days=7)


class CannotDecide(Exception):
    """Nothing is decided; the text says why."""


@transaction.atomic
def settle(*, match_ids: Collection[int], district: District, at: datetime, on: date, by: Actor) -> int:
    """Pause those of these matches that lack something now, let go on those that lack nothing any more.

    What was withdrawn pauses at once. Clearance that ran out pauses at once too, unless so many matches of a program
    lapse at once that a person must look first: then it is proposed. Returns how many pauses began or ended.
    """
    running = Match.objects.of(district).filter(pk__in=match_ids, state=Match.State.RUNNING, program__archived_on=None)
    matches = list(running.select_for_update(of=("self",)).order_by("pk"))
    if not matches:
        return 0
    lacks = lacks_of(matches, on)
    open_pauses = _open_pauses(matches)
    new = [(one, cause) for one in matches for cause in lacks[one.pk] if cause not in open_pauses[one.pk]]
    over = [
        pause for one in matches for cause, pause in open_pauses[one.pk].items() if Cause(cause) not in lacks[one.pk]
    ]
    wanted = _wanted(new, at)
    _begin(wanted, lacks, at, on, by)
    _end(over, at, on, by)
    return len(wanted) + len(over)


def settle_student(*, student: Student, at: datetime, on: date, by: Actor) -> None:
    """The same for the running matches of one student, of whom a court has said something."""
    rows = MatchStudent.objects.of(student.district).filter(student=student, left_on=None)
    ids = list(rows.values_list("match_id", flat=True))
    settle(match_ids=ids, district=student.district, at=at, on=on, by=by)


@transaction.atomic
def decide(*, pause_ids: Iterable[int], district: District, is_paused: bool, at: datetime, on: date, by: Actor) -> int:
    """Pause the matches of these proposed pauses, or let them go on for now; returns how many were decided.

    What is cured meanwhile is over. Let go on, they are proposed anew after a week if nothing has changed. Refuses
    (CannotDecide) when none waits.
    """
    waiting = MatchPause.objects.of(district).filter(pk__in=list(pause_ids), state=State.PROPOSED)
    settle(match_ids=list(waiting.values_list("match_id", flat=True)), district=district, at=at, on=on, by=by)
    found = list(waiting.select_for_update(of=("self",)).prefetch_related("match__program").order_by("pk"))
    if not found:
        raise CannotDecide(_("They lack nothing any more, or somebody has decided already."))
    for pause in found:
        pause.decided_by_id = by.person_id
        if is_paused:
            _force(pause, at, on, by)
        else:
            pause.state, pause.ended_at = State.ENDED, at
            pause.save(update_fields=["state", "ended_at", "decided_by"])
            audit.record(by=by, verb="match.let_go_on", target=pause.match, facts={"cause": pause.cause})
    return len(found)


def _open_pauses(matches: Sequence[Match]) -> dict[int, dict[str, MatchPause]]:
    rows = MatchPause.objects.filter(match__in=matches).exclude(state=State.ENDED).prefetch_related("match__program")
    found: dict[int, dict[str, MatchPause]] = defaultdict(dict)
    for row in rows.order_by("pk"):
        found[row.match_id][row.cause] = row
    return found


def _wanted(new: Sequence[tuple[Match, MatchPause.Cause]], at: datetime) -> list[tuple[Match, MatchPause.Cause]]:
    """Without those of whom somebody decided a short while ago that they go on."""
    decided = MatchPause.objects.filter(
        match__in=[match.pk for match, _cause in new],
        state=State.ENDED,
        cause=Cause.CLEARANCE,
        decided_by__isnull=False,
        began_at=None,
        ended_at__gt=at - ASKED_AGAIN,
    )
    spared = set(decided.values_list("match_id", flat=True)) if new else set()
    return [(match, cause) for match, cause in new if cause != Cause.CLEARANCE or match.pk not in spared]


def _begin(
    new: Sequence[tuple[Match, MatchPause.Cause]],
    lacks: Mapping[int, Mapping[MatchPause.Cause, Sequence[StartBlocker]]],
    at: datetime,
    on: date,
    by: Actor,
) -> None:
    lapsing = {match.program_id for match, cause in new if cause == Cause.CLEARANCE}
    braked = _braked(new[0][0].district, lapsing, at, on) if lapsing else frozenset()
    proposed = {}
    for match, cause in new:
        pause = MatchPause(district_id=match.district_id, match=match, cause=cause, found_at=at)
        if cause == Cause.CLEARANCE and (match.program_id in braked or _was_never_cleared(match, lacks[match.pk])):
            pause.state = State.PROPOSED
            pause.save(force_insert=True)
            audit.record(by=by, verb="match.propose_pause", target=match, facts={"cause": str(cause)})
            proposed[match.program_id] = match.program
        else:
            _force(pause, at, on, by)
    for program in proposed.values():
        match_mails.pauses_proposed(program, on=on, by=Actor.system("pauses"))


def _was_never_cleared(match: Match, lacks: Mapping[MatchPause.Cause, Sequence[StartBlocker]]) -> bool:
    """Whether a match that was brought in running never had what it lacks: it is not stopped blindly."""
    codes = {one.code for one in lacks[Cause.CLEARANCE]}
    return was_running_before(match) and codes <= {"check_missing", "training"}


def _force(pause: MatchPause, at: datetime, on: date, by: Actor) -> None:
    """The pause stands; everybody is told unless the match stood still already."""
    stood_still = _is_paused(pause.match)
    pause.state, pause.began_at = State.IN_FORCE, at
    pause.save()
    audit.record(by=by, verb="match.pause", target=pause.match, facts={"cause": str(pause.cause)})
    if not stood_still:
        match_mails.match_paused(pause.match, on=on, by=Actor.system("pauses"))
        happened("match.paused", match=pause.match, at=at, by=by)


def _end(over: Iterable[MatchPause], at: datetime, on: date, by: Actor) -> None:
    """What was missing is there again: the match goes on, unless something else stops it."""
    for pause in over:
        was_in_force = pause.state == State.IN_FORCE
        pause.state, pause.ended_at = State.ENDED, at
        pause.save(update_fields=["state", "ended_at"])
        if was_in_force and not _is_paused(pause.match):
            audit.record(by=by, verb="match.resume", target=pause.match, facts={"cause": pause.cause})
            match_mails.match_resumed(pause.match, on=on, by=Actor.system("pauses"))
            happened("match.resumed", match=pause.match, at=at, by=by)


def _is_paused(match: Match) -> bool:
    return Match.objects.filter(pk=match.pk).paused().exists()


def _braked(district: District, program_ids: Collection[int], at: datetime, on: date) -> frozenset[int]:
    """The programs of which so many matches lapse at once that a person looks first. One alone is never many."""
    lapsed = _lapsing(district, program_ids, at, on)
    running = Counter(
        Match.objects.of(district)
        .filter(program__in=program_ids, state=Match.State.RUNNING)
        .values_list("program_id", flat=True)
    )
    return frozenset(
        pk for pk, count in lapsed.items() if count > 1 and (count > MOST_AT_ONCE or count > MOST_SHARE * running[pk])
    )


def _lapsing(district: District, program_ids: Collection[int], at: datetime, on: date) -> Counter[int]:
    """How many running matches of each program have lost a mentor's clearance by the stored standings, just now."""
    cleared = Asked.objects.filter(
        district=OuterRef("district"),
        person=OuterRef("mentor__person"),
        requirement_set=OuterRef("match__program__requirement_set"),
        ended_on=None,
        covers_until__gte=on,
    )
    known_longer = MatchPause.objects.filter(
        Q(found_at__lt=at - AT_ONCE) & ~Q(state=State.ENDED)
        | Q(state=State.ENDED, decided_by__isnull=False, ended_at__gt=at - ASKED_AGAIN),
        district=OuterRef("district"),
        match=OuterRef("match"),
        cause=Cause.CLEARANCE,
    )
    lapsed = MatchMentor.objects.of(district).filter(
        ~Exists(cleared),
        ~Exists(known_longer),
        left_on=None,
        match__program__in=program_ids,
        match__state=Match.State.RUNNING,
    )
    return Counter(program for program, _match in set(lapsed.values_list("match__program_id", "match_id")))
