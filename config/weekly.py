"""The weekly summary of coordinators: above all, who has done nothing for a while.

It does not hang on any one person: matches whose teacher has left are in it, colleagues who stand in for a coordinator
get it, and what no coordinator looks after goes to the administrators.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Seat
from correspondence.reminders import Due, Page, Reminder
from journals.models import Entry
from meetings.models import Meeting
from mentoring.match_table import members_of
from mentoring.models import JournalRhythm, Match, MatchMentor, MatchStudent, Policy
from mentoring.querysets.matches import MatchQuerySet
from support.models import SupportCall
from support.quiet import quiet_among
from tenancy import grants
from tenancy.models import District, Membership, Person
from tenancy.permissions import Permission, Role
from tenancy.rules import SchoolCalendar
from tenancy.viewer import Viewer

#: Days without anything after which somebody is listed.
QUIET_FOR = timedelta(days=28)
#: Names of one list; the rest is counted.
MOST = 15


@dataclass(frozen=True)
class Names:
    """A list of the summary: the first names, and how many there are."""

    names: Sequence[str] = ()
    count: int = 0

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)

    @classmethod
    def of(cls, found: Iterable[str]) -> "Names":
        """These, by name."""
        ordered = sorted(set(found))
        return cls(ordered[:MOST], len(ordered))


@dataclass(frozen=True)
class Week:
    """What one reader's summary says of the seven days before a day, and of the seven that come."""

    running: int = 0
    held: int = 0
    planned: int = 0
    calls: int = 0
    late_entries: int = 0
    quiet: Names = field(default_factory=Names)
    mentors: Names = field(default_factory=Names)
    students: Names = field(default_factory=Names)
    teacherless: Names = field(default_factory=Names)
    uncovered: Names = field(default_factory=Names)


def readers(district: District, *, at: datetime) -> list[Person]:
    """Everybody who coordinates, or stands in for somebody who does; and the administrators, who hear of the rest."""
    roles = [Role.COORDINATOR, Role.ADMINISTRATOR]
    held = Membership.objects.of(district).live().filter(role__in=roles)
    covering = {pk for pk, stood_in in grants.roles_stood_in_for(district, at=at).items() if stood_in & set(roles)}
    people = Person.objects.of(district).active().filter(Q(pk__in=held.values("person")) | Q(pk__in=covering))
    return list(people.order_by("pk"))


def week_of(person: Person, on: date) -> Week:
    """The summary for one reader. A fixed number of queries for each who coordinates, however many matches."""
    district = person.district
    viewer = _viewer(person)
    matches = _coordinated(viewer)
    uncovered = _uncovered(district) if Role.ADMINISTRATOR in viewer.roles else []
    if not matches:
        return Week(uncovered=_titles(uncovered, viewer))
    ids = [one.pk for one in matches]
    meetings = Meeting.objects.of(district).filter(match__in=ids)
    calls = SupportCall.objects.of(district).filter(match__in=ids, held_on=None, skipped_on=None, due_on__lt=on)
    late = Entry.objects.of(district).filter(
        match_student__match__in=ids, state__in=[Entry.State.OWED, Entry.State.DRAFT], due_on__lt=on
    )
    quiet = {one.match_id for one in quiet_among(matches, on, calendar=SchoolCalendar.of(district))}
    return Week(
        running=len(matches),
        held=meetings.filter(state=Meeting.State.HELD, on__gte=on - timedelta(days=7), on__lt=on).count(),
        planned=meetings.filter(state=Meeting.State.PLANNED, on__gte=on, on__lt=on + timedelta(days=7)).count(),
        calls=calls.count(),
        late_entries=late.count(),
        quiet=_titles([one for one in matches if one.pk in quiet], viewer),
        mentors=_silent_mentors(matches, on),
        students=_silent_students(matches, on),
        teacherless=_titles([one for one in matches if _has_no_teacher(one)], viewer),
        uncovered=_titles(uncovered, viewer),
    )


