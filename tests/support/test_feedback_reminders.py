"""Who is reminded to say how it goes, and to do what was recommended; what the mails say."""

from datetime import date, timedelta

import pytest

from correspondence import reminders, rendering
from correspondence.links import Link, Outdated, mint
from correspondence.models import Message
from support.feedback_reminders import feedback_due, recommendation_due
from support.feedback_rules import remind_from
from support.models import FeedbackInvitation, FeedbackRound, Recommendation
from tenancy.rules import SchoolCalendar
from tests.factories.feedback import RecommendationFactory
from tests.support.asked import sent

#: Thanksgiving is a Thursday; the Friday after it is closed, too.
CLOSED = frozenset({date(2026, 11, 26), date(2026, 11, 27)})
CALENDAR = SchoolCalendar(((date(2026, 8, 17), date(2027, 6, 10)),), CLOSED)


@pytest.mark.parametrize(
    ("last_on", "from_on"),
    [
        (date(2026, 11, 20), date(2026, 11, 17)),  # Friday: from Tuesday
        (date(2026, 12, 1), date(2026, 11, 24)),  # over the break
        (date(2026, 11, 29), date(2026, 11, 23)),  # a Sunday
        (date(2027, 7, 20), date(2027, 6, 8)),  # after the last school day
        (date(2026, 8, 10), date(2026, 8, 7)),  # outside every year
    ],
)
def test_three_school_days_before_the_last_one(last_on, from_on):
    assert remind_from(last_on, calendar=CALENDAR) == from_on


def due(cast, find, on):
    with cast.open() as district:
        page = find(district, on, 0)
        assert page.next is None
        return [one.to for one in page.dues]


def test_whoever_has_not_answered_is_reminded_once(oak, client_of):
    there = sent(oak, last_on=oak.today + timedelta(days=30))
    with oak.open() as district:
        FeedbackRound.objects.update(sent_at=there.round.sent_at - timedelta(days=2))
        soon = remind_from(there.round.last_on, calendar=SchoolCalendar.of(district))
        FeedbackInvitation.objects.filter(person=oak.sam).update(has_answered=True)
    assert due(oak, feedback_due, soon - timedelta(days=1)) == []
    assert due(oak, feedback_due, soon) == [oak.mia, oak.gil, oak.tom]
    assert due(oak, feedback_due, there.round.last_on + timedelta(days=1)) == []
    with oak.open() as district:
        [reminder] = [one for one in reminders.every() if one.name == "feedback_due"]
        assert reminders.write_page(district, reminder, on=soon, after=0)[0] == 3
        assert reminders.write_page(district, reminder, on=soon, after=0)[0] == 0
        message = Message.objects.get(kind="support/feedback_due", person=oak.mia)
        assert message.for_digest
        assert "Career mentoring" in rendering.mail(message, {}).text
        FeedbackInvitation.objects.filter(person=oak.mia).update(has_answered=True)
        with pytest.raises(Outdated):
            rendering.mail(message, {})
        with pytest.raises(Outdated):
            mint(Link("support.feedback", FeedbackInvitation.objects.get(person=oak.mia).pk))
        gil = FeedbackInvitation.objects.get(person=oak.gil)
        assert f"{oak.district.mount_point}feedback/answer/" in mint(Link("support.feedback", gil.pk))


def test_owners_are_reminded_on_the_day(oak):
    with oak.open():
        one = RecommendationFactory(owner=oak.tom, due_on=oak.today)
    assert due(oak, recommendation_due, oak.today - timedelta(days=1)) == []
    assert due(oak, recommendation_due, oak.today) == [oak.tom]
    with oak.open() as district:
        [reminder] = [each for each in reminders.every() if each.name == "recommendation_due"]
        assert reminders.write_page(district, reminder, on=oak.today, after=0)[0] == 1
        message = Message.objects.get(kind="support/recommendation_due")
        assert one.what in rendering.mail(message, {}).text
        assert f"recommendations/{one.pk}/" in mint(Link("support.recommendation", one.pk))
        Recommendation.objects.update(state="dropped", outcome="No money", closed_on=oak.today)
        with pytest.raises(Outdated):
            mint(Link("support.recommendation", one.pk))
    assert due(oak, recommendation_due, oak.today) == []


def test_nobody_of_the_other_district_is_reminded(oak, elm):
    there = sent(oak)
    assert due(elm, feedback_due, there.round.last_on) == []
    assert due(elm, recommendation_due, elm.today) == []
