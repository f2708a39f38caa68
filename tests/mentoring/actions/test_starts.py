"""A match starts: who does it, what holds afterwards, what is refused, what two at once do, how it is taken back."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from mentoring.actions import starts
from mentoring.gate_rules import NEVER
from mentoring.models import Match, MatchException, MatchObjective
from screening.actions import background_checks
from screening.models import BackgroundCheck
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.factories.mentoring import MatchFactory
from tests.mentoring.gate import ready, unsign
from tests.mentoring.rules.test_gate import TAKEN_AWAY

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def start(gate, oak, **facts):
    return starts.start(match=gate.match, **({"on": DAY, "by": Actor.person(oak.ana)} | facts))


def allow(gate, oak, code, **facts):
    chosen = {"reason": "The form is in the mail.", "expires_on": date(2026, 12, 1), "at": NOW, "on": DAY}
    return starts.allow_once(match=gate.match, code=code, **(chosen | {"by": Actor.person(oak.pia)} | facts))


def test_a_match_starts_today_for_the_promised_months_and_everybody_is_told(oak):
    with oak.open():
        gate = ready(oak)
        started = start(gate, oak)
        assert (started.state, started.starts_on, started.ends_on) == ("running", DAY, date(2027, 5, 20))
        assert started.started_by_id == oak.ana.pk
        told = Message.objects.filter(kind="mentoring/match_started")
        assert set(told.values_list("person", flat=True)) == {oak.sam.pk, oak.gil.pk, oak.mia.pk}
        texts = {one.person_id: rendering.mail(one, {}).text for one in told}
        assert "Everything is ready for your mentoring with Mia Fischer." in texts[oak.sam.pk]
        assert "Everything is ready for the mentoring of Sam with Mia Fischer." in texts[oak.gil.pk]
        assert "Everything is ready for your mentoring with Sam." in texts[oak.mia.pk]
        event = AuditEvent.objects.get(verb="match.start")
        assert (event.target_id, event.facts["starts_on"]) == (gate.match.pk, "2026-11-20")


def test_what_was_planned_and_signed_stands(oak):
    with oak.open():
        gate = ready(oak, starts_on=date(2026, 12, 1), ends_on=date(2027, 5, 28))
        started = start(gate, oak)
        assert (started.starts_on, started.ends_on) == (date(2026, 12, 1), date(2027, 5, 28))


def test_a_match_that_lacks_something_does_not_start_and_says_what(oak):
    with oak.open():
        gate = ready(oak)
        MatchObjective.objects.all().delete()
        unsign(gate.parties["guardian"])
        with pytest.raises(starts.CannotStart) as refusal:
            start(gate, oak)
        assert [one.code for one in refusal.value.blockers] == ["objectives", "guardian_signature"]
        assert Match.objects.get().state == "agreed"
        assert not Message.objects.exists()


def test_a_match_starts_once(oak):
    with oak.open():
        gate = ready(oak)
        start(gate, oak)
        with pytest.raises(starts.CannotStart, match="started already"):
            start(gate, oak)
        assert AuditEvent.objects.filter(verb="match.start").count() == 1


def test_two_coordinators_in_two_tabs_start_it_once(transactional_oak):
    oak = transactional_oak
    with oak.open():
        gate = ready(oak)
    tabs, outcomes = threading.Barrier(4), []

    def press(person):
        tabs.wait()
        try:
            with oak.open():
                outcomes.append(starts.start(match=gate.match, on=DAY, by=Actor.person(person)).state)
        except starts.CannotStart as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[one]) for one in (oak.ana, oak.ana, oak.ada, oak.ada)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["This match has started already."] * 3 + ["running"]
    with oak.open():
        assert AuditEvent.objects.filter(verb="match.start").count() == 1
        assert Message.objects.filter(kind="mentoring/match_started").count() == 3


# Undo


def undo(gate, oak, **facts):
    starts.undo(match=gate.match, **({"at": NOW, "on": oak.today, "by": Actor.person(oak.ana)} | facts))


def test_a_start_is_taken_back_on_the_same_day_and_its_mails_stay_here(oak):
    with oak.open():
        gate = ready(oak)
        start(gate, oak, on=oak.today)
        message = Message.objects.first()
        undo(gate, oak)
        match = Match.objects.get()
        assert (match.state, match.starts_on, match.ends_on, match.started_by) == ("agreed", None, None, None)
        assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
        with pytest.raises(Outdated):
            rendering.mail(message, {})
        start(gate, oak, on=oak.today)
        assert Match.objects.get().state == "running"


def test_a_start_is_not_taken_back_on_a_later_day_or_when_something_has_happened(oak):
    with oak.open():
        gate = ready(oak)
        start(gate, oak, on=oak.today)
        with pytest.raises(starts.CannotUndo, match="same day"):
            undo(gate, oak, on=oak.today + timedelta(days=1))
        AuditEvent.objects.create(
            verb="match.pause", actor_kind="system", target_kind="mentoring.match", target_id=gate.match.pk
        )
        with pytest.raises(starts.CannotUndo, match="happened since"):
            undo(gate, oak)
        assert Match.objects.get().state == "running"


# All that are ready


def test_all_that_are_ready_start_and_the_others_stay_as_they_are(oak):
    with oak.open():
        gate = ready(oak)
        other = MatchFactory(program=gate.program, state="proposed", starts_on=None)
        elsewhere = MatchFactory(state="proposed", starts_on=None)
        ids = [gate.match.pk, other.pk, elsewhere.pk]
        by = Actor.person(oak.ana)
        started = starts.start_ready(program=gate.program, match_ids=ids, on=oak.today, by=by)
        assert [one.pk for one in started.done] == [gate.match.pk]
        assert [one.pk for one, _why in started.skipped] == [other.pk]
        assert AuditEvent.objects.get(verb="program.start_ready").facts == {"matches": [gate.match.pk], "skipped": 1}
        assert starts.undo_ready(event=started.event, at=NOW, on=oak.today, by=by) == (1, 0)
        assert starts.undo_ready(event=started.event, at=NOW, on=oak.today, by=by) == (0, 1)


# Allowed once


@pytest.mark.parametrize("code", sorted(NEVER))
def test_nobody_allows_what_nobody_may_allow(oak, code):
    with oak.open():
        gate = ready(oak)
        TAKEN_AWAY[code](oak, gate)
        for act, person in ((starts.allow_once, oak.ada), (starts.ask_to_allow, oak.ana)):
            for key in (code, f"{code}:{oak.sam.pk}", f"{code}:{oak.mia.pk}"):
                with pytest.raises(starts.CannotAllow, match="Nobody can allow this"):
                    allow_with(act, gate, key, person)
        assert not MatchException.objects.exists()
        with pytest.raises(starts.CannotStart):
            start(gate, oak)


def allow_with(act, gate, key, person):
    return act(
        match=gate.match,
        code=key,
        reason="Please.",
        expires_on=date(2026, 12, 1),
        at=NOW,
        on=DAY,
        by=Actor.person(person),
    )


def test_a_principal_allows_once_what_is_missing_with_a_reason_that_is_kept(oak):
    with oak.open():
        gate = ready(oak)
        MatchObjective.objects.all().delete()
        allow(gate, oak, "objectives")
        event = AuditEvent.objects.get(verb="match.allow_once")
        assert (event.reason, event.facts) == (
            "The form is in the mail.",
            {"code": "objectives", "until": "2026-12-01"},
        )
        start(gate, oak)
        assert AuditEvent.objects.get(verb="match.start").facts["allowed"] == ["objectives"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"code": "teacher"}, "not missing"),
        ({"expires_on": date(2026, 11, 19)}, "Choose a day"),
        ({"expires_on": date(2027, 11, 19)}, "Choose a day"),
        ({"code": "nonsense"}, "Nobody can allow this"),
    ],
)
def test_what_is_not_missing_or_has_no_sensible_day_is_not_allowed(oak, facts, words):
    with oak.open():
        gate = ready(oak)
        MatchObjective.objects.all().delete()
        with pytest.raises(starts.CannotAllow, match=words):
            allow(gate, oak, **({"code": "objectives"} | facts))


def test_nobody_allows_anything_in_their_own_match(oak):
    with oak.open():
        gate = ready(oak)
        MatchObjective.objects.all().delete()
        with pytest.raises(starts.CannotAllow, match="yourself"):
            allow(gate, oak, "objectives", by=Actor.person(oak.mia))


def test_a_coordinator_asks_principals_decide_and_what_was_allowed_is_withdrawn(oak):
    with oak.open():
        gate = ready(oak)
        MatchObjective.objects.all().delete()
        by = Actor.person(oak.ana)
        asked = allow_with(starts.ask_to_allow, gate, "objectives", oak.ana)
        mail = Message.objects.filter(kind="mentoring/exception_asked")
        assert set(mail.values_list("person", flat=True)) == {oak.ada.pk, oak.pia.pk}
        assert "allow something once" in rendering.mail(mail.first(), {}).subject
        with pytest.raises(starts.CannotStart):
            start(gate, oak)
        with pytest.raises(starts.CannotAllow, match="asked for this already"):
            allow_with(starts.ask_to_allow, gate, "objectives", oak.ana)
        allowed = allow(gate, oak, "objectives")
        assert (allowed.pk, allowed.asked_by_id, allowed.allowed_by_id) == (asked.pk, oak.ana.pk, oak.pia.pk)
        with pytest.raises(Outdated):
            rendering.mail(mail.first(), {})
        starts.withdraw_exception(exception=allowed, at=NOW, on=DAY, by=by)
        with pytest.raises(starts.CannotStart):
            start(gate, oak)
        with pytest.raises(starts.CannotAllow, match="withdrawn already"):
            starts.withdraw_exception(exception=allowed, at=NOW, on=DAY, by=by)


def test_what_two_record_at_the_same_moment_never_lets_an_unchecked_mentor_start(transactional_oak):
    oak = transactional_oak
    with oak.open():
        gate = ready(oak)
    go, outcomes = threading.Barrier(2), []

    def press():
        go.wait()
        try:
            with oak.open():
                starts.start(match=gate.match, on=oak.today, by=Actor.person(oak.ana))
                outcomes.append("started")
        except starts.CannotStart:
            outcomes.append("refused")
        finally:
            connection.close()

    def record():
        go.wait()
        try:
            with oak.open():
                facts = {"check_type": "name", "tier": 1, "outcome": "not_clear", "decided_on": date(2026, 11, 2)}
                background_checks.record(person=oak.mia, on=oak.today, by=Actor.person(oak.ada), **facts)
        finally:
            connection.close()

    threads = [threading.Thread(target=press), threading.Thread(target=record)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with oak.open():
        assert BackgroundCheck.objects.filter(outcome="not_clear").exists()
        match = Match.objects.get()
        is_paused = Match.objects.paused().filter(pk=match.pk).exists()
        assert (outcomes, match.state, is_paused) in [
            (["started"], "running", True),
            (["refused"], "agreed", False),
        ]