def _viewer(person: Person) -> Viewer:
    """The reader as if they were looking: with their own roles and those that they stand in for."""
    seat = Seat.objects.filter(person_id=person.pk, district_id=person.district_id).select_related("user").first()
    return Viewer.of_person(person.district, person, seat.user if seat else None)


def _as_coordinator(viewer: Viewer) -> Viewer | None:
    """The same person with their coordinator's roles alone, own and covered; None without any."""
    roles = tuple(held for held in viewer.roles_held if held.role == Role.COORDINATOR)
    return replace(viewer, roles_held=roles) if roles else None


def _running(matches: MatchQuerySet) -> MatchQuerySet:
    """Of these, the ones that run and that nothing stops."""
    mine = matches.filter(state=Match.State.RUNNING, program__archived_on=None).not_paused()
    return mine.prefetch_related("supervising_teacher").order_by("pk")


def _coordinated(viewer: Viewer) -> list[Match]:
    """Running matches that this reader looks after as a coordinator; those that stand still are listed on Today."""
    held = _as_coordinator(viewer)
    return list(_running(Match.objects.of(viewer.district).in_reach_of(held, Permission.MATCHES_EDIT))) if held else []


def _uncovered(district: District) -> list[Match]:
    """Running matches that no coordinator's role reaches, nor anybody's who stands in for one."""
    reached: set[int] = set()
    for reader in readers(district, at=timezone.now()):
        if held := _as_coordinator(_viewer(reader)):
            mine = Match.objects.of(district).in_reach_of(held, Permission.MATCHES_EDIT)
            reached |= set(mine.values_list("pk", flat=True))
    return list(_running(Match.objects.of(district).exclude(pk__in=reached)))


def _has_no_teacher(match: Match) -> bool:
    teacher = match.supervising_teacher
    return teacher is None or teacher.deactivated_at is not None


def _titles(matches: Sequence[Match], viewer: Viewer) -> Names:
    found = members_of(matches, viewer) if matches else {}
    return Names.of(members.title for members in found.values())


def _silent_mentors(matches: Sequence[Match], on: date) -> Names:
    """Mentors who have been in a match for four weeks and in those met nobody."""
    since = on - QUIET_FOR
    district = matches[0].district
    rows = MatchMentor.objects.of(district).filter(
        match__in=[one.pk for one in matches if one.starts_on and one.starts_on <= since],
        left_on=None,
        joined_on__lte=since,
    )
    met = Meeting.objects.of(district).filter(state=Meeting.State.HELD, on__gte=since, on__lt=on).values("match")
    return Names.of(one.mentor.person.name for one in rows.exclude(match__in=met).prefetch_related("mentor__person"))


def _silent_students(matches: Sequence[Match], on: date) -> Names:
    """Students of programs with a journal who have been in a match for four weeks and in those handed nothing in."""
    since = on - QUIET_FOR
    district = matches[0].district
    journals = Policy.objects.of(district).exclude(journal_rhythm=JournalRhythm.NONE).values("program")
    rows = MatchStudent.objects.of(district).filter(
        match__in=[one.pk for one in matches if one.starts_on and one.starts_on <= since],
        match__program__in=journals,
        left_on=None,
        joined_on__lte=since,
    )
    first = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    wrote = Entry.objects.of(district).filter(handed_in_at__gte=first).values("match_student")
    return Names.of(one.student.person.name for one in rows.exclude(pk__in=wrote).prefetch_related("student__person"))


def due(district: District, on: date, after: int) -> Page:
    """Everybody who gets the summary, on the first open day of each week in which any match runs."""
    if not Match.objects.of(district).filter(state=Match.State.RUNNING).exists():
        return Page([], None)
    monday = on - timedelta(days=on.weekday())
    return Page([Due(one, key=f"{one.pk}:{monday:%Y-%m-%d}") for one in readers(district, at=timezone.now())], None)


REMINDERS = (Reminder("config.weekly", "config/weekly", due),)
