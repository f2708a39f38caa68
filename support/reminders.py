"""Who is reminded: mentors who have not met, whoever calls, counselors, whoever says how far they are with goals."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from correspondence.links import Link
from correspondence.reminders import Due, Page, Reminder
from meetings.reading import next_of
from mentoring.match_mails import coordinators_of
from mentoring.models import Match, MatchMentor, MatchStudent
from support import mails
from support.models import GoalAnswer, GoalReview, Referral, SupportCall
from support.quiet import CHUNK, quiet_among, running
from tenancy.about import About
from tenancy.models import District, Person
from tenancy.rules import SchoolCalendar

#: What has been due for longer was reminded of before, or the program began with it.
LONGEST = timedelta(days=30)
#: Days before the last one on which whoever has not answered is reminded of the goals.
BEFORE = 4


def no_meeting(district: District, on: date, after: int) -> Page:
    """Mentors of matches that are quiet and have planned nothing: once for each silence."""
    matches = running(district, after=after)
    quiet = {one.match_id: one for one in quiet_among(matches, on, calendar=SchoolCalendar.of(district))}
    planned = next_of(list(quiet), timezone.now())
    silent = [pk for pk in quiet if pk not in planned]
    rows = MatchMentor.objects.of(district).filter(match__in=silent, left_on=None).order_by("pk")
    dues = [
        Due(
            to=row.mentor.person,
            key=f"match:{row.match_id}:{quiet[row.match_id].since}:{row.mentor.person_id}",
            link=Link(mails.MEET, row.match_id),
            about=_about_match(row.match_id),
            context={"match": row.match_id, "days": quiet[row.match_id].school_days},
        )
        for row in rows.prefetch_related("mentor__person")
        if row.mentor.person.is_active
    ]
    return Page(dues, matches[-1].pk if len(matches) == CHUNK else None)


def call_due(district: District, on: date, after: int) -> Page:
    """Whoever took a talk on, else the coordinators of its program: once, on the day on which it is due."""
    rows = SupportCall.objects.of(district).open().filter(due_on__range=(on - LONGEST, on), pk__gt=after)
    found = list(rows.order_by("pk").prefetch_related("caller", "match__program")[:CHUNK])
    known: dict[int, list[Person]] = {}
    dues = []
    for call in found:
        for person in _callers(call, known):
            dues.append(
                Due(
                    to=person,
                    key=f"call:{call.pk}:{call.due_on}:{person.pk}",
                    link=Link(mails.CALL, call.pk),
                    about=_about_match(call.match_id),
                    context={"call": call.pk},
                )
            )
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def _callers(call: SupportCall, known: dict[int, list[Person]]) -> list[Person]:
    """The coordinators are read once for each program."""
    if call.caller is not None and call.caller.is_active:
        return [call.caller]
    program = call.match.program
    if program.pk not in known:
        known[program.pk] = coordinators_of(program)
    return known[program.pk]


def referral_unread(district: District, on: date, after: int) -> Page:
    """The counselor, and the back-up once it was passed on: letters of days before that nobody has read."""
    begins = timezone.make_aware(datetime.combine(on, datetime.min.time()))
    rows = Referral.objects.of(district).unread().filter(written_at__range=(begins - LONGEST, begins), pk__gt=after)
    found = list(rows.order_by("pk").prefetch_related("counselor", "backup")[:CHUNK])
    dues = [
        Due(
            to=person,
            key=f"referral:{one.pk}:{person.pk}",
            link=Link(mails.READ, one.pk),
            context={"referral": one.pk},
            urgent=True,
        )
        for one in found
        for person in (one.counselor, one.backup if one.passed_at else None)
        if person is not None and person.is_active
    ]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def goals_due(district: District, on: date, after: int) -> Page:
    """Students and mentors who are asked about their goals: when it begins, and shortly before it is over."""
    rows = GoalReview.objects.of(district).open().filter(due_on__gte=on - LONGEST, pk__gt=after)
    paused = Match.objects.of(district).paused().values("pk")
    found = list(rows.exclude(match__in=paused).order_by("pk")[:CHUNK])
    said = set(
        GoalAnswer.objects.of(district)
        .filter(review__in=[one.pk for one in found])
        .values_list("review_id", "person_id")
    )
    members = _members(district, [one.match_id for one in found])
    dues = [
        Due(
            to=person,
            key=f"review:{one.pk}:{one.due_on}:{'late' if _is_late(one, on) else 'first'}:{person.pk}",
            link=Link(mails.ANSWER, one.pk),
            about=_about_match(one.match_id),
            context={"review": one.pk},
        )
        for one in found
        for person in members[one.match_id]
        if person.is_active and (one.pk, person.pk) not in said
    ]
    return Page(dues, found[-1].pk if len(found) == CHUNK else None)


def _is_late(review: GoalReview, on: date) -> bool:
    return on >= review.due_on - timedelta(days=BEFORE)


def _members(district: District, match_ids: list[int]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    students = MatchStudent.objects.of(district).filter(match__in=match_ids, left_on=None).order_by("pk")
    for row in students.prefetch_related("student__person"):
        found[row.match_id].append(row.student.person)
    mentors = MatchMentor.objects.of(district).filter(match__in=match_ids, left_on=None).order_by("pk")
    for mentor in mentors.prefetch_related("mentor__person"):
        found[mentor.match_id].append(mentor.mentor.person)
    return found


def _about_match(pk: int) -> About:
    return About(str(_("Match")), "mentoring:match_detail", pk)


REMINDERS = (
    Reminder("no_meeting", mails.NO_MEETING, no_meeting),
    Reminder("support_call_due", mails.CALL_DUE, call_due),
    Reminder("referral_unread", mails.UNREAD, referral_unread),
    Reminder("goals_due", mails.GOALS_DUE, goals_due),
)
