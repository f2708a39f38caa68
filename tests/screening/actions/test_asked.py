"""Something is asked of people, or no more."""

from datetime import date

import pytest

from screening import rules
from screening.actions import asked, requirement_sets, standings
from screening.models import Asked, RequirementSet
from screening.presets import PRESETS
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.conftest import Cast
from tests.factories.screening import BackgroundCheckFactory, RequirementFactory, RequirementSetFactory

TODAY = date(2026, 10, 1)


@pytest.mark.parametrize(("code", "steps"), [("group", 4), ("one_to_one", 7), ("outings", 9)])
def test_a_preset_asks_its_steps(oak: Cast, code: str, steps: int) -> None:
    with oak.open():
        by = Actor.person(oak.ana)
        made = requirement_sets.create_from_preset(code, on=TODAY, by=by)
        assert (made.name, made.state, len(rules.asks_of(made))) == (PRESETS[code].name, "draft", steps)
        again = requirement_sets.create_from_preset(code, on=TODAY, by=by)
        assert again.name == f"{PRESETS[code].name} (2)"
        documents = [{ask.document_id for ask in rules.asks_of(one)} for one in (made, again)]
        assert documents[0] == documents[1]


def test_a_group_preset_takes_about_40_minutes(oak: Cast) -> None:
    with oak.open():
        made = requirement_sets.create_from_preset("group", on=TODAY, by=Actor.person(oak.ana))
        assert sum(ask.minutes for ask in rules.asks_of(made)) == 40


def test_who_is_asked_stands_on_the_board_at_once(oak: Cast) -> None:
    with oak.open():
        by = Actor.person(oak.ana)
        made = requirement_sets.create_from_preset("group", on=TODAY, by=by)
        asked.ask(people=[oak.mia], requirement_set=made, on=TODAY, by=by)
        asked.ask(people=[oak.mia], requirement_set=made, on=TODAY, by=by)
        row = Asked.objects.get()
        assert (row.state, row.covers_until, len(row.lacking)) == ("missing", None, 4)
        assert RequirementSet.objects.get().state == "current"
        assert AuditEvent.objects.filter(verb="clearance.ask").count() == 1


def test_what_was_recorded_before_counts(oak: Cast) -> None:
    with oak.open():
        wanted = RequirementFactory(valid_months=12).requirement_set
        BackgroundCheckFactory(person=oak.mia, decided_on=date(2026, 9, 1))
        asked.ask(people=[oak.mia], requirement_set=wanted, on=TODAY, by=Actor.person(oak.ana))
        row = Asked.objects.get()
        assert (row.state, row.covers_until) == ("clear", date(2027, 9, 1))
        assert rules.clearances([oak.mia], wanted, TODAY)[oak.mia.pk].covers(date(2027, 9, 1))


def test_nothing_is_asked_any_more(oak: Cast) -> None:
    with oak.open():
        by, wanted = Actor.person(oak.ana), RequirementSetFactory()
        asked.ask(people=[oak.mia, oak.tom], requirement_set=wanted, on=TODAY, by=by)
        assert asked.stop_asking(people=[oak.mia], requirement_set=wanted, on=TODAY, by=by) == 1
        assert asked.stop_asking(people=[oak.mia], requirement_set=wanted, on=TODAY, by=by) == 0
        assert list(Asked.objects.live().values_list("person_id", flat=True)) == [oak.tom.pk]
        asked.ask(people=[oak.mia], requirement_set=wanted, on=TODAY, by=by)
        assert Asked.objects.live().count() == 2


def test_what_is_no_longer_used_is_asked_of_nobody(oak: Cast) -> None:
    with oak.open():
        old = RequirementSetFactory(name="Old", state="retired")
        with pytest.raises(asked.CannotAsk, match="“Old” is no longer used."):
            asked.ask(people=[oak.mia], requirement_set=old, on=TODAY, by=Actor.person(oak.ana))


def test_elm_is_asked_nothing(oak: Cast, elm: Cast) -> None:
    with oak.open():
        made = requirement_sets.create_from_preset("group", on=TODAY, by=Actor.person(oak.ana))
        asked.ask(people=[oak.mia], requirement_set=made, on=TODAY, by=Actor.person(oak.ana))
    with elm.open():
        assert not Asked.objects.exists()
        assert (
            standings.refresh(district=elm.district, person_ids=[oak.mia.pk], on=TODAY, by=Actor.person(elm.ana)) == 0
        )


def test_what_changes_is_told_upwards_once(oak: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(standings, "happened", lambda name, *, person, on, by: told.append((name, person.pk)))
    with oak.open():
        by, wanted = Actor.person(oak.ana), RequirementFactory().requirement_set
        asked.ask(people=[oak.mia], requirement_set=wanted, on=TODAY, by=by)
        assert told == []
        BackgroundCheckFactory(person=oak.mia)
        for _time in range(2):
            standings.refresh(district=oak.district, person_ids=[oak.mia.pk], on=TODAY, by=by)
        assert told == [("clearance.changed", oak.mia.pk)]


def test_many_are_assessed_in_a_fixed_number_of_queries(
    oak: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with oak.open():
        wanted = requirement_sets.create_from_preset("outings", on=TODAY, by=Actor.person(oak.ana))
        for people in ([oak.mia], [oak.mia, oak.tom, oak.sam, oak.gil]):
            with django_assert_num_queries(7):  # type: ignore[operator]
                assert len(rules.clearances(people, wanted, TODAY)) == len(people)
