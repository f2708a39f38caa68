"""What holds for meetings and depends on state: where, when and with whom one may be planned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Permission
from meetings.models import Meeting
from mentoring.blockers import Blocker
from mentoring.gate_reading import Reading
from mentoring.gate_rules import is_good
from mentoring.models import Match, PlaceKind, Policy
from screening.querysets.holds import is_held
from tenancy.models import Person
from tenancy.rules import SATURDAY, SchoolCalendar, is_school_day
from tenancy.tables import Kind

#: Where the student is taken to, so that somebody says how.
OFF_CAMPUS = (PlaceKind.WORKPLACE, PlaceKind.OUTING)
#: Planned no further ahead than this: a slip of the pen otherwise.
FARTHEST = timedelta(days=400)
#: How a meeting's state looks.
STATE_KINDS: dict[str, Kind] = {
    Meeting.State.PLANNED: "info",
    Meeting.State.HELD: "ok",
    Meeting.State.MISSED: "warn",
    Meeting.State.CANCELED: "mute",
}
#: Codes of blockers that concern the day alone: of a series, only that day is left out.
OF_THE_DAY = frozenset({"closed", "no_school", "twice", "past"})
#: Codes of blockers that whoever proposes another time reads; the others are for whoever plans.
OF_PROPOSALS = frozenset({"far", "closed", "no_school", "before_start", "after_end", "state", "paused", "archived"})
#: Codes of blockers that no other day mends: forms to plan say so when they are opened.
WHATEVER_THE_DAY = frozenset({"state", "paused", "archived", "after_end", "members"})
_PLAN = "mentoring:match_plan"


@dataclass
class Planning:
    """Everything that is asked of one match again and again while its meetings are planned; read once."""

    match: Match
    reading: Reading = field(init=False)
    calendar: SchoolCalendar = field(init=False)
    is_paused: bool = field(init=False)

    def __post_init__(self) -> None:
        self.reading = Reading([self.match])
        self.calendar = SchoolCalendar.of(self.match.district)
        self.is_paused = Match.objects.of(self.match.district).paused().filter(pk=self.match.pk).exists()

    @property
    def policy(self) -> Policy | None:
        """The rules of the program."""
        return self.reading.policies.get(self.match.program_id)

    @property
    def mentor_person_ids(self) -> set[int]:
        """Who mentors in this match now."""
        return {row.mentor.person_id for row in self.reading.mentors.get(self.match.pk, ())}

    @property
    def school_ids(self) -> list[int | None]:
        """The schools of those who learn in this match now; None for one whose school nobody knows."""
        found = [row.student.school_id for row in self.reading.students.get(self.match.pk, ())]
        return list(dict.fromkeys(found)) or [None]


def plan_blockers(
    match: Match,
    *,
    on: date,
    place: str,
    adult: Person | None,
    today: date,
    starts_at: time | None = None,
    minutes: int = 60,
    transport: str = "",
    mentor_drives: bool = False,
    besides: int | None = None,
    planning: Planning | None = None,
) -> list[Blocker]:
    """Why a meeting of this match cannot be planned so; empty when it can (S-11, S-12, S-30, S-33, S-35).

    ``besides`` is the id of a meeting that is moved, which does not stand in its own way. ``planning`` spares reading
    the same again for each meeting of a series.
    """
    known = planning or Planning(match)
    return [
        *_match_blockers(known, on),
        *_day_blockers(known, on, place, today),
        *_clashes(known, on, starts_at, minutes, besides),
        *_place_blockers(known, on, place),
        *_adult_blockers(known, place, adult),
        *_transport_blockers(known, place, transport, mentor_drives=mentor_drives),
    ]


def match_refusal(match: Match, today: date) -> str:
    """Why no meeting of this match can be planned or moved now, whatever the day; empty when one can."""
    found = _match_blockers(Planning(match), today)
    return words_of([one for one in found if one.code in WHATEVER_THE_DAY])


def allowed_places(match: Match, policy: Policy | None) -> list[PlaceKind]:
    """Where this match may meet: where its plan says, as far as the rules of the program have it."""
    allowed = policy.places if policy is not None else list(PlaceKind)
    return [one for one in PlaceKind if one in allowed and (not match.places or one in match.places)]


def is_open_for(day: date, place: str, *, calendar: SchoolCalendar, school_id: int | None) -> bool:
    """Whether a student of this school may meet there on that day.

    At school, school must be on. Elsewhere a weekend or a summer day will do, but no day on which the school is closed.
    """
    if place == PlaceKind.SCHOOL:
        return is_school_day(day, calendar=calendar, school_id=school_id)
    closed = calendar.closed_in.get(school_id, frozenset()) if school_id is not None else frozenset()
    return day not in calendar.closed_everywhere and day not in closed


def is_soon(day: date, today: date) -> bool:
    """Whether a change of a meeting on that day must be told at once: it is today, tomorrow, or over a weekend."""
    ahead = 3 if today.weekday() >= SATURDAY - 1 else 1
    return today <= day <= today + timedelta(days=ahead)


def instant(on: date, at: time) -> datetime:
    """The instant at which it is so late on that day in the district at hand."""
    return timezone.make_aware(datetime.combine(on, at))


def series_days(first_on: date, until_on: date, every_weeks: int) -> list[date]:
    """The days of a series, first and last counted."""
    step = timedelta(weeks=every_weeks)
    count = max((until_on - first_on) // step + 1, 0)
    return [first_on + number * step for number in range(count)]


def day_words(day: date) -> str:
    """A day with its weekday, without its year: "Tuesday, November 24"."""
    # Translators: how a day is written, as Django's date filter has it: Spanish "l j \\d\\e F" with one backslash.
    return date_format(day, _("l, F j"))


def words_of(blockers: Sequence[Blocker]) -> str:
    """The sentences of blockers, each once."""
    return " ".join(dict.fromkeys(one.sentence for one in blockers))


def _match_blockers(known: Planning, on: date) -> Iterator[Blocker]:
    match, page = known.match, ("mentoring:match_detail", known.match.pk)
    if match.state == Match.State.ENDED:
        yield Blocker("state", _("The match is over. No meeting is planned any more."), "", page)
    elif match.state != Match.State.RUNNING:
        yield Blocker("state", _("Meetings are planned once the match runs."), _("the coordinator"), page)
    if known.is_paused:
        yield Blocker("paused", _("The match is paused. Nothing is planned until it goes on."), "", page)
    if match.program.is_archived:
        yield Blocker("archived", _("The program is archived."))
    if match.starts_on is not None and on < match.starts_on:
        words = _("The match begins on %(day)s.") % {"day": date_format(match.starts_on)}
        yield Blocker("before_start", words, _("the coordinator"), (_PLAN, match.pk))
    if match.ends_on is not None and on > match.ends_on:
        words = _("The match is planned until %(day)s.") % {"day": date_format(match.ends_on)}
        yield Blocker("after_end", words, _("the coordinator"), (_PLAN, match.pk))
    if not known.reading.students.get(match.pk) or not known.reading.mentors.get(match.pk):
        yield Blocker("members", _("A meeting needs a student and a mentor."), _("the coordinator"), page)


def _day_blockers(known: Planning, on: date, place: str, today: date) -> Iterator[Blocker]:
    if on < today:
        yield Blocker("past", _("This day has passed. Log the meeting instead."))
    elif on > today + FARTHEST:
        yield Blocker("far", _("This day is too far away."))
    closed = [one for one in known.school_ids if not is_open_for(on, place, calendar=known.calendar, school_id=one)]
    if len(closed) < len(known.school_ids):
        return
    day = {"day": day_words(on)}
    if all(is_open_for(on, PlaceKind.ONLINE, calendar=known.calendar, school_id=one) for one in closed):
        yield Blocker("no_school", _("%(day)s is no school day.") % day)
    else:
        yield Blocker("closed", _("School is closed on %(day)s.") % day)


def _clashes(known: Planning, on: date, starts_at: time | None, minutes: int, besides: int | None) -> Iterator[Blocker]:
    """Two meetings of one match at the same hour are one too many."""
    if starts_at is None:
        return
    begin = instant(on, starts_at)
    end = begin + timedelta(minutes=minutes)
    same_day = Meeting.objects.of(known.match.district).planned().filter(match=known.match, on=on)
    for other in same_day.exclude(pk=besides or 0):
        if other.starts_at is not None and other.starts_at < end and begin < other.ends_at:
            words = _("They meet on %(day)s at that time already.") % {"day": day_words(on)}
            yield Blocker("twice", words, "", ("meetings:meeting_detail", other.pk))
            return


def _place_blockers(known: Planning, on: date, place: str) -> Iterator[Blocker]:
    match, policy = known.match, known.policy
    if place not in PlaceKind or (policy is not None and place not in policy.places):
        yield Blocker("place", _("The rules of this program do not allow this place."), _("the coordinator"))
        return
    if match.places and place not in match.places:
        words = _("The plan of this match leaves this place out. Change the plan first, so that everybody agrees.")
        yield Blocker("place", words, _("the coordinator"), (_PLAN, match.pk))
    if place == PlaceKind.WORKPLACE:
        yield from _workplace_blockers(known, on)
    if place == PlaceKind.OUTING:
        yield from _permission_blockers(known, Permission.Kind.OUTINGS, _("outings"))
    if place == PlaceKind.ONLINE:
        yield from _permission_blockers(known, Permission.Kind.REMOTE_CONTACT, _("calls and messages"))


def _workplace_blockers(known: Planning, on: date) -> Iterator[Blocker]:
    """Each mentor's workplace is approved for that day (S-30)."""
    for row in known.reading.mentors.get(known.match.pk, ()):
        job = known.reading.employers.get(row.mentor_id)
        if job is None:
            words = _("Nobody has noted where %(name)s works.") % {"name": row.mentor.person.name}
            yield Blocker("workplace", words, _("the coordinator"), ("mentoring:mentor_detail", row.mentor_id))
        elif not any(is_good(one, on) for one in known.reading.approvals.get(job.employer_id, ())):
            words = _("Visits to %(employer)s are not approved for %(day)s.")
            said = words % {"employer": job.employer.name, "day": date_format(on)}
            fix = ("mentoring:employer_detail", job.employer_id)
            yield Blocker("workplace", said, _("the principal"), fix)


