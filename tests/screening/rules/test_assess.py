"""Who is cleared, and until when. Days without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.rules import (
    ALWAYS,
    Agreed,
    Ask,
    Check,
    Clearance,
    Records,
    State,
    Taken,
    Turn,
    Word,
    Wording,
    assess,
    months_after,
)

TODAY = date(2026, 10, 1)
CHECK = Ask(1, "background_check", "Check", check_type="name", tier=2, valid_months=24)
TRAINING = Ask(2, "training", "Training", training_id=5, valid_months=12, minutes=30)
POLICY = Ask(
    3, "acknowledgement", "Guidelines", document_id=7, wordings=(Wording(7, 1, date(2026, 1, 1), asks_again=True),)
)
REFERENCE = Ask(4, "reference", "References", number=2)


def check(outcome: str = "clear", day: date | None = date(2026, 9, 1), **facts: object) -> Check:
    given_facts = {
        "check_type": "name",
        "tier": 2,
        "ordered_on": None,
        "expires_on": None,
        "renewed_on": None,
        **facts,
    }
    return Check(outcome=outcome, decided_on=day, **given_facts)  # type: ignore[arg-type]


def of(ask: Ask, on: date = TODAY, **records: object) -> Clearance:
    return assess([ask], Records(**records), on)  # type: ignore[arg-type]


def state(clearance: Clearance) -> tuple[State, date | None]:
    return clearance.steps[0].state, clearance.steps[0].until


def test_nothing_recorded_means_missing() -> None:
    clearance = assess([CHECK, TRAINING, POLICY, REFERENCE], Records(), TODAY)
    assert [step.state for step in clearance.steps] == [State.MISSING] * 4
    assert [step.turn for step in clearance.steps] == [Turn.STAFF, Turn.PERSON, Turn.PERSON, Turn.STAFF]
    assert (clearance.until, clearance.is_clear, clearance.state) == (None, False, State.MISSING)


def test_nothing_asked_means_cleared_for_good() -> None:
    assert assess([], Records(), TODAY).until == ALWAYS


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, (State.MET, date(2028, 9, 1))),
        ({"expires_on": date(2026, 12, 1)}, (State.MET, date(2026, 12, 1))),
        ({"expires_on": date(2030, 12, 1)}, (State.MET, date(2028, 9, 1))),
        ({"tier": 3}, (State.MET, date(2028, 9, 1))),
        ({"tier": 1}, (State.MISSING, None)),
        ({"check_type": "driving"}, (State.MISSING, None)),
        ({"day": date(2024, 10, 1)}, (State.MET, TODAY)),
        ({"day": date(2024, 9, 30)}, (State.EXPIRED, date(2026, 9, 30))),
        ({"day": date(2026, 10, 2)}, (State.MISSING, None)),
    ],
)
def test_a_clear_check_counts_for_its_time_place_and_kind(facts: dict[str, object], found: object) -> None:
    assert state(of(CHECK, checks=[check(**facts)])) == found  # type: ignore[arg-type]


def test_a_check_without_an_end_is_renewed_every_year() -> None:
    ask = Ask(1, "background_check", check_type="name", renews_yearly=True)
    assert state(of(ask, checks=[check()])) == (State.MET, date(2027, 9, 1))
    old = check(day=date(2024, 3, 5))
    assert state(of(ask, checks=[old])) == (State.EXPIRED, date(2025, 3, 5))
    renewed = check(day=date(2024, 3, 5), renewed_on=date(2026, 3, 9))
    assert state(of(ask, checks=[renewed])) == (State.MET, date(2027, 3, 9))


def test_a_running_check_is_pending_unless_an_old_one_still_counts() -> None:
    running = check("pending", None, ordered_on=date(2026, 9, 20))
    clearance = of(CHECK, checks=[running])
    assert (clearance.steps[0].state, clearance.steps[0].since, clearance.steps[0].turn) == (
        State.PENDING,
        date(2026, 9, 20),
        Turn.OUTSIDE,
    )
    both = of(CHECK, checks=[running, check()])
    assert (both.is_clear, both.steps[0].is_renewing) == (True, True)


def test_a_check_that_was_not_clear_stops_everything_until_a_later_one_is() -> None:
    failed = check("not_clear", date(2026, 9, 10))
    assert of(CHECK, checks=[check(), failed]).state == State.FAILED
    assert of(CHECK, checks=[check(), failed]).until is None
    assert of(CHECK, checks=[check(), failed, check(day=date(2026, 9, 20))]).is_clear
    same_day = check(day=date(2026, 9, 10))
    assert of(CHECK, checks=[failed, same_day]).state == State.FAILED


def test_a_failed_check_of_another_kind_counts_though_nobody_asks_for_it() -> None:
    clearance = of(CHECK, checks=[check(), check("not_clear", check_type="driving")])
    assert (clearance.failed_types, clearance.is_clear, clearance.state) == (("driving",), False, State.FAILED)
    assert clearance.steps[0].is_met


def test_training_counts_from_the_day_it_was_taken() -> None:
    assert state(of(TRAINING, trainings=[Taken(5, date(2026, 2, 1), None)])) == (State.MET, date(2027, 2, 1))
    assert state(of(TRAINING, trainings=[Taken(6, date(2026, 2, 1), None)])) == (State.MISSING, None)
    assert state(of(TRAINING, trainings=[Taken(5, date(2025, 2, 1), None)])) == (State.EXPIRED, date(2026, 2, 1))


def test_a_new_version_of_a_policy_is_agreed_to_by_its_day() -> None:
    agreed = [Agreed(7, 1, date(2026, 5, 1))]
    assert state(of(POLICY, acknowledgements=agreed)) == (State.MET, ALWAYS)
    versions = (*POLICY.wordings, Wording(7, 2, date(2026, 11, 1), asks_again=True))
    newer = Ask(3, "acknowledgement", document_id=7, wordings=versions)
    assert state(of(newer, acknowledgements=agreed)) == (State.MET, date(2026, 10, 31))
    assert state(of(newer, date(2026, 11, 1), acknowledgements=agreed)) == (State.EXPIRED, date(2026, 10, 31))
    assert of(newer, date(2026, 11, 1), acknowledgements=[*agreed, Agreed(7, 2, date(2026, 10, 20))]).is_clear
    corrected = Ask(
        3, "acknowledgement", document_id=7, wordings=(*POLICY.wordings, Wording(7, 2, TODAY, asks_again=False))
    )
    assert of(corrected, acknowledgements=agreed).is_clear


def test_as_many_good_references_as_are_asked() -> None:
    good, doubtful = Word("good", date(2026, 9, 1)), Word("doubtful", date(2026, 9, 2))
    assert of(REFERENCE, references=[good, doubtful]).state == State.MISSING
    assert of(REFERENCE, references=[good, Word("asked", None)]).state == State.PENDING
    assert of(REFERENCE, references=[good, good]).is_clear


def test_what_is_announced_stops_nobody_before_its_day() -> None:
    day = date(2026, 11, 1)
    announced = Ask(1, "background_check", check_type="name", counts_from_on=day)
    assert of(announced).until == date(2026, 10, 31)
    assert of(announced, day).until is None
    assert of(announced, checks=[check("not_clear")]).until is None
    ends_sooner = of(announced, checks=[check(expires_on=date(2026, 10, 5))])
    assert ends_sooner.until == date(2026, 10, 31)


def test_what_may_come_later_stops_nobody() -> None:
    later = Ask(2, "training", training_id=5, before_first_day=False)
    clearance = of(later)
    assert (clearance.is_clear, [step.state for step in clearance.open_steps]) == (True, [State.MISSING])


def test_a_held_person_is_not_cleared_whatever_they_have() -> None:
    clearance = of(CHECK, checks=[check()], is_held=True)
    assert (clearance.is_clear, clearance.state, clearance.covers(TODAY)) == (False, State.HELD, False)


def test_the_first_to_end_limits_the_whole() -> None:
    records = Records(
        checks=[check()],
        trainings=[Taken(5, date(2026, 2, 1), None)],
        acknowledgements=[Agreed(7, 1, date(2026, 5, 1))],
    )
    clearance = assess([CHECK, TRAINING, POLICY], records, TODAY)
    assert (clearance.until, [step.ask.pk for step in clearance.limiting]) == (date(2027, 2, 1), [2])
    assert clearance.covers(date(2027, 2, 1))
    assert not clearance.covers(date(2027, 2, 2))
    assert not clearance.covers(TODAY - timedelta(days=1))


def test_months_end_with_their_last_day() -> None:
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2026, 12, 31), 24) == date(2028, 12, 31)
    assert months_after(date(9998, 12, 31), 24) == ALWAYS


DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2030, 12, 31))
CHECKS = st.lists(
    st.builds(
        Check,
        check_type=st.sampled_from(["name", "driving"]),
        tier=st.integers(1, 3),
        outcome=st.sampled_from(["pending", "review", "clear", "not_clear", "stopped"]),
        ordered_on=st.none(),
        decided_on=DAYS,
        expires_on=st.none() | DAYS,
        renewed_on=st.none() | DAYS,
    ),
    max_size=5,
)
TAKEN = st.lists(st.builds(Taken, training_id=st.integers(5, 6), completed_on=DAYS, expires_on=st.none()), max_size=3)


@given(checks=CHECKS, trainings=TAKEN, on=DAYS, later=st.integers(0, 900))
def test_who_is_covered_on_a_later_day_is_cleared_then_if_nothing_new_is_recorded(
    checks: list[Check], trainings: list[Taken], on: date, later: int
) -> None:
    known = Records(
        checks=[one for one in checks if one.decided_on and one.decided_on <= on and (one.renewed_on or on) <= on],
        trainings=[one for one in trainings if one.completed_on <= on],
    )
    then = on + timedelta(days=later)
    promised = assess([CHECK, TRAINING], known, on).covers(then)
    assert (
        promised == assess([CHECK, TRAINING], known, then).is_clear or not assess([CHECK, TRAINING], known, on).is_clear
    )


@given(checks=CHECKS, trainings=TAKEN, on=DAYS)
def test_a_check_that_was_not_clear_today_is_never_overridden(
    checks: list[Check], trainings: list[Taken], on: date
) -> None:
    failed = Check("name", 2, "not_clear", None, on, None, None)
    for held in (False, True):
        records = Records(checks=[*checks, failed], trainings=trainings, is_held=held)
        assert not assess([CHECK, TRAINING], records, on).is_clear
        assert not assess([TRAINING], records, on).is_clear
        assert not assess([], records, on).is_clear


@given(checks=CHECKS, trainings=TAKEN, on=DAYS, order=st.randoms(use_true_random=False))
def test_the_order_of_records_says_nothing(
    checks: list[Check], trainings: list[Taken], on: date, order: object
) -> None:
    before = assess([CHECK, TRAINING], Records(checks=checks, trainings=trainings), on)
    order.shuffle(checks), order.shuffle(trainings)  # type: ignore[attr-defined]
    assert assess([CHECK, TRAINING], Records(checks=checks, trainings=trainings), on) == before
