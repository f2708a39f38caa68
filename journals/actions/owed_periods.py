"""Entries owed for a week or a month."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from journals.models import Entry
from journals.rules import due_on, last_school_day, period_of
from mentoring.models import JournalRhythm, Match, MatchStudent, Policy
from tenancy.models import District
from tenancy.models.owned import DistrictQuerySet
from tenancy.rules import SchoolCalendar

#: Students in one transaction.
CHUNK = 300


@transaction.atomic
def owe(*, district: District, on: date, after: int) -> int | None:
    """The next CHUNK students of running matches owe an entry for the week or month at hand, where the policy says so.

    Returns where to go on, None at the end. Nothing is owed in a week or month of vacation, while the match is paused,
    before it starts or after a student left it. Asked twice, it does nothing more.
    """
    rows = list(_members(district, on).filter(pk__gt=after).order_by("pk").prefetch_related("student", "match")[:CHUNK])
    if not rows:
        return None
    policies = {
        one.program_id: one
        for one in Policy.objects.of(district).filter(program__in={row.match.program_id for row in rows})
    }
    calendar = SchoolCalendar.of(district)
    there = set(
        Entry.objects.of(district)
        .filter(match_student__in=[row.pk for row in rows], period_from__gte=on - timedelta(days=31))
        .values_list("match_student_id", "period_from")
    )
    wanted = (_entry(row, policies[row.match.program_id], on, calendar) for row in rows)
    made = [one for one in wanted if one is not None and (one.match_student_id, one.period_from) not in there]
    # Two at the same moment: the constraint lets one stand.
    Entry.objects.bulk_create(made, ignore_conflicts=True)
    return rows[-1].pk


def _members(district: District, on: date) -> DistrictQuerySet[MatchStudent]:
    rhythms: Sequence[str] = [JournalRhythm.WEEK, JournalRhythm.MONTH]
    still = Match.objects.of(district).paused().values("pk")
    return (
        MatchStudent.objects.of(district)
        .filter(
            left_on=None,
            joined_on__lte=on,
            match__state=Match.State.RUNNING,
            match__starts_on__lte=on,
            match__program__archived_on=None,
            match__program__policies__journal_rhythm__in=rhythms,
        )
        .exclude(match__in=still)
    )


def _entry(row: MatchStudent, policy: Policy, on: date, calendar: SchoolCalendar) -> Entry | None:
    period = period_of(on, policy.journal_rhythm)
    school_id = row.student.school_id
    last = last_school_day(period, calendar=calendar, school_id=school_id)
    if last is None:
        return None
    day = due_on(last, policy.journal_days, calendar=calendar, school_id=school_id)
    return Entry(district_id=row.district_id, match_student=row, period_from=period.first, due_on=day)
