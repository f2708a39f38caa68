"""What keeps a match from starting: each thing alone, whose turn it is, and that some of it nobody waves through."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement, Permission, State
from mentoring.gate_rules import CAUSES, EXCEPTABLE, NEVER, gates_of, lacks_of, start_blockers, start_blockers_of
from mentoring.group_sizes import size_refusal
from mentoring.models import (
    CourtOrder,
    Employment,
    Format,
    Guardianship,
    Match,
    MatchException,
    MatchObjective,
    Policy,
    Program,
    WorkplaceApproval,
)
from screening.models import BackgroundCheck, TrainingRecord
from tests.factories.agreements import AgreementFactory, PacketFactory
from tests.factories.mentoring import (
    CourtOrderFactory,
    EmploymentFactory,
    GuardianshipFactory,
    MatchFactory,
    MatchMentorFactory,
    MatchStudentFactory,
)
from tests.factories.screening import SafetyHoldFactory
from tests.mentoring.gate import SIGNED_AT, permit, ready, unsign

DAY = date(2026, 11, 20)


def codes(match, on=DAY):
    return [one.key.partition(":")[0] for one in start_blockers(Match.objects.get(pk=match.pk), on)]


def test_a_match_that_lacks_nothing_can_start(oak):
    with oak.open():
        assert start_blockers(ready(oak).match, DAY) == []


def change(model, gate, **facts):
    """Change rows without the object at hand knowing."""
    owner = {Match: gate.match, Policy: gate.policy, Program: gate.program}[model]
    model.objects.filter(pk=owner.pk).update(**facts)


TAKEN_AWAY = {
    "answers": lambda oak, gate: type(gate.student_row).objects.update(answer="open"),
    "members": lambda oak, gate: type(gate.mentor_row).objects.update(left_on=DAY),
    "archived": lambda oak, gate: change(Program, gate, archived_on=DAY),
    "teacher": lambda oak, gate: change(Match, gate, supervising_teacher=None),
    "adult": lambda oak, gate: change(Match, gate, adult_in_charge=None),
    "objectives": lambda oak, gate: MatchObjective.objects.all().delete(),
    "places": lambda oak, gate: change(Match, gate, places=[]),
    "schedule": lambda oak, gate: change(Match, gate, schedule=""),
    "dates": lambda oak, gate: change(Match, gate, ends_on=date(2026, 11, 1)),
    "workplace": lambda oak, gate: change(Match, gate, places=["workplace"]),
    "agreement": lambda oak, gate: Agreement.objects.filter(kind="mentorship").update(
        state=State.VOIDED, ended_at=SIGNED_AT
    ),
    "no_signer": lambda oak, gate: Guardianship.objects.update(may_sign=None),
    "guardian_signature": lambda oak, gate: unsign(gate.parties["guardian"]),
    "student_signature": lambda oak, gate: unsign(gate.parties["student"]),
    "mentor_signature": lambda oak, gate: unsign(gate.parties["mentor"]),
    "school_signature": lambda oak, gate: unsign(gate.parties["school"]),
    "permission_outings": lambda oak, gate: (
        change(Policy, gate, places=["outing"]),
        change(Match, gate, places=["outing"]),
    ),
    "permission_remote_contact": lambda oak, gate: change(Policy, gate, remote_contact="copy"),
    "check_missing": lambda oak, gate: BackgroundCheck.objects.all().delete(),
    "check_expired": lambda oak, gate: BackgroundCheck.objects.update(decided_on=date(2025, 9, 1)),
    "check_failed": lambda oak, gate: BackgroundCheck.objects.update(outcome="not_clear"),
    "training": lambda oak, gate: TrainingRecord.objects.all().delete(),
    "requirements": lambda oak, gate: change(Program, gate, requirement_set=None),
    "held": lambda oak, gate: SafetyHoldFactory(person=oak.sam),
    "court_order": lambda oak, gate: CourtOrderFactory(student=gate.student_row.student, about=oak.mia),
    "state": lambda oak, gate: change(Match, gate, state="running", starts_on=DAY),
    "ratio": lambda oak, gate: change(Match, gate, format="large_group") or _five(gate),
}


def _five(gate):
    for _ in range(4):
        row = MatchStudentFactory(match=gate.match, answer="yes", packet=gate.student_row.packet)
        GuardianshipFactory(student=row.student)


@pytest.mark.parametrize("code", TAKEN_AWAY)
def test_each_thing_alone_keeps_it_from_starting_and_only_some_may_be_allowed_once(oak, code):
    with oak.open():
        gate = ready(oak)
        TAKEN_AWAY[code](oak, gate)
        match = Match.objects.get(pk=gate.match.pk)
        [found] = start_blockers(match, DAY)
        assert found.code == code
        assert found.sentence and (found.whose_turn or code == "state")
        assert found.fix is None or reverse(found.fix[0], args=[found.fix[1]], urlconf="config.urls_district")
        exception = allow(match, found.key, oak)
        if code not in EXCEPTABLE:
            assert codes(match) == [code]
            return
        assert codes(match) == []
        assert [one.key for one, _row in gates_of([match], DAY)[match.pk].allowed] == [found.key]
        assert codes(match, on=date(2026, 12, 2)) == [code]
        exception.withdrawn_on = DAY
        exception.save()
        assert codes(match) == [code]


def test_every_code_is_either_never_allowed_allowed_once_or_settled_by_a_change_of_the_plan():
    structural = {"answers", "members", "ratio", "places", "dates", "archived", "requirements", "state"}
    assert set(TAKEN_AWAY) == NEVER | EXCEPTABLE | structural
    assert not NEVER & EXCEPTABLE and not structural & EXCEPTABLE
    assert set(CAUSES) <= set(TAKEN_AWAY)


def allow(match, key, oak):
    return MatchException.objects.create(
        district=oak.district,
        match=match,
        code=key,
        reason="The form is in the mail.",
        allowed_by=oak.pia,
        allowed_on=DAY,
        expires_on=date(2026, 12, 1),
    )


def test_one_signature_of_a_mentor_that_was_allowed_does_not_stand_for_the_school(oak):
    with oak.open():
        gate = ready(oak)
        unsign(gate.parties["mentor"])
        unsign(gate.parties["school"])
        allow(gate.match, f"mentor_signature:{oak.sam.pk}", oak)
        assert codes(gate.match) == ["school_signature"]


def test_the_day_that_counts_is_the_first_day(oak):
    with oak.open():
        gate = ready(oak, starts_on=date(2027, 9, 15))
        assert codes(gate.match) == ["check_expired", "training"]
        assert codes(gate.match, on=date(2027, 9, 1)) == ["check_expired", "training"]
        change(Match, gate, starts_on=date(2027, 9, 1))
        assert codes(gate.match) == []


def test_a_parent_who_said_no_to_outings_is_not_overruled(oak):
    with oak.open():
        gate = ready(oak)
        change(Policy, gate, places=["outing"])
        change(Match, gate, places=["outing"])
        permit(gate, Permission.Kind.OUTINGS, is_granted=False)
        [found] = start_blockers(Match.objects.get(pk=gate.match.pk), DAY)
        assert (found.code, found.whose_turn) == ("permission_outings", "the coordinator")
        Permission.objects.update(is_granted=True)
        assert codes(gate.match) == []


def test_a_signature_of_a_parent_whom_a_court_now_keeps_from_signing_stands_for_nothing(oak):
    with oak.open():
        gate = ready(oak)
        CourtOrderFactory(student=gate.student_row.student, about=oak.gil)
        assert codes(gate.match) == ["no_signer", "court_order"]
        CourtOrder.objects.update(ends_on=date(2026, 11, 1))
        assert codes(gate.match) == []


def test_at_18_the_students_own_signature_is_the_permission_and_nobody_waves_it_through(oak):
    with oak.open():
        gate = ready(oak)
        type(gate.student_row.student).objects.update(birth_on=date(2008, 10, 1))
        unsign(gate.parties["student"])
        [found] = start_blockers(Match.objects.get(pk=gate.match.pk), DAY)
        assert (found.code, found.may_be_allowed) == ("guardian_signature", False)


def test_the_mentor_is_the_adult_in_charge_only_at_the_workplace_and_where_the_rules_say_so(oak):
    with oak.open():
        gate = ready(oak, adult_in_charge=oak.mia)
        assert codes(gate.match) == ["adult"]
        change(Policy, gate, mentor_may_supervise=True)
        assert codes(gate.match) == ["adult"]
        change(Match, gate, places=["workplace"])
        assert codes(gate.match) == ["workplace"]
        approve(gate, oak)
        assert codes(gate.match) == []


def approve(gate, oak, **facts):
    return WorkplaceApproval.objects.create(
        **{
            "district": oak.district,
            "employer": gate.employer,
            "approved_by": oak.pia,
            "approved_on": date(2026, 11, 1),
            "areas": "Counter",
            "supervisor": "Noor Aziz",
            **facts,
        }
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"withdrawn_on": DAY},
        {"expires_on": date(2026, 11, 19)},
        {"approved_on": date(2026, 11, 21)},
        {"approved_by": None, "approved_on": None, "asked_on": DAY},
    ],
)
def test_only_an_approval_in_force_lets_students_visit(oak, facts):
    with oak.open():
        gate = ready(oak, places=["school", "workplace"])
        approve(gate, oak, asked_by=oak.ana, **({"asked_on": DAY} | facts))
        assert codes(gate.match) == ["workplace"]
        Employment.objects.all().delete()
        [found] = start_blockers(Match.objects.get(pk=gate.match.pk), DAY)
        assert found.fix == ("mentoring:employment_add", gate.mentor_row.mentor_id)


def test_however_many_matches_the_gate_asks_the_same_number_of_queries(oak, django_assert_num_queries):
    with oak.open():
        gate = ready(oak, places=["workplace"])
        unsign(gate.parties["mentor"])
        one = list(Match.objects.all())
        with django_assert_num_queries(21):
            start_blockers_of(one, DAY)
        for _ in range(3):
            other = MatchFactory(
                program=gate.program,
                state="agreed",
                starts_on=None,
                supervising_teacher=oak.cole,
                adult_in_charge=oak.fay,
                places=["workplace"],
            )
            row = MatchStudentFactory(match=other, packet=PacketFactory())
            GuardianshipFactory(student=row.student)
            AgreementFactory(packet=row.packet)
            EmploymentFactory(mentor=MatchMentorFactory(match=other).mentor)
        four = list(Match.objects.all())
        with django_assert_num_queries(21):
            start_blockers_of(four, DAY)


@given(st.sampled_from(list(Format)), st.integers(1, 15), st.integers(1, 4))
def test_no_group_is_larger_than_the_formats_allow(how, students, mentors):
    if not size_refusal(how, students, mentors):
        assert students <= (10 if how == Format.LARGE_GROUP else 4 * mentors)
        assert how not in {Format.ONE_TO_ONE, Format.PEER} or (students, mentors) == (1, 1)
        assert how != Format.LARGE_GROUP or students not in {5, 6} or mentors == 2


# While it runs


def test_a_running_match_is_asked_for_what_it_must_go_on_having_and_for_nothing_else(oak):
    with oak.open():
        gate = ready(oak, state="running", starts_on=date(2026, 10, 6), started_by=oak.ana, supervising_teacher=None)
        assert lacks_of([gate.match], DAY) == {gate.match.pk: {}}
        BackgroundCheck.objects.update(decided_on=date(2025, 9, 1))
        assert [str(cause) for cause in lacks_of([gate.match], DAY)[gate.match.pk]] == ["clearance"]


def test_a_match_that_was_brought_in_running_needs_no_paper_of_ours_unless_somebody_declined(oak):
    with oak.open():
        gate = ready(oak, state="running", starts_on=date(2026, 9, 6))
        unsign(gate.parties["guardian"])
        assert lacks_of([gate.match], DAY) == {gate.match.pk: {}}
        Agreement.objects.filter(kind="mentorship").update(state=State.DECLINED, ended_at=SIGNED_AT)
        assert [str(cause) for cause in lacks_of([gate.match], DAY)[gate.match.pk]] == ["agreement"]


def test_a_newer_version_on_its_way_does_not_stop_a_match_that_everybody_had_signed(oak):
    with oak.open():
        gate = ready(oak, state="running", starts_on=date(2026, 10, 6), started_by=oak.ana)
        old = Agreement.objects.filter(pk=gate.agreement.pk)
        old.update(state=State.SUPERSEDED, ended_at=SIGNED_AT)
        newer = AgreementFactory(packet=gate.agreement.packet, supersedes=gate.agreement)
        assert lacks_of([gate.match], DAY) == {gate.match.pk: {}}
        Agreement.objects.filter(pk=newer.pk).update(state=State.VOIDED, ended_at=SIGNED_AT)
        assert [str(cause) for cause in lacks_of([gate.match], DAY)[gate.match.pk]] == ["agreement"]


def test_an_agreement_about_another_mentor_starts_nothing(oak):
    with oak.open():
        gate = ready(oak)
        gate.parties["mentor"].delete()
        [blocker] = start_blockers(gate.match, DAY)
        assert (blocker.code, blocker.may_be_allowed) == ("agreement", False)
        assert "names another mentor" in blocker.sentence


def test_an_agreement_without_a_place_of_the_plan_starts_nothing(oak):
    with oak.open():
        gate = ready(oak)
        Agreement.objects.filter(pk=gate.agreement.pk).update(values={"places": ["school"]})
        assert start_blockers(gate.match, DAY) == []
        change(Policy, gate, places=["school", "online"])
        permit(gate, Permission.Kind.REMOTE_CONTACT)
        change(Match, gate, places=["school", "online"])
        assert codes(gate.match) == ["agreement"]