def _permission_blockers(known: Planning, kind: Permission.Kind, what: str) -> Iterator[Blocker]:
    """The family's permission stands for each student: one covers a whole series (S-11, S-12)."""
    for row in known.reading.students.get(known.match.pk, ()):
        given = known.reading.permissions.get(row.packet_id, {}) if row.packet_id else {}
        standing = given.get(kind)
        if standing is None or not standing.is_granted:
            words = _("%(name)s has no permission for %(what)s.")
            said = words % {"name": row.student.person.name, "what": what}
            fix = ("mentoring:match_detail", known.match.pk)
            yield Blocker("permission", said, _("the parent or guardian"), fix)


def _adult_blockers(known: Planning, place: str, adult: Person | None) -> Iterator[Blocker]:
    if adult is None:
        yield Blocker("adult", _("Say who is in charge."), _("the coordinator"))
        return
    if not adult.is_active or is_held(known.match.district, adult.pk):
        words = _("%(name)s cannot be in charge now. Name somebody else.") % {"name": adult.name}
        yield Blocker("adult", words, _("the coordinator"))
    if adult.pk in known.mentor_person_ids:
        policy = known.policy
        if not (place == PlaceKind.WORKPLACE and policy is not None and policy.mentor_may_supervise):
            words = _(
                "The mentor is not the adult in charge, except at the workplace where the rules of the program say so."
            )
            yield Blocker("adult", words, _("the coordinator"))


def _transport_blockers(known: Planning, place: str, transport: str, *, mentor_drives: bool) -> Iterator[Blocker]:
    """Off campus somebody says how the student gets there; the mentor drives only where rules and family allow it."""
    if place in OFF_CAMPUS and not transport and not mentor_drives:
        yield Blocker("transport", _("Say how the student gets there and back."), _("the coordinator"))
    if not mentor_drives:
        return
    policy = known.policy
    if policy is None or not policy.mentor_may_drive:
        words = _("The rules of this program do not let mentors drive students.")
        yield Blocker("driving", words, _("the coordinator"), ("mentoring:policy_edit", known.match.program_id))
    elif place != PlaceKind.OUTING:
        yield from _permission_blockers(known, Permission.Kind.OUTINGS, _("outings"))
