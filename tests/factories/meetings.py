"""Meetings, who took part, what was logged. Make them inside ``with district(…)``."""

from datetime import UTC, date, datetime, timedelta

import factory

from meetings.models import (
    DayAbsence,
    LogLink,
    LogVersion,
    Meeting,
    MeetingLog,
    MeetingProposal,
    MeetingSeries,
    Participation,
    Worry,
)
from mentoring.models import Match
from tests.factories.mentoring import MatchFactory, MatchStudentFactory, StudentFactory
from tests.factories.tenancy import PersonFactory


class MeetingSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingSeries

    match = factory.SubFactory(MatchFactory)
    first_on = date(2026, 10, 5)
    until_on = date(2026, 12, 14)
    created_at = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A planned meeting of an hour at school, with all members of its match expected."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    match = factory.SubFactory(MatchFactory)
    on = date(2026, 10, 5)
    starts_at = factory.LazyAttribute(lambda o: datetime(o.on.year, o.on.month, o.on.day, 18, 0, tzinfo=UTC))
    minutes = 60
    state = "planned"
    place = "school"
    canceled_at = factory.LazyAttribute(lambda o: o.starts_at if o.state == "canceled" else None)
    cancel_cause = factory.LazyAttribute(lambda o: "other" if o.state == "canceled" else "")

    @factory.post_generation
    def members(self: Meeting, create: bool, extracted: object, **kwargs: object) -> None:
        """Everybody who is in the match, unless told otherwise."""
        if create and extracted is None:
            expect(self, self.match)


def expect(meeting: Meeting, match: Match) -> None:
    """All present members of the match are expected at the meeting."""
    for student in match.student_rows.filter(left_on=None):
        Participation.objects.create(meeting=meeting, match_student=student)
    for mentor in match.mentor_rows.filter(left_on=None):
        Participation.objects.create(meeting=meeting, match_mentor=mentor)


class ParticipationFactory(factory.django.DjangoModelFactory):
    """A student who is expected at a meeting of their match."""

    class Meta:
        model = Participation

    meeting = factory.SubFactory(MeetingFactory)
    match_student = factory.SubFactory(MatchStudentFactory, match=factory.SelfAttribute("..meeting.match"))


class MeetingProposalFactory(factory.django.DjangoModelFactory):
    """Somebody would rather meet a day later."""

    class Meta:
        model = MeetingProposal

    meeting = factory.SubFactory(MeetingFactory)
    proposed_by = factory.SubFactory(PersonFactory)
    proposed_at = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)
    was_at = factory.SelfAttribute("meeting.starts_at")
    starts_at = factory.LazyAttribute(lambda o: o.was_at + timedelta(days=1))


class LogLinkFactory(factory.django.DjangoModelFactory):
    """A link that is good for three weeks, of which nobody knows the token."""

    class Meta:
        model = LogLink

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    token_digest = factory.Sequence(lambda n: f"{n:064x}")
    minted_at = datetime(2026, 10, 5, 20, 0, tzinfo=UTC)
    expires_at = datetime(2026, 10, 26, 20, 0, tzinfo=UTC)


class MeetingLogFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingLog

    meeting = factory.SubFactory(MeetingFactory, state="held")
    logged_by = factory.SubFactory(PersonFactory)
    logged_at = datetime(2026, 10, 5, 20, 0, tzinfo=UTC)


class LogVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LogVersion

    log = factory.SubFactory(MeetingLogFactory)
    number = 1
    changed_by = factory.SubFactory(PersonFactory)
    changed_at = datetime(2026, 10, 6, 20, 0, tzinfo=UTC)


class WorryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Worry

    meeting = factory.SubFactory(MeetingFactory, state="held")
    text = "Sam seemed very tired."
    said_by = factory.SubFactory(PersonFactory)
    said_at = datetime(2026, 10, 5, 20, 0, tzinfo=UTC)


class DayAbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DayAbsence

    student = factory.SubFactory(StudentFactory)
    said_by = factory.SubFactory(PersonFactory)
    day = date(2026, 10, 5)
    said_at = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
