from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from agreements import reminders, tasks
from agreements.models import Agreement, Party, State
from correspondence.models import Message
from tenancy import rounds
from tenancy.context import current_district
from tests.agreements.packets import SENT, sent, sign
from tests.conftest import Cast
from tests.correspondence.delivering import run

#: Sent on October 1, to be signed by November 1.
FIRST = date(2026, 10, 1)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


def on(cast: Cast, day: date) -> list[str]:
    """Whom the day reminds."""
    before = Message.objects.count()
    place: int | None = 0
    while place is not None:
        place = reminders.remind(cast.district, on=day, at=at_noon(day), after=place)
    rows = Message.objects.order_by("pk").prefetch_related("person")[before:]
    return sorted(f"{one.kind.partition('/')[2]} {one.person.given_name}" for one in rows)


def test_a_parent_is_reminded_on_days_3_7_14_and_three_days_before_the_end(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        for person in (oak.sam, oak.mia):
            sign(papers, person)
        days = [FIRST + timedelta(days=n) for n in range(1, 32)]
        assert [day for day in days if on(oak, day)] == [
            date(2026, 10, 4),
            date(2026, 10, 8),
            date(2026, 10, 15),
            date(2026, 10, 29),
        ]


def test_a_day_that_was_missed_is_made_up_for(oak: Cast) -> None:
    with oak.open():
        sent(oak)
        assert on(oak, date(2026, 10, 5)) == ["reminder Gil", "reminder Mia", "reminder Sam"]
        assert on(oak, date(2026, 10, 6)) == []
        assert on(oak, date(2026, 10, 8)) == ["reminder Gil", "reminder Mia", "reminder Sam"]


def test_the_day_twice_reminds_once(oak: Cast) -> None:
    with oak.open():
        sent(oak)
        assert len(on(oak, date(2026, 10, 4))) == 3
        assert on(oak, date(2026, 10, 4)) == []


def test_the_school_finds_what_waits_in_its_summary(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        for person in (oak.sam, oak.gil, oak.mia):
            sign(papers, person)
        Message.objects.filter(kind="agreements/school_turn").update(state="sent", sent_at=SENT)
        assert on(oak, date(2026, 10, 3)) == []
        assert on(oak, date(2026, 10, 4)) == ["school_turn Pia"]
        assert Message.objects.filter(kind="agreements/school_turn", for_digest=True).count() == 2


def test_who_was_never_asked_is_not_reminded(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        Party.objects.filter(person=oak.gil).update(state="waiting", invited_at=None)
        assert "reminder Gil" not in on(oak, date(2026, 10, 4))
        assert papers.party(oak.gil).reminded_at is None


def test_documents_end_the_day_after_their_last(oak: Cast) -> None:
    with oak.open():
        papers = sent(oak)
        assert reminders.expire(oak.district, on=date(2026, 11, 1), at=at_noon(date(2026, 11, 1))) == 0
        assert reminders.expire(oak.district, on=date(2026, 11, 2), at=at_noon(date(2026, 11, 2))) == 2
        assert reminders.expire(oak.district, on=date(2026, 11, 2), at=at_noon(date(2026, 11, 2))) == 0
        assert set(Agreement.objects.filter(packet=papers.packet).values_list("state", flat=True)) == {State.EXPIRED}


def test_elm_is_not_touched_by_oaks_day(oak: Cast, elm: Cast) -> None:
    with elm.open():
        sent(elm)
    with oak.open():
        assert on(oak, date(2026, 10, 4)) == []
        assert reminders.expire(oak.district, on=date(2027, 1, 1), at=at_noon(date(2027, 1, 1))) == 0
    with elm.open():
        assert set(Agreement.objects.values_list("state", flat=True)) == {State.OUT}


@pytest.mark.parametrize("task", [tasks.begin_day])
def test_the_day_runs_as_a_task(transactional_oak: Cast, task) -> None:
    oak = transactional_oak
    with oak.open():
        sent(oak, at=datetime.now(UTC) - timedelta(days=4))
        Agreement.objects.update(expires_on=oak.today + timedelta(days=20))
    run(task, of=oak)
    run(task, of=oak)
    with oak.open():
        assert Message.objects.filter(kind="agreements/reminder").count() == 3


def test_each_district_begins_at_its_own_seven_o_clock(oak: Cast, elm: Cast, monkeypatch) -> None:
    rung = []
    monkeypatch.setattr(rounds, "ring", lambda task: rung.append(current_district().slug))
    # 7:10 in Chicago, 8:10 in New York.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 20, 13, 10, tzinfo=UTC))
    tasks.begin_days.run()
    assert rung == ["oak"]
