"""Running matches that lose what they need stand still, many at once wait for a word, and all go on when cured."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.models import Agreement, Permission, State
from correspondence import rendering
from correspondence.links import Outdated
from correspondence.models import Message
from mentoring import followers, reminders, tasks
from mentoring.actions import match_pauses, starts
from mentoring.models import Match, MatchPause, Policy
from screening.actions import background_checks, standings
from screening.models import Asked, BackgroundCheck, TrainingRecord
from tenancy.actor import Actor
from tenancy.models import AuditEvent
from tests.factories.mentoring import (
    CourtOrderFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchPauseFactory,
    MatchStudentFactory,
    MentorFactory,
)
from tests.factories.screening import (
    AskedFactory,
    BackgroundCheckFactory,
    SafetyHoldFactory,
    TrainingRecordFactory,
)
from tests.factories.tenancy import PersonFactory
from tests.mentoring.gate import SIGNED_AT, permit, ready

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SYSTEM = Actor.system("calendar")


def running(oak, **facts):
    """The scene of the gate, started by Ana."""
    return ready(oak, **({"state": "running", "starts_on": date(2026, 10, 6), "started_by": oak.ana} | facts))


def settle(oak, at=NOW, on=DAY):
    ids = list(Match.objects.values_list("pk", flat=True))
    return match_pauses.settle(match_ids=ids, district=oak.district, at=at, on=on, by=SYSTEM)


def pauses():
    return sorted(MatchPause.objects.values_list("cause", "state"))


def told(kind):
    return set(Message.objects.filter(kind=f"mentoring/{kind}").values_list("person", flat=True))


def many(gate, number, **facts):
    """So many more running matches of the program, each with a mentor of its own who is cleared."""
    for _ in range(number):
        one_more(gate, **facts)


def one_more(gate, **facts):
    person = PersonFactory()
    match = MatchFactory(program=gate.program, started_by=gate.match.started_by, **facts)
    MatchMentorFactory(match=match, mentor=MentorFactory(person=person))
    BackgroundCheckFactory(person=person)
    TrainingRecordFactory(person=person, training=gate.training)
    AskedFactory(
        person=person,
        requirement_set=gate.program.requirement_set,
        state="clear",
        covers_until=gate.asked.covers_until,
    )
    return match


def lapse(number=None):
    """The checks of the first so many mentors ran out yesterday."""
    people = BackgroundCheck.objects.order_by("pk").values_list("person", flat=True)
    chosen = list(people[:number] if number else people)
    BackgroundCheck.objects.filter(person__in=chosen).update(expires_on=DAY - timedelta(days=1))
    Asked.objects.filter(person__in=chosen).update(covers_until=DAY - timedelta(days=1))


def test_a_match_that_lacks_nothing_is_left_alone(oak):
    with oak.open():
        running(oak)
        assert settle(oak) == 0
        assert pauses() == []


def test_a_check_that_ran_out_pauses_the_match_tells_everybody_and_cured_it_goes_on(oak):
    with oak.open():
        gate = running(oak)
        lapse()
        assert settle(oak) == 1
        assert pauses() == [("clearance", "in_force")]
        assert list(Match.objects.paused()) == [gate.match]
        everybody = {oak.sam.pk, oak.gil.pk, oak.mia.pk, oak.ana.pk, oak.tom.pk}
        assert told("match_paused") == everybody
        texts = {one.person_id: rendering.mail(one, {}).text for one in Message.objects.all()}
        assert "Your meetings with Sam are paused for now." in texts[oak.mia.pk]
        assert "Your meetings with Mia Fischer are paused for now." in texts[oak.sam.pk]
        assert "The meetings of Sam with Mia Fischer are paused for now." in texts[oak.gil.pk]
        assert not any("check" in text or "ran out" in text for text in texts.values())
        assert settle(oak) == 0
        BackgroundCheckFactory(person=oak.mia, decided_on=DAY)
        assert settle(oak) == 1
        assert pauses() == [("clearance", "ended")]
        assert told("match_resumed") == everybody
        log = AuditEvent.objects.filter(verb__in=["match.pause", "match.resume"]).order_by("pk")
        assert list(log.values_list("verb", flat=True)) == ["match.pause", "match.resume"]


def test_recording_a_check_that_was_not_clear_pauses_at_once_and_a_clear_one_lets_go_on(oak):
    with oak.open():
        running(oak)
        facts = {"person": oak.mia, "on": DAY, "by": Actor.person(oak.ada), "check_type": "name", "tier": 1}
        background_checks.record(**facts, outcome="not_clear", decided_on=date(2026, 11, 18))
        assert pauses() == [("clearance", "in_force")]
        with pytest.raises(Outdated):
            MatchPause.objects.update(state="ended", ended_at=NOW)
            rendering.mail(Message.objects.filter(kind="mentoring/match_paused").first(), {})


def test_a_permission_that_the_plan_needs_pauses_when_it_is_withdrawn_and_others_do_not(oak):
    with oak.open():
        gate = running(oak, places=["outing"])
        Policy.objects.filter(pk=gate.policy.pk).update(places=["outing"])
        outings, media = permit(gate, Permission.Kind.OUTINGS), permit(gate, Permission.Kind.MEDIA)
        for permission, expected in ((media, []), (outings, [("permission", "in_force")])):
            Permission.objects.filter(pk=permission.pk).update(withdrawn_at=SIGNED_AT, withdrawn_by=oak.gil)
            followers.permission_withdrawn(permission=permission, at=NOW, by=Actor.person(oak.gil))
            assert pauses() == expected


def test_an_agreement_that_was_voided_pauses_and_one_that_is_signed_anew_lets_go_on(oak):
    with oak.open():
        gate = running(oak)
        voided = Agreement.objects.filter(pk=gate.agreement.pk)
        voided.update(state=State.VOIDED, ended_at=NOW)
        followers.document_changed(agreement=gate.agreement, at=NOW, by=Actor.person(oak.ana))
        assert pauses() == [("agreement", "in_force")]
        voided.update(state=State.SEALED, ended_at=None)
        followers.document_changed(agreement=gate.agreement, at=NOW, by=Actor.person(oak.ana))
        assert pauses() == [("agreement", "ended")]


def test_a_court_order_pauses_at_once(oak):
    with oak.open():
        gate = running(oak)
        CourtOrderFactory(student=gate.student_row.student, about=oak.mia)
        settle(oak)
        assert pauses() == [("court_order", "in_force")]


def test_a_match_with_two_causes_goes_on_when_both_are_cured_and_is_told_once(oak):
    with oak.open():
        gate = running(oak)
        lapse()
        settle(oak)
        hold = SafetyHoldFactory(person=oak.mia)
        Agreement.objects.filter(pk=gate.agreement.pk).update(state=State.VOIDED, ended_at=NOW)
        settle(oak)
        assert Message.objects.filter(kind="mentoring/match_paused", person=oak.sam).count() == 1
        BackgroundCheckFactory(person=oak.mia, decided_on=DAY)
        Agreement.objects.filter(pk=gate.agreement.pk).update(state=State.SEALED, ended_at=None)
        settle(oak)
        assert pauses() == [("agreement", "ended"), ("clearance", "ended")]
        assert told("match_resumed") == set()
        assert Match.objects.paused().exists()
        assert hold.lifted_at is None


# The brake


def test_more_than_ten_at_once_wait_for_somebodys_word(oak):
    with oak.open():
        gate = running(oak)
        many(gate, 10)
        lapse()
        settle(oak)
        assert pauses() == [("clearance", "proposed")] * 11
        assert not Match.objects.paused().exists()
        assert told("pauses_proposed") == {oak.ana.pk}
        mail = Message.objects.get(kind="mentoring/pauses_proposed")
        assert "In Career mentoring more matches than usual" in rendering.mail(mail, {}).text
        assert told("match_paused") == set()


def test_few_of_many_pause_by_themselves_and_more_than_one_in_twenty_do_not(oak):
    with oak.open():
        gate = running(oak)
        many(gate, 39)
        lapse(2)
        settle(oak)
        assert pauses() == [("clearance", "in_force")] * 2
        lapse(3)
        settle(oak, at=NOW + timedelta(hours=2))
        assert pauses() == [("clearance", "in_force")] * 2 + [("clearance", "proposed")]


def test_one_alone_is_never_many(oak):
    with oak.open():
        gate = running(oak)
        many(gate, 3)
        lapse(1)
        settle(oak)
        assert pauses() == [("clearance", "in_force")]


def test_the_brake_holds_when_people_lapse_one_after_the_other_in_one_deed(oak):
    with oak.open():
        gate = running(oak)
        many(gate, 11)
        BackgroundCheck.objects.update(expires_on=DAY - timedelta(days=1))
        people = list(Asked.objects.values_list("person", flat=True))
        standings.refresh(district=oak.district, person_ids=people, on=DAY, by=Actor.person(oak.ana))
        assert pauses() == [("clearance", "proposed")] * 12


def test_a_match_that_was_brought_in_without_clearance_is_not_stopped_blindly(oak):
    with oak.open():
        running(oak, started_by=None)
        BackgroundCheck.objects.all().delete()
        Asked.objects.update(state="missing", covers_until=None)
        settle(oak)
        assert pauses() == [("clearance", "proposed")]


def test_what_was_proposed_and_is_cured_leaves_by_itself_and_nobody_is_told(oak):
    with oak.open():
        running(oak, started_by=None)
        check = BackgroundCheck.objects.get()
        BackgroundCheck.objects.all().delete()
        settle(oak)
        BackgroundCheckFactory(person=oak.mia, decided_on=check.decided_on)
        settle(oak)
        assert pauses() == [("clearance", "ended")]
        assert told("match_resumed") == told("match_paused") == set()


def decide(oak, *, is_paused, at=NOW):
    ids = list(MatchPause.objects.values_list("pk", flat=True))
    by = Actor.person(oak.ana)
    return match_pauses.decide(pause_ids=ids, district=oak.district, is_paused=is_paused, at=at, on=DAY, by=by)


def test_whoever_decides_pauses_them_or_lets_them_go_on_for_a_week(oak):
    with oak.open():
        gate = running(oak, started_by=None)
        BackgroundCheck.objects.all().delete()
        settle(oak)
        assert decide(oak, is_paused=False) == 1
        assert pauses() == [("clearance", "ended")]
        assert AuditEvent.objects.get(verb="match.let_go_on").target_id == gate.match.pk
        settle(oak, at=NOW + timedelta(days=6))
        assert pauses() == [("clearance", "ended")]
        settle(oak, at=NOW + timedelta(days=8))
        assert pauses() == [("clearance", "ended"), ("clearance", "proposed")]
        assert decide(oak, is_paused=True) == 1
        assert list(Match.objects.paused()) == [gate.match]
        assert oak.sam.pk in told("match_paused")
        with pytest.raises(match_pauses.CannotDecide):
            decide(oak, is_paused=True)


# A district's day


def test_a_districts_day_settles_every_match_and_twice_does_nothing_more(transactional_oak):
    oak = transactional_oak
    with oak.open():
        running(oak)
        BackgroundCheck.objects.update(expires_on=oak.today - timedelta(days=1))
        Asked.objects.update(covers_until=oak.today - timedelta(days=1))
    for _ in range(2):
        tasks.begin_day.apply(headers={"waymark_district": oak.district.pk}).get()
    with oak.open():
        assert pauses() == [("clearance", "in_force")]
        assert Message.objects.filter(kind="mentoring/match_paused").count() == 5


@pytest.mark.parametrize(("days", "number"), [(31, 0), (30, 1), (8, 1), (7, 1), (1, 1), (0, 1)])
def test_coordinators_are_warned_before_it_ends_and_the_mentor_not_twice(oak, days, number):
    with oak.open():
        running(oak)
        Asked.objects.update(covers_until=DAY + timedelta(days=days))
        for _ in range(2):
            reminders.warn(oak.district, on=DAY, after=0)
        assert told("pause_ahead") == ({oak.ana.pk} if number else set())
        assert Message.objects.count() == number
        for one in Message.objects.all():
            assert "1 running match is paused" in rendering.mail(one, {}).text


def test_an_exception_that_was_withdrawn_pauses_the_match_that_needs_it(oak):
    with oak.open():
        gate = running(oak)
        TrainingRecord.objects.all().delete()
        settle(oak)
        assert pauses() == [("clearance", "in_force")]
        facts = {"reason": "Trained next week.", "expires_on": DAY + timedelta(days=7), "at": NOW, "on": DAY}
        by = Actor.person(oak.pia)
        allowed = starts.allow_once(match=gate.match, code=f"training:{oak.mia.pk}", by=by, **facts)
        assert pauses() == [("clearance", "ended")]
        starts.withdraw_exception(exception=allowed, at=NOW, on=DAY, by=by)
        assert pauses() == [("clearance", "ended"), ("clearance", "in_force")]


def test_matches_of_an_archived_program_and_of_other_states_are_left_alone(oak):
    with oak.open():
        gate = running(oak)
        lapse()
        gate.program.archived_on = DAY
        gate.program.save()
        assert settle(oak) == 0
        MatchPauseFactory(match=MatchStudentFactory().match)
        assert MatchPause.objects.count() == 1
