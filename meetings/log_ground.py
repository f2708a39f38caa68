"""What the page to log a meeting begins with: who is in the match, and what is likely, so that one only confirms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classes import reading as classes
from classes.models import ClassFocus
from meetings.actions.participations import Member
from meetings.log_rules import extras_words
from meetings.models import Meeting, MeetingLog, Participation
from meetings.reading import noted_absent
from mentoring.models import Match, MatchMentor, MatchObjective, MatchStudent, PlaceKind, Policy
from mentoring.own_matches import first_name
from mentoring.policy_rules import policy_of
from tenancy.models import Person

#: Whoever logs on the day itself or the next finds the days as buttons; other days are typed.
YESTERDAY = timedelta(days=1)


@dataclass
class LogGround:
    """One match, and the meeting to log where there is a plan. Read once, in a fixed number of queries.

    ``is_for_other``: staff types for a mentor; names are then whole ones.
    """

    match: Match
    meeting: Meeting | None
    today: date
    log: MeetingLog | None = None
    is_for_other: bool = False
    policy: Policy | None = field(init=False)
    students: list[MatchStudent] = field(init=False)
    mentors: list[MatchMentor] = field(init=False)

    def __post_init__(self) -> None:
        match = self.match
        self.policy = policy_of(match.program)
        there = {None, match.ended_on}
        students = MatchStudent.objects.filter(district=match.district_id, match=match).order_by("pk")
        mentors = MatchMentor.objects.filter(district=match.district_id, match=match).order_by("pk")
        self.students = [one for one in students.prefetch_related("student__person") if one.left_on in there]
        self.mentors = [one for one in mentors.prefetch_related("mentor__person") if one.left_on in there]

    @property
    def members(self) -> list[Member]:
        """Everybody in the match, students first."""
        return [*self.students, *self.mentors]

    @property
    def is_group(self) -> bool:
        """Whether one must ask for each member how it was."""
        return len(self.students) > 1 or len(self.mentors) > 1

    @property
    def title(self) -> str:
        """With whom the meeting was."""
        return ", ".join(self.name_of(one) for one in self.students) or _("your student")

    def name_of(self, member: Member) -> str:
        """A member as the reader knows them: students by first name among those who meet them."""
        if isinstance(member, MatchMentor):
            return str(member.mentor.person.name)
        person = member.student.person
        return person.name if self.is_for_other else first_name(person)

    @cached_property
    def last(self) -> Meeting | None:
        """The meeting before this one that took place: things are usually as they were."""
        held = Meeting.objects.filter(district=self.match.district_id, match=self.match, state=Meeting.State.HELD)
        if self.meeting is not None:
            held = held.exclude(pk=self.meeting.pk)
        return held.order_by("-on", "-pk").prefetch_related("adult").first()

    @cached_property
    def objectives(self) -> list[MatchObjective]:
        """What the match is to achieve."""
        rows = MatchObjective.objects.filter(district=self.match.district_id, match=self.match)
        return list(rows.order_by("position"))

    @cached_property
    def focuses(self) -> Sequence[ClassFocus]:
        """What the students' classes work on now, each once; only where the program shares it."""
        day = self.meeting.on if self.meeting is not None else self.today
        found = classes.focuses_of([one.student_id for one in self.students], day)
        return list({focus.pk: focus for focuses in found.values() for focus in focuses}.values())

    @cached_property
    def said(self) -> dict[str, Participation]:
        """What was said of members before, by their key."""
        if self.meeting is None:
            return {}
        rows = Participation.objects.filter(district=self.match.district_id, meeting=self.meeting)
        return {f"s{one.match_student_id}" if one.match_student_id else f"m{one.match_mentor_id}": one for one in rows}

    @cached_property
    def absences(self) -> Mapping[date, set[int]]:
        """Whom the office noted as not at school on the days that are offered. Nothing is refused for it."""
        days = [date.fromisoformat(day) for day, _words in self.days]
        return noted_absent([one.student_id for one in self.students], days)

    @property
    def noted_absent(self) -> list[str]:
        """The same in words."""
        words = _("The office noted %(names)s absent on %(day)s. If you met, write it down: the coordinator sees both.")
        found = self.absences
        return [words % {"names": self._names(found[day]), "day": date_format(day)} for day in sorted(found)]

    def absence_question(self, day: date, student_ids: Collection[int]) -> str:
        """What is asked before a meeting on a day with these students counts; empty where the office noted nobody."""
        found = noted_absent(student_ids, [day])
        if not found:
            return ""
        words = _(
            "The office noted %(names)s absent on %(day)s. Is the day right? "
            "If you met, save once more: the coordinator sees both."
        )
        return words % {"names": self._names(found[day]), "day": date_format(day)}

    def _names(self, student_ids: set[int]) -> str:
        return ", ".join(self.name_of(one) for one in self.students if one.student_id in student_ids)

    # What is likely

    @property
    def days(self) -> list[tuple[str, str]]:
        """The days that are offered as buttons: the planned one, today, yesterday."""
        words = {self.today: _("Today"), self.today - YESTERDAY: _("Yesterday")}
        found = list(words)
        if self.meeting is not None and self.meeting.on <= self.today and self.meeting.on not in words:
            found.insert(0, self.meeting.on)
        return [(day.isoformat(), words.get(day) or date_format(day, "MONTH_DAY_FORMAT")) for day in found]

    @property
    def day(self) -> date:
        """The day that is likely."""
        if self.meeting is not None and self.meeting.on <= self.today:
            return self.meeting.on
        return self.today

    @property
    def minutes(self) -> int:
        """How long it likely was: as planned, as last time, as the match or the program has it."""
        known = [one.minutes for one in (self.meeting, self.last) if one is not None]
        policy = self.policy.meeting_minutes if self.policy is not None else 60
        return next(iter([*known, *([self.match.meeting_minutes] if self.match.meeting_minutes else []), policy]))

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where the program meets."""
        allowed = set(self.policy.places) if self.policy is not None else set(PlaceKind.values)
        return [(value, str(label)) for value, label in PlaceKind.choices if value in allowed]

    @property
    def place(self) -> tuple[str, str]:
        """Where it likely was, with room or address."""
        for one in (self.meeting, self.last):
            if one is not None:
                return one.place, one.place_note
        usual = [value for value in self.match.places if value in dict(self.places)]
        first = [value for value, _label in self.places]
        return next(iter([*usual, *first]), ""), self.match.place_note

    @cached_property
    def adults(self) -> dict[int, Person]:
        """Who may have been in charge, by id: as planned, as last time, of the match, its teacher, the mentors."""
        match = self.match
        found = [
            self.meeting.adult if self.meeting is not None else None,
            self.last.adult if self.last is not None else None,
            match.adult_in_charge,
            match.supervising_teacher,
            *(one.mentor.person for one in self.mentors if self.policy and self.policy.mentor_may_supervise),
        ]
        return {one.pk: one for one in found if one is not None}

    @property
    def adult_id(self) -> int | None:
        """Who likely was in charge."""
        if self.meeting is not None:
            return self.meeting.adult_id
        return next(iter(self.adults), None)

    @property
    def extras(self) -> str:
        """What the program says of gifts and extras."""
        return extras_words(self.policy)

    @property
    def filled_in_from(self) -> str:
        """Where the answers come from that stand there already."""
        if self.log is not None or self.meeting is not None:
            return ""
        if self.last is None:
            return ""
        return _("Filled in from your last meeting, %(day)s.") % {"day": date_format(self.last.on)}
